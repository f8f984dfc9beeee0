import { codeOf } from '../../session/database-error.ts';
import { statement, type Work } from '../../session/work.ts';
import { columnTypes } from '../column-types.ts';
import type { Migration, MigrationContext } from '../migration.ts';

/** The first tables. */
export const initial: Migration = { name: '0001-initial', up };

function* up({ dialect, names }: MigrationContext): Work<void> {
  const { id, name, word, text, integer, bigint, double, serial } = columnTypes[dialect];
  const isPostgres = dialect === 'postgres';
  // Room on each page for the rows that outcomes leave, which come page by page: so they need no new entries in the indexes.
  const roomy = isPostgres ? 'with (fillfactor = 50)' : '';
  // Tables whose rows come and go are cleaned long before a fifth of them is dead.
  const busy = isPostgres
    ? 'with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000)'
    : '';
  const clustered = dialect === 'sqlite' ? 'without rowid' : busy;
  const key = names.quoted('key');

  yield* statement(
    `create table if not exists ${names.of('tenants')} (name ${name} not null primary key, revision ${bigint} not null)`,
  );
  yield* statement(
    `create table if not exists ${names.of('webhooks')} (
      seq ${serial}, id ${id} not null unique, tenant ${name} not null, revision ${bigint} not null, status ${word} not null,
      deleted_at ${bigint}, held_since ${bigint}, saved_at ${bigint} not null, data ${text} not null)`,
  );
  yield* statement(
    `create table if not exists ${names.of('webhook_versions')} (
      id ${serial}, webhook_id ${id} not null, revision ${bigint} not null, text ${text} not null,
      created_at ${bigint} not null)`,
  );
  yield* statement(
    `create table if not exists ${names.of('payloads')} (
      id ${id} not null primary key, tenant ${name} not null, text ${text} not null, refs ${integer} not null)`,
  );
  yield* statement(
    `create table if not exists ${names.of('deliveries')} (
      seq ${serial}, id ${id} not null unique, tenant ${name} not null, webhook_id ${id} not null, revision ${bigint} not null,
      format ${word} not null, items ${text} not null, created_at ${bigint} not null, due_at ${bigint} not null,
      resend_of ${id}, body_id ${id} not null, status ${word} not null default 'waiting',
      attempts ${integer} not null default 0, last_attempt_at ${bigint}, finished_at ${bigint}, code ${text}, success ${text}
    ) ${roomy}`,
  );
  yield* statement(
    `create table if not exists ${names.of('queue')} (
      webhook_id ${id} not null, due_at ${bigint} not null, seq ${bigint} not null, primary key (webhook_id, due_at, seq)
    ) ${clustered}`,
  );
  if (dialect !== 'sqlite') {
    const xid = isPostgres ? `, xid ${bigint} not null` : '';
    yield* statement(
      `create table if not exists ${names.of('arrivals')} (
        id ${serial}, webhook_id ${id} not null, due_at ${bigint} not null, seq ${bigint} not null${xid}) ${busy}`,
    );
  }
  yield* statement(
    `create table if not exists ${names.of('lanes')} (
      webhook_id ${id} not null, version ${bigint} not null, next_at ${bigint}, work_at ${bigint}, head_at ${bigint} not null,
      head_seq ${bigint} not null, turn ${bigint} not null, blocked_until ${bigint} not null, rate_full_at ${double} not null,
      failing_since ${bigint}, tried_since ${bigint} not null, leases ${text} not null,
      primary key (webhook_id${isPostgres ? ', version' : ''})) ${clustered}`,
  );
  yield* statement(
    `create table if not exists ${names.of('batches')} (
      tenant ${name} not null, ${key} ${name} not null, created_at ${bigint} not null, result ${text} not null,
      primary key (tenant, ${key}))`,
  );
  yield* statement(
    `create table if not exists ${names.of('attempts')} (
      delivery_seq ${bigint} not null, number ${integer} not null, data ${text} not null, primary key (delivery_seq, number))`,
  );

  const indexes: readonly (readonly [name: string, on: string])[] = [
    ['versions_by_webhook', `${names.of('webhook_versions')} (webhook_id, revision)`],
    ['webhooks_by_tenant', `${names.of('webhooks')} (tenant, seq)`],
    ['webhooks_by_revision', `${names.of('webhooks')} (tenant, revision)`],
    [
      'webhooks_held',
      `${names.of('webhooks')} (held_since)${dialect === 'mysql' ? '' : ' where held_since is not null'}`,
    ],
    ['deliveries_by_tenant', `${names.of('deliveries')} (tenant, seq)`],
    ['deliveries_by_webhook', `${names.of('deliveries')} (webhook_id, seq)`],
    [
      'lanes_by_turn',
      `${names.of('lanes')} (next_at, version)${dialect === 'mysql' ? '' : ' where next_at is not null'}`,
    ],
    ['batches_by_age', `${names.of('batches')} (created_at)`],
    ...(isPostgres ? [['arrivals_by_transaction', `${names.of('arrivals')} (xid)`] as const] : []),
  ];
  for (const [index, on] of indexes) yield* createIndex(names.indexOf(index), on, dialect === 'mysql');
}

/** MySQL knows no `if not exists` here; what is there already is from a run that was cut short. */
function* createIndex(name: string, on: string, isMysql: boolean): Work<void> {
  if (!isMysql) {
    yield* statement(`create index if not exists ${name} on ${on}`);
    return;
  }
  try {
    yield* statement(`create index ${name} on ${on}`);
  } catch (cause) {
    if (!(cause instanceof Error) || codeOf(cause.cause) !== 'ER_DUP_KEYNAME') throw cause;
  }
}
