import * as z from 'zod';

const record = z.record(z.string(), z.unknown());

const change = z
  .strictObject({
    event: z.string().describe('A concrete event: `Opportunity.Update`.'),
    entity: record.describe('The record after the change; of a Delete its last state.'),
    before: record.nullish().describe('The record before it.'),
    related_entity: record.nullish().describe("The event's second record: the document link, the comment."),
    custom_entity: z.string().optional().describe("A custom entity's type, else the record's `table_name`."),
    changed_fields: z.array(z.string()).nullish(),
    skip_keys: z.array(z.string()).optional().describe('As if the change came with these `Webhook-Skip-Key` headers.'),
  })
  .describe('A change that might happen.');

const mismatch = z
  .object({ field: z.string(), operator: z.string(), wanted: z.unknown().optional(), actual: z.unknown().optional() })
  .describe('Where the filter said no.');

const explanation = z
  .object({
    webhook_id: z.string(),
    decision: z.enum([
      'matched',
      'event-not-subscribed',
      'custom-entity-not-selected',
      'skip-key',
      'filter',
      'no-listed-field-changed',
      'not-visible',
      'disabled',
    ]),
    mismatch: mismatch.optional(),
    held: z.boolean().optional().describe('The webhook is paused; its delivery would wait.'),
    notes: z.array(z.string()).optional(),
  })
  .describe('What one webhook would do, and why.');

/** What one webhook would do with a change, as the resource answers it. */
export type ExplanationBody = z.infer<typeof explanation>;

export const eventSchemas = { Change: change, FilterMismatch: mismatch, Explanation: explanation } as const;
