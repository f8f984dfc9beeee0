import assert from 'node:assert/strict';
import type { StoredWebhook } from '@hookwright/core';
import { newWebhook } from './store-fixtures.ts';
import type { StoreTest } from './store-test.ts';

export function registrationTests<Tx>(test: StoreTest<Tx>): void {
  test('an inserted webhook is read back exactly', async (scene) => {
    const webhook = await scene.register(elaborate);
    const read = await scene.store.getWebhook('acme', webhook.id, {});
    assert.deepEqual(read, webhook);
    // Down to the order of keys: options are given back exactly as they came (OP-2).
    assert.equal(JSON.stringify(read?.options), JSON.stringify(elaborate.options));
  });

  test('a webhook that exists is not inserted again', async (scene) => {
    const webhook = await scene.register();
    const again = { ...webhook, url: 'https://other.test/' };
    assert.equal(await scene.save(again, null), null);
    assert.deepEqual(await scene.store.getWebhook('acme', webhook.id, {}), webhook);
    assert.equal(await scene.store.tenantRevision('acme', {}), webhook.revision);
  });

  test('a webhook is replaced at the revision that the caller read, and at no other', async (scene) => {
    const first = await scene.register();
    const second = await scene.change(first, { url: 'https://second.test/' });
    assert.ok(second.revision > first.revision);
    const stale = { ...first, url: 'https://stale.test/' };
    assert.equal(await scene.save(stale, first.revision), null);
    assert.deepEqual(await scene.store.getWebhook('acme', first.id, {}), second);
    assert.equal(await scene.store.tenantRevision('acme', {}), second.revision);
  });

  test('a webhook that does not exist is not replaced', async (scene) => {
    const webhook = newWebhook();
    assert.equal(await scene.save(webhook, 1), null);
    assert.equal(await scene.store.getWebhook('acme', webhook.id, {}), null);
  });

  test('revisions rise over all webhooks of a tenant, and the newest is its own', async (scene) => {
    const one = await scene.register();
    const two = await scene.register();
    const oneAgain = await scene.change(one, { insecureSsl: true });
    const twoAgain = await scene.change(two, { insecureSsl: true });
    const revisions = [one, two, oneAgain, twoAgain].map(({ revision }) => revision);
    assert.deepEqual(
      revisions,
      [...new Set(revisions)].sort((a, b) => a - b),
    );
    assert.ok(one.revision > 0);
    assert.equal(await scene.store.tenantRevision('acme', {}), twoAgain.revision);
  });

  test('of concurrent saves at one revision exactly one wins', async (scene) => {
    const webhook = await scene.register();
    const urls = Array.from({ length: 8 }, (_, index) => `https://receiver.test/${index}`);
    const revisions = await Promise.all(
      urls.map((url, index) => {
        const by = index % 2 ? scene.store : scene.other;
        return scene.save({ ...webhook, url }, webhook.revision, { by });
      }),
    );
    const winners = urls.filter((_, index) => revisions[index] !== null);
    assert.equal(winners.length, 1);
    const read = await scene.store.getWebhook('acme', webhook.id, {});
    assert.equal(read?.url, winners[0]);
    assert.equal(
      read?.revision,
      revisions.find((revision) => revision !== null),
    );
  });

  test('of concurrent inserts of one id exactly one wins', async (scene) => {
    const webhook = newWebhook();
    const saves = [scene.store, scene.other, scene.store].map((by) => scene.save(webhook, null, { by }));
    assert.equal((await Promise.all(saves)).filter((revision) => revision !== null).length, 1);
  });

  test('concurrent saves of different webhooks all win, each with a revision of its own', async (scene) => {
    const webhooks = Array.from({ length: 8 }, () => newWebhook());
    const revisions = await Promise.all(
      webhooks.map((webhook, index) => scene.save(webhook, null, { by: index % 2 ? scene.store : scene.other })),
    );
    assert.equal(new Set(revisions).size, 8);
    assert.ok(!revisions.includes(null));
    const all = await scene.store.webhooksSince('acme', 0, {});
    assert.equal(all.revision, Math.max(...revisions.map(Number)));
    assert.deepEqual(idsOf(all.webhooks), idsOf(webhooks));
  });

  test('webhooksSince has what was saved after a revision, deleted ones too', async (scene) => {
    const one = await scene.register();
    const two = await scene.register();
    const three = await scene.register();
    const deleted = await scene.delete(one);
    const all = await scene.store.webhooksSince('acme', 0, {});
    assert.deepEqual(idsOf(all.webhooks), idsOf([one, two, three]));
    assert.equal(all.revision, deleted.revision);
    const newer = await scene.store.webhooksSince('acme', two.revision, {});
    assert.deepEqual(idsOf(newer.webhooks), idsOf([one, three]));
    assert.deepEqual(
      newer.webhooks.find(({ id }) => id === one.id),
      deleted,
    );
    const none = await scene.store.webhooksSince('acme', deleted.revision, {});
    assert.deepEqual(none, { revision: deleted.revision, webhooks: [] });
  });

  test('a tenant without webhooks is at revision 0', async (scene) => {
    assert.equal(await scene.store.tenantRevision('nobody', {}), 0);
    assert.deepEqual(await scene.store.webhooksSince('nobody', 0, {}), { revision: 0, webhooks: [] });
  });

  test('a tenant sees and changes nothing of another', async (scene) => {
    const ours = await scene.register();
    const theirs = await scene.register({ tenant: 'globex' });
    assert.equal(await scene.store.getWebhook('globex', ours.id, {}), null);
    assert.equal(await scene.store.tenantRevision('globex', {}), theirs.revision);
    assert.deepEqual(idsOf((await scene.store.webhooksSince('globex', 0, {})).webhooks), [theirs.id]);
    const stolen = { ...ours, tenant: 'globex', url: 'https://globex.test/' };
    assert.equal(await scene.save(stolen, ours.revision), null);
    assert.deepEqual(await scene.store.getWebhook('acme', ours.id, {}), ours);
  });
}

const elaborate = {
  url: 'https://receiver.test/h%C3%B6ren?x=1&y="ü"',
  events: ['Contact.*', 'CustomEntity.Update', '*'],
  options: {
    zebra: { kept: [1, null, 'ü\u0000\u{1f600}'] },
    entity: { Contact: { 'load-only': 'id,name', filter: { b: 1, a: [null, true] }, filter_op: {} } },
    chunk_delay: 0.5,
    '10': 'a key that looks like an index',
  },
  insecureSsl: true,
  signature: null,
  secrets: [
    { value: 'whsec_bmV3', expiresAt: null },
    { value: 'whsec_b2xk', expiresAt: 1_767_312_000_000 },
  ],
  settings: { ordering: 'strict', perWebhookConcurrency: 3, rate: 0.5, signing: 'v1+v1a', format: 'cloudevents' },
  status: 'paused',
  isDeleteProtected: true,
  applicationId: '6c0b5a1e-1111-4c4e-9b5a-000000000001',
  clientId: '6c0b5a1e-2222-4c4e-9b5a-000000000002',
} as const satisfies Partial<StoredWebhook>;

function idsOf(webhooks: readonly { readonly id: string }[]): readonly string[] {
  return webhooks.map(({ id }) => id).sort();
}
