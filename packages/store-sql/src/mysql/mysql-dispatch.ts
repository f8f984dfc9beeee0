import { numberOrNull } from '../lanes/lane-row.ts';
import type { Driven } from '../schema/query-builder.ts';
import type { TableNames } from '../schema/table-names.ts';
import {
  type AttemptsTable,
  type DeliveriesTable,
  deliveryColumns,
  laneColumns,
  type PayloadsTable,
  type QueueTable,
  type WebhooksTable,
} from '../schema/tables.ts';
import { blocksOf, places, valueRows } from '../session/blocks-of.ts';
import { asRows, readLocked } from '../session/dispatch-rows.ts';
import {
  type Arrival,
  type ArrivalScan,
  type BatchRows,
  type ClaimedRow,
  claimedColumns,
  type DispatchSql,
  type DueLaneQuery,
  type LaneSave,
  type LockedLane,
  type OutcomeRow,
  type QueueRequest,
  type StrictQueueRequest,
  type WaitingEnd,
} from '../session/dispatch-sql.ts';
import { laneAssignments, laneParameters } from '../session/lane-parameters.ts';
import { statement, type Work } from '../session/work.ts';
import type { SqlRow } from '../sql-executor.ts';
import { earliestArrivals } from './earliest-arrivals.ts';
import { KeyedRows } from './keyed-rows.ts';
import { payloadBlocks } from './payload-blocks.ts';
import { selectRows } from './select-rows.ts';
import { queueKey, WaitingRows } from './waiting-rows.ts';

/** Taken at once; what is left is taken by the next scan. */
const maxArrivals = 1_000;

/** {@link DispatchSql} for MySQL and MariaDB: sets of rows go in by blocks of a few sizes, so that few statements are prepared. */
export class MysqlDispatch implements DispatchSql {
  readonly isSingleWriter = false;
  readonly #names: TableNames;
  readonly #rows: KeyedRows;
  readonly #waiting: WaitingRows;

  constructor(names: TableNames) {
    this.#names = names;
    this.#rows = new KeyedRows(names);
    this.#waiting = new WaitingRows(names, this.#rows);
  }

  storesAtOnce(): boolean {
    return false;
  }

  *store({ tenant, now, versions, payloads, deliveries }: BatchRows): Work<void> {
    const names = this.#names;
    const known = yield* this.#rows.knownVersions(versions);
    const unknown = versions.filter(({ webhook_id, revision }) => !known.has(`${webhook_id}/${revision}`));
    for (const block of blocksOf(unknown)) {
      const into = `INSERT INTO ${names.of('webhook_versions')} (webhook_id, revision, text, created_at)`;
      const values = block.flatMap(({ webhook_id, revision, text }) => [webhook_id, revision, text, now]);
      yield* statement(`${into} VALUES ${valueRows(block.length, 4)}`, values);
    }
    for (const block of payloadBlocks(payloads)) {
      const into = `INSERT INTO ${names.of('payloads')} (id, tenant, text, refs)`;
      const values = block.flatMap(({ id, text, refs }) => [id, tenant, text, refs]);
      yield* statement(`${into} VALUES ${valueRows(block.length, 4)}`, values);
    }
    const delivery = names.of('deliveries');
    for (const block of blocksOf(deliveries)) {
      const into = `INSERT INTO ${delivery} (id, tenant, webhook_id, revision, format, items, created_at, due_at, resend_of, body_id, payload_id)`;
      const values = block.flatMap(
        ({ id, webhook_id, revision, format, items, due_at, resend_of, body_id, payload_id }) => [
          id,
          tenant,
          webhook_id,
          revision,
          format,
          items,
          now,
          due_at,
          resend_of,
          body_id,
          payload_id,
        ],
      );
      yield* statement(`${into} VALUES ${valueRows(block.length, 11)}`, values);
      // Read, and then inserted as values: INSERT … SELECT would lock what it reads in a host's transaction.
      const selection = `SELECT webhook_id, due_at, seq FROM ${delivery} WHERE id`;
      const added = yield* this.#rows.select(
        selection,
        block.map(({ id }) => id),
      );
      yield* this.#rows.addToQueue(
        added.map(({ webhook_id, due_at, seq }) => [String(webhook_id), Number(due_at), Number(seq)]),
      );
      yield* this.returnArrivals(earliestArrivals(added));
    }
  }

  *takeArrivals(): Work<ArrivalScan> {
    const table = this.#names.of('arrivals');
    const first = `ORDER BY id LIMIT ${maxArrivals} FOR UPDATE SKIP LOCKED`;
    const rows = yield* statement(`SELECT id, webhook_id, due_at, seq FROM ${table} ${first}`);
    yield* this.#rows.deleteByKey(
      'arrivals',
      ['id'],
      rows.map(({ id }) => [Number(id)]),
    );
    const arrivals = rows.map(({ webhook_id, due_at, seq }) => ({
      webhookId: String(webhook_id),
      dueAt: Number(due_at),
      seq: Number(seq),
    }));
    return { arrivals, confirm() {} };
  }

  *returnArrivals(arrivals: readonly Arrival[]): Work<void> {
    const into = `INSERT INTO ${this.#names.of('arrivals')} (webhook_id, due_at, seq)`;
    for (const block of blocksOf(arrivals)) {
      const values = block.flatMap(({ webhookId, dueAt, seq }) => [webhookId, dueAt, seq]);
      yield* statement(`${into} VALUES ${valueRows(block.length, 3)}`, values);
    }
  }

  *firstArrivalAt(): Work<number | null> {
    const [row] = yield* statement(`SELECT min(due_at) AS due_at FROM ${this.#names.of('arrivals')}`);
    return numberOrNull(row?.due_at);
  }

  *lockDueLanes({ now, limit, skip }: DueLaneQuery): Work<readonly LockedLane[]> {
    const skipped = new Set(skip);
    const where = `WHERE next_at <= ? ORDER BY next_at, version LIMIT ${nextPowerOfTwo(limit + skip.length)}`;
    const columns = `SELECT webhook_id, next_at FROM ${this.#names.of('lanes')}`;
    // By the index alone first: locks are taken on what is read, and only those lanes are to be locked that are wanted.
    const rows = yield* statement(`${columns} ${where}`, [now]);
    const ids = rows.map(({ webhook_id }) => String(webhook_id)).filter((id) => !skipped.has(id));
    const locked = yield* this.#lock(ids.slice(0, limit), 'FOR UPDATE SKIP LOCKED');
    const due = locked.filter((entry) => entry.nextAt !== null && entry.nextAt <= now);
    return due.sort((one, other) => (one.nextAt ?? 0) - (other.nextAt ?? 0));
  }

  *firstTurnAt(): Work<number | null> {
    const [row] = yield* statement(`SELECT min(next_at) AS next_at FROM ${this.#names.of('lanes')}`);
    return numberOrNull(row?.next_at);
  }

  *lockLanes(webhookIds: readonly string[], waits: boolean): Work<readonly LockedLane[]> {
    return yield* this.#lock(webhookIds, waits ? 'FOR UPDATE' : 'FOR UPDATE SKIP LOCKED');
  }

  *revisions(webhookIds: readonly string[]): Work<readonly Driven<Pick<WebhooksTable, 'id' | 'revision'>>[]> {
    const selection = `SELECT id, revision FROM ${this.#names.of('webhooks')} WHERE id`;
    return asRows<WebhooksTable>(yield* this.#rows.select(selection, webhookIds));
  }

  *saveLanes(lanes: readonly LaneSave[]): Work<void> {
    const update = `UPDATE ${this.#names.of('lanes')} SET ${laneAssignments} WHERE webhook_id = ?`;
    for (const lane of lanes) yield* statement(update, laneParameters(lane));
  }

  *queued(requests: readonly QueueRequest[]): Work<readonly Driven<QueueTable>[]> {
    const columns = `SELECT webhook_id, due_at, seq FROM ${this.#names.of('queue')}`;
    // Two ranges: of a comparison of rows the server makes none.
    const from = 'WHERE webhook_id = ? AND (due_at > ? OR (due_at = ? AND seq >= ?))';
    const one = (limit: number) => `(${columns} ${from} ORDER BY due_at, seq LIMIT ${limit})`;
    const rows: SqlRow[] = [];
    for (const block of blocksOf(requests)) {
      // The limit is part of the text, so it is one of few: what is read beyond it is left out again.
      const limit = nextPowerOfTwo(Math.max(...block.map((request) => request.limit + request.leased.length)));
      const text = block.map(() => one(limit)).join(' UNION ALL ');
      rows.push(
        ...(yield* statement(
          text,
          block.flatMap(({ webhookId, headAt, headSeq }) => [webhookId, headAt, headAt, headSeq]),
        )),
      );
    }
    return asRows<QueueTable>(rows);
  }

  *strictHeads(requests: readonly StrictQueueRequest[]): Work<readonly Driven<QueueTable>[]> {
    const where = "WHERE webhook_id = ? AND seq >= ? AND status = 'waiting' ORDER BY seq LIMIT 1";
    const one = `(SELECT webhook_id, due_at, seq FROM ${this.#names.of('deliveries')} ${where})`;
    const rows: SqlRow[] = [];
    for (const block of blocksOf(requests)) {
      const text = block.map(() => one).join(' UNION ALL ');
      rows.push(
        ...(yield* statement(
          text,
          block.flatMap(({ webhookId, headSeq }) => [webhookId, headSeq]),
        )),
      );
    }
    return asRows<QueueTable>(rows);
  }

  *deliveries(seqs: readonly number[]): Work<readonly Driven<DeliveriesTable>[]> {
    const rows = yield* this.#rows.select(
      `SELECT ${deliveryColumns.join(', ')} FROM ${this.#names.of('deliveries')} WHERE seq`,
      seqs,
    );
    return asRows<DeliveriesTable>(rows);
  }

  *claimed(seqs: readonly number[]): Work<readonly Driven<ClaimedRow>[]> {
    const joined = `${this.#names.of('deliveries')} d LEFT JOIN ${this.#names.of('payloads')} p ON p.id = d.payload_id`;
    return asRows<ClaimedRow>(yield* this.#rows.select(`SELECT ${claimedColumns} FROM ${joined} WHERE d.seq`, seqs));
  }

  *payloads(ids: readonly string[]): Work<readonly Driven<Pick<PayloadsTable, 'id' | 'text'>>[]> {
    const rows = yield* this.#rows.select(`SELECT id, text FROM ${this.#names.of('payloads')} WHERE id`, ids);
    return asRows<PayloadsTable>(rows);
  }

  *endWaiting(webhookId: string, leased: readonly number[], end: WaitingEnd, now: number): Work<void> {
    yield* this.#waiting.end(webhookId, leased, end, now);
  }

  *makeDue(webhookId: string, leased: readonly number[], now: number): Work<void> {
    yield* this.#waiting.makeDue(webhookId, leased, now);
  }

  *settle(outcomes: readonly OutcomeRow[], lanes: readonly LaneSave[]): Work<void> {
    for (const block of blocksOf(outcomes)) {
      const columns = [
        'seq',
        'status',
        'requeue_at',
        'attempts',
        'last_attempt_at',
        'finished_at',
        'code',
        'success',
      ] as const;
      const rows = selectRows(block.length, columns);
      const text =
        `UPDATE (${rows}) r STRAIGHT_JOIN ${this.#names.of('deliveries')} d ON d.seq = r.seq ` +
        'SET d.status = r.status, d.due_at = coalesce(r.requeue_at, d.due_at), ' +
        // Before `attempts`: assignments are made from left to right.
        'd.code = CASE WHEN r.attempts IS NULL THEN coalesce(r.code, d.code) ELSE r.code END, ' +
        'd.attempts = coalesce(r.attempts, d.attempts), d.last_attempt_at = coalesce(r.last_attempt_at, d.last_attempt_at), ' +
        'd.finished_at = r.finished_at, d.success = r.success';
      yield* statement(
        text,
        block.flatMap((row) => columns.map((column) => row[column])),
      );
    }
    const moved = outcomes.filter(({ queued_at, requeue_at }) => requeue_at !== queued_at);
    yield* this.#rows.deleteByKey(
      'queue',
      queueKey,
      moved.map(({ webhook_id, queued_at, seq }) => [webhook_id, queued_at, seq]),
    );
    const again = moved.filter(({ requeue_at }) => requeue_at !== null);
    yield* this.#rows.addToQueue(again.map(({ webhook_id, requeue_at, seq }) => [webhook_id, requeue_at, seq]));
    yield* this.saveLanes(lanes);
  }

  *addAttempts(attempts: readonly AttemptsTable[]): Work<void> {
    const into = `INSERT INTO ${this.#names.of('attempts')} (delivery_seq, number, data)`;
    for (const block of blocksOf(attempts)) {
      const values = block.flatMap(({ delivery_seq, number, data }) => [delivery_seq, number, data]);
      yield* statement(`${into} VALUES ${valueRows(block.length, 3)}`, values);
    }
  }

  *#lock(webhookIds: readonly string[], lock: string): Work<readonly LockedLane[]> {
    const locked: LockedLane[] = [];
    const lanes = `SELECT ${laneColumns.join(', ')} FROM ${this.#names.of('lanes')} WHERE webhook_id`;
    for (const block of blocksOf(webhookIds)) {
      const rows = yield* statement(`${lanes} IN (${places(block.length)}) ORDER BY webhook_id ${lock}`, block);
      locked.push(...rows.map(readLocked));
    }
    return locked;
  }
}

function nextPowerOfTwo(value: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(value, 1)));
}
