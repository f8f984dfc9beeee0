import type { PayloadFormatName, WebhookStatus } from '@hookwright/core';
import type { Generated } from 'kysely';

// Instants are Unix ms; ids are UUIDs in lower case. The package's README says what each column is for.

export interface TenantsTable {
  name: string;
  revision: number;
  /** Webhooks that are not deleted, as of `counted_revision`. */
  live: number;
  /** Those that are. */
  deleted: number;
  /** Up to which the counts hold, and the webhooks' columns that lists are put in order by. Behind `revision`: an older release saved. */
  counted_revision: number;
}

export interface WebhooksTable {
  seq: Generated<number>;
  id: string;
  tenant: string;
  revision: number;
  status: WebhookStatus;
  deleted_at: number | null;
  /** Since when it is not open; null while it is active, or deleted. */
  held_since: number | null;
  /** When it was last saved. */
  saved_at: number;
  /** What lists are put in order by: the webhook's own, and the beginning of its url. */
  modified_at: number;
  sort_url: string;
  /** The whole `StoredWebhook` but its revision, JSON. */
  data: string;
}

/** Idempotency keys of creations. */
export interface CreationsTable {
  tenant: string;
  key: string;
  webhook_id: string;
  digest: string;
  created_at: number;
}

export interface WebhookVersionsTable {
  id: Generated<number>;
  webhook_id: string;
  revision: number;
  text: string;
  created_at: number;
}

export interface PayloadsTable {
  id: string;
  tenant: string;
  text: string;
  /** Items of deliveries that point to it. */
  refs: number;
}

/** How a delivery stands. Whether a waiting one is pending, held or sending follows from its webhook and its lane (DE-4a). */
export type StoredStatus = 'waiting' | 'succeeded' | 'exhausted' | 'cancelled';

export interface DeliveriesTable {
  seq: Generated<number>;
  id: string;
  tenant: string;
  webhook_id: string;
  revision: number;
  format: PayloadFormatName;
  /** `[[event, eventTime, subject, payloadId], …]` */
  items: string;
  created_at: number;
  due_at: number;
  resend_of: string | null;
  body_id: string;
  /** Of its only item; null when it has several. */
  payload_id: string | null;
  status: StoredStatus;
  attempts: number;
  last_attempt_at: number | null;
  finished_at: number | null;
  code: string | null;
  /** `[startedAt, durationMs, status]` of a success of which no more is kept: that try has no row in `attempts`. */
  success: string | null;
}

/** All of them, by name: `*` would be another list once a later release has added one. */
export const deliveryColumns = [
  'seq',
  'id',
  'tenant',
  'webhook_id',
  'revision',
  'format',
  'items',
  'created_at',
  'due_at',
  'resend_of',
  'body_id',
  'payload_id',
  'status',
  'attempts',
  'last_attempt_at',
  'finished_at',
  'code',
  'success',
] as const satisfies readonly (keyof DeliveriesTable)[];

export interface QueueTable {
  webhook_id: string;
  due_at: number;
  seq: number;
}

export interface ArrivalsTable {
  id: Generated<number>;
  webhook_id: string;
  due_at: number;
  seq: number;
  /** PostgreSQL: the transaction that brought it. */
  xid: number;
}

export interface LanesTable {
  webhook_id: string;
  version: number;
  next_at: number | null;
  work_at: number | null;
  head_at: number;
  head_seq: number;
  turn: number;
  blocked_until: number;
  rate_full_at: number;
  failing_since: number | null;
  tried_since: number;
  slowdown: number;
  pace_changed_at: number;
  /** `[seq, turn, until, dueAt, doomed, …]`, five numbers each */
  leases: string;
}

export const laneColumns = [
  'webhook_id',
  'version',
  'next_at',
  'work_at',
  'head_at',
  'head_seq',
  'turn',
  'blocked_until',
  'rate_full_at',
  'failing_since',
  'tried_since',
  'slowdown',
  'pace_changed_at',
  'leases',
] as const satisfies readonly (keyof LanesTable)[];

export interface BatchesTable {
  tenant: string;
  key: string;
  created_at: number;
  /** The `EnqueueResult`, JSON. */
  result: string;
}

export interface AttemptsTable {
  delivery_seq: number;
  number: number;
  /** The `Attempt` but for its delivery and number, JSON. */
  data: string;
}

export interface Tables {
  tenants: TenantsTable;
  webhooks: WebhooksTable;
  creations: CreationsTable;
  webhook_versions: WebhookVersionsTable;
  payloads: PayloadsTable;
  deliveries: DeliveriesTable;
  queue: QueueTable;
  arrivals: ArrivalsTable;
  lanes: LanesTable;
  batches: BatchesTable;
  attempts: AttemptsTable;
}

export type TableName = keyof Tables;

/** In the order in which they are made. */
export const tableNames: readonly TableName[] = [
  'tenants',
  'webhooks',
  'webhook_versions',
  'payloads',
  'deliveries',
  'queue',
  'arrivals',
  'lanes',
  'batches',
  'attempts',
  'creations',
];
