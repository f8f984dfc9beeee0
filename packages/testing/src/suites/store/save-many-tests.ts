import assert from 'node:assert/strict';
import type { StoredWebhook } from '@hookwright/core';
import { assertRejects } from '../assert-rejects.ts';
import { newWebhook } from './store-fixtures.ts';
import type { StoreScene } from './store-scene.ts';
import type { StoreTest } from './store-test.ts';

export function saveManyTests<Tx>(test: StoreTest<Tx>): void {
  test('many webhooks are saved at once, each under a revision of its own', async (scene) => {
    const known = await registerMany(scene, 3);
    const added = newWebhook();
    const saves = [...known.map((webhook) => deletion(webhook, scene.now)), { webhook: added, expectedRevision: null }];
    const result = await scene.store.saveWebhooks(saves, { now: scene.now });
    if (result.status !== 'saved') throw new Error(`expected it to be saved, got ${result.status}`);
    assert.equal(new Set(result.revisions).size, 4);
    assert.deepEqual(
      result.revisions,
      [...result.revisions].sort((a, b) => a - b),
    );
    assert.equal(await scene.store.tenantRevision('acme', {}), result.revisions.at(-1));
    for (const [index, { webhook }] of saves.entries()) {
      const read = await scene.store.getWebhook('acme', webhook.id, {});
      assert.deepEqual(read, { ...webhook, revision: result.revisions[index] });
    }
    const newest = Math.max(...known.map(({ revision }) => revision));
    const { webhooks } = await scene.store.webhooksSince('acme', newest, {});
    assert.equal(webhooks.length, 4);
  });

  test('of many, all or none are saved', async (scene) => {
    const known = await registerMany(scene, 3);
    const changed = await scene.change(known[1] as StoredWebhook, { insecureSsl: true });
    const saves = known.map((webhook) => deletion(webhook, scene.now));
    const waiting = await scene.publishOne(known[0] as StoredWebhook);
    assert.deepEqual(await scene.store.saveWebhooks(saves, { now: scene.now }), { status: 'stale' });
    const absent = { webhook: newWebhook(), expectedRevision: 1 };
    assert.deepEqual(await scene.store.saveWebhooks([...saves.slice(0, 1), absent], { now: scene.now }), {
      status: 'stale',
    });
    for (const webhook of [known[0], changed, known[2]] as StoredWebhook[]) {
      assert.deepEqual(await scene.store.getWebhook('acme', webhook.id, {}), webhook);
    }
    assert.equal(await scene.store.tenantRevision('acme', {}), changed.revision);
    assert.deepEqual(await scene.claimIds(), [waiting]);
  });

  test('what waits for each of many follows its webhook (DE-4)', async (scene) => {
    const known = await registerMany(scene, 3);
    const ids = [];
    for (const webhook of known) ids.push(await scene.publishOne(webhook));
    const saves = known.map((webhook) => deletion(webhook, scene.now));
    await scene.store.saveWebhooks(saves, { now: scene.now });
    assert.deepEqual(await scene.claimIds(), []);
    assert.deepEqual(await scene.statuses(known[0] as StoredWebhook, ids), ['cancelled', 'cancelled', 'cancelled']);
  });

  test('saves that meet in several webhooks do not wait for each other for ever', async (scene) => {
    const known = await registerMany(scene, 6);
    const saves = known.map((webhook) => deletion(webhook, scene.now));
    const results = await Promise.all(
      [saves, saves.toReversed(), saves.toSorted(() => -1)].map((some, index) =>
        (index % 2 ? scene.store : scene.other).saveWebhooks(some, { now: scene.now }),
      ),
    );
    assert.equal(results.filter(({ status }) => status === 'saved').length, 1);
  });

  test('a tenant is filled to its bound and no further, by inserts and by what is restored', async (scene) => {
    const now = scene.now;
    const bound = { now, maxWebhooks: 3 };
    const known = await registerMany(scene, 2);
    const deleted = await scene.delete(known[0] as StoredWebhook);
    const insert = () => ({ webhook: newWebhook(), expectedRevision: null });
    assert.equal((await scene.store.saveWebhooks([insert(), insert()], bound)).status, 'saved');
    const { revision: expectedRevision, ...restored } = { ...deleted, deletedAt: null };
    const before = await scene.store.tenantRevision('acme', {});
    await assertRejects(() => scene.store.saveWebhooks([insert()], bound), 'TENANT_FULL');
    await assertRejects(
      () => scene.store.saveWebhooks([{ webhook: restored, expectedRevision }], bound),
      'TENANT_FULL',
    );
    assert.equal(await scene.store.tenantRevision('acme', {}), before);
    // What adds nothing is saved, however full the tenant is.
    const changed = { ...(known[1] as StoredWebhook), insecureSsl: true };
    const change = { webhook: changed, expectedRevision: changed.revision };
    assert.equal((await scene.store.saveWebhooks([change], { now, maxWebhooks: 1 })).status, 'saved');
    // Nor does what replaces another: one goes, one comes.
    const current = await scene.store.getWebhook('acme', changed.id, {});
    const swap = [deletion(current as StoredWebhook, now), { webhook: restored, expectedRevision }];
    assert.equal((await scene.store.saveWebhooks(swap, bound)).status, 'saved');
    const other = { webhook: newWebhook({ tenant: 'globex' }), expectedRevision: null };
    assert.equal((await scene.store.saveWebhooks([other], { now, maxWebhooks: 1 })).status, 'saved');
  });

  test('the bound holds when many register at once', async (scene) => {
    const bound = { now: scene.now, maxWebhooks: 5 };
    const saves = Array.from({ length: 12 }, (_, index) =>
      (index % 2 ? scene.store : scene.other).saveWebhooks([{ webhook: newWebhook(), expectedRevision: null }], bound),
    );
    const results = await Promise.allSettled(saves);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 5);
    for (const result of results) {
      if (result.status === 'rejected')
        assert.equal((result.reason as { readonly code?: unknown }).code, 'TENANT_FULL');
    }
    assert.equal((await scene.store.webhooksSince('acme', 0, {})).webhooks.length, 5);
  });
}

async function registerMany<Tx>(scene: StoreScene<Tx>, count: number): Promise<readonly StoredWebhook[]> {
  const webhooks: StoredWebhook[] = [];
  while (webhooks.length < count) webhooks.push(await scene.register());
  return webhooks;
}

function deletion({ revision: expectedRevision, ...webhook }: StoredWebhook, now: number) {
  return { webhook: { ...webhook, deletedAt: now }, expectedRevision };
}
