import { codeOf } from '../../session/database-error.ts';
import { statement, type Work } from '../../session/work.ts';
import { columnTypes } from '../column-types.ts';
import type { Migration, MigrationContext } from '../migration.ts';

/** The pace of each lane, and the payload of a delivery that has one item alone. */
export const paces: Migration = { name: '0002-paces', up };

function* up({ dialect, names }: MigrationContext): Work<void> {
  const { id, integer, bigint } = columnTypes[dialect];
  const columns: readonly (readonly [table: 'lanes' | 'deliveries', column: string])[] = [
    ['lanes', `slowdown ${integer} not null default 0`],
    ['lanes', `pace_changed_at ${bigint} not null default 0`],
    // Null in what is there already: the items say it too.
    ['deliveries', `payload_id ${id}`],
  ];
  for (const [table, column] of columns) yield* addColumn(names.of(table), column);
}

/** On MySQL, what is there already is from a run that was cut short. */
function* addColumn(table: string, column: string): Work<void> {
  try {
    yield* statement(`alter table ${table} add column ${column}`);
  } catch (cause) {
    if (!(cause instanceof Error) || codeOf(cause.cause) !== 'ER_DUP_FIELDNAME') throw cause;
  }
}
