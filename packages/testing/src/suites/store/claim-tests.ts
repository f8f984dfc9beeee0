import assert from 'node:assert/strict';
import { newBatch, newPayload, versionText } from './store-fixtures.ts';
import type { StoreTest } from './store-test.ts';

export function claimTests<Tx>(test: StoreTest<Tx>): void {
  test('nothing is claimed where nothing is due', async (scene) => {
    const webhook = await scene.register();
    assert.deepEqual(await scene.claim(), []);
    await scene.publish(webhook, 1, { dueAt: scene.now + 1 });
    assert.deepEqual(await scene.claim(), []);
  });

  test('a delivery is claimed from its due time on', async (scene) => {
    const webhook = await scene.register();
    const id = await scene.publishOne(webhook, { dueAt: scene.now + 1_000 });
    scene.now += 999;
    assert.deepEqual(await scene.claimIds(), []);
    scene.now += 1;
    assert.deepEqual(await scene.claimIds(), [id]);
  });

  test('a claim carries all it takes to send: the webhook as it is now, the texts as they were', async (scene) => {
    const webhook = await scene.register({ options: { zebra: 1, apple: 2 } });
    const payloads = [newPayload(), newPayload(), newPayload()];
    const { deliveryIds } = await scene.enqueue(newBatch([{ webhook, payloads }]));
    const moved = await scene.change(webhook, { url: 'https://moved.test/', insecureSsl: true });
    const claim = await scene.claimOne();
    assert.deepEqual(claim.webhook, moved);
    assert.equal(claim.webhookText, versionText(webhook.revision));
    assert.deepEqual(
      claim.payloadTexts,
      payloads.map(({ text }) => text),
    );
    assert.equal(claim.delivery.id, deliveryIds[0]);
    assert.equal(claim.delivery.status, 'sending');
    assert.deepEqual(claim.delivery, await scene.delivery(webhook, claim.delivery.id));
  });

  test('webhooks that share a piece each get it, in the order of their items', async (scene) => {
    const [shared, own] = [newPayload(), newPayload()];
    const one = await scene.register();
    const two = await scene.register();
    await scene.enqueue(
      newBatch([
        { webhook: one, payloads: [own, shared] },
        { webhook: two, payloads: [shared] },
      ]),
    );
    const claims = await scene.claim();
    const textsOf = (id: string) => claims.find(({ webhook }) => webhook.id === id)?.payloadTexts;
    assert.deepEqual(textsOf(one.id), [own.text, shared.text]);
    assert.deepEqual(textsOf(two.id), [shared.text]);
  });

  test('no more than the limit is claimed, oldest first within a webhook', async (scene) => {
    const webhook = await scene.register();
    const ids: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      ids.push(...(await scene.publish(webhook, 4)));
      scene.now += 1;
    }
    const options = { limit: 5, perWebhookConcurrency: 100 };
    assert.deepEqual(await scene.claimIds(options), ids.slice(0, 5));
    assert.deepEqual(await scene.claimIds(options), ids.slice(5, 10));
    assert.deepEqual(await scene.claimIds(options), ids.slice(10));
  });

  test('retries that fall due do not starve fresh deliveries (DE-6)', async (scene) => {
    const webhook = await scene.register();
    await scene.publish(webhook, 4);
    const fresh: string[] = [];
    const claimed = new Set<string>();
    for (let round = 0; round < 6; round += 1) {
      for (const claim of await scene.claim({ limit: 2 })) {
        claimed.add(claim.delivery.id);
        await scene.fail(claim, scene.now + 1);
      }
      scene.now += 1;
      if (round === 0) fresh.push(...(await scene.publish(webhook, 2)));
    }
    for (const id of fresh) assert.ok(claimed.has(id), 'a fresh delivery still waits behind retries');
  });

  test('a webhook with much to send does not starve others (DE-6)', async (scene) => {
    const busy = await scene.register();
    await scene.publish(busy, 1_000);
    const quiet = await Promise.all(Array.from({ length: 9 }, () => scene.register()));
    const waiting = new Set<string>();
    for (const webhook of quiet) waiting.add(await scene.publishOne(webhook));
    for (let round = 0; round < 5; round += 1) {
      const ids = await scene.claimIds({ limit: 10, perWebhookConcurrency: 1_000 });
      assert.equal(ids.length, 10);
      for (const id of ids) waiting.delete(id);
    }
    assert.equal(waiting.size, 0);
  });

  test('webhooks take turns, however little is claimed at once', async (scene) => {
    const served = new Map<string, number>();
    for (let count = 0; count < 3; count += 1) await scene.publish(await scene.register(), 10);
    for (let round = 0; round < 15; round += 1) {
      const claim = await scene.claimOne({ limit: 1 });
      served.set(claim.webhook.id, (served.get(claim.webhook.id) ?? 0) + 1);
      await scene.succeed(claim);
      scene.now += 1;
    }
    assert.equal(served.size, 3);
  });

  test('perWebhookConcurrency holds over all workers (DE-6)', async (scene) => {
    const webhook = await scene.register();
    const ids = await scene.publish(webhook, 5);
    const other = await scene.register();
    const otherId = await scene.publishOne(other);
    const claims = await scene.claim({ perWebhookConcurrency: 2 });
    assert.deepEqual(claims.map(({ delivery }) => delivery.id).sort(), [ids[0], ids[1], otherId].sort());
    assert.deepEqual(await scene.claimIds({ perWebhookConcurrency: 2, by: scene.other }), []);
    for (const claim of claims.filter(({ webhook: { id } }) => id === webhook.id).slice(0, 1))
      await scene.succeed(claim);
    assert.deepEqual(await scene.claimIds({ perWebhookConcurrency: 2, by: scene.other }), [ids[2]]);
    assert.deepEqual(await scene.claimIds({ perWebhookConcurrency: 4, by: scene.other }), [ids[3], ids[4]]);
  });

  test('a webhook’s own concurrency comes before the caller’s', async (scene) => {
    const narrow = await scene.register({ settings: { perWebhookConcurrency: 1 } });
    const wide = await scene.register({ settings: { perWebhookConcurrency: 5 } });
    await scene.publish(narrow, 8);
    await scene.publish(wide, 8);
    const claims = await scene.claim({ perWebhookConcurrency: 3 });
    const countOf = (id: string) => claims.filter(({ webhook }) => webhook.id === id).length;
    assert.deepEqual([countOf(narrow.id), countOf(wide.id)], [1, 5]);
  });

  test('a changed setting counts from the next claim', async (scene) => {
    const webhook = await scene.register({ settings: { perWebhookConcurrency: 1 } });
    const ids = await scene.publish(webhook, 4);
    assert.equal((await scene.claimIds()).length, 1);
    await scene.change(webhook, { settings: { perWebhookConcurrency: 3 } });
    assert.deepEqual(await scene.claimIds(), ids.slice(1, 3));
  });

  test('webhooks to be skipped are skipped, and come when they no longer are', async (scene) => {
    const full = await scene.register();
    const free = await scene.register();
    const fullId = await scene.publishOne(full);
    const freeId = await scene.publishOne(free);
    assert.deepEqual(await scene.claimIds({ skipWebhooks: new Set([full.id]) }), [freeId]);
    assert.deepEqual(await scene.claimIds({ skipWebhooks: new Set([full.id]) }), []);
    assert.deepEqual(await scene.claimIds(), [fullId]);
  });

  test('concurrent claims never share a delivery, and leave none', async (scene) => {
    const webhooks = await Promise.all(Array.from({ length: 4 }, () => scene.register()));
    const ids = (await Promise.all(webhooks.map((webhook) => scene.publish(webhook, 10)))).flat();
    const claimed: string[] = [];
    for (let round = 0; round < 20 && claimed.length < ids.length; round += 1) {
      const handles = [scene.store, scene.other, scene.store, scene.other];
      const options = { limit: 7, perWebhookConcurrency: 100 };
      claimed.push(...(await Promise.all(handles.map((by) => scene.claimIds({ ...options, by })))).flat());
    }
    assert.deepEqual(claimed.toSorted(), ids.toSorted());
  });

  test('a claim pairs each delivery with its own tenant’s webhook', async (scene) => {
    const ours = await scene.register();
    const theirs = await scene.register({ tenant: 'globex' });
    await scene.publish(ours, 2);
    await scene.publish(theirs, 2);
    const claims = await scene.claim();
    assert.equal(claims.length, 4);
    for (const { delivery, webhook } of claims) {
      assert.equal(delivery.tenant, webhook.tenant);
      assert.equal(delivery.webhookId, webhook.id);
    }
  });
}
