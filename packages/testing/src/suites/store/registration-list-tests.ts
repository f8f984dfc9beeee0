import assert from 'node:assert/strict';
import {
  type StoredWebhook,
  type WebhookOrder,
  type WebhookOrderField,
  type WebhookPageQuery,
  type WebhookPosition,
  webhookOrderValue,
} from '@hookwright/core';
import type { StoreScene } from './store-scene.ts';
import type { StoreTest } from './store-test.ts';

type List = Partial<WebhookPageQuery>;

export function registrationListTests<Tx>(test: StoreTest<Tx>): void {
  test('a tenant without webhooks has an empty list', async (scene) => {
    assert.deepEqual(await list(scene, { tenant: 'nobody' }), { ids: [], total: 0, hasNextPage: false });
    const after = [scene.id()];
    assert.deepEqual(await list(scene, { tenant: 'nobody', after }), { ids: [], total: 0, hasNextPage: false });
  });

  test('a list has the webhooks of its tenant alone', async (scene) => {
    await scene.register();
    const theirs = await scene.register({ tenant: 'globex' });
    assert.deepEqual(await list(scene, { tenant: 'globex' }), { ids: [theirs.id], total: 1, hasNextPage: false });
    const before = { tenant: 'globex', after: ['00000000-0000-4000-8000-000000000000'] };
    assert.deepEqual((await list(scene, before)).ids, [theirs.id]);
  });

  for (const field of ['id', 'modified', 'status', 'url'] as const) {
    for (const direction of ['asc', 'desc'] as const) {
      test(`pages in the order of ${field}, ${direction}, hold each webhook once`, async (scene) => {
        const order = orderBy([field, direction]);
        const expected = inOrder(await registerSample(scene), order);
        for (const limit of [1, 3, 100]) assert.deepEqual(await pages(scene, order, limit), expected);
      });
    }
  }

  test('several fields count one after the other, each in its direction', async (scene) => {
    const order = orderBy(['status', 'desc'], ['url', 'asc'], ['modified', 'desc'], ['id', 'desc']);
    const expected = inOrder(await registerSample(scene), order);
    for (const limit of [1, 2, 5]) assert.deepEqual(await pages(scene, order, limit), expected);
  });

  test('strings are compared by their code points, and a url by its beginning', async (scene) => {
    const ends = ['', 'Z', 'a', 'a%', 'ab', 'é', '\u{ff21}', '\u{1f600}'];
    const expected: string[] = [];
    for (const end of ends) expected.push((await scene.register({ url: `https://${end}` })).id);
    assert.deepEqual((await list(scene, { order: orderBy(['url', 'asc']) })).ids, expected);
    const long = `https://${'x'.repeat(8_000)}`;
    const twins = [await scene.register({ url: `${long}b` }), await scene.register({ url: `${long}a` })];
    const ids = await pages(scene, orderBy(['url', 'desc']), 1);
    assert.deepEqual(
      ids.filter((id) => twins.some((twin) => twin.id === id)),
      twins
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
  });

  test('a place stays where it is while webhooks are added, changed and deleted', async (scene) => {
    const webhooks = await registerSample(scene);
    for (const field of ['id', 'modified', 'status', 'url'] as const) {
      const order = orderBy([field, 'asc']);
      const ids = inOrder(webhooks, order);
      const at = webhooks.find(({ id }) => id === ids[3]) as StoredWebhook;
      const after = placeOf(at, order);
      // The one that the page before ended with goes to the other end of the order, and away.
      const away = await scene.change(at, { modifiedAt: scene.now + 1e9, status: 'paused', url: 'https://zzz.test/' });
      const gone = await scene.delete(away);
      assert.deepEqual((await list(scene, { order, after })).ids, ids.slice(4));
      await scene.change(gone, at);
    }
  });

  test('deleted webhooks are listed where that is asked for, and counted', async (scene) => {
    const webhooks: StoredWebhook[] = [];
    for (let count = 0; count < 7; count += 1) webhooks.push(await scene.register());
    const order = orderBy(['id', 'asc']);
    const ids = inOrder(webhooks, order);
    const at = (index: number): WebhookPosition => [ids[index] ?? ''];
    assert.deepEqual(await list(scene, { limit: 3 }), { ids: ids.slice(0, 3), total: 7, hasNextPage: true });
    for (const id of ids.slice(1, 4)) await scene.delete(webhooks.find((one) => one.id === id) as StoredWebhook);
    const second = await list(scene, { limit: 3, after: at(2) });
    assert.deepEqual(second, { ids: ids.slice(4, 7), total: 4, hasNextPage: false });
    const withDeleted = await list(scene, { limit: 3, after: at(2), includeDeleted: true });
    assert.deepEqual(withDeleted, { ids: ids.slice(3, 6), total: 7, hasNextPage: true });
    assert.deepEqual((await list(scene, { after: at(6) })).ids, []);
    await scene.restore(webhooks.find(({ id }) => id === ids[1]) as StoredWebhook);
    assert.equal((await list(scene, {})).total, 5);
    assert.equal((await list(scene, { includeDeleted: true })).total, 7);
  });
}

/** Webhooks of which some have the same status, url or time. */
async function registerSample<Tx>(scene: StoreScene<Tx>): Promise<readonly StoredWebhook[]> {
  const webhooks: StoredWebhook[] = [];
  const statuses = ['active', 'paused', 'active', 'disabled', 'paused', 'active', 'active', 'disabled'] as const;
  for (const [index, status] of statuses.entries()) {
    const modifiedAt = scene.now + (index % 3) * 1_000;
    webhooks.push(await scene.register({ status, modifiedAt, url: `https://${'cab'[index % 3]}.test/${index % 2}` }));
  }
  return webhooks;
}

function orderBy(...fields: readonly (readonly [WebhookOrderField, WebhookOrder['direction']])[]) {
  const order = fields.map(([field, direction]): WebhookOrder => ({ field, direction }));
  const last = order.at(-1) as WebhookOrder;
  return last.field === 'id' ? order : [...order, { ...last, field: 'id' as const }];
}

function placeOf(webhook: StoredWebhook, order: readonly WebhookOrder[]): WebhookPosition {
  return order.map(({ field }) => webhookOrderValue(webhook, field));
}

function inOrder(webhooks: readonly StoredWebhook[], order: readonly WebhookOrder[]): readonly string[] {
  const sorted = webhooks.toSorted((left, right) => {
    const [one, other] = [placeOf(left, order), placeOf(right, order)];
    const index = one.findIndex((value, at) => value !== other[at]);
    const isLess = (one[index] as string) < (other[index] as string);
    return isLess === (order[index]?.direction === 'asc') ? -1 : 1;
  });
  return sorted.map(({ id }) => id);
}

async function list<Tx>({ store }: StoreScene<Tx>, query: List) {
  const defaults = { tenant: 'acme', order: orderBy(['id', 'asc']), after: null, limit: 100, includeDeleted: false };
  const { items, total, hasNextPage } = await store.listWebhooks({ ...defaults, ...query }, {});
  return { ids: items.map(({ id }) => id), total, hasNextPage };
}

/** The ids of all pages; each page but the last is full, and says that there is a next one. */
async function pages<Tx>(scene: StoreScene<Tx>, order: readonly WebhookOrder[], limit: number) {
  const ids: string[] = [];
  const query = { tenant: 'acme', order, limit, includeDeleted: false };
  for (let after: WebhookPosition | null = null; ; ) {
    const { items, hasNextPage } = await scene.store.listWebhooks({ ...query, after }, {});
    ids.push(...items.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
    const last = items.at(-1);
    if (!hasNextPage || last === undefined) return ids;
    assert.equal(items.length, limit);
    after = placeOf(last, order);
  }
}
