import { describe, expect, it } from 'vitest';
import { startEngine } from './engine-fixture.ts';
import { faultsOf, hookUrl, notified, subscribe } from './host-fixture.ts';
import { troubledStore } from './troubled-store.ts';

const absent = '00000000-0000-4000-8000-000000000000';

async function withThree() {
  const { store, trouble, heal, calls } = troubledStore();
  const engine = startEngine({ store });
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) ids.push((await subscribe(engine, '*')).webhook.id);
  return { engine, registry: engine.webhooks.registry, ids: ids as [string, string, string], trouble, heal, calls };
}

describe('many webhooks (RS-4)', () => {
  it('are deleted and restored in one save, each once', async () => {
    const { engine, registry, ids, calls } = await withThree();
    const before = calls('saveWebhooks');
    const deleted = await registry.deleteMany([ids[1], ids[0], ids[1]]);
    expect(deleted.map(({ id, is_deleted }) => [id, is_deleted])).toEqual([
      [ids[1], true],
      [ids[0], true],
    ]);
    expect(calls('saveWebhooks') - before).toBe(1);
    for (const webhook of deleted) expect(await registry.get(webhook.id)).toEqual(webhook);
    await engine.webhooks.publish({ event: 'Lead.Create', entity: {} });
    expect((await notified(engine)).map(({ webhook }) => webhook.id)).toEqual([ids[2]]);
    // Those that are deleted already stay as they are.
    const again = await registry.deleteMany(ids);
    expect(again.slice(0, 2)).toEqual([deleted[1], deleted[0]]);
    const restored = await registry.restoreMany([...ids, ids[0]]);
    expect(restored.map(({ id, is_deleted }) => [id, is_deleted])).toEqual(ids.map((id) => [id, false]));
    expect((await registry.list()).total).toBe(3);
    await engine.webhooks.publish({ event: 'Lead.Create', entity: {} });
    expect(await notified(engine)).toHaveLength(3);
    expect(await registry.restoreMany([])).toEqual([]);
  });

  it('are left as they are when one of them stands in the way, and all that do are named', async () => {
    const { engine, registry, ids } = await withThree();
    const shield = { url: hookUrl, events: ['*'], insecure_ssl: false, is_delete_protected: true } as const;
    const { webhook } = await registry.create(shield);
    const call = registry.deleteMany([ids[0], absent, webhook.id, ids[1], 'x', absent]);
    expect(await faultsOf(call)).toEqual(['ids[1] NOT_FOUND', 'ids[2] DELETE_PROTECTED', 'ids[4] NOT_FOUND']);
    expect((await registry.list()).total).toBe(4);
    expect(await faultsOf(registry.deleteMany(ids, { tenant: 'other' }))).toEqual(
      ids.map((_, index) => `ids[${index}] NOT_FOUND`),
    );
    expect(await faultsOf(registry.restoreMany([ids[0], absent]))).toEqual(['ids[1] NOT_FOUND']);
    await engine.webhooks.publish({ event: 'Lead.Create', entity: {} });
    expect(await notified(engine)).toHaveLength(4);
  });

  it('are read again when somebody changed one meanwhile', async () => {
    const { registry, ids, trouble, heal } = await withThree();
    trouble('saveWebhooks', async (proceed) => {
      heal();
      await registry.update(ids[1], { url: 'https://moved.example/' });
      return proceed();
    });
    const deleted = await registry.deleteMany(ids);
    expect(deleted.map(({ is_deleted, url }) => [is_deleted, url])).toEqual([
      [true, hookUrl],
      [true, 'https://moved.example/'],
      [true, hookUrl],
    ]);
    trouble('saveWebhooks', () => ({ status: 'stale' }));
    await expect(registry.restoreMany(ids)).rejects.toMatchObject({ code: 'CONFLICT', retryable: true });
  });

  it('are given as a list of at most 1,000 ids', async () => {
    const { registry } = startEngine().webhooks;
    expect(await faultsOf(registry.deleteMany('x' as never))).toEqual(['ids WRONG_TYPE']);
    expect(await faultsOf(registry.deleteMany([1, null] as never))).toEqual(['ids[0] WRONG_TYPE', 'ids[1] WRONG_TYPE']);
    expect(await faultsOf(registry.restoreMany(Array(1_001).fill(absent)))).toEqual(['ids TOO_LARGE']);
  });
});

describe('a change that depends on a revision', () => {
  it('is made at that revision and at no other', async () => {
    const { registry, ids } = await withThree();
    const { revision } = await registry.get(ids[0]);
    const { webhook } = await registry.update(ids[0], { insecure_ssl: true }, {}, {}, { ifRevision: revision });
    expect(webhook.revision).toBeGreaterThan(revision);
    const changed = { code: 'REVISION_CHANGED', retryable: false };
    const stale = { ifRevision: revision };
    await expect(registry.update(ids[0], { url: 'https://x.example/' }, {}, {}, stale)).rejects.toMatchObject(changed);
    await expect(registry.delete(ids[0], {}, stale)).rejects.toMatchObject(changed);
    expect(await registry.get(ids[0])).toEqual(webhook);
    const current = { ifRevision: webhook.revision };
    const deleted = await registry.delete(ids[0], {}, current);
    expect(deleted.is_deleted).toBe(true);
    await expect(registry.delete(ids[0], {}, current)).rejects.toMatchObject(changed);
  });

  it('is refused when somebody is faster, between its look and its save', async () => {
    const { registry, ids, trouble, heal } = await withThree();
    const { revision } = await registry.get(ids[0]);
    trouble('saveWebhooks', async (proceed) => {
      heal();
      await registry.pause(ids[0]);
      return proceed();
    });
    const update = registry.update(ids[0], { insecure_ssl: true }, {}, {}, { ifRevision: revision });
    await expect(update).rejects.toMatchObject({ code: 'REVISION_CHANGED' });
    expect(await registry.get(ids[0])).toMatchObject({ insecure_ssl: false, status: 'paused' });
  });

  it('of many at once, one is made', async () => {
    const { registry, ids } = await withThree();
    const { revision } = await registry.get(ids[0]);
    const urls = ['https://a.example/', 'https://b.example/', 'https://c.example/'];
    const results = await Promise.allSettled(
      urls.map((url) => registry.update(ids[0], { url }, {}, {}, { ifRevision: revision })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('limits of registrations', () => {
  it('maxWebhooksPerTenant: create and restore stop at it, exactly, and each tenant has its own', async () => {
    const engine = startEngine({ limits: { maxWebhooksPerTenant: 3 } });
    const { registry } = engine.webhooks;
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => subscribe(engine, '*')));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const [first, second] = (await registry.list()).items.map(({ id }) => id) as [string, string];
    const full = {
      code: 'TENANT_FULL',
      retryable: false,
      message: expect.stringContaining('maxWebhooksPerTenant') as unknown,
    };
    await expect(subscribe(engine, '*')).rejects.toMatchObject(full);
    await registry.deleteMany([first, second]);
    await subscribe(engine, '*');
    await expect(registry.restoreMany([first, second])).rejects.toMatchObject(full);
    await registry.restore(first);
    await expect(registry.restore(second)).rejects.toMatchObject(full);
    expect((await registry.list()).total).toBe(3);
    // What is there can be changed.
    await registry.pause(first);
    await registry.update(first, { insecure_ssl: true });
    await subscribe(engine, '*', { scope: { tenant: 'other' } });
  });

  it('maxEventsPerWebhook, maxOptionsBytes, maxOptionsDepth', async () => {
    const limits = { maxEventsPerWebhook: 2, maxOptionsBytes: 100, maxOptionsDepth: 3 };
    const engine = startEngine({ limits });
    const { webhook } = await subscribe(engine, ['Lead.*', 'Account.*'], { options: { x: { y: [] } } as never });
    expect(await faultsOf(subscribe(engine, ['Lead.*', 'Account.*', 'Quote.*']))).toEqual(['events TOO_LARGE']);
    const deep = { x: { y: [{}] } } as never;
    expect(await faultsOf(subscribe(engine, '*', { options: deep }))).toEqual(['options.x.y[0] TOO_LARGE']);
    const large = { skip_keys: ['x'.repeat(100)] };
    const { registry } = engine.webhooks;
    expect(await faultsOf(registry.update(webhook.id, { options: large }))).toEqual(['options TOO_LARGE']);
    expect(await registry.get(webhook.id)).toEqual(webhook);
  });
});
