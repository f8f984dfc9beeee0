import { places } from '../session/blocks-of.ts';

/** The rows of a derived table, whose columns bear these names. */
export function selectRows(count: number, columns: readonly string[]): string {
  const first = `SELECT ${columns.map((column) => `? AS ${column}`).join(', ')}`;
  return `${first}${` UNION ALL SELECT ${places(columns.length)}`.repeat(count - 1)}`;
}
