import type { StoredWebhook } from '@hookwright/core';
import { type Lane, nextAt } from '../lanes/lane.ts';
import { laneValues } from '../lanes/lane-row.ts';
import type { LaneSave, LockedLane } from '../session/dispatch-sql.ts';
import type { Work } from '../session/work.ts';
import type { StoreParts } from './store-parts.ts';

/** A locked lane and its webhook as it is at that moment. */
export interface LaneEntry {
  readonly lane: Lane;
  readonly webhook: StoredWebhook;
  /** When it had its turn, as it was stored; null when it had none. */
  readonly turnAt: number | null;
}

/** What was locked. */
export interface LockedEntries {
  /** By webhook. */
  readonly entries: ReadonlyMap<string, LaneEntry>;
  /** Lanes of webhooks whose registrations cannot be read. */
  readonly unreadable: readonly Lane[];
}

/**
 * Locks the lanes of these webhooks, but for those that somebody has: a worker never waits for one, since a host's open
 * transaction may hold it for long, and what the worker holds would have to wait with it.
 */
export function* lockFreeLanes<Tx>(parts: StoreParts<Tx>, webhookIds: Iterable<string>): Work<LockedEntries> {
  const ids = [...new Set(webhookIds)].sort();
  return yield* withWebhooks(parts, ids.length === 0 ? [] : yield* parts.dispatchSql.lockLanes(ids, false));
}

/** Adds the webhooks, read after the locks were had: what was saved while somebody else had a lane is known. */
export function* withWebhooks<Tx>(
  { dispatchSql, webhooks }: StoreParts<Tx>,
  locked: readonly LockedLane[],
): Work<LockedEntries> {
  const entries = new Map<string, LaneEntry>();
  const unreadable: Lane[] = [];
  if (locked.length === 0) return { entries, unreadable };
  const revisions = yield* dispatchSql.revisions(locked.map(({ lane }) => lane.webhookId));
  const loaded = yield* webhooks.load(
    revisions.map(({ id, revision }) => ({ id: String(id), revision: Number(revision) })),
  );
  for (const { lane, nextAt: turnAt } of locked) {
    const webhook = loaded.get(lane.webhookId);
    if (webhook === undefined) unreadable.push(lane);
    else entries.set(lane.webhookId, { lane, webhook, turnAt });
  }
  return { entries, unreadable };
}

/**
 * @param maxLeased - unless a webhook's settings say otherwise
 * @param served - those that have had their turn: the others keep their place in line
 */
export function* saveLanes<Tx>(
  { dispatchSql }: StoreParts<Tx>,
  entries: readonly LaneEntry[],
  maxLeased: number,
  now: number,
  served: ReadonlySet<LaneEntry> = new Set(),
): Work<void> {
  if (entries.length > 0) yield* dispatchSql.saveLanes(laneSaves(entries, maxLeased, now, served));
}

/** What {@link saveLanes} saves. */
export function laneSaves(
  entries: readonly LaneEntry[],
  maxLeased: number,
  now: number,
  served: ReadonlySet<LaneEntry> = new Set(),
): readonly LaneSave[] {
  return entries.map((entry) => {
    const { lane, webhook, turnAt } = entry;
    const at = nextAt(lane, webhook, maxLeased, now);
    const keepsPlace = at !== null && at <= now && turnAt !== null && turnAt < at && !served.has(entry);
    return { ...laneValues(lane, keepsPlace ? turnAt : at), version: lane.version };
  });
}
