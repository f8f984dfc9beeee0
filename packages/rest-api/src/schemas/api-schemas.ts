import type { Catalog } from '@hookwright/core';
import * as z from 'zod';
import { answerOf } from './answer-schemas.ts';
import { deliverySchemas } from './delivery-schemas.ts';
import { errorSchemas } from './error-schemas.ts';
import { eventSchemas } from './event-schemas.ts';
import { pageInfoSchema } from './page-info.ts';
import { uuidSchema } from './uuid-schema.ts';
import { webhookSchemas } from './webhook-schemas.ts';

/** The named schemas of the resource: what is validated by them is what the document shows. */
export type ApiSchemas = ReturnType<typeof apiSchemas>;

export function apiSchemas(catalog: Catalog) {
  const schemas = {
    ...webhookSchemas(catalog),
    ...deliverySchemas,
    ...eventSchemas,
    ...errorSchemas,
    PageInfo: pageInfoSchema,
  } as const;
  const { Webhook, Warning, Receipt, Error: ErrorSchema } = schemas;
  const secret = z.string().optional().describe('What requests are signed with. Shown this once.');
  const ids = z.array(z.string()).min(1).describe('Ids of webhooks.');
  const batchResults = z
    .array(z.union([uuidSchema, ErrorSchema]))
    .describe('For each id, in order: itself, or why not.');
  return {
    ...schemas,
    WebhookIds: ids,
    WebhookAnswer: answerOf(Webhook),
    RegisteredAnswer: answerOf(Webhook).extend({ secret, warnings: z.array(Warning).optional() }),
    BatchAnswer: z.object({ success: z.boolean().describe('Whether all of it was done.'), data: batchResults }),
    ReceiptAnswer: answerOf(Receipt),
  } as const;
}
