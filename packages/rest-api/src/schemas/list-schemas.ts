import * as z from 'zod';
import { filterOperatorSchema } from './webhook-schemas.ts';

const columns = [
  'id',
  'url',
  'events',
  'insecure_ssl',
  'is_delete_protected',
  'is_deleted',
  'status',
  'created',
  'modified',
  'application_id',
  'client_id',
] as const;

const wanted = z.union([z.string(), z.array(z.string())]);

function byColumn<Schema extends z.ZodType>(schema: Schema) {
  const shape = Object.fromEntries(columns.map((column) => [column, schema.optional()]));
  return z.strictObject(shape as Record<(typeof columns)[number], z.ZodOptional<Schema>>);
}

/** Wanted values by column (RS-4). */
export const webhookFilterSchema = byColumn(wanted);

/** Operators by column (FI-2). */
export const webhookFilterOpSchema = byColumn(filterOperatorSchema);

const orders = ['created', 'modified', 'id', 'url', 'status'] as const;

/** What a list of webhooks can be ordered by; a hyphen before it is descending. */
export const webhookOrderSchema = z
  .array(z.enum([...orders, ...orders.map((order) => `-${order}` as const)]))
  .min(1)
  .max(5);
