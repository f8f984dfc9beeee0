import * as z from 'zod';
import { givenInstantSchema, instantSchema } from './instant-schema.ts';
import { uuidSchema } from './uuid-schema.ts';

const deliveryStatus = z.enum(['pending', 'held', 'sending', 'succeeded', 'exhausted', 'cancelled']);

const delivery = z
  .object({
    id: uuidSchema.describe('The `webhook-id` of every try.'),
    webhook_id: uuidSchema,
    status: deliveryStatus,
    events: z.array(z.object({ event: z.string(), event_time: instantSchema })),
    attempt_count: z.int().min(0),
    code: z.string().nullable().describe('Why it ended, or why its last try failed: `TIMEOUT`, `HTTP_500`.'),
    created: instantSchema,
    due: instantSchema.nullable().describe('When it is next tried; null once it is finished.'),
    last_attempt: instantSchema.nullable(),
    finished: instantSchema.nullable(),
    resend_of: uuidSchema.nullable(),
  })
  .describe('One request to one webhook, over all its tries.');

const attempt = z
  .object({
    number: z.int().min(1),
    started: instantSchema,
    duration_ms: z.number().min(0),
    http_status: z.int().nullable().describe('Null when no response came.'),
    code: z.string().nullable().describe('Why it failed; null for a success.'),
    message: z.string().nullable(),
    response_headers: z.record(z.string(), z.string()).nullable(),
    response_body: z.string().nullable().describe('The first 4 KiB.'),
  })
  .describe('One try at a delivery.');

const deliveryWithAttempts = delivery.extend({ attempts: z.array(attempt).describe('Oldest first.') });

const receipt = z
  .object({ delivery_ids: z.array(uuidSchema), notifications: z.int().min(0) })
  .describe('The deliveries that were made.');

const resend = z.strictObject({ delivery_id: z.string().describe('A delivery of this webhook.') });

const replay = z
  .strictObject({
    from: givenInstantSchema.nullish().describe('Created at or after this instant.'),
    until: givenInstantSchema.nullish().describe('Created before this instant.'),
    statuses: z.array(deliveryStatus).nullish().describe('Default: those that are finished.'),
  })
  .describe('The deliveries that are to be sent again, at most 10,000 of them.');

/** A delivery as the resource answers with it. */
export type DeliveryBody = z.infer<typeof delivery>;
export type ReceiptBody = z.infer<typeof receipt>;
export type AttemptBody = z.infer<typeof attempt>;

export const deliverySchemas = {
  DeliveryStatus: deliveryStatus,
  Delivery: delivery,
  Attempt: attempt,
  DeliveryWithAttempts: deliveryWithAttempts,
  Receipt: receipt,
  Resend: resend,
  Replay: replay,
} as const;
