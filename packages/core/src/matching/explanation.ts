import type { FilterOperator } from '../model/filter-operator.ts';

/** Why a webhook does or does not get a change; the first failing check in this order (RE-1). */
export type Decision =
  | 'matched'
  | 'event-not-subscribed'
  | 'custom-entity-not-selected'
  | 'skip-key'
  | 'filter'
  | 'no-listed-field-changed'
  | 'not-visible'
  | 'disabled';

/** Where a filter said no. */
export interface FilterMismatch {
  /** As written in the filter: `owner.name`. */
  readonly field: string;
  readonly operator: FilterOperator;
  readonly wanted: unknown;
  /** What the record has there: a value, or a list of them where the path leads through a list. */
  readonly actual: unknown;
}

export interface Explanation {
  readonly webhookId: string;
  readonly decision: Decision;
  /** With the decision `filter` only. */
  readonly mismatch?: FilterMismatch | undefined;
  /** With the decision `matched`: the webhook is paused, the delivery waits (DE-4). */
  readonly held?: boolean | undefined;
  /** With the decision `matched`: `no-before`, on-field-change had nothing to compare with (FC-3). */
  readonly notes?: readonly 'no-before'[] | undefined;
}
