import {
  type Attempt,
  advanceHealth,
  advancePace,
  type Lease,
  type Settlement,
  type SettleResult,
} from '@hookwright/core';
import { admit, concurrency, endLease, type LaneLease, untried } from '../lanes/lane.ts';
import { numberOrNull } from '../lanes/lane-row.ts';
import type { AttemptsTable } from '../schema/tables.ts';
import type { OutcomeRow } from '../session/dispatch-sql.ts';
import type { Work } from '../session/work.ts';
import { type LaneEntry, laneSaves, lockFreeLanes, saveLanes } from './lane-locks.ts';
import { type LeaseToken, readToken } from './lease-token.ts';
import type { StoreParts } from './store-parts.ts';

/** Between tries at lanes that somebody has. */
const pausesMs: readonly number[] = [5, 10, 20, 40, 80, 160, 320];

/** Records what became of deliveries under way, and keeps their leases. */
export class Settlements<Tx> {
  readonly #parts: StoreParts<Tx>;
  readonly #maxLeased: () => number;
  /** Webhooks whose lanes were somebody else's for all of the last wait. */
  readonly #long = new Set<string>();

  /** @param maxLeased - `perWebhookConcurrency` of the last claim */
  constructor(parts: StoreParts<Tx>, maxLeased: () => number) {
    this.#parts = parts;
    this.#maxLeased = maxLeased;
  }

  async settle(settlements: readonly Settlement[], now: number): Promise<readonly SettleResult[]> {
    const results = [...(await this.#parts.database.transact(() => this.#settle(settlements, now)))];
    let busy = busyOf(results);
    for (const pauseMs of pausesMs) {
      // Other workers have a lane for milliseconds; a host's transaction may have it for long, and is not waited for twice.
      if (busy.every((index) => this.#long.has(webhookOf(settlements[index] as Settlement)))) break;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      const left = busy.map((index) => settlements[index] as Settlement);
      const answers = await this.#parts.database.transact(() => this.#settle(left, now));
      for (const [place, index] of busy.entries()) results[index] = answers[place] as SettleResult;
      busy = busyOf(results);
    }
    if (this.#long.size > 0) for (const settlement of settlements) this.#long.delete(webhookOf(settlement));
    for (const index of busy) this.#long.add(webhookOf(settlements[index] as Settlement));
    return results;
  }

  /** @returns those that were lost */
  renew(leases: readonly Lease[], now: number, leaseMs: number): Promise<readonly Lease[]> {
    return this.#parts.database.transact(() => this.#renew(leases, now, now + leaseMs));
  }

  *#settle(settlements: readonly Settlement[], now: number): Work<readonly SettleResult[]> {
    const tokens = settlements.map(({ deliveryId, lease }) => readToken(lease, deliveryId));
    const entries = yield* this.#lock(tokens);
    const earlier = yield* this.#earlierAttempts(settlements, tokens);
    const outcomes: OutcomeRow[] = [];
    const attempts: AttemptsTable[] = [];
    const results = settlements.map((settlement, index): SettleResult => {
      const { deliveryId } = settlement;
      const token = tokens[index] ?? null;
      const entry = token === null ? undefined : entries.get(token.webhookId);
      const ended = token === null || entry === undefined ? null : endLease(entry.lane, token.seq, token.turn);
      if (entry === undefined || ended === null) {
        // Without its lane nothing can be said: somebody has it, and the outcome is to be brought again.
        const isBusy = token !== null && entry === undefined;
        return { deliveryId, settled: false, health: entry?.lane.health ?? untried, ...(isBusy ? { isBusy } : {}) };
      }
      outcomes.push(this.#follow(entry, ended, settlement, earlier.get(ended.seq) ?? null, now));
      const kept = settlement.attempt === null || isPlainSuccess(settlement.attempt) ? null : settlement.attempt;
      if (kept !== null) attempts.push(attemptRow(ended.seq, kept));
      return { deliveryId, settled: true, health: entry.lane.health };
    });
    const { dispatchSql } = this.#parts;
    if (attempts.length > 0) yield* dispatchSql.addAttempts(attempts);
    const changed = new Set(outcomes.map(({ webhook_id }) => webhook_id));
    const saved = [...entries.values()].filter(({ lane }) => changed.has(lane.webhookId));
    if (saved.length > 0) yield* dispatchSql.settle(outcomes, laneSaves(saved, this.#maxLeased(), now));
    return results;
  }

  *#renew(leases: readonly Lease[], now: number, until: number): Work<readonly Lease[]> {
    const tokens = leases.map(({ deliveryId, lease }) => readToken(lease, deliveryId));
    const entries = yield* this.#lock(tokens);
    const lost = leases.filter((_, index) => {
      const token = tokens[index] ?? null;
      const lane = token === null ? undefined : entries.get(token.webhookId)?.lane;
      if (token === null) return true;
      // Somebody has its lane: nobody else can claim from it meanwhile.
      if (lane === undefined) return false;
      const isThis = ({ seq, turn }: LaneLease) => seq === token.seq && turn === token.turn;
      if (!lane.leases.some(isThis)) return true;
      lane.leases = lane.leases.map((one) => (isThis(one) ? { ...one, until } : one));
      return false;
    });
    yield* saveLanes(this.#parts, [...entries.values()], this.#maxLeased(), now);
    return lost;
  }

  *#lock(tokens: readonly (LeaseToken | null)[]): Work<ReadonlyMap<string, LaneEntry>> {
    const ids = tokens.flatMap((token) => (token === null ? [] : [token.webhookId]));
    return (yield* lockFreeLanes(this.#parts, ids)).entries;
  }

  /** When the try before ended, of deliveries that failed again: whether they are counted once more depends on it (DE-4). */
  *#earlierAttempts(
    settlements: readonly Settlement[],
    tokens: readonly (LeaseToken | null)[],
  ): Work<ReadonlyMap<number, number | null>> {
    const seqs = settlements.flatMap(({ attempt, next }, index) => {
      const seq = tokens[index]?.seq;
      return seq !== undefined && attempt !== null && attempt.number > 1 && next.status !== 'succeeded' ? [seq] : [];
    });
    if (seqs.length === 0) return new Map();
    const rows = yield* this.#parts.dispatchSql.deliveries(seqs);
    return new Map(rows.map(({ seq, last_attempt_at }) => [Number(seq), numberOrNull(last_attempt_at)]));
  }

  /** What a settlement makes of its lane. @returns what it makes of its delivery */
  #follow(
    { lane, webhook }: LaneEntry,
    { seq, dueAt: queuedAt, isDoomed }: LaneLease,
    { attempt, next, blockWebhookUntil }: Settlement,
    previousAttemptAt: number | null,
    now: number,
  ): OutcomeRow {
    if (blockWebhookUntil !== null) lane.blockedUntil = Math.max(lane.blockedUntil, blockWebhookUntil);
    const attemptedAt = attempt === null ? null : attempt.startedAt + attempt.durationMs;
    if (attempt !== null && attemptedAt !== null) {
      const tried = { ok: next.status === 'succeeded', at: attemptedAt, previousAttemptAt };
      lane.health = advanceHealth(lane.health, tried);
      lane.pace = advancePace(lane.pace, attempt, concurrency(webhook, this.#maxLeased()));
    }
    const isRequeued = next.status === 'pending' && !isDoomed;
    if (isRequeued) admit(lane, next.dueAt, seq);
    return {
      seq,
      webhook_id: lane.webhookId,
      queued_at: queuedAt,
      requeue_at: isRequeued ? next.dueAt : null,
      status: isRequeued ? 'waiting' : next.status === 'pending' ? 'cancelled' : next.status,
      attempts: attempt === null ? null : attempt.number,
      last_attempt_at: attemptedAt,
      finished_at: isRequeued ? null : now,
      code: codeOf(next, attempt),
      success: attempt !== null && isPlainSuccess(attempt) ? successText(attempt) : null,
    };
  }
}

function codeOf(next: Settlement['next'], attempt: Attempt | null): string | null {
  if (next.status === 'exhausted') return next.code;
  return next.status === 'succeeded' || attempt === null ? null : attempt.code;
}

/** A success of which no response is kept is three numbers: they stand with the delivery, and cost no row. */
function isPlainSuccess({ code, message, responseHeaders, responseBody }: Attempt): boolean {
  return code === null && message === null && responseHeaders === null && responseBody === null;
}

function successText({ startedAt, durationMs, status }: Attempt): string {
  return `[${startedAt},${durationMs},${status}]`;
}

function attemptRow(deliverySeq: number, { deliveryId: _, number, ...data }: Attempt): AttemptsTable {
  return { delivery_seq: deliverySeq, number, data: JSON.stringify(data) };
}

function busyOf(results: readonly SettleResult[]): readonly number[] {
  const busy: number[] = [];
  for (const [index, result] of results.entries()) if (result.isBusy === true) busy.push(index);
  return busy;
}

function webhookOf({ lease, deliveryId }: Settlement): string {
  return readToken(lease, deliveryId)?.webhookId ?? '';
}
