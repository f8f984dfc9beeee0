export type BareRow = Readonly<Record<string, unknown>>;

export interface BareColumn {
  readonly name: string;
  /** The database counts it up. */
  readonly isGenerated: boolean;
  /** What it is when it is left out; null where it has no default. */
  readonly defaultValue: unknown;
}

export interface BareTable {
  readonly name: string;
  readonly columns: readonly BareColumn[];
}

/** One connection of a driver, as inserts by hand use it. */
export interface BareConnection {
  /** Tables whose names begin so, in the order in which they were made. */
  tables(prefix: string): Promise<readonly BareTable[]>;
  rows(table: string): Promise<readonly BareRow[]>;
  /** The placeholder of a statement's parameter, from 1. */
  placeholder(number: number): string;
  /** What an INSERT says between its columns and VALUES so that it may give generated columns a value. */
  readonly overriding: string;
  /** Runs a statement, prepared once for its text. */
  run(statement: string, parameters?: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
}
