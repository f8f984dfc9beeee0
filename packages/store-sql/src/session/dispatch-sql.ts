import type { Lane } from '../lanes/lane.ts';
import type { LaneValues } from '../lanes/lane-row.ts';
import type { Driven } from '../schema/query-builder.ts';
import type {
  AttemptsTable,
  DeliveriesTable,
  PayloadsTable,
  QueueTable,
  WebhooksTable,
  WebhookVersionsTable,
} from '../schema/tables.ts';
import type { Work } from './work.ts';

/** What a publish brings, as rows. */
export interface BatchRows {
  readonly tenant: string;
  readonly now: number;
  readonly versions: readonly Omit<WebhookVersionsTable, 'id' | 'created_at'>[];
  readonly payloads: readonly Omit<PayloadsTable, 'tenant'>[];
  /** In publish order. */
  readonly deliveries: readonly NewDeliveryRow[];
}

export type NewDeliveryRow = Pick<
  DeliveriesTable,
  'id' | 'webhook_id' | 'revision' | 'format' | 'items' | 'due_at' | 'resend_of' | 'body_id' | 'payload_id'
>;

/** What it takes to send a delivery, beside its webhook. */
export interface ClaimedRow
  extends Pick<
    DeliveriesTable,
    | 'seq'
    | 'id'
    | 'revision'
    | 'format'
    | 'items'
    | 'created_at'
    | 'attempts'
    | 'last_attempt_at'
    | 'code'
    | 'resend_of'
    | 'body_id'
  > {
  /** The text of its `payload_id`; null where it has none, or that is not stored. */
  readonly text: string | null;
}

/** The columns of a {@link ClaimedRow}: deliveries as `d`, payloads as `p`. */
export const claimedColumns =
  'd.seq, d.id, d.revision, d.format, d.items, d.created_at, d.attempts, d.last_attempt_at, d.code, d.resend_of, d.body_id, p.text';

/** What came for one webhook: the earliest due time and the lowest sequence number of it. */
export interface Arrival {
  readonly webhookId: string;
  readonly dueAt: number;
  readonly seq: number;
}

export interface ArrivalScan {
  readonly arrivals: readonly Arrival[];
  /** To be called once the transaction that took them has committed. */
  confirm(): unknown;
}

/** A lane under lock. */
export interface LockedLane {
  readonly lane: Lane;
  /** As it was stored. */
  readonly nextAt: number | null;
}

export interface DueLaneQuery {
  readonly now: number;
  readonly limit: number;
  readonly skip: readonly string[];
}

export interface QueueRequest {
  readonly webhookId: string;
  /** From here on, Unix ms. What is gone and was due at one time may be many rows that a database still holds. */
  readonly headAt: number;
  /** Of what is due at that time, from here on. */
  readonly headSeq: number;
  /** At most so many that are not leased. */
  readonly limit: number;
  /** What is under way: it may be left out. */
  readonly leased: readonly number[];
}

export interface StrictQueueRequest {
  readonly webhookId: string;
  /** From here on. */
  readonly headSeq: number;
}

/** What became of a delivery after a try. */
export interface OutcomeRow {
  readonly seq: number;
  readonly webhook_id: string;
  /** As it stands in the queue. */
  readonly queued_at: number;
  /** When it is tried again, or null when it is finished. */
  readonly requeue_at: number | null;
  readonly status: DeliveriesTable['status'];
  /** Tries made, or null to leave what is recorded of them. */
  readonly attempts: number | null;
  readonly last_attempt_at: number | null;
  readonly finished_at: number | null;
  /** Without `attempts`, null leaves it as it is. */
  readonly code: string | null;
  readonly success: string | null;
}

/** Why what waited will not be sent. */
export interface WaitingEnd {
  readonly status: 'cancelled' | 'exhausted';
  readonly code: string | null;
}

/** A lane to be saved, by the version that was locked. */
export interface LaneSave extends LaneValues {
  readonly version: number;
}

/** The statements of the hot path, which each database has in its own words. All take time as an argument. */
export interface DispatchSql {
  /** Whether the database has one writer at a time, who keeps all others waiting. */
  readonly isSingleWriter: boolean;
  /** Whether storing this batch is one statement, and so all or nothing without a transaction around it. */
  storesAtOnce(rows: BatchRows): boolean;
  /** Stores a batch. Only inserts, but for what no other publish waits for. */
  store(rows: BatchRows): Work<void>;
  /** Takes out what has arrived since the last scan. @param all - whatever was scanned before */
  takeArrivals(all: boolean): Work<ArrivalScan>;
  /** Puts back what was taken and cannot be dealt with now. */
  returnArrivals(arrivals: readonly Arrival[]): Work<void>;
  /** The earliest due time of what has arrived and was not taken yet; null when there is none. */
  firstArrivalAt(): Work<number | null>;
  /** Locks lanes whose time has come and that nobody else has locked, in the order of their turns. */
  lockDueLanes(query: DueLaneQuery): Work<readonly LockedLane[]>;
  /**
   * Locks lanes.
   *
   * @param webhookIds - each once, in order, so that two callers never wait for each other
   * @param waits - whether to wait for whoever has them; else those that somebody has are left out
   */
  lockLanes(webhookIds: readonly string[], waits: boolean): Work<readonly LockedLane[]>;
  /** The webhooks' revisions as they are now, whatever was waited for before. */
  revisions(webhookIds: readonly string[]): Work<readonly Driven<Pick<WebhooksTable, 'id' | 'revision'>>[]>;
  /** When the first lane has its turn, Unix ms; null when none has one. */
  firstTurnAt(now: number): Work<number | null>;
  saveLanes(lanes: readonly LaneSave[]): Work<void>;
  /** What waits, by due time. */
  queued(requests: readonly QueueRequest[]): Work<readonly Driven<QueueTable>[]>;
  /** The waiting one of the lowest sequence number of each. */
  strictHeads(requests: readonly StrictQueueRequest[]): Work<readonly Driven<QueueTable>[]>;
  deliveries(seqs: readonly number[]): Work<readonly Driven<DeliveriesTable>[]>;
  claimed(seqs: readonly number[]): Work<readonly Driven<ClaimedRow>[]>;
  payloads(ids: readonly string[]): Work<readonly Driven<Pick<PayloadsTable, 'id' | 'text'>>[]>;
  /**
   * Ends what waits for a webhook, but for what is under way.
   * A publish that commits meanwhile is left as it is: it has an arrival of its own.
   */
  endWaiting(webhookId: string, leased: readonly number[], end: WaitingEnd, now: number): Work<void>;
  /** Makes what waits for a webhook due, but for what is under way. */
  makeDue(webhookId: string, leased: readonly number[], now: number): Work<void>;
  /** Records outcomes, and saves the lanes that they changed. */
  settle(outcomes: readonly OutcomeRow[], lanes: readonly LaneSave[]): Work<void>;
  addAttempts(attempts: readonly AttemptsTable[]): Work<void>;
}
