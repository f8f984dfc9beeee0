import { storeSuite } from '@hookwright/testing';
import { afterAll, describe, it } from 'vitest';
import type { HostTransaction, TestDatabase } from './test-database.ts';

/** Files the store suite, whole. All its tests run on one database, which is emptied before each. */
export function runStoreSuite(name: string, open: () => Promise<TestDatabase>, missing: string | null = null): void {
  if (missing !== null) {
    it.skip(`${name}: ${missing}`);
    return;
  }
  let opened: Promise<TestDatabase> | null = null;
  const database = () => {
    opened ??= open();
    return opened;
  };
  const transactions = new Map<unknown, HostTransaction>();
  const end = async (handle: unknown, how: 'commit' | 'rollback') => {
    await transactions.get(handle)?.[how]();
    transactions.delete(handle);
  };
  afterAll(async () => (await opened)?.close());
  storeSuite<unknown>(
    // For a machine that has much else to do.
    { describe, it: (title, body) => it(title, { timeout: 20_000 }, body) },
    {
      name,
      createStore: async () => {
        // Of a test that failed within one.
        for (const handle of transactions.keys()) await end(handle, 'rollback');
        const own = await database();
        await own.clear();
        return own.newStore();
      },
      openAnother: async () => (await database()).newStore(),
      transaction: {
        begin: async () => {
          const transaction = await (await database()).begin();
          transactions.set(transaction.handle, transaction);
          return transaction.handle;
        },
        commit: (handle) => end(handle, 'commit'),
        rollback: (handle) => end(handle, 'rollback'),
      },
    },
  );
}
