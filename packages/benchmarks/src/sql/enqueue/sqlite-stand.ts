import { join } from 'node:path';
import { sqliteStore } from '@hookwright/store-sql/sqlite';
import { openSqlite, type SqliteHandle } from '../open-sqlite.ts';
import { createStand, type EnqueueStand } from './enqueue-stand.ts';
import { sqliteBare } from './sqlite-bare.ts';

/** The store opens the file, and each publish is a transaction of its own. @param folder - empty */
export function createSqliteFileStand(folder: string, fanOut: number): Promise<EnqueueStand> {
  const side = (file: string) => ({
    store: sqliteStore({ file: join(folder, file) }),
    inTransaction: async (publish: (transaction: undefined) => Promise<unknown>) => void (await publish(undefined)),
    close: async () => {},
  });
  const own = side('own.db');
  const pattern = side('bare.db');
  return createStand(own, pattern, sqliteBare(openSqlite(join(folder, 'bare.db'))), 'hookwright_', fanOut);
}

/** The host has a handle, and each publish is in a transaction of the host's. @param folder - empty */
export function createSqliteHandleStand(folder: string, fanOut: number): Promise<EnqueueStand> {
  const side = (file: string) => {
    const database = openSqlite(join(folder, file));
    return {
      store: sqliteStore({ database }),
      async inTransaction(publish: (transaction: SqliteHandle) => Promise<unknown>) {
        database.exec('begin');
        await publish(database);
        database.exec('commit');
      },
      close: async () => void database.close(),
    };
  };
  const own = side('own.db');
  const pattern = side('bare.db');
  return createStand(own, pattern, sqliteBare(openSqlite(join(folder, 'bare.db'))), 'hookwright_', fanOut);
}
