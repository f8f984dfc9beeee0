import * as z from 'zod';
import { deliverySchemas } from '../schemas/delivery-schemas.ts';
import { givenInstantSchema } from '../schemas/instant-schema.ts';
import { webhookFilterOpSchema, webhookFilterSchema, webhookOrderSchema } from '../schemas/list-schemas.ts';

/** One parameter of a query: how its text is read, and what it may then be. The document describes it by the same schema. */
export interface QueryParameter<Schema extends z.ZodType = z.ZodType> {
  /** `fields`: an object, written `filter[url]=…`. */
  readonly form: 'text' | 'number' | 'flag' | 'list' | 'fields';
  readonly schema: Schema;
  readonly description: string;
}

const cursor = z.string().min(1).max(4_096);
const pageSize = z.int().min(1);

export const queryParameters = {
  first: { form: 'number', schema: pageSize, description: 'Page size from the front; default 30, above 100 is 100.' },
  after: { form: 'text', schema: cursor, description: 'The `end_cursor` of a page: what comes after it.' },
  last: { form: 'number', schema: pageSize, description: 'Page size from the end, for going backward.' },
  before: { form: 'text', schema: cursor, description: 'The `start_cursor` of a page: what comes before it.' },
  orderBy: {
    form: 'list',
    schema: webhookOrderSchema,
    description:
      'The fields to order by, with commas between them; a hyphen before one is descending. Default `created`.',
  },
  filter: {
    form: 'fields',
    schema: webhookFilterSchema,
    description: 'Wanted values by column: `filter[url]=…`; repeated, any of them.',
  },
  filterOp: {
    form: 'fields',
    schema: webhookFilterOpSchema,
    description: 'Operators by column: `filter-op[url]=contains`; `eq` where there is none.',
  },
  includeDeleted: { form: 'flag', schema: z.boolean(), description: 'Whether deleted webhooks are there too.' },
  loadOnly: {
    form: 'list',
    schema: z.array(z.string().min(1)).max(100),
    description: 'The fields to answer with, with commas between them.',
  },
  rollbackMethod: {
    form: 'number',
    schema: z.union([z.literal(0), z.literal(1)]),
    description: '0: all or nothing, the default. 1: each id for itself.',
  },
  statuses: {
    form: 'list',
    schema: z.array(deliverySchemas.DeliveryStatus).min(1),
    description: 'The statuses that are wanted, with commas between them.',
  },
  from: { form: 'text', schema: givenInstantSchema, description: 'Created at or after this instant.' },
  until: { form: 'text', schema: givenInstantSchema, description: 'Created before this instant.' },
} as const satisfies Readonly<Record<string, QueryParameter>>;
