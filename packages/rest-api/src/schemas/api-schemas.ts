import type { Catalog } from '@hookwright/core';
import { deliverySchemas } from './delivery-schemas.ts';
import { errorSchemas } from './error-schemas.ts';
import { eventSchemas } from './event-schemas.ts';
import { pageInfoSchema } from './page-info.ts';
import { webhookSchemas } from './webhook-schemas.ts';

/** The named schemas of the resource: what is validated by them is what the document shows. */
export type ApiSchemas = ReturnType<typeof apiSchemas>;

export function apiSchemas(catalog: Catalog) {
  return {
    ...webhookSchemas(catalog),
    ...deliverySchemas,
    ...eventSchemas,
    ...errorSchemas,
    PageInfo: pageInfoSchema,
  } as const;
}
