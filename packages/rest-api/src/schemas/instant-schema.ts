import * as z from 'zod';

/** PA-4. */
export const instantSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00:00$/)
  .describe('`YYYY-MM-DD HH:MM:SS.ffffff+00:00`');
