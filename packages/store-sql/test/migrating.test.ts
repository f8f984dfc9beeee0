import type { StoredWebhook, WebhookOrder, WebhookOrderField, WebhookStore } from '@hookwright/core';
import { newBatch, newPayload } from '@hookwright/testing';
import { expect, it } from 'vitest';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';
import type { TestDatabase } from './databases/test-database.ts';

/** Takes back what came after the first release. */
async function downgrade(database: TestDatabase): Promise<void> {
  for (const index of ['webhooks_by_id', 'webhooks_by_modified', 'webhooks_by_url', 'webhooks_by_status']) {
    const name = database.table(`hookwright_${index}`);
    const isMysql = name.includes('`');
    await database.query(`DROP INDEX ${name}${isMysql ? ` ON ${database.table('hookwright_webhooks')}` : ''}`);
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

async function listed(store: WebhookStore<unknown>, field: WebhookOrderField, tenant = 'acme') {
  const order: WebhookOrder[] = field === 'id' ? [] : [{ field, direction: 'asc' }];
  order.push({ field: 'id', direction: 'asc' });
  const { items, total } = await store.listWebhooks(
    { tenant, order, after: null, limit: 10, includeDeleted: false },
    {},
  );
  return { ids: items.map(({ id }) => id), total };
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

  it('webhooks of the first release are counted, and listed in every order', async () => {
    await using scene = await DatabaseScene.open(database());
    const urls = ['https://c.test/', 'https://a.test/é', 'https://b.test/'];
    const webhooks: StoredWebhook[] = [];
    for (const [index, url] of urls.entries()) {
      webhooks.push(await scene.register({ url, modifiedAt: scene.now - index * 1_000 }));
    }
    await scene.delete(await scene.register({ tenant: 'globex' }));
    const broken = await scene.register({ tenant: 'initech' });
    const table = database().table('hookwright_webhooks');
    await database().query(`UPDATE ${table} SET data = '{"broken' WHERE id = '${broken.id}'`);
    await downgrade(database());

    const store = database().newStore();
    await store.migrate();
    await store.open();
    const [c, a, b] = webhooks.map(({ id }) => id);
    expect(await listed(store, 'url')).toEqual({ ids: [a, b, c], total: 3 });
    expect(await listed(store, 'modified')).toEqual({ ids: [b, a, c], total: 3 });
    expect(await listed(store, 'id', 'globex')).toEqual({ ids: [], total: 0 });
    const tenants = await database().query(
      `SELECT live, deleted, counted_revision, revision FROM ${database().table('hookwright_tenants')} ORDER BY name`,
    );
    const numbers = tenants.map((row) => Object.values(row).map(Number));
    expect(numbers).toEqual([
      [3, 0, 3, 3],
      [0, 1, 2, 2],
      [1, 0, 1, 1],
    ]);
    await store.close();
  });

  it('what a worker of the release before saves is counted at once, and in order after the next save', async () => {
    await using scene = await DatabaseScene.open(database());
    const [first, second] = [await scene.register({ url: 'https://b.test/' }), await scene.register()];
    // It knows nothing of counts, nor of what lists are put in order by.
    const data = JSON.stringify({ ...second, revision: undefined, url: 'https://a.test/', deletedAt: null });
    const webhooks = database().table('hookwright_webhooks');
    const tenants = database().table('hookwright_tenants');
    await database().query(`UPDATE ${tenants} SET revision = revision + 2, live = 1`);
    const set = "sort_url = '', modified_at = 0, revision = revision + 2";
    await database().query(`UPDATE ${webhooks} SET ${set}, data = ? WHERE id = '${second.id}'`, [data]);
    expect((await listed(scene.store, 'id')).total).toBe(2);
    const third = await scene.register({ url: 'https://c.test/' });
    expect(await listed(scene.store, 'url')).toEqual({ ids: [second.id, first.id, third.id], total: 3 });
    await scene.delete(first);
    expect((await listed(scene.other, 'url')).total).toBe(2);
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
