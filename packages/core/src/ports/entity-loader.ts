import type { WebhookRecord } from '../model/webhook-record.ts';

/** One relation path to be loaded, for all the records of a publish that bear it (EX-2). */
export interface EntityLoadRequest<Tx = unknown> {
  readonly tenant: string;
  /** Whose permissions count: that of the webhooks that ask, or null. */
  readonly clientId: string | null;
  /** Entity of the change (`Contact`), or a custom entity's type (`CE_Bid`). */
  readonly entity: string;
  /** Whether the path starts at the change's record or at its `relatedEntity` (EX-5). */
  readonly root: 'entity' | 'related_entity';
  /** From the root: `task_relations.task`. At most 5 segments. */
  readonly path: string;
  /** The records that bear the path's last relation, flattened for nested paths; each once. At least one. */
  readonly records: readonly WebhookRecord[];
  /** The host's own, as passed to `publish`; to see uncommitted rows. */
  readonly transaction: Tx | undefined;
  /** Aborted once `limits.expandTimeoutMs` is over; answers after that are ignored (EX-3). */
  readonly signal: AbortSignal;
}

/** What a relation of one record holds: a record, records in order, null for none, undefined to leave the field as it is. */
export type EntityLoadAnswer = WebhookRecord | readonly WebhookRecord[] | null | undefined;

/** The host's access to its own records; needed only for `expand` (EX-1). */
export interface EntityLoader<Tx = unknown> {
  /**
   * @returns one answer for each of `records`, in their order. An unknown path is `undefined` for each.
   * @throws anything: the fields stay as they were and `expand-failed` says so (EX-3)
   */
  load(request: EntityLoadRequest<Tx>): Promise<readonly EntityLoadAnswer[]>;
}
