import { Client } from 'pg';
import type { BareConnection, BareTable } from './bare-connection.ts';

interface ColumnRow {
  readonly table: string;
  readonly column: string;
  readonly identity: 'YES' | 'NO';
  readonly default: string | null;
}

const columnsQuery = `
  select c.table_name as table, c.column_name as column, c.is_identity as identity, c.column_default as default
  from information_schema.columns c
  where c.table_schema = current_schema() and starts_with(c.table_name, $1)
  order by format('%I.%I', c.table_schema, c.table_name)::regclass::oid, c.ordinal_position`;

export async function connectPostgresBare(url: string): Promise<BareConnection> {
  const client = new Client({ connectionString: url });
  // Of a connection that is cut while it is idle, by a run that failed: what failed says why.
  client.on('error', () => {});
  await client.connect();
  const names = new Map<string, string>();
  const defaultOf = async (expression: string | null): Promise<unknown> =>
    expression === null ? null : (await client.query(`select ${expression} as value`)).rows[0]?.value;
  return {
    overriding: 'overriding system value',
    placeholder: (number) => `$${number}`,
    async tables(prefix) {
      const { rows } = await client.query<ColumnRow>(columnsQuery, [prefix]);
      const tables = new Map<string, BareTable['columns'][number][]>();
      for (const { table, column, identity, default: expression } of rows) {
        const isGenerated = identity === 'YES' || (expression?.startsWith('nextval(') ?? false);
        const columns = tables.get(table) ?? [];
        tables.set(table, columns);
        columns.push({ name: column, isGenerated, defaultValue: isGenerated ? null : await defaultOf(expression) });
      }
      return [...tables].map(([name, columns]) => ({ name, columns }));
    },
    rows: async (table) => (await client.query(`select * from ${table}`)).rows,
    async run(text, parameters) {
      if (parameters === undefined) {
        await client.query(text);
        return;
      }
      const name = names.get(text) ?? `bare_${names.size}`;
      names.set(text, name);
      await client.query({ name, text, values: [...parameters] });
    },
    close: () => client.end(),
  };
}
