import { numberOrNull } from '../lanes/lane-row.ts';
import type { Driven } from '../schema/query-builder.ts';
import type { TableNames } from '../schema/table-names.ts';
import type { AttemptsTable, DeliveriesTable, PayloadsTable, QueueTable, WebhooksTable } from '../schema/tables.ts';
import { asRows, readLocked } from '../session/dispatch-rows.ts';
import type {
  Arrival,
  ArrivalScan,
  BatchRows,
  ClaimedRow,
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
import { cutBatch } from './cut-batch.ts';
import { dispatchStatements, maxArrivals } from './dispatch-statements.ts';
import { TurnFloor } from './turn-floor.ts';
import { typedRows } from './typed-rows.ts';

/** Added by one statement. */
const maxAttempts = 250;

/** {@link DispatchSql} for PostgreSQL: sets of rows go in as arrays or VALUES, one statement for all of them. */
export class PostgresDispatch implements DispatchSql {
  readonly isSingleWriter = false;
  readonly #names: TableNames;
  readonly #window = new ArrivalWindow();
  readonly #floor = new TurnFloor();
  readonly #sql: ReturnType<typeof dispatchStatements>;

  constructor(names: TableNames) {
    this.#names = names;
    this.#sql = dispatchStatements(names);
  }

  storesAtOnce(rows: BatchRows): boolean {
    return cutBatch(rows).length === 1;
  }

  *store(rows: BatchRows): Work<void> {
    for (const block of cutBatch(rows)) yield* this.#store(block);
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
    const types = ['uuid', 'uuid', 'bigint', 'text', 'text', 'bigint', 'uuid', 'uuid', 'uuid'];
    const values = typedRows(deliveries.length, types, parameters.length);
    for (const row of deliveries) {
      const { id, webhook_id, revision, format, items, due_at, resend_of, body_id, payload_id } = row;
      parameters.push(id, webhook_id, revision, format, items, due_at, resend_of, body_id, payload_id);
    }
    parts.push(
      `d AS (INSERT INTO ${names.of('deliveries')} ` +
        '(id, webhook_id, revision, format, items, due_at, resend_of, body_id, payload_id, tenant, created_at) ' +
        `SELECT r.*, (SELECT tenant FROM c), (SELECT now FROM c) FROM (VALUES ${values}) r RETURNING webhook_id, due_at, seq)`,
      `q AS (INSERT INTO ${names.of('queue')} (webhook_id, due_at, seq) SELECT webhook_id, due_at, seq FROM d)`,
    );
    const arrivals =
      `INSERT INTO ${names.of('arrivals')} (webhook_id, due_at, seq, xid) ` +
      'SELECT webhook_id, min(due_at), min(seq), txid_current() FROM d GROUP BY webhook_id';
    yield* statement(`WITH ${parts.join(', ')} ${arrivals}`, parameters);
  }

  *takeArrivals(all: boolean): Work<ArrivalScan> {
    const { xmax, inProgress } = all ? new ArrivalWindow() : this.#window;
    const rows = yield* statement(this.#sql.takeArrivals, [xmax, plainArray(inProgress)]);
    const { snapshot, earlier, later, reached } = rows[0] ?? {};
    const arrivals = rows
      .filter(({ webhook_id }) => webhook_id !== null)
      .map(({ webhook_id, due_at, seq }) => ({
        webhookId: String(webhook_id),
        dueAt: Number(due_at),
        seq: Number(seq),
      }));
    const confirm = () => {
      // What is left of those before the window keeps it where it is.
      if (Number(earlier) >= maxArrivals) return;
      this.#window.advance(String(snapshot), Number(later) >= maxArrivals ? String(reached) : null);
    };
    return { arrivals, confirm };
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
    const [row] = yield* statement(this.#sql.firstArrival, [xmax, plainArray(inProgress)]);
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
    yield* statement(this.#sql.saveLanes, laneArrays(lanes));
  }

  *queued(requests: readonly QueueRequest[]): Work<readonly Driven<QueueTable>[]> {
    return asRows<QueueTable>(
      yield* statement(this.#sql.queued, [
        plainArray(requests.map(({ webhookId }) => webhookId)),
        numberArray(requests.map(({ headAt }) => headAt)),
        numberArray(requests.map(({ headSeq }) => headSeq)),
        numberArray(requests.map(({ limit }) => limit)),
        textArray(requests.map(({ leased }) => numberArray(leased))),
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

  *claimed(seqs: readonly number[]): Work<readonly Driven<ClaimedRow>[]> {
    return asRows<ClaimedRow>(yield* statement(this.#sql.claimed, [numberArray(seqs)]));
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

  *settle(outcomes: readonly OutcomeRow[], lanes: readonly LaneSave[]): Work<void> {
    yield* statement(this.#sql.settle, [
      ...laneArrays(lanes),
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
    for (let start = 0; start < attempts.length; start += maxAttempts) {
      const block = attempts.slice(start, start + maxAttempts);
      const values = typedRows(block.length, ['bigint', 'integer', 'text'], 0);
      const parameters = block.flatMap(({ delivery_seq, number, data }) => [delivery_seq, number, data]);
      yield* statement(`${into} VALUES ${values}`, parameters);
    }
  }
}

function laneArrays(lanes: readonly LaneSave[]): readonly string[] {
  return [
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
    numberArray(lanes.map((lane) => lane.slowdown)),
    numberArray(lanes.map((lane) => lane.pace_changed_at)),
    textArray(lanes.map((lane) => lane.leases)),
  ];
}
