import type { ClaimedDelivery, ClaimOptions, StoredWebhook } from '@hookwright/core';
import { sql } from 'kysely';
import { admit, endExpired, isStrict, type Lane, lease, roomAt } from '../lanes/lane.ts';
import { laneValues, noLeases } from '../lanes/lane-row.ts';
import { run } from '../schema/query-builder.ts';
import type { ArrivalScan } from '../session/dispatch-sql.ts';
import type { Work } from '../session/work.ts';
import { ClaimReader, type Taken } from './claim-reader.ts';
import { finishLeases } from './finish-leases.ts';
import { type LaneEntry, lockFreeLanes, saveLanes, withWebhooks } from './lane-locks.ts';
import type { StoreParts } from './store-parts.ts';

interface Queued {
  readonly seq: number;
  readonly dueAt: number;
}

/** Deliveries that a lane gives in its turn, if it has them: each lane that gives costs a row to be written. */
const minShare = 4;
/** Lanes, when the concurrency that is allowed has changed. */
const maxLookedAt = 1_000;
/** How often to look for what a window of arrivals may have missed: what a transaction of another worker put back. */
const fullScanEveryMs = 30_000;

/** Gives due deliveries to workers: takes in what has arrived, locks the lanes whose turn it is, and takes the first few of each. */
export class Claims<Tx> {
  readonly #parts: StoreParts<Tx>;
  readonly #reader: ClaimReader<Tx>;
  /** `perWebhookConcurrency` of the last claim: when to look at a lane again depends on it. */
  #maxLeased: number | null = null;
  #scannedAt: number | null = null;

  constructor(parts: StoreParts<Tx>) {
    this.#parts = parts;
    this.#reader = new ClaimReader(parts);
  }

  get maxLeased(): number {
    return this.#maxLeased ?? Number.POSITIVE_INFINITY;
  }

  async claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    const { now, perWebhookConcurrency } = options;
    if (!(await this.#mayHaveWork(options))) return [];
    const all = this.#scannedAt === null || now < this.#scannedAt || now - this.#scannedAt >= fullScanEveryMs;
    const { taken, scan } = await this.#parts.database.transact(() => this.#take(options, all));
    scan.confirm();
    if (all) this.#scannedAt = now;
    this.#maxLeased = perWebhookConcurrency;
    if (taken.length === 0) return [];
    // After the locks are gone: what is read here never changes.
    const { claimed, unreadable } = await this.#parts.database.run(() => this.#reader.read(taken));
    if (unreadable.length > 0) {
      // Should it fail, they are found again when their leases end: what can be read is not to wait for it.
      await this.#parts.database
        .transact(() => this.#reader.park(unreadable, this.maxLeased, now))
        .catch(() => undefined);
    }
    return claimed;
  }

  /** Where a transaction keeps all other writers out, or waits for them, one is begun only when there is something to take. */
  async #mayHaveWork({ now, perWebhookConcurrency }: ClaimOptions): Promise<boolean> {
    const { database, dispatchSql } = this.#parts;
    if (!dispatchSql.isSingleWriter) return true;
    const turnAt = await database.run(() => dispatchSql.firstTurnAt(now));
    if (turnAt !== null && turnAt <= now) return true;
    if (perWebhookConcurrency === this.#maxLeased) return false;
    if (await database.run(() => this.#hasBusyLanes())) return true;
    this.#maxLeased = perWebhookConcurrency;
    return false;
  }

  *#take(
    { now, leaseMs, limit, perWebhookConcurrency, skipWebhooks }: ClaimOptions,
    all: boolean,
  ): Work<{ readonly taken: readonly Taken[]; readonly scan: ArrivalScan }> {
    const parts = this.#parts;
    const { dispatchSql } = parts;
    if (perWebhookConcurrency !== this.#maxLeased) yield* this.#lookAgain(now);
    const scan = yield* dispatchSql.takeArrivals(all);
    const arrived = yield* lockFreeLanes(
      parts,
      scan.arrivals.map(({ webhookId }) => webhookId),
    );
    const mine = new Map(
      [...arrived.unreadable, ...[...arrived.entries.values()].map(({ lane }) => lane)].map(byWebhook),
    );
    for (const { webhookId, dueAt, seq } of scan.arrivals) {
      const lane = mine.get(webhookId);
      if (lane !== undefined) admit(lane, dueAt, seq);
    }
    // What has come for a lane that somebody has waits for a claim that gets it.
    const others = scan.arrivals.filter(({ webhookId }) => !mine.has(webhookId));
    if (others.length > 0) yield* dispatchSql.returnArrivals(others);
    const locked = yield* dispatchSql.lockDueLanes({ now, limit, skip: [...skipWebhooks] });
    const due = yield* withWebhooks(
      parts,
      locked.filter(({ lane }) => !mine.has(lane.webhookId)),
    );
    yield* this.#endUnreadable([...arrived.unreadable, ...due.unreadable], now);
    const entries = [...due.entries.values(), ...arrived.entries.values()];
    const touched = new Set<LaneEntry>(arrived.entries.values());
    for (const entry of entries) {
      if (yield* this.#prepare(entry, now)) touched.add(entry);
    }
    const ready = entries
      .filter(
        ({ lane, webhook }) => !skipWebhooks.has(webhook.id) && roomAt(lane, webhook, perWebhookConcurrency, now) > 0,
      )
      .sort((one, other) => turnOf(one, now) - turnOf(other, now) || one.lane.version - other.lane.version);
    const isReady = new Set(ready);
    for (const entry of due.entries.values()) if (!isReady.has(entry)) touched.add(entry);
    const served = new Set<LaneEntry>();
    const taken = yield* this.#serve(ready, limit, perWebhookConcurrency, now, now + leaseMs, served);
    const changed = [...new Set([...touched, ...served])];
    yield* saveLanes(parts, changed, perWebhookConcurrency, now, served);
    return { taken, scan };
  }

  /** Another worker allows another number at once: lanes that were full for the last one may have room now. */
  *#lookAgain(now: number): Work<void> {
    const { builder, dialect } = this.#parts;
    const busy = builder.selectFrom('lanes').select('webhook_id').where('leases', '<>', noLeases);
    const full = busy
      .where('work_at', 'is not', null)
      .where(({ eb, or }) => or([eb('next_at', 'is', null), eb('next_at', '>', now)]))
      .orderBy('webhook_id')
      .limit(sql.lit(maxLookedAt));
    const rows = yield* run(dialect === 'sqlite' ? full : full.forUpdate().skipLocked());
    if (rows.length === 0) return;
    const ids = rows.map(({ webhook_id }) => String(webhook_id));
    yield* run(builder.updateTable('lanes').set({ next_at: now }).where('webhook_id', 'in', ids));
  }

  /** A registration that cannot be read sends nothing: what waits for it is ended, and holds up nobody. */
  *#endUnreadable(lanes: readonly Lane[], now: number): Work<void> {
    const { dispatchSql } = this.#parts;
    for (const lane of lanes) {
      yield* dispatchSql.endWaiting(lane.webhookId, [], { status: 'exhausted', code: 'UNREADABLE' }, now);
      lane.workAt = null;
      lane.leases = [];
    }
    if (lanes.length === 0) return;
    yield* dispatchSql.saveLanes(lanes.map((lane) => ({ ...laneValues(lane, null), version: lane.version })));
  }

  /** Whether something both waits and is under way in some lane. */
  *#hasBusyLanes(): Work<boolean> {
    const lanes = this.#parts.builder.selectFrom('lanes').select('webhook_id');
    const busy = lanes.where('leases', '<>', noLeases).where('work_at', 'is not', null).limit(sql.lit(1));
    return (yield* run(busy)).length > 0;
  }

  /** Ends what has ended in a lane. @returns whether anything changed */
  *#prepare({ lane, webhook }: LaneEntry, now: number): Work<boolean> {
    const before = lane.leases;
    const doomed = endExpired(lane, now);
    yield* finishLeases(this.#parts, lane, doomed, { status: 'cancelled', code: null }, now);
    if (webhook.deletedAt === null || lane.workAt === null) return before !== lane.leases;
    const leased = lane.leases.map(({ seq }) => seq);
    yield* this.#parts.dispatchSql.endWaiting(webhook.id, leased, { status: 'cancelled', code: null }, now);
    lane.workAt = null;
    return true;
  }

  /** Shares `limit` among the lanes: equally, and what some leave to those that have more. */
  *#serve(
    ready: readonly LaneEntry[],
    limit: number,
    maxLeased: number,
    now: number,
    until: number,
    served: Set<LaneEntry>,
  ): Work<readonly Taken[]> {
    const taken: Taken[] = [];
    let hungry = ready.slice(0, limit);
    while (taken.length < limit && hungry.length > 0) {
      let left = limit - taken.length;
      const share = Math.max(Math.floor(left / hungry.length), minShare);
      const wants = new Map<LaneEntry, number>();
      for (const entry of hungry) {
        if (left === 0) break;
        const want = Math.min(roomAt(entry.lane, entry.webhook, maxLeased, now), share, left);
        wants.set(entry, want);
        left -= want;
      }
      const queues = yield* this.#queues(wants);
      hungry = hungry.filter((entry) => !wants.has(entry));
      for (const [entry, want] of wants) {
        const { lane, webhook } = entry;
        served.add(entry);
        const picked = pick(lane, webhook, queues.get(webhook.id) ?? [], want, now);
        for (const one of picked) taken.push({ webhook, lease: lease(lane, webhook, one, now, until) });
        if (picked.length === want && roomAt(lane, webhook, maxLeased, now) > 0) hungry.push(entry);
      }
    }
    return taken;
  }

  /** The first of what waits in each lane: one more than is wanted, which says when to come again. */
  *#queues(wants: ReadonlyMap<LaneEntry, number>): Work<ReadonlyMap<string, readonly Queued[]>> {
    const { dispatchSql } = this.#parts;
    const plain = [...wants].filter(([{ webhook }]) => !isStrict(webhook));
    const strict = [...wants].filter(([{ webhook }]) => isStrict(webhook));
    const rows = [];
    if (plain.length > 0) {
      const requests = plain.map(([{ lane }, want]) => ({
        webhookId: lane.webhookId,
        headAt: lane.headAt,
        headSeq: lane.headSeq,
        limit: want + 1,
        leased: lane.leases.map(({ seq }) => seq),
      }));
      rows.push(...(yield* dispatchSql.queued(requests)));
    }
    if (strict.length > 0) {
      const requests = strict.map(([{ lane }]) => ({ webhookId: lane.webhookId, headSeq: lane.headSeq }));
      rows.push(...(yield* dispatchSql.strictHeads(requests)));
    }
    const queues = new Map<string, Queued[]>();
    for (const { webhook_id, due_at, seq } of rows) {
      const queued = { seq: Number(seq), dueAt: Number(due_at) };
      const queue = queues.get(String(webhook_id));
      if (queue === undefined) queues.set(String(webhook_id), [queued]);
      else queue.push(queued);
    }
    return queues;
  }
}

function byWebhook(lane: Lane): readonly [string, Lane] {
  return [lane.webhookId, lane];
}

/** Where a lane stands in line. One in which something has arrived comes as if its time had just come. */
function turnOf({ turnAt }: LaneEntry, now: number): number {
  return turnAt === null ? now : Math.min(turnAt, now);
}

/** What is due and not under way, at most `want`; and the lane learns when there is more. */
function pick(
  lane: Lane,
  webhook: StoredWebhook,
  queue: readonly Queued[],
  want: number,
  now: number,
): readonly Queued[] {
  const leased = new Set(lane.leases.map(({ seq }) => seq));
  const waiting = queue.filter(({ seq }) => !leased.has(seq));
  if (isStrict(webhook)) {
    const [head] = waiting;
    if (head === undefined) lane.workAt = null;
    else {
      lane.headSeq = head.seq;
      // What comes after the head is not known before the head has gone.
      lane.workAt = Math.max(head.dueAt, now);
    }
    return head !== undefined && head.dueAt <= now ? [head] : [];
  }
  let count = 0;
  while (count < want && (waiting[count]?.dueAt ?? Number.POSITIVE_INFINITY) <= now) count += 1;
  const next = waiting[count];
  lane.workAt = next === undefined ? null : next.dueAt;
  const head = next ?? waiting[count - 1];
  if (head !== undefined) {
    lane.headAt = head.dueAt;
    lane.headSeq = head.seq;
  }
  return waiting.slice(0, count);
}
