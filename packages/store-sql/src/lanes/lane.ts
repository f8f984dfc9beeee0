import { concurrencyAt, fullPace, type LanePace, type StoredWebhook, type WebhookHealth } from '@hookwright/core';

/** A delivery under way. */
export interface LaneLease {
  /** The delivery's. */
  readonly seq: number;
  /** Of the claim that took it: the fence. Never given twice within a lane. */
  readonly turn: number;
  /** Unix ms. */
  readonly until: number;
  /** As it stands in the queue. */
  readonly dueAt: number;
  /** Whether its webhook was deleted meanwhile: then it is not tried again. */
  readonly isDoomed: boolean;
}

/** The dispatching state of one webhook: what a worker reads, changes and writes back under the row's lock. */
export interface Lane {
  readonly webhookId: string;
  /** Rises with each save. In the key, so that a search finds the newest row first, however many dead ones a database still holds. */
  readonly version: number;
  /** When what waits and is not under way is next due, at the earliest; null when nothing waits. */
  workAt: number | null;
  /** Nothing that waits, and is not under way, is due before. */
  headAt: number;
  /** Nothing that waits, and is not under way, has a lower sequence number: in strict order of all, else of what is due at `headAt`. */
  headSeq: number;
  /** The last turn given. */
  turn: number;
  /** Held back by Retry-After until then (DE-3). */
  blockedUntil: number;
  /** When the bucket of its rate is full again. */
  rateFullAt: number;
  health: WebhookHealth;
  pace: LanePace;
  leases: LaneLease[];
}

/** What a webhook's registration says about its lane. */
export type LaneRules = Pick<StoredWebhook, 'status' | 'deletedAt' | 'settings'>;

/** Of a webhook that was never tried, or is active again. */
export const untried: WebhookHealth = { failingSince: null, triedSince: 0 };

export function newLane(webhookId: string): Lane {
  return {
    webhookId,
    version: 0,
    workAt: null,
    headAt: 0,
    headSeq: 0,
    turn: 0,
    blockedUntil: 0,
    rateFullAt: 0,
    health: untried,
    pace: fullPace,
    leases: [],
  };
}

/** Whether its deliveries go out; else they are held (DE-4). */
export function isOpen({ status, deletedAt }: LaneRules): boolean {
  return status === 'active' && deletedAt === null;
}

export function isStrict({ settings }: LaneRules): boolean {
  return settings.ordering === 'strict';
}

/** Something waits, or waits again. */
export function admit(lane: Lane, dueAt: number, seq: number): void {
  lane.workAt = lane.workAt === null ? dueAt : Math.min(lane.workAt, dueAt);
  lane.headAt = Math.min(lane.headAt, dueAt);
  lane.headSeq = Math.min(lane.headSeq, seq);
}

/** How many deliveries it may give now. */
export function roomAt(lane: Lane, rules: LaneRules, maxLeased: number, now: number): number {
  if (!isOpen(rules) || lane.workAt === null || lane.workAt > now || lane.blockedUntil > now) return 0;
  const room = concurrencyAt(lane.pace, concurrency(rules, maxLeased)) - lane.leases.length;
  return room <= 0 ? 0 : allowedStarts(lane.rateFullAt, rules.settings.rate, now, room);
}

/**
 * When it is next to be looked at, Unix ms; null when not before something changes.
 *
 * @param maxLeased - unless its settings say otherwise
 */
export function nextAt(lane: Lane, rules: LaneRules, maxLeased: number, now: number): number | null {
  let at: number | null = null;
  for (const { until } of lane.leases) at = at === null ? until : Math.min(at, until);
  const workAt = startAt(lane, rules, maxLeased);
  if (workAt !== null) at = at === null ? workAt : Math.min(at, workAt);
  // Not in the past: the order in which lanes have their turns is the order of these times.
  return at === null ? null : Math.max(at, now);
}

function startAt(lane: Lane, rules: LaneRules, maxLeased: number): number | null {
  if (lane.workAt === null) return null;
  // What came for a deleted webhook is to be cancelled.
  if (rules.deletedAt !== null) return lane.workAt;
  if (rules.status !== 'active' || lane.leases.length >= concurrencyAt(lane.pace, concurrency(rules, maxLeased)))
    return null;
  const { rate } = rules.settings;
  return Math.max(lane.workAt, lane.blockedUntil, rate === undefined ? 0 : nextStartAt(lane.rateFullAt, rate));
}

/** How many may be under way at full pace. @param maxLeased - unless its settings say otherwise */
export function concurrency(rules: LaneRules, maxLeased: number): number {
  return isStrict(rules) ? 1 : (rules.settings.perWebhookConcurrency ?? maxLeased);
}

// A rate is a token bucket, kept as the instant at which it is full; after a rest, a second's worth may start at once.

function burstMs(rate: number): number {
  return ((Math.max(Math.floor(rate), 1) - 1) * 1_000) / rate;
}

/** In whole Unix ms. */
function nextStartAt(fullAt: number, rate: number): number {
  return Math.ceil(fullAt - burstMs(rate));
}

/** How many may start at once, at most `most`. */
function allowedStarts(fullAt: number, rate: number | undefined, now: number, most: number): number {
  if (rate === undefined) return most;
  let starts = 0;
  for (let at = fullAt; starts < most && nextStartAt(at, rate) <= now; starts += 1) at = afterStart(at, rate, now);
  return starts;
}

function afterStart(fullAt: number, rate: number, now: number): number {
  return Math.max(fullAt, now) + 1_000 / rate;
}

/** Gives a delivery to a worker. @returns its lease */
export function lease(
  lane: Lane,
  rules: LaneRules,
  { seq, dueAt }: { readonly seq: number; readonly dueAt: number },
  now: number,
  until: number,
): LaneLease {
  lane.turn += 1;
  const { rate } = rules.settings;
  if (rate !== undefined) lane.rateFullAt = afterStart(lane.rateFullAt, rate, now);
  const given = { seq, turn: lane.turn, until, dueAt, isDoomed: false };
  lane.leases.push(given);
  return given;
}

/** Takes back a lease. @returns null when it was lost */
export function endLease(lane: Lane, seq: number, turn: number): LaneLease | null {
  const index = lane.leases.findIndex((one) => one.seq === seq && one.turn === turn);
  return index === -1 ? null : (lane.leases.splice(index, 1)[0] ?? null);
}

/** Takes back the leases that have ended: what they were for waits again. @returns those of a deleted webhook, which do not */
export function endExpired(lane: Lane, now: number): readonly LaneLease[] {
  const expired = lane.leases.filter(({ until }) => until <= now);
  if (expired.length === 0) return expired;
  lane.leases = lane.leases.filter(({ until }) => until > now);
  for (const { dueAt, seq, isDoomed } of expired) if (!isDoomed) admit(lane, dueAt, seq);
  return expired.filter(({ isDoomed }) => isDoomed);
}
