import { memoryStore } from '@hookwright/store-memory';
import { describe, expect, it } from 'vitest';
import type { WebhookListQuery, WebhookResource } from '../src/index.ts';
import { type EngineFixture, startEngine } from './engine-fixture.ts';
import { faultsOf, issuesOf, subscribe } from './host-fixture.ts';
import { troubledStore } from './troubled-store.ts';

/** Registers webhooks a millisecond apart, with urls that are not in the order of creation. */
async function registerMany(engine: EngineFixture, count: number): Promise<readonly WebhookResource[]> {
  const webhooks: WebhookResource[] = [];
  for (let index = 0; index < count; index += 1) {
    await engine.clock.advance(1);
    const events = index % 3 === 0 ? (['Lead.*', 'Account.Create'] as const) : (['Account.*'] as const);
    const url = `https://receiver.test/${count - 1 - index}`;
    webhooks.push((await subscribe(engine, events, { url, scope: { clientId: `c${index % 2}` } })).webhook);
  }
  return webhooks;
}

const idsOf = (webhooks: readonly WebhookResource[]) => webhooks.map(({ id }) => id);

async function ids({ webhooks }: EngineFixture, query: WebhookListQuery) {
  return idsOf((await webhooks.registry.list(query)).items);
}

describe('a list of webhooks (RS-1)', () => {
  it('is paged forward and backward, and says what lies on either side', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const all = idsOf(await registerMany(engine, 5));
    const first = await registry.list({ first: 2 });
    expect(first).toMatchObject({ total: 5, hasPreviousPage: false, hasNextPage: true });
    const second = await registry.list({ first: 2, after: first.endCursor ?? '' });
    expect(second).toMatchObject({ total: 5, hasPreviousPage: true, hasNextPage: true });
    const third = await registry.list({ first: 2, after: second.endCursor ?? '' });
    expect(third).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    expect(idsOf([...first.items, ...second.items, ...third.items])).toEqual(all);
    const last = await registry.list({ last: 2 });
    expect([idsOf(last.items), last.hasPreviousPage, last.hasNextPage]).toEqual([all.slice(3), true, false]);
    const before = await registry.list({ last: 2, before: last.startCursor ?? '' });
    expect([idsOf(before.items), before.hasPreviousPage, before.hasNextPage]).toEqual([all.slice(1, 3), true, true]);
    const outermost = await registry.list({ before: before.startCursor ?? '' });
    expect([idsOf(outermost.items), outermost.hasPreviousPage, outermost.hasNextPage]).toEqual([
      all.slice(0, 1),
      false,
      true,
    ]);
    const beyond = await registry.list({ after: third.endCursor ?? '' });
    expect(beyond).toEqual({
      items: [],
      total: 5,
      hasPreviousPage: true,
      hasNextPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  it('takes an id for the place where that webhook stands, and no id of another tenant', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const all = idsOf(await registerMany(engine, 4));
    await registry.delete(all[1] as string);
    expect(await ids(engine, { after: all[1] })).toEqual(all.slice(2));
    expect(await ids(engine, { before: all[1] })).toEqual(all.slice(0, 1));
    const foreign = registry.list({ after: all[1] }, { tenant: 'other' });
    await expect(foreign).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each([
    { field: 'url', direction: 'asc' },
    { field: 'url', direction: 'desc' },
    { field: 'modified', direction: 'desc' },
    { field: 'created', direction: 'desc' },
    { field: 'id', direction: 'asc' },
  ] as const)('is in the order of $field, $direction, in either direction', async ({ field, direction }) => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const [one, two] = (await registerMany(engine, 7)).slice(2) as [WebhookResource, WebhookResource];
    for (const { id } of [two, one]) {
      await engine.clock.advance(1);
      await registry.update(id, { insecure_ssl: true });
    }
    const { items } = await registry.list();
    const sorted = items.toSorted((a, b) => (a[field] < b[field] ? -1 : 1) * (direction === 'asc' ? 1 : -1));
    const orderBy = [{ field, direction }];
    const forward: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await registry.list({ first: 2, orderBy, after });
      forward.push(...idsOf(page.items));
      if (!page.hasNextPage) break;
      after = page.endCursor ?? undefined;
    }
    expect(forward).toEqual(idsOf(sorted));
    const backward: string[] = [];
    for (let before: string | undefined; ; ) {
      const page = await registry.list({ last: 3, orderBy, before });
      backward.unshift(...idsOf(page.items));
      if (!page.hasPreviousPage) break;
      before = page.startCursor ?? undefined;
    }
    expect(backward).toEqual(forward);
  });

  it('goes on where it was, though what ended the page before moved in the order and went', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const all = idsOf(await registerMany(engine, 6));
    const orderBy = [{ field: 'modified' }] as const;
    const first = await registry.list({ first: 3, orderBy });
    await engine.clock.advance(1_000);
    await registry.delete(all[2] as string);
    await subscribe(engine, '*');
    const second = await registry.list({ first: 3, orderBy, after: first.endCursor ?? '' });
    expect(idsOf(second.items)).toEqual(all.slice(3));
  });

  it('is ordered by several fields, of which what follows an id counts no more', async () => {
    const engine = startEngine();
    const all = idsOf(await registerMany(engine, 4));
    for (const id of [all[0], all[2]]) await engine.webhooks.registry.pause(id as string);
    const orderBy = [
      { field: 'status', direction: 'desc' },
      { field: 'created', direction: 'desc' },
      { field: 'url' },
    ] as const;
    expect(await ids(engine, { orderBy })).toEqual([all[2], all[0], all[3], all[1]]);
  });

  it('refuses what is no query, all of it at once', async () => {
    const { registry } = startEngine().webhooks;
    const bad = { first: 0, last: 1, after: 1, orderBy: [{ field: 'secret' }, { field: 'id', direction: 'up' }] };
    expect(await faultsOf(registry.list(bad as never))).toEqual([
      'last INVALID_VALUE',
      'first OUT_OF_RANGE',
      'after INVALID_VALUE',
      'orderBy[0].field UNKNOWN_FIELD',
      'orderBy[1].direction INVALID_VALUE',
    ]);
    expect(await faultsOf(registry.list({ first: 1, before: 'x' }))).toEqual(['before INVALID_VALUE']);
    expect(await faultsOf(registry.list({ orderBy: 'url' as never }))).toEqual(['orderBy WRONG_TYPE']);
  });

  it('refuses a cursor that was tampered with, or is of another order', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    await registerMany(engine, 3);
    const { endCursor } = await registry.list({ first: 1, orderBy: [{ field: 'modified' }] });
    const cursor = endCursor as string;
    const encode = (value: unknown) => btoa(JSON.stringify(value));
    const bad = ['', 'x', cursor.slice(1), `${cursor}AA`, encode(null), encode(['id', 'x']), encode(['id', 1])];
    for (const after of bad) expect(await faultsOf(registry.list({ after })), after).toEqual(['after INVALID_VALUE']);
    expect(await faultsOf(registry.list({ before: cursor }))).toEqual(['before INVALID_VALUE']);
    const modified = [{ field: 'modified' }] as const;
    const shifted = encode(['modified,id', 'x', '00000000-0000-4000-8000-000000000000']);
    expect(await faultsOf(registry.list({ orderBy: modified, after: shifted }))).toEqual(['after INVALID_VALUE']);
    expect((await registry.list({ orderBy: modified, after: cursor })).items).toHaveLength(2);
  });
});

describe('a list of webhooks that is filtered (RS-4)', () => {
  it.each([
    { filter: { events: 'Lead.*' }, expected: [0, 3, 6] },
    { filter: { events: 'Lead' }, filterOp: { events: 'starts' }, expected: [0, 3, 6] },
    { filter: { url: 'https://RECEIVER.test/0' }, filterOp: { url: 'ieq' }, expected: [6] },
    { filter: { client_id: 'c1', events: 'Lead.*' }, expected: [3] },
    { filter: { client_id: ['c0', 'c1'] }, filterOp: { client_id: 'not-eq' }, expected: [] },
    { filterOp: { application_id: 'null' }, expected: [0, 1, 2, 3, 4, 5, 6] },
    { filter: { created: '2026-01-01T00:00:00.006Z' }, filterOp: { created: 'gte' }, expected: [5, 6] },
    { filter: { insecure_ssl: 'true' }, expected: [] },
    { filter: { status: ['paused', 'disabled'] }, expected: [4] },
    { filter: { is_delete_protected: false, url: undefined }, expected: [0, 1, 2, 3, 4, 5, 6] },
    { filter: {}, expected: [0, 1, 2, 3, 4, 5, 6] },
  ] as const)('has what passes, by FI: $filter $filterOp', async ({ expected, ...query }) => {
    const engine = startEngine();
    const all = idsOf(await registerMany(engine, 7));
    await engine.webhooks.registry.pause(all[4] as string);
    const wanted = expected.map((index) => all[index]);
    const { items, total } = await engine.webhooks.registry.list(query as WebhookListQuery);
    expect([idsOf(items), total]).toEqual([wanted, wanted.length]);
  });

  it('is paged like any other, over more than it reads at once', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const webhooks = await registerMany(engine, 1_100);
    const wanted = idsOf(webhooks.filter((_, index) => index % 3 === 0));
    const query = { filter: { events: 'Lead.*' } } as const;
    const found: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await registry.list({ ...query, first: 100, after });
      expect([page.total, page.hasPreviousPage]).toEqual([wanted.length, found.length > 0]);
      found.push(...idsOf(page.items));
      if (!page.hasNextPage) break;
      after = page.endCursor ?? undefined;
    }
    expect(found).toEqual(wanted);
    const last = await registry.list({ ...query, last: 5 });
    expect([idsOf(last.items), last.hasNextPage]).toEqual([wanted.slice(-5), false]);
    const sparse = await registry.list({ filter: { url: 'https://receiver.test/0' }, first: 1 });
    expect(sparse).toMatchObject({ total: 1, hasPreviousPage: false, hasNextPage: false });
  });

  it('is counted again after some seconds, for each tenant by itself', async () => {
    const { store, calls } = troubledStore(memoryStore());
    const engine = startEngine({ store });
    const { registry } = engine.webhooks;
    const query = { filter: { status: 'active' } } as const;
    await registerMany(engine, 3);
    expect((await registry.list(query)).total).toBe(3);
    const before = calls('listWebhooks');
    await registerMany(engine, 1);
    expect((await registry.list(query)).total).toBe(3);
    expect(calls('listWebhooks') - before).toBe(1);
    expect((await registry.list(query, { tenant: 'other' })).total).toBe(0);
    expect((await registry.list({ ...query, includeDeleted: true })).total).toBe(4);
    await engine.clock.advance(10_000);
    expect((await registry.list(query)).total).toBe(4);
  });

  it('refuses columns and operators that there are not, and what is secret', async () => {
    const { registry } = startEngine().webhooks;
    const filter = {
      signature: 'x',
      secrets: 'x',
      settings: 'x',
      options: 'x',
      'previous.url': 'x',
      ['__proto__']: 'x',
    };
    expect(await faultsOf(registry.list({ filter: filter as never }))).toEqual(
      Object.keys(filter).map((column) => `filter.${column} UNKNOWN_FIELD`),
    );
    const filterOp = { url: 'like', created: 'between', tenant: 'null' };
    expect(await faultsOf(registry.list({ filter: { created: 'x', url: 'y' }, filterOp: filterOp as never }))).toEqual([
      'filterOp.tenant UNKNOWN_FIELD',
      'filterOp.url UNKNOWN_OPERATOR',
      'filter.created INVALID_VALUE',
    ]);
    const [issue] = await issuesOf(registry.list({ filter: { event: 'x' } as never }));
    expect(issue?.message).toContain('did you mean "events"?');
    for (const notFields of ['x', [], 5]) {
      expect(await faultsOf(registry.list({ filter: notFields as never }))).toEqual(['filter WRONG_TYPE']);
    }
  });
});
