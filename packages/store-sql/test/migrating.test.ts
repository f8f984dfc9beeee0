import { expect, it } from 'vitest';
import { databaseKinds } from './databases/database-kinds.ts';
import { describeDatabases } from './databases/describe-databases.ts';

describeDatabases(await databaseKinds(), (database) => {
  it('ten processes that migrate at once make one schema', async () => {
    const prefix = 'ten_';
    const stores = Array.from({ length: 10 }, () => database().newStore({ prefix }));
    await Promise.all(stores.map((store) => store.migrate()));
    await Promise.all(stores.map((store) => store.open()));
    const table = database().table(`${prefix}migrations`);
    const rows = await database().query(`SELECT * FROM ${table}`);
    const once = database().newStore({ prefix: 'once_' });
    await once.migrate();
    expect(rows).toHaveLength((await database().query(`SELECT * FROM ${database().table('once_migrations')}`)).length);
    for (const store of [...stores, once]) await store.close();
  });

  it('migrating again changes nothing', async () => {
    const prefix = 'again_';
    const store = database().newStore({ prefix });
    await store.migrate();
    const tables = await database().tables();
    await store.migrate();
    await database().newStore({ prefix }).migrate();
    expect(await database().tables()).toEqual(tables);
    await store.open();
    await store.close();
  });

  it('stores with different prefixes share a database and nothing else', async () => {
    const stores = ['left_', 'right_'].map((prefix) => database().newStore({ prefix }));
    const claim = { now: 1, leaseMs: 1_000, limit: 10, perWebhookConcurrency: 10, skipWebhooks: new Set<string>() };
    for (const store of stores) {
      await store.migrate();
      await store.open();
      expect(await store.claim(claim)).toEqual([]);
    }
    for (const store of stores) await store.close();
    const tables = await database().tables();
    const [left, right] = ['left_', 'right_'].map((prefix) => tables.filter((name) => name.startsWith(prefix)));
    expect(left?.map((name) => name.slice(5)).sort()).toEqual(right?.map((name) => name.slice(6)).sort());
  });
});
