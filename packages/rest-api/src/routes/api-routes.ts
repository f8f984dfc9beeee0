import type { ApiSchemas } from '../schemas/api-schemas.ts';
import { actionRoutes } from './action-routes.ts';
import { batchRoutes } from './batch-routes.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { listRoutes } from './list-routes.ts';
import type { Route } from './route.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** Every operation of the resource: what is answered, and what the document lists. */
export function apiRoutes(schemas: ApiSchemas): readonly Route[] {
  return [
    ...webhookRoutes(schemas),
    ...listRoutes(schemas),
    ...batchRoutes(schemas),
    ...actionRoutes(schemas),
    ...deliveryRoutes(schemas),
    ...eventRoutes(schemas),
  ];
}
