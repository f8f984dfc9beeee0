import { type SQL, sql } from 'drizzle-orm';
import type { SqlExecutor } from '../../src/index.ts';
import { rowsOf } from './orm-host.ts';

/** Drizzle's `sql` of a text and its values. */
function drizzleSql(text: string, parameters: readonly unknown[], placeholder: RegExp): SQL {
  const parts = text.split(placeholder).map((part) => sql.raw(part));
  return sql.join(parts.flatMap((part, index) => (index === 0 ? [part] : [sql`${parameters[index - 1]}`, part])));
}

/** A Drizzle transaction on `pg`. */
export function drizzlePostgresExecutor(tx: { execute(query: SQL): PromiseLike<{ rows: unknown[] }> }): SqlExecutor {
  return {
    execute: async (text, parameters) => rowsOf((await tx.execute(drizzleSql(text, parameters, /\$\d+/))).rows),
  };
}

/** A Drizzle transaction on `mysql2`. */
export function drizzleMysqlExecutor(tx: { execute(query: SQL): PromiseLike<unknown> }): SqlExecutor {
  return {
    execute: async (text, parameters) => {
      const [rows] = (await tx.execute(drizzleSql(text, parameters, /\?/))) as unknown[];
      return rowsOf(rows);
    },
  };
}
