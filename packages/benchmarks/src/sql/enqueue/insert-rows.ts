import type { BareConnection } from './bare-connection.ts';
import type { TableRows } from './row-copy.ts';

/** What the drivers take in one statement, and a little less. */
const maxParameters = 30_000;

/** Inserts by hand: one transaction, one INSERT of many rows a table. */
export async function insertRows(connection: BareConnection, tables: readonly TableRows[]): Promise<void> {
  await connection.run('begin');
  for (const { table, columns, rows } of tables) {
    const most = Math.floor(maxParameters / columns.length);
    for (let start = 0; start < rows.length; start += most) {
      const some = rows.slice(start, start + most);
      await connection.run(statementFor(connection, table, columns, some.length), some.flat());
    }
  }
  await connection.run('commit');
}

const statements = new Map<string, string>();

function statementFor(connection: BareConnection, table: string, columns: readonly string[], rows: number): string {
  const key = `${connection.placeholder(1)} ${table} ${rows} ${columns.join()}`;
  const known = statements.get(key);
  if (known !== undefined) return known;
  const values = Array.from({ length: rows }, (_, row) => {
    const places = columns.map((_, column) => connection.placeholder(row * columns.length + column + 1));
    return `(${places.join(', ')})`;
  });
  const text = `insert into ${table} (${columns.join(', ')}) ${connection.overriding} values ${values.join(', ')}`;
  statements.set(key, text);
  return text;
}
