import type { SqliteHandle } from '../open-sqlite.ts';
import type { BareConnection } from './bare-connection.ts';

interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
  readonly dflt_value: string | null;
}

/** Closes the handle in the end. */
export function sqliteBare(handle: SqliteHandle): BareConnection {
  const prepared = new Map<string, ReturnType<SqliteHandle['prepare']>>();
  const all = <Row>(sql: string, ...parameters: unknown[]) => handle.prepare(sql).all(...parameters) as Row[];
  const defaultOf = (expression: string | null): unknown =>
    expression === null ? null : all<{ readonly value: unknown }>(`select ${expression} as value`)[0]?.value;
  const columnsOf = (table: string) => {
    const columns = all<ColumnInfo>(`select name, type, pk, dflt_value from pragma_table_info('${table}')`);
    const keyColumns = columns.filter(({ pk }) => pk > 0).length;
    return columns.map(({ name, type, pk, dflt_value }) => ({
      name,
      isGenerated: pk > 0 && keyColumns === 1 && type.toUpperCase() === 'INTEGER',
      defaultValue: defaultOf(dflt_value),
    }));
  };
  return {
    overriding: '',
    placeholder: () => '?',
    async tables(prefix) {
      const tables = all<{ readonly name: string }>(
        "select name from sqlite_master where type = 'table' and substr(name, 1, ?) = ? order by rowid",
        prefix.length,
        prefix,
      );
      return tables.map(({ name }) => ({ name, columns: columnsOf(name) }));
    },
    rows: async (table) => all<Record<string, unknown>>(`select * from ${table}`).map(({ _metadata, ...row }) => row),
    async run(statement, parameters) {
      if (parameters === undefined) {
        handle.exec(statement);
        return;
      }
      const ready = prepared.get(statement) ?? handle.prepare(statement);
      prepared.set(statement, ready);
      ready.run(...parameters);
    },
    async close() {
      handle.close();
    },
  };
}
