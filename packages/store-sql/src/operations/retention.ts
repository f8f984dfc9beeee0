import type { Delivery, EnqueueResult } from '@hookwright/core';
import { sql } from 'kysely';
import { run } from '../schema/query-builder.ts';
import type { Work } from '../session/work.ts';
import { readItems, toDelivery } from './delivery-rows.ts';
import { lockFreeLanes } from './lane-locks.ts';
import { readJson } from './read-json.ts';
import type { StoreParts } from './store-parts.ts';

/** Rows looked at in one statement. */
const windowSize = 2_000;
/** Statements' parameters, and rows of the lesser tables removed at once. */
const blockSize = 500;

interface Finished {
  readonly seq: number;
  readonly payloadIds: readonly string[];
}

/** Removes what was kept for long enough (DE-8), and ends what was held too long (DE-4). In small batches, which hold up nobody. */
export class Retention<Tx> {
  readonly #parts: StoreParts<Tx>;
  /** Where the last walk, which found as much as it was to find, broke off. */
  #walkedTo = 0;

  constructor(parts: StoreParts<Tx>) {
    this.#parts = parts;
  }

  async prune(finishedBefore: number, limit: number): Promise<number> {
    const { database } = this.#parts;
    const found = await database.run(() => this.#findFinished(finishedBefore, limit));
    for (let start = 0; start < found.length; start += blockSize) {
      const block = found.slice(start, start + blockSize);
      await database.transact(() => this.#remove(block));
    }
    if (found.length < limit) {
      await database.run(() => this.#pruneVersions(finishedBefore));
      await database.run(() => this.#pruneBatches(finishedBefore));
    }
    return found.length;
  }

  expireHeld(heldBefore: number, now: number, limit: number): Promise<readonly Delivery[]> {
    return this.#parts.database.transact(() => this.#expireHeld(heldBefore, now, limit));
  }

  *#expireHeld(heldBefore: number, now: number, limit: number): Work<readonly Delivery[]> {
    const parts = this.#parts;
    const query = parts.builder
      .selectFrom('webhooks')
      .innerJoin('queue', 'queue.webhook_id', 'webhooks.id')
      .innerJoin('deliveries', 'deliveries.seq', 'queue.seq')
      .select(['deliveries.seq', 'deliveries.webhook_id'])
      .where('webhooks.held_since', '<', heldBefore)
      .where(
        sql<number>`coalesce(${sql.ref('deliveries.last_attempt_at')}, ${sql.ref('deliveries.created_at')})`,
        '<',
        heldBefore,
      )
      .limit(sql.lit(limit));
    const rows = yield* run(query);
    const { entries } = yield* lockFreeLanes(
      parts,
      rows.map(({ webhook_id }) => String(webhook_id)),
    );
    // What another worker did meanwhile counts: only what still waits, of a webhook that is still held, is ended.
    const free = rows.filter(({ seq, webhook_id }) => {
      const entry = entries.get(String(webhook_id));
      if (entry === undefined || entry.webhook.status === 'active' || entry.webhook.deletedAt !== null) return false;
      return !entry.lane.leases.some((one) => one.seq === Number(seq));
    });
    if (free.length === 0) return [];
    const current = yield* parts.dispatchSql.deliveries(free.map(({ seq }) => Number(seq)));
    const waiting = current.filter(({ status }) => status === 'waiting');
    yield* parts.dispatchSql.settle(
      waiting.map((row) => ({
        seq: Number(row.seq),
        webhook_id: String(row.webhook_id),
        queued_at: Number(row.due_at),
        requeue_at: null,
        status: 'exhausted' as const,
        attempts: null,
        last_attempt_at: null,
        finished_at: now,
        code: 'HELD_TOO_LONG',
        success: null,
      })),
      [],
    );
    return waiting.map((row) => ({
      ...toDelivery({ ...row, finished_at: now }, 'exhausted'),
      code: 'HELD_TOO_LONG',
    }));
  }

  /**
   * Walks the deliveries in the order in which they came. No index leads to the finished ones: it would have to be written at
   * each success. The walk ends where all are too young to have finished before.
   */
  *#findFinished(finishedBefore: number, limit: number): Work<readonly Finished[]> {
    const { builder } = this.#parts;
    const found: Finished[] = [];
    while (found.length < limit) {
      const window = builder
        .selectFrom('deliveries')
        .select(['seq', 'created_at'])
        .where('seq', '>', this.#walkedTo)
        .orderBy('seq')
        .limit(sql.lit(windowSize));
      const rows = yield* run(window);
      const last = Number(rows.at(-1)?.seq ?? 0);
      const finished = builder
        .selectFrom('deliveries')
        .select(['seq', 'items'])
        .where('seq', '>', this.#walkedTo)
        .where('seq', '<=', last)
        .where('finished_at', '<', finishedBefore)
        .orderBy('seq')
        .limit(sql.lit(limit - found.length));
      for (const { seq, items } of yield* run(finished))
        found.push({ seq: Number(seq), payloadIds: payloadIdsOf(items) });
      if (found.length >= limit) break;
      const isEnd = rows.length < windowSize || rows.every(({ created_at }) => Number(created_at) >= finishedBefore);
      // What finishes behind the walk is met by the next one.
      this.#walkedTo = isEnd ? 0 : last;
      if (isEnd) break;
    }
    return found;
  }

  *#remove(block: readonly Finished[]): Work<void> {
    const { builder } = this.#parts;
    const seqs = block.map(({ seq }) => seq);
    yield* run(builder.deleteFrom('attempts').where('delivery_seq', 'in', seqs));
    // Another process may prune the same ones: what counts is who removed them.
    const remaining = yield* run(this.#locked(seqs));
    const own = new Set(remaining.map(({ seq }) => Number(seq)));
    yield* run(builder.deleteFrom('deliveries').where('seq', 'in', seqs));
    const counts = new Map<string, number>();
    for (const { seq, payloadIds } of block) {
      if (!own.has(seq)) continue;
      for (const id of payloadIds) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    yield* this.#release(counts);
  }

  #locked(seqs: readonly number[]) {
    const { builder, dialect } = this.#parts;
    const query = builder.selectFrom('deliveries').select('seq').where('seq', 'in', seqs).orderBy('seq');
    return dialect === 'sqlite' ? query : query.forUpdate();
  }

  /** Counts down who points to a payload; one to which nobody does goes. */
  *#release(counts: ReadonlyMap<string, number>): Work<void> {
    const { builder } = this.#parts;
    const byCount = new Map<number, string[]>();
    for (const [id, count] of counts) byCount.set(count, [...(byCount.get(count) ?? []), id]);
    for (const [count, ids] of byCount) {
      for (let start = 0; start < ids.length; start += blockSize) {
        const block = ids.slice(start, start + blockSize).sort();
        // Counted down first: of two that release at once, the second sees what the first has left.
        const release = builder.updateTable('payloads').set({ refs: sql`refs - ${count}` });
        yield* run(release.where('id', 'in', block));
        yield* run(builder.deleteFrom('payloads').where('id', 'in', block).where('refs', '<=', 0));
      }
    }
  }

  /** Blocks that no delivery shows any more, but for those that a publish could still point to. */
  *#pruneVersions(before: number): Work<void> {
    const { builder } = this.#parts;
    const query = builder
      .selectFrom('webhook_versions')
      .innerJoin('webhooks', 'webhooks.id', 'webhook_versions.webhook_id')
      .select(['webhook_versions.webhook_id', 'webhook_versions.revision'])
      .whereRef('webhook_versions.revision', '<', 'webhooks.revision')
      .where('webhook_versions.created_at', '<', before)
      .where('webhooks.saved_at', '<', before)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('deliveries')
              .select('deliveries.seq')
              .whereRef('deliveries.webhook_id', '=', 'webhook_versions.webhook_id')
              .whereRef('deliveries.revision', '=', 'webhook_versions.revision'),
          ),
        ),
      )
      .limit(sql.lit(blockSize));
    for (const { webhook_id, revision } of yield* run(query)) {
      const remove = builder
        .deleteFrom('webhook_versions')
        .where('webhook_id', '=', String(webhook_id))
        .where('revision', '=', Number(revision));
      yield* run(remove);
    }
  }

  /** Idempotency keys whose deliveries are all gone. */
  *#pruneBatches(before: number): Work<void> {
    const { builder } = this.#parts;
    const old = builder.selectFrom('batches').select(['tenant', 'key', 'result']).where('created_at', '<', before);
    for (const { tenant, key, result } of yield* run(old.orderBy('created_at').limit(sql.lit(blockSize)))) {
      const { deliveryIds } = readJson<EnqueueResult>(result, 'an idempotency key’s receipt');
      const kept = builder
        .selectFrom('deliveries')
        .select('id')
        .where('id', 'in', deliveryIds.slice(0, 1_000))
        .limit(sql.lit(1));
      if ((yield* run(kept)).length > 0) continue;
      const remove = builder.deleteFrom('batches').where('tenant', '=', String(tenant)).where('key', '=', String(key));
      yield* run(remove);
    }
  }
}

function payloadIdsOf(items: unknown): readonly string[] {
  try {
    return readItems(items).map(({ payloadId }) => payloadId);
  } catch {
    return [];
  }
}
