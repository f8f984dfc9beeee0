import { randomBytes } from 'node:crypto';
import type { BareColumn, BareConnection, BareRow, BareTable } from './bare-connection.ts';

/** Rows that are to go into one table, by their columns' order. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

interface WrittenRows {
  readonly table: BareTable;
  readonly rows: readonly BareRow[];
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** What a publish wrote, as a pattern for more of the same, whatever the tables are. */
export class RowCopy {
  readonly #written: readonly WrittenRows[];
  /** Ids that are to be new in each copy. */
  readonly #ids = new Set<string>();
  /** Columns that hold what the database counts up, in whatever table they are, and how far a copy is from the one before. */
  readonly #counted = new Map<string, number>();
  #copies = 0;

  private constructor(written: readonly WrittenRows[]) {
    this.#written = written;
    for (const { table, rows } of written) {
      for (const { id } of rows) if (isUuid(id)) this.#ids.add(id);
      for (const { name, isGenerated } of table.columns) {
        if (!isGenerated) continue;
        const values = rows.map((row) => Number(row[name]));
        const span = Math.max(...values) - Math.min(...values) + 1;
        this.#counted.set(name, Math.max(span, this.#counted.get(name) ?? 0));
      }
    }
  }

  /** Learns from the rows that `publish` adds to the tables. They are to hold little before it. */
  static async of(connection: BareConnection, prefix: string, publish: () => Promise<unknown>): Promise<RowCopy> {
    const tables = await connection.tables(prefix);
    const before = new Map<BareTable, readonly BareRow[]>();
    for (const table of tables) before.set(table, await connection.rows(table.name));
    await publish();
    const written: WrittenRows[] = [];
    for (const [table, known] of before) {
      const rows = addedRows(known, await connection.rows(table.name));
      if (rows.length > 0) written.push({ table, rows });
    }
    return new RowCopy(written);
  }

  get rowCount(): number {
    return this.#written.reduce((sum, { rows }) => sum + rows.length, 0);
  }

  /** The same rows once more, with new ids in place of those that must be unique. */
  next(): readonly TableRows[] {
    this.#copies += 1;
    const fresh = new Map<string, string>();
    for (const id of this.#ids) fresh.set(id, newId(id));
    return this.#written.map(({ table, rows }) => {
      const columns = table.columns.filter((column) => !isDefault(column, rows));
      return {
        table: table.name,
        columns: columns.map(({ name }) => name),
        rows: rows.map((row) => columns.map(({ name }) => this.#renew(name, row[name], fresh))),
      };
    });
  }

  #renew(name: string, value: unknown, fresh: ReadonlyMap<string, string>): unknown {
    const span = this.#counted.get(name);
    if (span !== undefined && !isUuid(value)) return Number(value) + span * this.#copies;
    if (typeof value !== 'string') return value;
    return value.replace(uuids, (id) => fresh.get(id) ?? id);
  }
}

/** None where rows were only changed. */
function addedRows(before: readonly BareRow[], after: readonly BareRow[]): readonly BareRow[] {
  if (after.length === before.length) return [];
  const known = new Set(before.map((row) => JSON.stringify(row)));
  return after.filter((row) => !known.has(JSON.stringify(row)));
}

function isDefault({ name, defaultValue }: BareColumn, rows: readonly BareRow[]): boolean {
  return rows.every((row) => String(row[name] ?? null) === String(defaultValue ?? null));
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && value.length === 36;
}

/** Another UUID of the same kind: one that begins with the time goes on doing so. */
function newId(id: string): string {
  const random = randomBytes(16).toString('hex');
  const time = id[14] === '7' ? Date.now().toString(16).padStart(12, '0') : random.slice(0, 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-${id[14]}${random.slice(13, 16)}-${id[19]}${random.slice(17, 20)}-${random.slice(20)}`;
}
