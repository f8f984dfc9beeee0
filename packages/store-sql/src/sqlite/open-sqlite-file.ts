import { createRequire } from 'node:module';
import { WebhookError } from '@hookwright/core';
import { asFailure } from '../session/database-error.ts';
import { sqliteFailure } from './sqlite-failure.ts';
import type { SqliteHandle } from './sqlite-handle.ts';

type Open = (file: string) => SqliteHandle;

let found: Open | null = null;

/**
 * Opens a file by node:sqlite where this Node has it, else by libsql where that is installed.
 * @throws {@link WebhookError} `DRIVER_MISSING`; `STORE_UNAVAILABLE` for a file that cannot be opened
 */
export function openSqliteFile(file: string): SqliteHandle {
  found ??= nodeSqlite() ?? libsql();
  if (found === null) {
    const message = `no SQLite driver: use Node 22.13 or newer, or \`npm install libsql\`, or pass { database } of your own`;
    throw new WebhookError('DRIVER_MISSING', message);
  }
  try {
    return found(file);
  } catch (cause) {
    throw asFailure(cause, sqliteFailure);
  }
}

function nodeSqlite(): Open | null {
  // Not by require: a module of Node's that this version lacks is to be no error, and no bundler is to look for it.
  const builtin = process.getBuiltinModule?.('node:sqlite') as
    | { readonly DatabaseSync: new (file: string) => SqliteHandle }
    | undefined;
  return builtin === undefined ? null : (file) => new builtin.DatabaseSync(file);
}

function libsql(): Open | null {
  for (const base of [`${process.cwd()}/`, import.meta.url]) {
    try {
      const Database = createRequire(base)('libsql') as new (file: string) => SqliteHandle;
      return (file) => new Database(file);
    } catch {
      // Not installed where the application or this package would find it.
    }
  }
  return null;
}
