import { newBatch, newPayload } from '@hookwright/testing';
import { expect, it } from 'vitest';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';
import type { TestDatabase } from './databases/test-database.ts';

/** Takes back what came after the first release. */
async function downgrade(database: TestDatabase): Promise<void> {
  for (const index of ['webhooks_by_id', 'webhooks_by_modified', 'webhooks_by_url', 'webhooks_by_status']) {
    await database.dropIndex('hookwright_webhooks', `hookwright_${index}`);
  }
  await database.query(`DROP TABLE ${database.table('hookwright_creations')}`);
  for (const [table, column] of [
    ['lanes', 'slowdown'],
    ['lanes', 'pace_changed_at'],
    ['deliveries', 'payload_id'],
    ['tenants', 'live'],
    ['tenants', 'deleted'],
    ['tenants', 'counted_revision'],
    ['webhooks', 'modified_at'],
    ['webhooks', 'sort_url'],
  ]) {
    await database.query(`ALTER TABLE ${database.table(`hookwright_${table}`)} DROP COLUMN ${column}`);
  }
  const later = "('0002-paces', '0003-lists')";
  await database.query(`DELETE FROM ${database.table('hookwright_migrations')} WHERE name IN ${later}`);
}

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

  it('tables of the first release are brought up to date with what is in them', async () => {
    await using scene = await DatabaseScene.open(database());
    const [single, several] = [newPayload('"entity":{"id":1},"related_entity":null'), [newPayload(), newPayload()]];
    const webhook = await scene.register();
    const parts = [{ webhook, payloads: [single] }, { webhook, payloads: several }, { webhook }];
    const { deliveryIds } = await scene.enqueue(newBatch(parts, { now: scene.now }));
    const [underWay] = await scene.claim({ limit: 1 });
    if (underWay === undefined) throw new Error('expected a claim');
    await downgrade(database());

    const store = database().newStore();
    await expect(store.open()).rejects.toMatchObject({
      code: 'SCHEMA_OUTDATED',
      message: expect.stringContaining('0002-paces'),
    });
    await store.migrate();
    await store.open();
    expect(await store.settle([scene.settlement(underWay)], scene.now)).toMatchObject([{ settled: true }]);
    const claims = await scene.claim({ by: store });
    const ids = [underWay, ...claims].map(({ delivery }) => delivery.id);
    expect(ids.toSorted()).toEqual(deliveryIds.toSorted());
    const texts = [underWay, ...claims].flatMap(({ payloadTexts }) => payloadTexts);
    expect(texts).toEqual(expect.arrayContaining([single, ...several].map(({ text }) => text)));
    expect(texts).toHaveLength(4);
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
