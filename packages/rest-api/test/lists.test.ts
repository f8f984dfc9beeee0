import { memoryStore } from '@hookwright/store-memory';
import { sqliteStore } from '@hookwright/store-sql/sqlite';
import { describe, expect, it } from 'vitest';
import { type RestFixture, startRest } from './rest-fixture.ts';

const collection = '/entities/Webhooks';

interface Row {
  readonly id: string;
  readonly url: string;
}

/** Registers webhooks whose urls end in their numbers. */
async function registerMany({ register, clock }: RestFixture, count: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let index = 0; index < count; index += 1) {
    rows.push(await register({ url: `https://customer.example/${String(index).padStart(3, '0')}` }));
    await clock.advance(1_000);
  }
  return rows;
}

/** Walks a list to its end. @param between - called after each page */
async function walk({ ask }: RestFixture, query: string, between = async (_page: number): Promise<void> => undefined) {
  const pages: Row[][] = [];
  let cursor: string | null = null;
  const isBackward = query.includes('last=');
  do {
    const place: string = cursor === null ? '' : `&${isBackward ? 'before' : 'after'}=${cursor}`;
    const { status, json } = await ask('GET', `${collection}?${query}${place}`);
    if (status !== 200) throw new Error(json.message);
    pages.push(json.data);
    const { has_next_page, has_previous_page, end_cursor, start_cursor } = json.page_info;
    cursor = isBackward ? (has_previous_page ? start_cursor : null) : has_next_page ? end_cursor : null;
    await between(pages.length);
  } while (cursor !== null);
  return pages;
}

const stores = [
  { name: 'memory', newStore: () => memoryStore() },
  { name: 'SQLite', newStore: () => sqliteStore({ file: ':memory:' }) },
];

describe.each(stores)('a list over $name (RS-1)', ({ newStore }) => {
  async function start(count: number) {
    const store = newStore();
    const fixture = startRest({ store });
    await fixture.webhooks.migrate();
    return { ...fixture, rows: await registerMany(fixture, count) };
  }
  const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);

  it('goes forward and backward over all pages, and says where it stands', async () => {
    const fixture = await start(7);
    const forward = await walk(fixture, 'first=3');
    expect(forward.map(ids)).toEqual([
      ids(fixture.rows.slice(0, 3)),
      ids(fixture.rows.slice(3, 6)),
      ids(fixture.rows.slice(6)),
    ]);
    const backward = await walk(fixture, 'last=3');
    expect(backward.map(ids)).toEqual([
      ids(fixture.rows.slice(4)),
      ids(fixture.rows.slice(1, 4)),
      ids(fixture.rows.slice(0, 1)),
    ]);
    const { json } = await fixture.ask('GET', `${collection}?first=3`);
    expect(json).toMatchObject({
      success: true,
      total: 7,
      page_info: { has_previous_page: false, has_next_page: true },
    });
    const second = await fixture.ask('GET', `${collection}?first=3&after=${json.page_info.end_cursor}`);
    expect(second.json.page_info).toMatchObject({ has_previous_page: true, has_next_page: true });
    const back = await fixture.ask('GET', `${collection}?last=3&before=${second.json.page_info.start_cursor}`);
    expect(back.json.data).toEqual(json.data);
  });

  it('is an empty page without cursors where there is nothing', async () => {
    const { ask } = await start(0);
    expect((await ask('GET', collection)).json).toEqual({
      success: true,
      total: 0,
      page_info: { start_cursor: null, end_cursor: null, has_previous_page: false, has_next_page: false },
      data: [],
    });
  });

  it.each(['first=2', 'last=2', 'first=2&order-by=-created', 'first=2&order-by=url', 'first=2&order-by=-url,id'])(
    'by %s shows each of the rest once, while others are made and deleted',
    async (query) => {
      const fixture = await start(9);
      const [doomed, gone] = [fixture.rows[4], fixture.rows[1]] as [Row, Row];
      const pages = await walk(fixture, query, async (page) => {
        if (page > 2) return;
        // One that was shown or is to come, the one that the cursor points to, and new ones at both ends of the urls.
        await fixture.ask('DELETE', `${collection}/${(page === 1 ? doomed : gone).id}`);
        await fixture.register({ url: `https://customer.example/${page === 1 ? '' : 'z'}` });
      });
      const shown = ids(pages.flat());
      expect(new Set(shown).size).toBe(shown.length);
      for (const { id } of fixture.rows) {
        if (id !== doomed.id && id !== gone.id) expect(shown).toContain(id);
      }
    },
  );

  it('goes on after a cursor whose row is gone', async () => {
    const fixture = await start(4);
    const { json } = await fixture.ask('GET', `${collection}?first=2`);
    await fixture.ask('DELETE', `${collection}/${fixture.rows[1]?.id}`);
    const next = await fixture.ask('GET', `${collection}?first=2&after=${json.page_info.end_cursor}`);
    expect(ids(next.json.data)).toEqual(ids(fixture.rows.slice(2)));
  });

  it.each<[string, string, readonly number[]]>([
    ['a value', 'filter[url]=https://customer.example/002', [2]],
    [
      'one of several values',
      'filter[url]=https://customer.example/002&filter[url]=https://customer.example/000',
      [0, 2],
    ],
    ['an operator', 'filter[url]=/00&filter-op[url]=contains', [0, 1, 2, 3]],
    ['a negation', 'filter[url]=https://customer.example/002&filter-op[url]=not-eq', [0, 1, 3]],
    ['a boolean', 'filter[insecure_ssl]=true', []],
    ['a list column', 'filter[events]=Account.*', [0, 1, 2, 3]],
    ['a unary operator alone', 'filter-op[client_id]=null', [0, 1, 2, 3]],
    ['two columns', 'filter[status]=active&filter[url]=1&filter-op[url]=ends', [1]],
  ])('filters by %s (RS-4)', async (_name, query, expected) => {
    const fixture = await start(4);
    const { json } = await fixture.ask('GET', `${collection}?${query}`);
    expect(ids(json.data)).toEqual(expected.map((index) => fixture.rows[index]?.id));
    expect(json.total).toBe(expected.length);
  });
});

describe('a cursor', () => {
  it('is opaque, and 400 wherever it was changed', async () => {
    const fixture = startRest();
    await registerMany(fixture, 3);
    const { json } = await fixture.ask('GET', `${collection}?first=1`);
    const cursor: string = json.page_info.end_cursor;
    expect(cursor).not.toContain(json.data[0].id);
    for (let at = 0; at < cursor.length; at += 1) {
      const changed = `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`;
      expect((await fixture.ask('GET', `${collection}?first=1&after=${changed}`)).status, `${at}`).toBe(400);
    }
    for (const changed of [`${cursor}A`, `${cursor}=`, cursor.slice(0, -1), `%20${cursor}`, json.data[0].id]) {
      expect((await fixture.ask('GET', `${collection}?first=1&after=${changed}`)).status, changed).toBe(400);
    }
  });

  it.each(['order-by=-created', 'filter[status]=active', 'include-deleted=1'])(
    'is 400 in a list by %s',
    async (other) => {
      const fixture = startRest();
      await registerMany(fixture, 3);
      const { json } = await fixture.ask('GET', `${collection}?first=1`);
      const after = `first=1&after=${json.page_info.end_cursor}`;
      expect((await fixture.ask('GET', `${collection}?${after}`)).status).toBe(200);
      expect((await fixture.ask('GET', `${collection}?${after}&${other}`)).status).toBe(400);
      expect((await fixture.ask('GET', `${collection}/${json.data[0].id}/deliveries?${after}`)).status).toBe(400);
    },
  );
});
