import type { Work } from '../session/work.ts';
import type { DialectName } from './query-builder.ts';
import type { TableNames } from './table-names.ts';

export interface MigrationContext {
  readonly dialect: DialectName;
  readonly names: TableNames;
}

/** One step from a released version of the tables to the next. Never edited once it was released. */
export interface Migration {
  /** Sorts after the one before: `0002-…`. */
  readonly name: string;
  /** Statements that may be run again where the database commits each by itself (MySQL). */
  up(context: MigrationContext): Work<void>;
}
