import type { EventInfo } from '../../catalog/event-name.ts';
import type { Candidate } from '../../matching/candidate-group.ts';
import type { ChangeSource, Snapshot } from './change-source.ts';

/** One event of a change, and the webhooks that get a notification of it. */
export interface MatchedChange {
  readonly source: ChangeSource;
  readonly event: EventInfo;
  readonly snapshot: Snapshot;
  readonly candidates: readonly Candidate[];
}
