import type { WebhookListQuery } from '@hookwright/core';
import type * as z from 'zod';
import type { webhookOrderSchema } from '../schemas/list-schemas.ts';

type Order = NonNullable<WebhookListQuery['orderBy']>;

/** `['-modified', 'id']` as the engine takes it. */
export function readOrder(fields: z.infer<typeof webhookOrderSchema> | undefined): Order | undefined {
  return fields?.map((field) => ({
    field: field.replace('-', '') as Order[number]['field'],
    direction: field.startsWith('-') ? 'desc' : 'asc',
  }));
}
