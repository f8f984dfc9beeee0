import type { TableNames } from '../schema/table-names.ts';
import { blocksOf, places, valueRows } from '../session/blocks-of.ts';
import type { BatchRows } from '../session/dispatch-sql.ts';
import { statement, type Work } from '../session/work.ts';
import type { SqlRow, SqlValue } from '../sql-executor.ts';
import { selectRows } from './select-rows.ts';

/** Rows by their keys, in blocks. None of this waits for a row of another's open transaction. */
export class KeyedRows {
  readonly #names: TableNames;

  constructor(names: TableNames) {
    this.#names = names;
  }

  *addToQueue(keys: readonly (readonly SqlValue[])[]): Work<void> {
    const into = `INSERT INTO ${this.#names.of('queue')} (webhook_id, due_at, seq)`;
    for (const block of blocksOf(keys)) yield* statement(`${into} VALUES ${valueRows(block.length, 3)}`, block.flat());
  }

  /**
   * Deletes rows by their primary keys, each looked up by itself. Given a list, the server may prefer to read a small table, and
   * waits for every row of an open transaction that it meets.
   */
  *deleteByKey(
    table: 'arrivals' | 'queue',
    key: readonly string[],
    keys: readonly (readonly SqlValue[])[],
  ): Work<void> {
    const on = key.map((column) => `t.${column} = r.${column}`).join(' AND ');
    for (const block of blocksOf(keys)) {
      const text = `DELETE t FROM (${selectRows(block.length, key)}) r STRAIGHT_JOIN ${this.#names.of(table)} t ON ${on}`;
      yield* statement(text, block.flat());
    }
  }

  *knownVersions(versions: BatchRows['versions']): Work<ReadonlySet<string>> {
    const known = new Set<string>();
    const select = `SELECT webhook_id, revision FROM ${this.#names.of('webhook_versions')}`;
    for (const block of blocksOf(versions)) {
      const keys = Array.from(block, () => '(webhook_id = ? AND revision = ?)').join(' OR ');
      const values = block.flatMap(({ webhook_id, revision }) => [webhook_id, revision]);
      for (const row of yield* statement(`${select} WHERE ${keys}`, values))
        known.add(`${row.webhook_id}/${row.revision}`);
    }
    return known;
  }

  *select(selection: string, values: readonly SqlValue[]): Work<readonly SqlRow[]> {
    const rows: SqlRow[] = [];
    for (const block of blocksOf(values)) {
      rows.push(...(yield* statement(`${selection} IN (${places(block.length)})`, block)));
    }
    return rows;
  }
}
