import * as z from 'zod';

/** PA-4. */
export const instantSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00:00$/)
  .describe('`YYYY-MM-DD HH:MM:SS.ffffff+00:00`');

/** An instant as a caller may write it: by ISO 8601, or as the resource itself does. */
export const givenInstantSchema = z.union([z.iso.datetime({ offset: true }), instantSchema]);
