import type { Lane } from '../lanes/lane.ts';
import { run } from '../schema/query-builder.ts';
import type { Work } from '../session/work.ts';
import type { StoreParts } from './store-parts.ts';

/** Cancels what waits for a deleted webhook and is not under way (DE-4). */
export function* cancelWaiting<Tx>({ builder }: StoreParts<Tx>, lane: Lane, now: number): Work<void> {
  const leased = lane.leases.map(({ seq }) => seq);
  const waiting = builder.selectFrom('queue').select('queue.seq').where('queue.webhook_id', '=', lane.webhookId);
  const cancel = builder
    .updateTable('deliveries')
    .set({ status: 'cancelled', finished_at: now })
    .where('deliveries.seq', 'in', leased.length === 0 ? waiting : waiting.where('queue.seq', 'not in', leased));
  yield* run(cancel);
  const remove = builder.deleteFrom('queue').where('webhook_id', '=', lane.webhookId);
  yield* run(leased.length === 0 ? remove : remove.where('seq', 'not in', leased));
  lane.workAt = null;
}
