import { codeOf, type FailureKind } from '../session/database-error.ts';

/** By the driver's code, or SQLite's own words where it has none. */
export function sqliteFailure(error: unknown): FailureKind {
  const text = error instanceof Error ? error.message : String(error);
  const code = `${codeOf(error)} ${text}`;
  if (/SQLITE_BUSY|SQLITE_LOCKED|database is locked|database table is locked/i.test(code)) return 'conflict';
  if (/no such (table|column)|has no column named/i.test(text)) return 'missing-table';
  if (/SQLITE_CANTOPEN|SQLITE_IOERR|unable to open|not open|is closed|disk I\/O error/i.test(code))
    return 'unreachable';
  return 'other';
}
