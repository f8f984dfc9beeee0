import assert from 'node:assert/strict';
import type { SaveResult, StoredWebhook, WebhookStore } from '@hookwright/core';
import { assertRejects } from '../assert-rejects.ts';
import { newWebhook } from './store-fixtures.ts';
import type { StoreScene } from './store-scene.ts';
import type { StoreTest } from './store-test.ts';

export function creationKeyTests<Tx>(test: StoreTest<Tx>): void {
  test('a repeat of a creation inserts nothing and gets the webhook as it is by then', async (scene) => {
    const first = newWebhook();
    assert.equal((await create(scene, 'k', first)).status, 'saved');
    const read = async () => (await scene.store.getWebhook('acme', first.id, {})) as StoredWebhook;
    assert.deepEqual(await create(scene, 'k'), { status: 'repeated', webhook: await read(), digest: 'd' });
    await scene.delete(await scene.change(await read(), { url: 'https://moved.test/' }));
    const revision = await scene.store.tenantRevision('acme', {});
    const again = await create(scene, 'k', newWebhook(), { digest: 'another', by: scene.other });
    assert.deepEqual(again, { status: 'repeated', webhook: await read(), digest: 'd' });
    assert.equal(await scene.store.tenantRevision('acme', {}), revision);
    assert.equal((await scene.store.webhooksSince('acme', 0, {})).webhooks.length, 1);
  });

  test('keys are compared byte by byte, and are the tenant’s own', async (scene) => {
    for (const key of ['k', 'K', 'k ', ' k', 'é', 'e\u0301', 'ß', 'ss', '\u{1f600}', 'x'.repeat(255)]) {
      assert.equal((await create(scene, key)).status, 'saved', JSON.stringify(key));
      assert.equal((await create(scene, key)).status, 'repeated', JSON.stringify(key));
    }
    assert.equal((await create(scene, 'k', newWebhook({ tenant: 'globex' }))).status, 'saved');
  });

  test('of creations at once with one key, one inserts and the others repeat it', async (scene) => {
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        create(scene, 'k', newWebhook(), { by: index % 2 ? scene.store : scene.other }),
      ),
    );
    assert.equal(results.filter(({ status }) => status === 'saved').length, 1);
    const ids = new Set(results.flatMap((result) => (result.status === 'repeated' ? [result.webhook.id] : [])));
    const { webhooks } = await scene.store.webhooksSince('acme', 0, {});
    assert.deepEqual(
      webhooks.map(({ id }) => id),
      [...ids],
    );
  });

  test('a creation that fails leaves its key free, and a repeat passes a tenant’s bound', async (scene) => {
    await create(scene, 'first');
    await assertRejects(() => create(scene, 'k', newWebhook(), { maxWebhooks: 1 }), 'TENANT_FULL');
    const known = await scene.register();
    assert.deepEqual(await create(scene, 'k', known), { status: 'stale' });
    assert.equal((await create(scene, 'k')).status, 'saved');
    assert.equal((await create(scene, 'k', newWebhook(), { maxWebhooks: 1 })).status, 'repeated');
  });
}

function create<Tx>(
  scene: StoreScene<Tx>,
  key: string,
  webhook = newWebhook(),
  options: { readonly digest?: string; readonly maxWebhooks?: number; readonly by?: WebhookStore<Tx> } = {},
): Promise<SaveResult> {
  const { digest = 'd', by = scene.store, maxWebhooks } = options;
  const saving = { now: scene.now, maxWebhooks, creation: { key, digest } };
  return by.saveWebhooks([{ webhook, expectedRevision: null }], saving);
}
