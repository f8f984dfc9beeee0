import type { Lane, LaneLease } from '../lanes/lane.ts';
import type { Work } from '../session/work.ts';
import type { StoreParts } from './store-parts.ts';

/** Ends deliveries whose leases were taken back, without a try. */
export function* finishLeases<Tx>(
  { dispatchSql }: StoreParts<Tx>,
  lane: Lane,
  leases: readonly LaneLease[],
  end: { readonly status: 'cancelled' | 'exhausted'; readonly code: string | null },
  now: number,
): Work<void> {
  if (leases.length === 0) return;
  yield* dispatchSql.settle(
    leases.map(({ seq, dueAt }) => ({
      seq,
      webhook_id: lane.webhookId,
      queued_at: dueAt,
      requeue_at: null,
      attempts: null,
      last_attempt_at: null,
      finished_at: now,
      success: null,
      ...end,
    })),
    [],
  );
}
