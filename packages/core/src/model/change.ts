import type { WebhookRecord } from './webhook-record.ts';

/** What a host reports with `publish`: an event and the record it happened to. */
export interface Change<Event extends string = string> {
  /** A concrete name of the catalogue: `Opportunity.Update`. */
  readonly event: Event;
  /** The record after the change; for a Delete, its last state (FI-9). */
  readonly entity: WebhookRecord;
  /** The record before it, for on-field-change and `previous.` filters (FC-3, FI-10). */
  readonly before?: WebhookRecord | null | undefined;
  /** The event's secondary record: the document link of DocumentLinked, the comment of Comment (EX-5). */
  readonly relatedEntity?: WebhookRecord | null | undefined;
  /** The type of a custom entity, "CE_Bid"; else the record's `table_name` (CE-1). */
  readonly customEntity?: string | undefined;
  /** What changed, for hosts that know it without `before` (FC-3). */
  readonly changedFields?: readonly string[] | null | undefined;
  /** `event_time`: Unix ms or a Date. Default: the time of the publish. */
  readonly occurredAt?: number | Date | undefined;
}

/** What a host reports with `recordChange`: the record before and after; the catalogue derives the events (EV-6). */
export interface ChangePair {
  /** Absent: the record was created. */
  readonly before?: WebhookRecord | null | undefined;
  /** Absent: the record was deleted. */
  readonly after?: WebhookRecord | null | undefined;
  readonly relatedEntity?: WebhookRecord | null | undefined;
  readonly customEntity?: string | undefined;
  readonly occurredAt?: number | Date | undefined;
}
