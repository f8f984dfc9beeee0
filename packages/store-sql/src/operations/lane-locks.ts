import type { StoredWebhook } from '@hookwright/core';
import { type Lane, nextAt } from '../lanes/lane.ts';
import { laneValues } from '../lanes/lane-row.ts';
import type { LockedLane } from '../session/dispatch-sql.ts';
import type { Work } from '../session/work.ts';
import type { StoreParts } from './store-parts.ts';

/** A locked lane and its webhook as it is at that moment. */
export interface LaneEntry {
  readonly lane: Lane;
  readonly webhook: StoredWebhook;
  /** When it had its turn, as it was stored; null when it had none. */
  readonly turnAt: number | null;
}

/** Waits for the lanes of these webhooks and locks them. Those of webhooks that do not exist are left out. */
export function* lockLanes<Tx>(
  parts: StoreParts<Tx>,
  webhookIds: Iterable<string>,
): Work<ReadonlyMap<string, LaneEntry>> {
  const ids = [...new Set(webhookIds)].sort();
  if (ids.length === 0) return new Map();
  return yield* withWebhooks(parts, yield* parts.dispatchSql.lockLanes(ids));
}

export function* withWebhooks<Tx>(
  { webhooks }: StoreParts<Tx>,
  locked: readonly LockedLane[],
): Work<ReadonlyMap<string, LaneEntry>> {
  const wanted = locked.map(({ lane, revision }) => ({ id: lane.webhookId, revision }));
  const loaded = yield* webhooks.load(wanted);
  const entries = new Map<string, LaneEntry>();
  for (const { lane, nextAt: turnAt } of locked) {
    const webhook = loaded.get(lane.webhookId);
    if (webhook !== undefined) entries.set(lane.webhookId, { lane, webhook, turnAt });
  }
  return entries;
}

/** @param maxLeased - unless a webhook's settings say otherwise */
export function* saveLanes<Tx>(
  { dispatchSql }: StoreParts<Tx>,
  entries: readonly Pick<LaneEntry, 'lane' | 'webhook'>[],
  maxLeased: number,
  now: number,
): Work<void> {
  if (entries.length === 0) return;
  yield* dispatchSql.saveLanes(
    entries.map(({ lane, webhook }) => ({
      ...laneValues(lane, nextAt(lane, webhook, maxLeased, now)),
      version: lane.version,
    })),
  );
}
