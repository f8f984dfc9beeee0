import { actionRoutes } from './action-routes.ts';
import { batchRoutes } from './batch-routes.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { eventRoutes } from './event-routes.ts';
import type { Route } from './route.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** Every operation of the resource: what is answered, and what the document lists. */
export const routes: readonly Route[] = [
  ...webhookRoutes,
  ...batchRoutes,
  ...actionRoutes,
  ...deliveryRoutes,
  ...eventRoutes,
];
