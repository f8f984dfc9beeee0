import { DeliveryTimeline } from './delivery-timeline.ts';
import type { KeptBatch } from './kept-batch.ts';
import { WebhookTable } from './webhook-table.ts';

/** All that one tenant has. Nothing is looked up without going through it, so nothing crosses tenants. */
export class Tenant {
  readonly webhooks = new WebhookTable();
  readonly deliveries = new DeliveryTimeline();
  /** By idempotency key. */
  readonly batches = new Map<string, KeptBatch>();
}
