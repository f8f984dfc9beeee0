import type { Arrival } from '../session/dispatch-sql.ts';
import type { SqlRow } from '../sql-executor.ts';

/** Of what was added, the first of each webhook. */
export function earliestArrivals(rows: readonly SqlRow[]): readonly Arrival[] {
  const arrivals = new Map<string, Arrival>();
  for (const { webhook_id, due_at, seq } of rows) {
    const webhookId = String(webhook_id);
    const known = arrivals.get(webhookId) ?? { webhookId, dueAt: Number(due_at), seq: Number(seq) };
    arrivals.set(webhookId, {
      webhookId,
      dueAt: Math.min(known.dueAt, Number(due_at)),
      seq: Math.min(known.seq, Number(seq)),
    });
  }
  return [...arrivals.values()];
}
