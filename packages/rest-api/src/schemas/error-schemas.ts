import * as z from 'zod';

const fieldErrorSchema = z.object({
  field_name: z.string().describe('From the root of the body: `options.entity.Contact.filter-op.email1`.'),
  code: z.union([z.literal(119), z.literal(40002)]).describe('119 where the field is missing.'),
  name: z.enum(['ERROR_FIELD_REQUIRED', 'ERROR_FIELD_VALIDATION']),
  errors: z.array(z.object({ code: z.int(), name: z.string(), message: z.string() })).min(1),
});

const errorSchema = z
  .object({
    success: z.literal(false),
    code: z.int(),
    name: z.string().describe('What to match on: `ERROR_NOT_FOUND`.'),
    message: z.string().describe('For people: what was expected, and what was found.'),
    http_status: z.int().min(400).max(599),
    field_errors: z.array(fieldErrorSchema).optional(),
  })
  .describe('Every answer but a success has this body.');

/** An error as RS-3 writes it. */
export type ErrorBody = z.infer<typeof errorSchema>;

export const errorSchemas = { FieldError: fieldErrorSchema, Error: errorSchema } as const;
