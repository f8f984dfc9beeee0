// What the stores of this package share. Each is behind a door of its own: `/sqlite`, `/postgres`, `/mysql`.

export type { KyselyTransaction, SqlExecutor, SqlRow, SqlValue } from './sql-executor.ts';
export { SqlStore } from './sql-store.ts';
