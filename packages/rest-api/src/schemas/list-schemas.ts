import { type WebhookFilterField, webhookFilterFields, webhookListFields } from '@hookwright/core';
import * as z from 'zod';
import { filterOperatorSchema } from './webhook-schemas.ts';

const wanted = z.union([z.string(), z.array(z.string())]);

function byColumn<Schema extends z.ZodType>(schema: Schema) {
  const shape = Object.fromEntries(webhookFilterFields.map((column) => [column, schema.optional()]));
  return z.strictObject(shape as Record<WebhookFilterField, z.ZodOptional<Schema>>);
}

/** Wanted values by column (RS-4). */
export const webhookFilterSchema = byColumn(wanted);

/** Operators by column (FI-2). */
export const webhookFilterOpSchema = byColumn(filterOperatorSchema);

/** What a list of webhooks can be ordered by; a hyphen before it is descending. */
export const webhookOrderSchema = z
  .array(z.enum([...webhookListFields, ...webhookListFields.map((order) => `-${order}` as const)]))
  .min(1)
  .max(5);
