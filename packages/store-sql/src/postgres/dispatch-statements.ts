import type { TableNames } from '../schema/table-names.ts';
import { deliveryColumns, laneColumns } from '../schema/tables.ts';
import { claimedColumns } from '../session/dispatch-sql.ts';

/** Taken in one scan of each kind: so many cost a claim about a fifth more than none. */
export const maxArrivals = 1_000;

/** The texts of the hot path's statements: each is the same at every call, whatever it is called with. */
export function dispatchStatements(names: TableNames) {
  const [arrivals, lanes, webhooks, queue, deliveries, payloads] = (
    ['arrivals', 'lanes', 'webhooks', 'queue', 'deliveries', 'payloads'] as const
  ).map((table) => names.of(table));
  // Two searches, for one with an OR would read the whole table, dead rows included. The later one in the order of transactions:
  // where it is cut says how far it has come.
  const earlier = (what: string) => `SELECT ${what} FROM ${arrivals} WHERE xid = ANY ($2::bigint[])`;
  const later = (what: string) => `SELECT ${what} FROM ${arrivals} WHERE xid >= $1::bigint`;
  const takeArrivals =
    // The snapshot is the statement's own: what it does not see is what the next scan looks for.
    `WITH found AS MATERIALIZED ((${earlier('ctid, xid')} LIMIT ${maxArrivals}) UNION ALL ` +
    `(${later('ctid, xid')} ORDER BY xid LIMIT ${maxArrivals})), ` +
    // Nobody updates these rows, so where one lies is as good as its id, and is found without an index.
    `gone AS (DELETE FROM ${arrivals} WHERE ctid = ANY (ARRAY(SELECT ctid FROM found)) RETURNING webhook_id, due_at, seq) ` +
    'SELECT txid_current_snapshot()::text AS snapshot, f.earlier, f.later, f.reached, g.webhook_id, g.due_at, g.seq ' +
    'FROM (SELECT count(*) FILTER (WHERE xid < $1::bigint) AS earlier, count(*) FILTER (WHERE xid >= $1::bigint) AS later, ' +
    'max(xid) AS reached FROM found) f ' +
    'LEFT JOIN (SELECT webhook_id, min(due_at) AS due_at, min(seq) AS seq FROM gone GROUP BY webhook_id) g ON true';
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
  const saveLanes =
    `UPDATE ${lanes} l SET version = l.version + 1, next_at = r.next_at, work_at = r.work_at, head_at = r.head_at, ` +
    'head_seq = r.head_seq, turn = r.turn, blocked_until = r.blocked_until, rate_full_at = r.rate_full_at, ' +
    'failing_since = r.failing_since, tried_since = r.tried_since, slowdown = r.slowdown, ' +
    'pace_changed_at = r.pace_changed_at, leases = r.leases ' +
    'FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], ' +
    '$8::bigint[], $9::float8[], $10::bigint[], $11::bigint[], $12::integer[], $13::bigint[], $14::text[]) AS r (webhook_id, version, next_at, work_at, ' +
    'head_at, head_seq, turn, blocked_until, rate_full_at, failing_since, tried_since, slowdown, pace_changed_at, leases) ' +
    'WHERE l.webhook_id = r.webhook_id AND l.version = r.version';
  return {
    takeArrivals,
    firstArrival: `SELECT min(due_at) AS due_at FROM (${earlier('due_at')} UNION ALL ${later('due_at')}) a`,
    returnArrivals:
      `INSERT INTO ${arrivals} (webhook_id, due_at, seq, xid) ` +
      'SELECT *, txid_current() FROM unnest($1::uuid[], $2::bigint[], $3::bigint[])',
    dueLanes: `${due('')} LIMIT $3::bigint ${skip}`,
    dueLanesBut: `${due('AND l.webhook_id <> ALL ($3::uuid[])')} LIMIT $4::bigint ${skip}`,
    firstTurn: `SELECT min(next_at) AS next_at FROM ${lanes} WHERE next_at > $1::bigint`,
    lanes: some('FOR UPDATE'),
    freeLanes: some(skip),
    revisions: `SELECT id, revision FROM ${webhooks} WHERE id = ANY ($1::uuid[])`,
    saveLanes,
    queued:
      'SELECT r.webhook_id, k.due_at, k.seq FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[]) ' +
      'AS r (webhook_id, head_at, head_seq, most, leased) ' +
      `CROSS JOIN LATERAL (SELECT due_at, seq FROM ${queue} q WHERE q.webhook_id = r.webhook_id ` +
      'AND (q.due_at, q.seq) >= (r.head_at, r.head_seq) AND q.seq <> ALL (r.leased::bigint[]) ORDER BY q.webhook_id, q.due_at, q.seq LIMIT r.most) k',
    strictHeads:
      'SELECT r.webhook_id, k.due_at, k.seq FROM unnest($1::uuid[], $2::bigint[]) AS r (webhook_id, head_seq) ' +
      `CROSS JOIN LATERAL (SELECT due_at, seq FROM ${deliveries} d WHERE d.webhook_id = r.webhook_id AND d.seq >= r.head_seq ` +
      "AND d.status = 'waiting' ORDER BY d.webhook_id, d.seq LIMIT 1) k",
    deliveries: `SELECT ${deliveryColumns.join(', ')} FROM ${deliveries} WHERE seq = ANY ($1::bigint[])`,
    claimed:
      `SELECT ${claimedColumns} FROM ${deliveries} d LEFT JOIN ${payloads} p ON p.id = d.payload_id ` +
      'WHERE d.seq = ANY ($1::bigint[])',
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
      `WITH saved AS (${saveLanes}), ` +
      'r AS (SELECT * FROM unnest($15::bigint[], $16::uuid[], $17::bigint[], $18::bigint[], $19::text[], $20::integer[], ' +
      '$21::bigint[], $22::bigint[], $23::text[], $24::text[]) AS r (seq, webhook_id, queued_at, requeue_at, status, attempts, ' +
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
