/** SQLite's SQLITE_CONSTRAINT, whose kinds are in the higher bits. */
const constraint = 19;

/** Whether the database refused to write because of the values: a check, a reference, a type. */
export function isRefusedValue(error: unknown): boolean {
  const rawCode: unknown = error instanceof Error ? Reflect.get(error, 'rawCode') : undefined;
  return typeof rawCode === 'number' && (rawCode & 0xff) === constraint;
}
