import assert from 'node:assert/strict';
import type { StoredWebhook, WebhookPageQuery } from '@hookwright/core';
import { newWebhook } from './store-fixtures.ts';
import type { StoreScene } from './store-scene.ts';
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
    const { now } = scene;
    const again = { ...webhook, url: 'https://other.test/' };
    assert.equal(await scene.store.saveWebhook(again, { expectedRevision: null, now }), null);
    assert.deepEqual(await scene.store.getWebhook('acme', webhook.id, {}), webhook);
    assert.equal(await scene.store.tenantRevision('acme', {}), webhook.revision);
  });

  test('a webhook is replaced at the revision that the caller read, and at no other', async (scene) => {
    const first = await scene.register();
    const second = await scene.change(first, { url: 'https://second.test/' });
    assert.ok(second.revision > first.revision);
    const stale = { ...first, url: 'https://stale.test/' };
    const options = { expectedRevision: first.revision, now: scene.now };
    assert.equal(await scene.store.saveWebhook(stale, options), null);
    assert.deepEqual(await scene.store.getWebhook('acme', first.id, {}), second);
    assert.equal(await scene.store.tenantRevision('acme', {}), second.revision);
  });

  test('a webhook that does not exist is not replaced', async (scene) => {
    const webhook = newWebhook();
    assert.equal(await scene.store.saveWebhook(webhook, { expectedRevision: 1, now: scene.now }), null);
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
    const options = { expectedRevision: webhook.revision, now: scene.now };
    const revisions = await Promise.all(
      urls.map((url, index) => (index % 2 ? scene.store : scene.other).saveWebhook({ ...webhook, url }, options)),
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
    const options = { expectedRevision: null, now: scene.now };
    const saves = [scene.store, scene.other, scene.store].map((store) => store.saveWebhook(webhook, options));
    assert.equal((await Promise.all(saves)).filter((revision) => revision !== null).length, 1);
  });

  test('concurrent saves of different webhooks all win, each with a revision of its own', async (scene) => {
    const options = { expectedRevision: null, now: scene.now };
    const webhooks = Array.from({ length: 8 }, () => newWebhook());
    const revisions = await Promise.all(
      webhooks.map((webhook, index) => (index % 2 ? scene.store : scene.other).saveWebhook(webhook, options)),
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
    assert.deepEqual(await list(scene, { tenant: 'nobody' }), { ids: [], total: 0, hasNextPage: false });
  });

  test('a tenant sees and changes nothing of another', async (scene) => {
    const ours = await scene.register();
    const theirs = await scene.register({ tenant: 'globex' });
    assert.equal(await scene.store.getWebhook('globex', ours.id, {}), null);
    assert.equal(await scene.store.tenantRevision('globex', {}), theirs.revision);
    assert.deepEqual(idsOf((await scene.store.webhooksSince('globex', 0, {})).webhooks), [theirs.id]);
    assert.deepEqual((await list(scene, { tenant: 'globex' })).ids, [theirs.id]);
    const stolen = { ...ours, tenant: 'globex', url: 'https://globex.test/' };
    assert.equal(await scene.store.saveWebhook(stolen, { expectedRevision: ours.revision, now: scene.now }), null);
    assert.deepEqual(await scene.store.getWebhook('acme', ours.id, {}), ours);
  });

  test('pages go in the order of creation and stay in place when webhooks are deleted', async (scene) => {
    const webhooks: StoredWebhook[] = [];
    for (let count = 0; count < 7; count += 1) {
      scene.now += 1_000;
      webhooks.push(await scene.register());
    }
    const ids = webhooks.map(({ id }) => id);
    assert.deepEqual(await list(scene, { limit: 3 }), { ids: ids.slice(0, 3), total: 7, hasNextPage: true });
    for (const webhook of webhooks.slice(1, 4)) await scene.delete(webhook);
    // The page before ended with a webhook that is deleted by now.
    const second = await list(scene, { limit: 3, after: ids[2] ?? null });
    assert.deepEqual(second, { ids: ids.slice(4, 7), total: 4, hasNextPage: false });
    const withDeleted = await list(scene, { limit: 3, after: ids[2] ?? null, includeDeleted: true });
    assert.deepEqual(withDeleted, { ids: ids.slice(3, 6), total: 7, hasNextPage: true });
    assert.deepEqual((await list(scene, { after: ids[6] ?? null })).ids, []);
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

async function list<Tx>({ store }: StoreScene<Tx>, query: Partial<WebhookPageQuery>) {
  const defaults = { tenant: 'acme', after: null, limit: 100, includeDeleted: false };
  const { items, total, hasNextPage } = await store.listWebhooks({ ...defaults, ...query }, {});
  return { ids: items.map(({ id }) => id), total, hasNextPage };
}
