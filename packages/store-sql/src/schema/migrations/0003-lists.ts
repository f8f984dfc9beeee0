import { type StoredWebhook, webhookOrderValue } from '@hookwright/core';
import { codeOf } from '../../session/database-error.ts';
import { statement, type Work } from '../../session/work.ts';
import type { SqlRow, SqlValue } from '../../sql-executor.ts';
import { columnTypes } from '../column-types.ts';
import type { Migration, MigrationContext } from '../migration.ts';

/** Orders for lists of webhooks, how many a tenant has, and idempotency keys of creations. */
export const lists: Migration = { name: '0003-lists', up };

function* up(context: MigrationContext): Work<void> {
  const { dialect, names } = context;
  const { id, name, word, bigint } = columnTypes[dialect];
  const isMysql = dialect === 'mysql';
  // In the order of bytes, whatever the database's own collation.
  const bytes = dialect === 'postgres' ? ' collate "C"' : '';
  const columns: readonly (readonly [table: 'tenants' | 'webhooks', column: string])[] = [
    ['tenants', `live ${bigint} not null default 0`],
    ['tenants', `deleted ${bigint} not null default 0`],
    ['tenants', `counted_revision ${bigint} not null default 0`],
    ['webhooks', `modified_at ${bigint} not null default 0`],
    ['webhooks', `sort_url ${name}${bytes} not null default ''`],
  ];
  for (const [table, column] of columns) {
    yield* tolerate('ER_DUP_FIELDNAME', statement(`alter table ${names.of(table)} add column ${column}`));
  }
  const key = names.quoted('key');
  yield* statement(
    `create table if not exists ${names.of('creations')} (
      tenant ${name} not null, ${key} ${name} not null, webhook_id ${id} not null, digest ${word} not null,
      created_at ${bigint} not null, primary key (tenant, ${key}))`,
  );
  const indexes: readonly (readonly [name: string, columns: string])[] = [
    ['webhooks_by_id', 'tenant, id'],
    ['webhooks_by_modified', 'tenant, modified_at, id'],
    ['webhooks_by_url', 'tenant, sort_url, id'],
    ['webhooks_by_status', 'tenant, status, id'],
  ];
  for (const [index, on] of indexes) {
    const ifNew = isMysql ? '' : 'if not exists ';
    const create = `create index ${ifNew}${names.indexOf(index)} on ${names.of('webhooks')} (${on})`;
    yield* tolerate('ER_DUP_KEYNAME', statement(create));
  }
  // Counted first: what an older release saves from here on raises a tenant's revision, and is looked at again at its next save.
  yield* countWebhooks(context);
  yield* fillOrders(context);
}

/** On MySQL, what is there already is from a run that was cut short. */
function* tolerate(code: string, work: Work<readonly SqlRow[]>): Work<void> {
  try {
    yield* work;
  } catch (cause) {
    if (!(cause instanceof Error) || codeOf(cause.cause) !== code) throw cause;
  }
}

const blockSize = 500;

function* countWebhooks({ dialect, names }: MigrationContext): Work<void> {
  const tenants = names.of('tenants');
  const place = placesOf(dialect);
  for (let after: SqlValue = ''; ; ) {
    const read = `select name, revision from ${tenants} where name > ${place(1)} order by name limit ${blockSize}`;
    const rows: readonly SqlRow[] = yield* statement(read, [after]);
    for (const { name, revision } of rows) {
      const count = `select count(*) as total, count(deleted_at) as deleted from ${names.of('webhooks')} where tenant = ${place(1)}`;
      const [counted] = yield* statement(count, [name as SqlValue]);
      const deleted = Number(counted?.deleted);
      // Not where somebody registered meanwhile: the next save counts anew.
      yield* statement(
        `update ${tenants} set live = ${Number(counted?.total) - deleted}, deleted = ${deleted},
          counted_revision = ${Number(revision)} where name = ${place(1)} and revision = ${Number(revision)}`,
        [name as SqlValue],
      );
    }
    if (rows.length < blockSize) return;
    after = rows.at(-1)?.name as SqlValue;
  }
}

function* fillOrders({ dialect, names }: MigrationContext): Work<void> {
  const webhooks = names.of('webhooks');
  const place = placesOf(dialect);
  for (let after = 0; ; ) {
    const read = `select seq, data from ${webhooks} where seq > ${after} order by seq limit ${blockSize}`;
    const rows: readonly SqlRow[] = yield* statement(read);
    const readable = rows.flatMap(({ seq, data }) => orderOf(Number(seq), data));
    if (readable.length > 0) {
      const modified = readable.map(({ seq, modifiedAt }) => `when ${seq} then ${modifiedAt}`).join(' ');
      const urls = readable.map(({ seq }, index) => `when ${seq} then ${place(index + 1)}`).join(' ');
      yield* statement(
        `update ${webhooks} set modified_at = case seq ${modified} end, sort_url = case seq ${urls} end
          where seq in (${readable.map(({ seq }) => seq).join()})`,
        readable.map(({ url }) => url),
      );
    }
    if (rows.length < blockSize) return;
    after = Number(rows.at(-1)?.seq);
  }
}

/** Nothing for a registration that cannot be read: it is to stop no other. */
function orderOf(seq: number, data: unknown) {
  try {
    const webhook = JSON.parse(String(data)) as StoredWebhook;
    const [modifiedAt, url] = [webhookOrderValue(webhook, 'modified'), webhookOrderValue(webhook, 'url')];
    return Number.isSafeInteger(modifiedAt) ? [{ seq, modifiedAt, url }] : [];
  } catch {
    return [];
  }
}

function placesOf(dialect: MigrationContext['dialect']): (number: number) => string {
  return dialect === 'postgres' ? (number) => `$${number}` : () => '?';
}
