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
import { asRows, readLocked } from '../session/dispatch-rows.ts';
import type {
  Arrival,
  ArrivalScan,
  BatchRows,
  DispatchSql,
  DueLaneQuery,
  LaneSave,
  LockedLane,
  OutcomeRow,
  QueueRequest,
  StrictQueueRequest,
  WaitingEnd,
} from '../session/dispatch-sql.ts';
import { statement, type Work } from '../session/work.ts';
import type { SqlValue } from '../sql-executor.ts';
import { numberArray, plainArray, textArray } from './array-literal.ts';
import { ArrivalWindow } from './arrival-window.ts';
import { TurnFloor } from './turn-floor.ts';
import { typedRows } from './typed-rows.ts';

/** Of each table in one statement: few enough that the server keeps it prepared, and that planning it costs little. */
const maxRows = 250;
/** Of the texts in one statement, in UTF-16 units: a message to the server has at most 1 GiB. */
const maxLength = 32 * 1_024 * 1_024;

/** Taken in one scan. */
const maxArrivals = 5_000;

/** {@link DispatchSql} for PostgreSQL: sets of rows go in as arrays or VALUES, one statement for all of them. */
export class PostgresDispatch implements DispatchSql {
  readonly isSingleWriter = false;
  readonly #names: TableNames;
  readonly #window = new ArrivalWindow();
  readonly #floor = new TurnFloor();
  readonly #sql: ReturnType<typeof statements>;

  constructor(names: TableNames) {
    this.#names = names;
    this.#sql = statements(names);
  }

  storesAtOnce(rows: BatchRows): boolean {
    return blocksOf(rows).length === 1;
  }

  *store(rows: BatchRows): Work<void> {
    for (const block of blocksOf(rows)) yield* this.#store(block);
  }

  /** All of a block in one statement: one round trip, and all or nothing without a transaction around it. */
  *#store({ tenant, now, versions, payloads, deliveries }: BatchRows): Work<void> {
    const names = this.#names;
    const parts = [`c AS (SELECT $1::text AS tenant, $2::bigint AS now)`];
    const parameters: SqlValue[] = [tenant, now];
    if (versions.length > 0) {
      const values = typedRows(versions.length, ['uuid', 'bigint', 'text'], parameters.length);
      parts.push(
        `v AS (INSERT INTO ${names.of('webhook_versions')} (webhook_id, revision, text, created_at) ` +
          `SELECT r.*, (SELECT now FROM c) FROM (VALUES ${values}) r (webhook_id, revision, text) WHERE NOT EXISTS ` +
          // Not by a unique key: that of an open transaction would keep every other publish waiting.
          `(SELECT 1 FROM ${names.of('webhook_versions')} v WHERE v.webhook_id = r.webhook_id AND v.revision = r.revision))`,
      );
      for (const { webhook_id, revision, text } of versions) parameters.push(webhook_id, revision, text);
    }
    if (payloads.length > 0) {
      const values = typedRows(payloads.length, ['uuid', 'text', 'integer'], parameters.length);
      parts.push(
        `p AS (INSERT INTO ${names.of('payloads')} (id, text, refs, tenant) ` +
          `SELECT r.*, (SELECT tenant FROM c) FROM (VALUES ${values}) r)`,
      );
      for (const { id, text, refs } of payloads) parameters.push(id, text, refs);
    }
    if (deliveries.length === 0) {
      yield* statement(`WITH ${parts.join(', ')} SELECT 1 AS stored`, parameters);
      return;
    }
    const types = ['uuid', 'uuid', 'bigint', 'text', 'text', 'bigint', 'uuid', 'uuid'];
    const values = typedRows(deliveries.length, types, parameters.length);
    for (const row of deliveries) {
      const { id, webhook_id, revision, format, items, due_at, resend_of, body_id } = row;
      parameters.push(id, webhook_id, revision, format, items, due_at, resend_of, body_id);
    }
    parts.push(
      `d AS (INSERT INTO ${names.of('deliveries')} ` +
        '(id, webhook_id, revision, format, items, due_at, resend_of, body_id, tenant, created_at) ' +
        `SELECT r.*, (SELECT tenant FROM c), (SELECT now FROM c) FROM (VALUES ${values}) r RETURNING webhook_id, due_at, seq)`,
      `q AS (INSERT INTO ${names.of('queue')} (webhook_id, due_at, seq) SELECT webhook_id, due_at, seq FROM d)`,
    );
    const arrivals =
      `INSERT INTO ${names.of('arrivals')} (webhook_id, due_at, seq, xid) ` +
      'SELECT webhook_id, min(due_at), min(seq), txid_current() FROM d GROUP BY webhook_id';
    yield* statement(`WITH ${parts.join(', ')} ${arrivals}`, parameters);
  }

  *takeArrivals(all: boolean): Work<ArrivalScan> {
    const { xmax, inProgress } = this.#window;
    const scanned = all || xmax === null;
    const rows = scanned
      ? yield* statement(this.#sql.takeAllArrivals)
      : yield* statement(this.#sql.takeArrivals, [xmax, plainArray(inProgress)]);
    const snapshot = String(rows[0]?.snapshot);
    const arrivals = rows
      .filter(({ webhook_id }) => webhook_id !== null)
      .map(({ webhook_id, due_at, seq }) => ({
        webhookId: String(webhook_id),
        dueAt: Number(due_at),
        seq: Number(seq),
      }));
    // One that was cut short has not seen all that its snapshot shows: the next begins where it did.
    const isCut = Number(rows[0]?.taken) >= maxArrivals;
    return { arrivals, confirm: () => isCut || this.#window.advance(snapshot) };
  }

  *returnArrivals(arrivals: readonly Arrival[]): Work<void> {
    yield* statement(this.#sql.returnArrivals, [
      plainArray(arrivals.map(({ webhookId }) => webhookId)),
      numberArray(arrivals.map(({ dueAt }) => dueAt)),
      numberArray(arrivals.map(({ seq }) => seq)),
    ]);
  }

  *firstArrivalAt(): Work<number | null> {
    const { xmax, inProgress } = this.#window;
    const [row] =
      xmax === null
        ? yield* statement(this.#sql.firstOfAllArrivals)
        : yield* statement(this.#sql.firstArrival, [xmax, plainArray(inProgress)]);
    return numberOrNull(row?.due_at);
  }

  *lockDueLanes({ now, limit, skip }: DueLaneQuery): Work<readonly LockedLane[]> {
    const after = this.#floor.at(now);
    const rows =
      skip.length === 0
        ? yield* statement(this.#sql.dueLanes, [after, now, limit])
        : yield* statement(this.#sql.dueLanesBut, [after, now, plainArray(skip), limit]);
    const due = rows.map(readLocked);
    if (skip.length === 0) this.#floor.raise(now, after, due[0]?.nextAt ?? now);
    return due;
  }

  *firstTurnAt(now: number): Work<number | null> {
    const [row] = yield* statement(this.#sql.firstTurn, [this.#floor.at(now)]);
    return numberOrNull(row?.next_at);
  }

  *lockLanes(webhookIds: readonly string[], waits: boolean): Work<readonly LockedLane[]> {
    const text = waits ? this.#sql.lanes : this.#sql.freeLanes;
    return (yield* statement(text, [plainArray(webhookIds)])).map(readLocked);
  }

  *revisions(webhookIds: readonly string[]): Work<readonly Driven<Pick<WebhooksTable, 'id' | 'revision'>>[]> {
    return asRows<WebhooksTable>(yield* statement(this.#sql.revisions, [plainArray(webhookIds)]));
  }

  *saveLanes(lanes: readonly LaneSave[]): Work<void> {
    yield* statement(this.#sql.saveLanes, [
      plainArray(lanes.map((lane) => lane.webhook_id)),
      numberArray(lanes.map((lane) => lane.version)),
      numberArray(lanes.map((lane) => lane.next_at)),
      numberArray(lanes.map((lane) => lane.work_at)),
      numberArray(lanes.map((lane) => lane.head_at)),
      numberArray(lanes.map((lane) => lane.head_seq)),
      numberArray(lanes.map((lane) => lane.turn)),
      numberArray(lanes.map((lane) => lane.blocked_until)),
      numberArray(lanes.map((lane) => lane.rate_full_at)),
      numberArray(lanes.map((lane) => lane.failing_since)),
      numberArray(lanes.map((lane) => lane.tried_since)),
      textArray(lanes.map((lane) => lane.leases)),
    ]);
  }

  *queued(requests: readonly QueueRequest[]): Work<readonly Driven<QueueTable>[]> {
    return asRows<QueueTable>(
      yield* statement(this.#sql.queued, [
        plainArray(requests.map(({ webhookId }) => webhookId)),
        numberArray(requests.map(({ headAt }) => headAt)),
        numberArray(requests.map(({ limit }) => limit)),
      ]),
    );
  }

  *strictHeads(requests: readonly StrictQueueRequest[]): Work<readonly Driven<QueueTable>[]> {
    return asRows<QueueTable>(
      yield* statement(this.#sql.strictHeads, [
        plainArray(requests.map(({ webhookId }) => webhookId)),
        numberArray(requests.map(({ headSeq }) => headSeq)),
      ]),
    );
  }

  *deliveries(seqs: readonly number[]): Work<readonly Driven<DeliveriesTable>[]> {
    return asRows<DeliveriesTable>(yield* statement(this.#sql.deliveries, [numberArray(seqs)]));
  }

  *payloads(ids: readonly string[]): Work<readonly Driven<Pick<PayloadsTable, 'id' | 'text'>>[]> {
    return asRows<PayloadsTable>(yield* statement(this.#sql.payloads, [plainArray(ids)]));
  }

  *endWaiting(webhookId: string, leased: readonly number[], { status, code }: WaitingEnd, now: number): Work<void> {
    yield* statement(this.#sql.endWaiting, [webhookId, numberArray(leased), status, now, code]);
  }

  *makeDue(webhookId: string, leased: readonly number[], now: number): Work<void> {
    yield* statement(this.#sql.makeDue, [webhookId, now, numberArray(leased)]);
  }

  *settle(outcomes: readonly OutcomeRow[]): Work<void> {
    yield* statement(this.#sql.settle, [
      numberArray(outcomes.map((row) => row.seq)),
      plainArray(outcomes.map((row) => row.webhook_id)),
      numberArray(outcomes.map((row) => row.queued_at)),
      numberArray(outcomes.map((row) => row.requeue_at)),
      plainArray(outcomes.map((row) => row.status)),
      numberArray(outcomes.map((row) => row.attempts)),
      numberArray(outcomes.map((row) => row.last_attempt_at)),
      numberArray(outcomes.map((row) => row.finished_at)),
      textArray(outcomes.map((row) => row.code)),
      textArray(outcomes.map((row) => row.success)),
    ]);
  }

  *addAttempts(attempts: readonly AttemptsTable[]): Work<void> {
    const into = `INSERT INTO ${this.#names.of('attempts')} (delivery_seq, number, data)`;
    for (let start = 0; start < attempts.length; start += maxRows) {
      const block = attempts.slice(start, start + maxRows);
      const values = typedRows(block.length, ['bigint', 'integer', 'text'], 0);
      const parameters = block.flatMap(({ delivery_seq, number, data }) => [delivery_seq, number, data]);
      yield* statement(`${into} VALUES ${values}`, parameters);
    }
  }
}

/** Cuts a batch into what statements take; of most, all fits into one. */
function blocksOf(rows: BatchRows): readonly BatchRows[] {
  const { versions, payloads, deliveries } = rows;
  const payloadBlocks = cutByLength(payloads);
  const count = Math.max(Math.ceil(Math.max(versions.length, deliveries.length) / maxRows), payloadBlocks.length);
  return Array.from({ length: count }, (_, block) => {
    const cut = <Row>(all: readonly Row[]) => all.slice(block * maxRows, (block + 1) * maxRows);
    return { ...rows, versions: cut(versions), payloads: payloadBlocks[block] ?? [], deliveries: cut(deliveries) };
  });
}

function cutByLength(payloads: BatchRows['payloads']): readonly BatchRows['payloads'][] {
  const blocks: BatchRows['payloads'][number][][] = [];
  let length = maxLength;
  for (const payload of payloads) {
    const block = blocks.at(-1);
    if (block === undefined || block.length >= maxRows || length + payload.text.length > maxLength) {
      blocks.push([payload]);
      length = payload.text.length;
    } else {
      block.push(payload);
      length += payload.text.length;
    }
  }
  return blocks;
}

function statements(names: TableNames) {
  const [arrivals, lanes, webhooks, queue, deliveries, payloads] = (
    ['arrivals', 'lanes', 'webhooks', 'queue', 'deliveries', 'payloads'] as const
  ).map((table) => names.of(table));
  // The snapshot is the statement's own: what it does not see is what the next scan looks for.
  const take = (where: string) =>
    `WITH gone AS (DELETE FROM ${arrivals} WHERE id IN (SELECT id FROM ${arrivals} ${where} LIMIT ${maxArrivals}) ` +
    'RETURNING webhook_id, due_at, seq) ' +
    'SELECT txid_current_snapshot()::text AS snapshot, (SELECT count(*) FROM gone) AS taken, g.webhook_id, g.due_at, g.seq ' +
    'FROM (SELECT 1) one ' +
    'LEFT JOIN (SELECT webhook_id, min(due_at) AS due_at, min(seq) AS seq FROM gone GROUP BY webhook_id) g ON true';
  const isNew = 'WHERE xid >= $1::bigint OR xid = ANY ($2::bigint[])';
  const lane = laneColumns.map((column) => `l.${column}`).join(', ');
  const due = (but: string) =>
    `SELECT ${lane} FROM ${lanes} l ` +
    `WHERE l.next_at > $1::bigint AND l.next_at <= $2::bigint ${but} ORDER BY l.next_at, l.version`;
  const skip = 'FOR UPDATE SKIP LOCKED';
  // From the newest version back: the first row that a search meets is the living one.
  const some = (lock: string) =>
    `SELECT ${lane} FROM unnest($1::uuid[]) WITH ORDINALITY AS r (webhook_id, place) ` +
    `CROSS JOIN LATERAL (SELECT * FROM ${lanes} WHERE webhook_id = r.webhook_id ORDER BY version DESC LIMIT 1 ${lock}) l ` +
    'ORDER BY r.place';
  return {
    takeArrivals: take(isNew),
    takeAllArrivals: take(''),
    firstArrival: `SELECT min(due_at) AS due_at FROM ${arrivals} ${isNew}`,
    firstOfAllArrivals: `SELECT min(due_at) AS due_at FROM ${arrivals}`,
    returnArrivals:
      `INSERT INTO ${arrivals} (webhook_id, due_at, seq, xid) ` +
      'SELECT *, txid_current() FROM unnest($1::uuid[], $2::bigint[], $3::bigint[])',
    dueLanes: `${due('')} LIMIT $3::bigint ${skip}`,
    dueLanesBut: `${due('AND l.webhook_id <> ALL ($3::uuid[])')} LIMIT $4::bigint ${skip}`,
    firstTurn: `SELECT min(next_at) AS next_at FROM ${lanes} WHERE next_at > $1::bigint`,
    lanes: some('FOR UPDATE'),
    freeLanes: some(skip),
    revisions: `SELECT id, revision FROM ${webhooks} WHERE id = ANY ($1::uuid[])`,
    saveLanes:
      `UPDATE ${lanes} l SET version = l.version + 1, next_at = r.next_at, work_at = r.work_at, head_at = r.head_at, ` +
      'head_seq = r.head_seq, turn = r.turn, blocked_until = r.blocked_until, rate_full_at = r.rate_full_at, ' +
      'failing_since = r.failing_since, tried_since = r.tried_since, leases = r.leases ' +
      'FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], ' +
      '$8::bigint[], $9::float8[], $10::bigint[], $11::bigint[], $12::text[]) AS r (webhook_id, version, next_at, work_at, ' +
      'head_at, head_seq, turn, blocked_until, rate_full_at, failing_since, tried_since, leases) ' +
      'WHERE l.webhook_id = r.webhook_id AND l.version = r.version',
    queued:
      'SELECT r.webhook_id, k.due_at, k.seq FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS r (webhook_id, head_at, most) ' +
      `CROSS JOIN LATERAL (SELECT due_at, seq FROM ${queue} q WHERE q.webhook_id = r.webhook_id AND q.due_at >= r.head_at ` +
      'ORDER BY q.webhook_id, q.due_at, q.seq LIMIT r.most) k',
    strictHeads:
      'SELECT r.webhook_id, k.due_at, k.seq FROM unnest($1::uuid[], $2::bigint[]) AS r (webhook_id, head_seq) ' +
      `CROSS JOIN LATERAL (SELECT due_at, seq FROM ${deliveries} d WHERE d.webhook_id = r.webhook_id AND d.seq >= r.head_seq ` +
      "AND d.status = 'waiting' ORDER BY d.webhook_id, d.seq LIMIT 1) k",
    deliveries: `SELECT ${deliveryColumns.join(', ')} FROM ${deliveries} WHERE seq = ANY ($1::bigint[])`,
    payloads: `SELECT id, text FROM ${payloads} WHERE id = ANY ($1::uuid[])`,
    endWaiting:
      `WITH gone AS (DELETE FROM ${queue} WHERE webhook_id = $1::uuid AND seq <> ALL ($2::bigint[]) RETURNING seq) ` +
      `UPDATE ${deliveries} d SET status = $3::text, finished_at = $4::bigint, code = coalesce($5::text, d.code) ` +
      'FROM gone WHERE d.seq = gone.seq',
    makeDue:
      'WITH c AS (SELECT $1::uuid AS webhook_id, $2::bigint AS now), ' +
      `moved AS (UPDATE ${queue} q SET due_at = c.now FROM c WHERE q.webhook_id = c.webhook_id AND q.due_at > c.now ` +
      'AND q.seq <> ALL ($3::bigint[]) RETURNING q.seq, q.due_at) ' +
      `UPDATE ${deliveries} d SET due_at = moved.due_at FROM moved WHERE d.seq = moved.seq`,
    settle:
      'WITH r AS (SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::integer[], ' +
      '$7::bigint[], $8::bigint[], $9::text[], $10::text[]) AS r (seq, webhook_id, queued_at, requeue_at, status, attempts, ' +
      'last_attempt_at, finished_at, code, success)), ' +
      `d AS (UPDATE ${deliveries} d SET status = r.status, due_at = coalesce(r.requeue_at, d.due_at), ` +
      'attempts = coalesce(r.attempts, d.attempts), last_attempt_at = coalesce(r.last_attempt_at, d.last_attempt_at), ' +
      'finished_at = r.finished_at, code = CASE WHEN r.attempts IS NULL THEN coalesce(r.code, d.code) ELSE r.code END, success = r.success FROM r WHERE d.seq = r.seq), ' +
      // Where the time stays the same the row stays too.
      `gone AS (DELETE FROM ${queue} q USING r WHERE q.webhook_id = r.webhook_id AND q.due_at = r.queued_at AND q.seq = r.seq ` +
      'AND r.requeue_at IS DISTINCT FROM r.queued_at) ' +
      `INSERT INTO ${queue} (webhook_id, due_at, seq) SELECT webhook_id, requeue_at, seq FROM r ` +
      'WHERE requeue_at IS NOT NULL AND requeue_at <> queued_at',
  };
}
