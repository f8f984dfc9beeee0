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
import { blocksOf, valueRows } from '../session/blocks-of.ts';
import { asRows, readLocked } from '../session/dispatch-rows.ts';
import {
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
import type { SqlRow, SqlValue } from '../sql-executor.ts';

const nothingArrived: ArrivalScan = { arrivals: [], confirm() {} };

/**
 * {@link DispatchSql} for SQLite: one statement a row, in a transaction around them, which is the fastest there. There is one
 * writer at a time, so a publish writes its lanes itself, and nothing ever has to arrive.
 */
export class SqliteDispatch implements DispatchSql {
  readonly isSingleWriter = true;
  readonly #sql: ReturnType<typeof statements>;

  constructor(names: TableNames) {
    this.#sql = statements(names);
  }

  storesAtOnce(): boolean {
    return false;
  }

  *store({ tenant, now, versions, payloads, deliveries }: BatchRows): Work<void> {
    const sql = this.#sql;
    for (const { webhook_id, revision, text } of versions) {
      yield* statement(sql.addVersion, [webhook_id, revision, text, now, webhook_id, revision]);
    }
    for (const block of blocksOf(payloads)) {
      const values: SqlValue[] = [];
      for (const { id, text, refs } of block) values.push(id, tenant, text, refs);
      yield* statement(sql.addPayloads(block.length), values);
    }
    let first: number | null = null;
    for (const block of blocksOf(deliveries)) {
      const values: SqlValue[] = [];
      for (const row of block) {
        const { id, webhook_id, revision, format, items, due_at, resend_of, body_id, payload_id } = row;
        values.push(id, tenant, webhook_id, revision, format, items, now, due_at, resend_of, body_id, payload_id);
      }
      yield* statement(sql.addDeliveries(block.length), values);
      if (first !== null) continue;
      // Nobody else writes: the numbers of a transaction's deliveries follow one another.
      const [last] = yield* statement(sql.lastAdded);
      first = Number(last?.seq) - block.length + 1;
    }
    if (first === null) return;
    yield* statement(sql.queueFrom, [first]);
    const lanes = new Map<string, { dueAt: number; seq: number }>();
    for (const [index, { webhook_id, due_at }] of deliveries.entries()) {
      const lane = lanes.get(webhook_id);
      if (lane === undefined) lanes.set(webhook_id, { dueAt: due_at, seq: first + index });
      else lane.dueAt = Math.min(lane.dueAt, due_at);
    }
    for (const [webhookId, { dueAt, seq }] of lanes) {
      const at = Math.max(dueAt, now);
      yield* statement(sql.admit, [at, at, dueAt, dueAt, dueAt, seq, webhookId]);
    }
  }

  *takeArrivals(): Work<ArrivalScan> {
    return nothingArrived;
  }

  *returnArrivals(): Work<void> {}

  *firstArrivalAt(): Work<number | null> {
    return null;
  }

  *lockDueLanes({ now, limit, skip }: DueLaneQuery): Work<readonly LockedLane[]> {
    const rows =
      skip.length === 0
        ? yield* statement(this.#sql.dueLanes, [now, limit])
        : yield* statement(this.#sql.dueLanesBut, [now, JSON.stringify(skip), limit]);
    return rows.map(readLocked);
  }

  *firstTurnAt(): Work<number | null> {
    const [row] = yield* statement(this.#sql.firstTurn);
    return numberOrNull(row?.next_at);
  }

  *lockLanes(webhookIds: readonly string[]): Work<readonly LockedLane[]> {
    return (yield* each(this.#sql.lane, webhookIds.map(alone))).map(readLocked);
  }

  *revisions(webhookIds: readonly string[]): Work<readonly Driven<Pick<WebhooksTable, 'id' | 'revision'>>[]> {
    return asRows<WebhooksTable>(yield* each(this.#sql.revision, webhookIds.map(alone)));
  }

  *saveLanes(lanes: readonly LaneSave[]): Work<void> {
    for (const lane of lanes) yield* statement(this.#sql.saveLane, laneParameters(lane));
  }

  *queued(requests: readonly QueueRequest[]): Work<readonly Driven<QueueTable>[]> {
    const parameters = requests.map(({ webhookId, headAt, headSeq, limit, leased }) => [
      webhookId,
      headAt,
      headSeq,
      limit + leased.length,
    ]);
    return asRows<QueueTable>(yield* each(this.#sql.queued, parameters));
  }

  *strictHeads(requests: readonly StrictQueueRequest[]): Work<readonly Driven<QueueTable>[]> {
    const parameters = requests.map(({ webhookId, headSeq }) => [webhookId, headSeq]);
    return asRows<QueueTable>(yield* each(this.#sql.strictHead, parameters));
  }

  *deliveries(seqs: readonly number[]): Work<readonly Driven<DeliveriesTable>[]> {
    return asRows<DeliveriesTable>(yield* statement(this.#sql.deliveries, [JSON.stringify(seqs)]));
  }

  *claimed(seqs: readonly number[]): Work<readonly Driven<ClaimedRow>[]> {
    return asRows<ClaimedRow>(yield* statement(this.#sql.claimed, [JSON.stringify(seqs)]));
  }

  *payloads(ids: readonly string[]): Work<readonly Driven<Pick<PayloadsTable, 'id' | 'text'>>[]> {
    return asRows<PayloadsTable>(yield* statement(this.#sql.payloads, [JSON.stringify(ids)]));
  }

  *endWaiting(webhookId: string, leased: readonly number[], { status, code }: WaitingEnd, now: number): Work<void> {
    const unless = JSON.stringify(leased);
    yield* statement(this.#sql.endWaiting, [status, now, code, webhookId, unless]);
    yield* statement(this.#sql.removeWaiting, [webhookId, unless]);
  }

  *makeDue(webhookId: string, leased: readonly number[], now: number): Work<void> {
    const unless = JSON.stringify(leased);
    yield* statement(this.#sql.makeDue, [now, webhookId, now, unless]);
    yield* statement(this.#sql.moveToNow, [now, webhookId, now, unless]);
  }

  *settle(outcomes: readonly OutcomeRow[], lanes: readonly LaneSave[]): Work<void> {
    const sql = this.#sql;
    for (const row of outcomes) {
      const { seq, webhook_id, queued_at, requeue_at, status, attempts, last_attempt_at, finished_at, code, success } =
        row;
      const values = [status, requeue_at, attempts, last_attempt_at, finished_at, attempts, code, code, success, seq];
      yield* statement(sql.settle, values);
      if (requeue_at === queued_at) continue;
      yield* statement(sql.removeFromQueue, [webhook_id, queued_at, seq]);
      if (requeue_at !== null) yield* statement(sql.addToQueue, [webhook_id, requeue_at, seq]);
    }
    yield* this.saveLanes(lanes);
  }

  *addAttempts(attempts: readonly AttemptsTable[]): Work<void> {
    for (const { delivery_seq, number, data } of attempts) {
      yield* statement(this.#sql.addAttempt, [delivery_seq, number, data]);
    }
  }
}

function alone<Value>(value: Value): readonly [Value] {
  return [value];
}

function statements(names: TableNames) {
  const lanes = `SELECT ${laneColumns.join(', ')} FROM ${names.of('lanes')}`;
  const due = (but: string) => `${lanes} WHERE next_at <= ? ${but} ORDER BY next_at, version LIMIT ?`;
  const delivery = names.of('deliveries');
  const queue = names.of('queue');
  return {
    addVersion:
      `INSERT INTO ${names.of('webhook_versions')} (webhook_id, revision, text, created_at) SELECT ?, ?, ?, ? ` +
      `WHERE NOT EXISTS (SELECT 1 FROM ${names.of('webhook_versions')} WHERE webhook_id = ? AND revision = ?)`,
    addPayloads: textOf(
      (count) => `INSERT INTO ${names.of('payloads')} (id, tenant, text, refs) VALUES ${valueRows(count, 4)}`,
    ),
    addDeliveries: textOf(
      (count) =>
        `INSERT INTO ${delivery} (id, tenant, webhook_id, revision, format, items, created_at, due_at, resend_of, body_id, payload_id) ` +
        `VALUES ${valueRows(count, 11)}`,
    ),
    lastAdded: 'SELECT last_insert_rowid() AS seq',
    queueFrom: `INSERT INTO ${queue} (webhook_id, due_at, seq) SELECT webhook_id, due_at, seq FROM ${delivery} WHERE seq >= ?`,
    addToQueue: `INSERT INTO ${queue} (webhook_id, due_at, seq) VALUES (?, ?, ?)`,
    removeFromQueue: `DELETE FROM ${queue} WHERE webhook_id = ? AND due_at = ? AND seq = ?`,
    admit:
      `UPDATE ${names.of('lanes')} SET next_at = min(coalesce(next_at, ?), ?), work_at = min(coalesce(work_at, ?), ?), ` +
      'head_at = min(head_at, ?), head_seq = min(head_seq, ?) WHERE webhook_id = ?',
    dueLanes: due(''),
    dueLanesBut: due('AND webhook_id NOT IN (SELECT value FROM json_each(?))'),
    // As the index is made: without the condition all lanes are read.
    firstTurn: `SELECT min(next_at) AS next_at FROM ${names.of('lanes')} WHERE next_at IS NOT NULL`,
    lane: `${lanes} WHERE webhook_id = ?`,
    saveLane: `UPDATE ${names.of('lanes')} SET ${laneAssignments} WHERE webhook_id = ?`,
    queued:
      `SELECT webhook_id, due_at, seq FROM ${queue} WHERE webhook_id = ? AND (due_at, seq) >= (?, ?) ` +
      'ORDER BY due_at, seq LIMIT ?',
    strictHead:
      `SELECT webhook_id, due_at, seq FROM ${delivery} WHERE webhook_id = ? AND seq >= ? AND status = 'waiting' ` +
      'ORDER BY seq LIMIT 1',
    revision: `SELECT id, revision FROM ${names.of('webhooks')} WHERE id = ?`,
    deliveries: `SELECT ${deliveryColumns.join(', ')} FROM ${delivery} WHERE seq IN (SELECT value FROM json_each(?))`,
    claimed:
      `SELECT ${claimedColumns} FROM ${delivery} d LEFT JOIN ${names.of('payloads')} p ON p.id = d.payload_id ` +
      'WHERE d.seq IN (SELECT value FROM json_each(?))',
    payloads: `SELECT id, text FROM ${names.of('payloads')} WHERE id IN (SELECT value FROM json_each(?))`,
    endWaiting:
      `UPDATE ${delivery} SET status = ?, finished_at = ?, code = coalesce(?, code) WHERE seq IN ` +
      `(SELECT seq FROM ${queue} WHERE webhook_id = ? AND seq NOT IN (SELECT value FROM json_each(?)))`,
    removeWaiting: `DELETE FROM ${queue} WHERE webhook_id = ? AND seq NOT IN (SELECT value FROM json_each(?))`,
    makeDue:
      `UPDATE ${delivery} SET due_at = ? WHERE seq IN ` +
      `(SELECT seq FROM ${queue} WHERE webhook_id = ? AND due_at > ? AND seq NOT IN (SELECT value FROM json_each(?)))`,
    moveToNow: `UPDATE ${queue} SET due_at = ? WHERE webhook_id = ? AND due_at > ? AND seq NOT IN (SELECT value FROM json_each(?))`,
    settle:
      `UPDATE ${delivery} SET status = ?, due_at = coalesce(?, due_at), attempts = coalesce(?, attempts), ` +
      'last_attempt_at = coalesce(?, last_attempt_at), finished_at = ?, ' +
      'code = CASE WHEN ? IS NULL THEN coalesce(?, code) ELSE ? END, success = ? WHERE seq = ?',
    addAttempt: `INSERT INTO ${names.of('attempts')} (delivery_seq, number, data) VALUES (?, ?, ?)`,
  };
}

/** The statement for so many rows, one text for each size of block: made anew, its hash alone would take as long as its look-up. */
function textOf(make: (count: number) => string): (count: number) => string {
  const texts = new Map<number, string>();
  return (count) => {
    let text = texts.get(count);
    if (text === undefined) {
      text = make(count);
      texts.set(count, text);
    }
    return text;
  };
}

function* each(sql: string, parameters: readonly (readonly SqlValue[])[]): Work<readonly SqlRow[]> {
  const rows: SqlRow[] = [];
  for (const values of parameters) rows.push(...(yield* statement(sql, values)));
  return rows;
}
