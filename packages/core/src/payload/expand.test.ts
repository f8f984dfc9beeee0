import { describe, expect, it } from 'vitest';
import type { EntityLoadAnswer, EntityLoader, EntityLoadRequest } from '../ports/entity-loader.ts';
import { expandRecord, type LoadRelationsRequest, loadRelations, type RelationRoot } from './expand.ts';
import type { RelationFailure } from './relation-node.ts';
import { relationPaths } from './relation-paths.ts';

type Answers = (request: EntityLoadRequest) => readonly EntityLoadAnswer[] | Promise<readonly EntityLoadAnswer[]>;

/** Loads with `answers` by path; a path that is not there is unknown to the loader. */
class Scene {
  readonly calls: EntityLoadRequest[] = [];
  readonly failures: RelationFailure[] = [];
  readonly controller = new AbortController();
  readonly loader: EntityLoader;

  constructor(answers: Readonly<Record<string, Answers>>) {
    this.loader = {
      load: async (request) => {
        this.calls.push(request);
        const answer = answers[request.path];
        return answer === undefined ? request.records.map(() => undefined) : answer(request);
      },
    };
  }

  get paths(): readonly string[] {
    return this.calls.map(({ path }) => path);
  }

  load(roots: readonly RelationRoot[], overrides: Partial<LoadRelationsRequest<unknown>> = {}) {
    return loadRelations({
      loader: this.loader,
      tenant: 'acme',
      clientId: 'client',
      transaction: undefined,
      signal: this.controller.signal,
      roots,
      maxExpandedBytes: 1_000,
      onFailure: (failure) => this.failures.push(failure),
      ...overrides,
    });
  }
}

function contact(record: object, ...paths: readonly string[]): RelationRoot {
  return { entity: 'Contact', root: 'entity', record, paths: relationPaths(paths) };
}

/** The answer of each record by what it says at `field`. */
function by(field: string, known: Readonly<Record<string, EntityLoadAnswer>>): Answers {
  return ({ records }) => records.map((record) => known[(record as Record<string, string>)[field] ?? '']);
}

/** One record, its paths loaded and expanded. */
async function expand(scene: Scene, record: object, paths: readonly string[], maxExpandedBytes = 1_000) {
  const root = contact(record, ...paths);
  return expandRecord(record, root.paths, await scene.load([root], { maxExpandedBytes }));
}

const account = { id: 'a', name: 'Acme' };

describe('expanding', () => {
  it('EX-1: replaces a relation in place by its record', async () => {
    const scene = new Scene({ account: () => [account] });
    const expanded = await expand(scene, { id: 'c', account: 'uri', account_id: 'a' }, ['account']);
    expect(JSON.stringify(expanded)).toBe('{"id":"c","account":{"id":"a","name":"Acme"},"account_id":"a"}');
  });

  it('EX-1: replaces a list by its records in order, and keeps an empty one a list', async () => {
    const scene = new Scene({ tasks: () => [[{ id: 2 }, { id: 1 }]], notes: () => [[]] });
    expect(await expand(scene, { tasks: ['u2', 'u1'], notes: 'u' }, ['tasks', 'notes'])).toEqual({
      tasks: [{ id: 2 }, { id: 1 }],
      notes: [],
    });
  });

  it('EX-1: leaves null as it is and does not ask for it', async () => {
    const scene = new Scene({ account: () => [account] });
    expect(await expand(scene, { account: null }, ['account', 'account.owner'])).toEqual({ account: null });
    expect(scene.calls).toEqual([]);
  });

  it('EX-1: asks for a relation that the record does not bear, and shows what is answered', async () => {
    const scene = new Scene({ account: () => [account], tasks: () => [null] });
    expect(await expand(scene, { id: 'c' }, ['account', 'tasks', 'nobody'])).toEqual({ id: 'c', account, tasks: null });
    expect(scene.paths).toEqual(['account', 'nobody', 'tasks']);
    expect(scene.failures).toEqual([]);
  });

  it('EX-3: leaves an unknown path as it is, and does not go into it', async () => {
    const scene = new Scene({ 'nobody.owner': () => [{ id: 'u' }] });
    const record = { id: 'c', nobody: 'uri' };
    expect(await expand(scene, record, ['nobody.owner'])).toEqual(record);
    expect(scene.paths).toEqual(['nobody']);
    expect(scene.failures).toEqual([]);
  });

  it('EX-1: nests, through lists, parents implied', async () => {
    const scene = new Scene({
      task_relations: () => [
        [
          { id: 'r1', task: 'u1' },
          { id: 'r2', task: null },
          { id: 'r3', task: 'u3' },
        ],
      ],
      'task_relations.task': by('id', { r1: { id: 't1', owner: 'o' }, r3: { id: 't3' } }),
      'task_relations.task.owner': by('id', { t1: { id: 'o' }, t3: null }),
    });
    const record = { id: 'c', task_relations: ['u'] };
    expect(await expand(scene, record, ['task_relations.task.owner'])).toEqual({
      id: 'c',
      task_relations: [
        { id: 'r1', task: { id: 't1', owner: { id: 'o' } } },
        { id: 'r2', task: null },
        { id: 'r3', task: { id: 't3', owner: null } },
      ],
    });
    expect(scene.calls.map(({ path, records }) => [path, records.length])).toEqual([
      ['task_relations', 1],
      ['task_relations.task', 2],
      ['task_relations.task.owner', 2],
    ]);
  });

  it('EX-1: goes at most five deep', async () => {
    const deeper: Answers = ({ records }) => records.map(() => ({ a: 'uri' }));
    const paths = ['a', 'a.a', 'a.a.a', 'a.a.a.a', 'a.a.a.a.a', 'a.a.a.a.a.a'];
    const scene = new Scene(Object.fromEntries(paths.map((path) => [path, deeper])));
    const expanded = await expand(scene, { a: 'uri' }, ['a.a.a.a.a.a.a']);
    expect(expanded).toEqual({ a: { a: { a: { a: { a: { a: 'uri' } } } } } });
    expect(scene.paths).toEqual(paths.slice(0, 5));
  });

  it('EX-2: calls once per path for all records, each once, and tells whose they are', async () => {
    const scene = new Scene({ account: by('account', { u1: account, u2: { id: 'b' } }) });
    const transaction = { open: true };
    const [one, two, other] = [{ account: 'u1' }, { account: 'u2' }, { account: 'u1' }];
    const roots = [contact(one, 'account'), contact(two, 'account'), contact(one, 'account'), contact(other, 'owner')];
    const loaded = await scene.load(roots, { transaction });
    expect(scene.calls).toHaveLength(2);
    expect(scene.calls[0]).toEqual({
      tenant: 'acme',
      clientId: 'client',
      entity: 'Contact',
      root: 'entity',
      path: 'account',
      records: [one, two],
      transaction,
      signal: scene.controller.signal,
    });
    expect(expandRecord(one, ['account'], loaded)).toEqual({ account });
    expect(expandRecord(two, ['account'], loaded)).toEqual({ account: { id: 'b' } });
    expect(scene.calls[1]).toMatchObject({ path: 'owner', records: [other] });
    expect(expandRecord(other, ['owner'], loaded)).toEqual(other);
  });

  it('EX-2: loads below a parent only what wants it, an object that was answered twice but once', async () => {
    const scene = new Scene({
      account: ({ records }) => records.map(() => account),
      'account.owner': () => [{ id: 'u' }],
    });
    const records = [{ account: 1 }, { account: 2 }, { account: 3 }] as const;
    const roots = [
      contact(records[0], 'account.owner'),
      contact(records[1], 'account.owner'),
      contact(records[2], 'account'),
    ];
    const loaded = await scene.load(roots);
    expect(scene.calls.map(({ path, records: asked }) => [path, asked.length])).toEqual([
      ['account', 3],
      ['account.owner', 1],
    ]);
    const withOwner = { account: { ...account, owner: { id: 'u' } } };
    expect(expandRecord(records[0], ['account', 'account.owner'], loaded)).toEqual(withOwner);
    expect(expandRecord(records[1], ['account', 'account.owner'], loaded)).toEqual(withOwner);
    expect(expandRecord(records[2], ['account'], loaded)).toEqual({ account });
  });

  it('EX-2: gives each shape only its own paths, from the same loads', async () => {
    const scene = new Scene({
      account: () => [account],
      owner: () => [{ id: 'u' }],
      'owner.team': () => [{ id: 't' }],
    });
    const record = { account: 1, owner: 2 };
    const loaded = await scene.load([contact(record, 'account'), contact(record, 'owner.team')]);
    expect(expandRecord(record, ['account'], loaded)).toEqual({ account, owner: 2 });
    expect(expandRecord(record, ['owner'], loaded)).toEqual({ account: 1, owner: { id: 'u' } });
    expect(expandRecord(record, ['owner', 'owner.team'], loaded)).toEqual({
      account: 1,
      owner: { id: 'u', team: { id: 't' } },
    });
    expect(expandRecord(record, [], loaded)).toBe(record);
    expect(scene.paths).toEqual(['account', 'owner', 'owner.team']);
  });

  it('EX-2, EX-5: keeps entities and roots apart', async () => {
    const scene = new Scene({ owner: ({ entity, root, records }) => records.map(() => ({ of: `${root} ${entity}` })) });
    const [one, two, related] = [{ owner: 1 }, { owner: 1 }, { owner: 1 }];
    const loaded = await scene.load([
      contact(one, 'owner'),
      { ...contact(two, 'owner'), entity: 'CE_Bid' },
      { ...contact(related, 'owner'), root: 'related_entity' },
    ]);
    expect([one, two, related].map((record) => expandRecord(record, ['owner'], loaded))).toEqual([
      { owner: { of: 'entity Contact' } },
      { owner: { of: 'entity CE_Bid' } },
      { owner: { of: 'related_entity Contact' } },
    ]);
  });

  it('EX-2: has siblings loaded at once, and one that is slow keeps no other from its children', async () => {
    let release: (answers: readonly EntityLoadAnswer[]) => void = () => {};
    const scene = new Scene({
      slow: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
      swift: () => [{ id: 's' }],
      'swift.owner': () => {
        release([{ id: 'late' }]);
        return [{ id: 'u' }];
      },
    });
    const expanded = await expand(scene, { slow: 1, swift: 2 }, ['slow', 'swift.owner']);
    expect(scene.paths).toEqual(['slow', 'swift', 'swift.owner']);
    expect(expanded).toEqual({ slow: { id: 'late' }, swift: { id: 's', owner: { id: 'u' } } });
  });

  it('changes neither what was published nor what was answered', async () => {
    const answer = Object.freeze({ id: 'a', owner: 'uri' });
    const scene = new Scene({ account: () => [answer], 'account.owner': () => [Object.freeze({ id: 'u' })] });
    const record = Object.freeze({ account: 'uri' });
    expect(await expand(scene, record, ['account.owner'])).toEqual({ account: { id: 'a', owner: { id: 'u' } } });
    expect([record, answer]).toEqual([{ account: 'uri' }, { id: 'a', owner: 'uri' }]);
  });

  it('PA-3, PA-4: shows an answer as it was when it was given, in the form of the wire', async () => {
    const answer = { at: new Date(0), size: 5n, gone: undefined };
    const scene = new Scene({ account: () => [answer] });
    const root = contact({ account: 1 }, 'account');
    const loaded = await scene.load([root]);
    answer.size = 6n;
    expect(expandRecord(root.record, root.paths, loaded)).toEqual({
      account: { at: '1970-01-01 00:00:00.000000+00:00', size: 5n },
    });
  });

  it('takes a relation of any name', async () => {
    const scene = new Scene({ ['__proto__']: undefined as never });
    scene.loader.load = async ({ records }) => records.map(() => ({ polluted: true }));
    const expanded = await expand(scene, { id: 'c' }, ['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(expanded)).toBe(Object.prototype);
    expect(Object.keys(expanded)).toEqual(['id', '__proto__', 'constructor']);
  });
});

describe('expanding, when it fails (EX-3)', () => {
  const circular: { self?: object } = {};
  circular.self = circular;

  it.each<{ name: string; answers: Answers; message: RegExp }>([
    {
      name: 'throws',
      answers: () => {
        throw new Error('no database');
      },
      message: /^no database$/,
    },
    { name: 'rejects with no error', answers: () => Promise.reject('gone'), message: /^gone$/ },
    { name: 'answers too few', answers: () => [], message: /expected 1 answers of the loader, got 0/ },
    { name: 'answers too many', answers: () => [account, account], message: /expected 1 answers of the loader, got 2/ },
    { name: 'answers no list', answers: () => account as never, message: /list/ },
    { name: 'answers text', answers: () => ['uri' as never], message: /record/ },
    { name: 'answers a list of text', answers: () => [['uri'] as never], message: /record/ },
    { name: 'answers a list with a gap', answers: () => [[account, null] as never], message: /record/ },
    { name: 'answers a list of lists', answers: () => [[[account]] as never], message: /record/ },
    { name: 'answers a cycle', answers: () => [circular], message: /itself/ },
    { name: 'answers NaN inside', answers: () => [{ x: Number.NaN }], message: /NaN/ },
  ])('leaves the field as it was when the loader $name', async ({ answers, message }) => {
    const scene = new Scene({ account: answers, owner: () => [{ id: 'u' }] });
    const record = { account: 'uri', owner: 'uri' };
    expect(await expand(scene, record, ['account.owner', 'owner'])).toEqual({ account: 'uri', owner: { id: 'u' } });
    expect(scene.failures).toEqual([
      { entity: 'Contact', path: 'account', code: 'LOADER_FAILED', message: expect.stringMatching(message) as unknown },
    ]);
    expect(scene.paths).toEqual(['account', 'owner']);
  });

  it('says so when a loader throws at once', async () => {
    const scene = new Scene({});
    scene.loader.load = () => {
      throw new Error('at once');
    };
    expect(await expand(scene, { account: 'uri' }, ['account'])).toEqual({ account: 'uri' });
    expect(scene.failures).toMatchObject([{ code: 'LOADER_FAILED', message: 'at once' }]);
  });

  it('leaves all records of a path as they were when one answer is none', async () => {
    const scene = new Scene({ account: by('account', { u1: account, u2: 5 as never }) });
    const [one, two] = [{ account: 'u1' }, { account: 'u2' }];
    const loaded = await scene.load([contact(one, 'account'), contact(two, 'account')]);
    expect(expandRecord(one, ['account'], loaded)).toEqual(one);
    expect(expandRecord(two, ['account'], loaded)).toEqual(two);
    expect(scene.failures).toHaveLength(1);
  });

  it('keeps a loaded parent when a child fails', async () => {
    const scene = new Scene({ account: () => [account], 'account.owner': () => Promise.reject(new Error('no')) });
    expect(await expand(scene, { account: 'uri' }, ['account.owner'])).toEqual({ account });
    expect(scene.failures).toMatchObject([{ path: 'account.owner', code: 'LOADER_FAILED' }]);
  });

  it('does not wait beyond its time, and ignores what comes later', async () => {
    const late: (() => void)[] = [];
    const scene = new Scene({
      slow: () =>
        new Promise((resolve) => {
          late.push(() => resolve([account]));
        }),
      failing: () =>
        new Promise((_, reject) => {
          late.push(() => reject(new Error('late')));
        }),
      swift: () => [{ id: 's' }],
    });
    const record = { slow: 'uri', failing: 'uri', swift: 'uri' };
    const root = contact(record, 'slow.owner', 'failing', 'swift');
    const loading = scene.load([root]);
    await new Promise(setImmediate);
    scene.controller.abort();
    const loaded = await loading;
    for (const answer of late) answer();
    // An unhandled rejection would fail the run.
    await new Promise(setImmediate);
    expect(expandRecord(record, root.paths, loaded)).toEqual({ ...record, swift: { id: 's' } });
    expect(scene.failures.map(({ path, code }) => [path, code]).sort()).toEqual([
      ['failing', 'TIMEOUT'],
      ['slow', 'TIMEOUT'],
    ]);
    expect(scene.paths).not.toContain('slow.owner');
  });

  it('asks for nothing more once its time is over', async () => {
    const scene = new Scene({
      account: () => {
        scene.controller.abort();
        return [account];
      },
    });
    const root = contact({ account: 'uri' }, 'account');
    await scene.load([root]);
    const calls = scene.calls.length;
    const loaded = await scene.load([root]);
    expect(scene.calls).toHaveLength(calls);
    expect(expandRecord(root.record, root.paths, loaded)).toEqual(root.record);
    expect(scene.failures.at(-1)).toMatchObject({ path: 'account', code: 'TIMEOUT' });
  });

  it('leaves no listener on the signal', async () => {
    let listeners = 0;
    const { signal } = new AbortController();
    const counted: AbortSignal = Object.create(signal, {
      aborted: { value: false },
      addEventListener: {
        value: () => {
          listeners += 1;
        },
      },
      removeEventListener: {
        value: () => {
          listeners -= 1;
        },
      },
    });
    const scene = new Scene({ account: () => [account] });
    await scene.load([contact({ account: 'uri' }, 'account')], { signal: counted });
    expect(listeners).toBe(0);
  });

  // {"x":"…"} has 8 bytes beside the text.
  const ofBytes = (bytes: number): object => ({ x: 'y'.repeat(bytes - 8) });

  it.each<{ name: string; answer: EntityLoadAnswer; isKept: boolean }>([
    { name: 'a record of as many bytes as it may have', answer: ofBytes(100), isKept: true },
    { name: 'a record of a byte more', answer: ofBytes(101), isKept: false },
    { name: 'a list of as many', answer: [ofBytes(48), ofBytes(49)], isKept: true },
    { name: 'a list of a byte more', answer: [ofBytes(49), ofBytes(49)], isKept: false },
    { name: 'a list with one that is too large', answer: [ofBytes(10), ofBytes(500)], isKept: false },
    { name: 'text of two bytes a character', answer: { x: 'ä'.repeat(46) }, isKept: true },
    { name: 'too much of that', answer: { x: 'ä'.repeat(47) }, isKept: false },
  ])('takes $name: $isKept', async ({ answer, isKept }) => {
    const scene = new Scene({ account: () => [answer] });
    const expanded = await expand(scene, { account: 'uri' }, ['account.owner'], 100);
    expect(expanded).toEqual({ account: isKept ? answer : 'uri' });
    expect(scene.failures.map(({ path, code }) => [path, code])).toEqual(isKept ? [] : [['account', 'TOO_LARGE']]);
    expect(scene.paths).toEqual(isKept ? ['account', 'account.owner'] : ['account']);
  });

  it('leaves the record that is too large as it was, and no other; says so once', async () => {
    const scene = new Scene({ account: by('account', { u1: ofBytes(50), u2: ofBytes(200), u3: ofBytes(200) }) });
    const records = [{ account: 'u2' }, { account: 'u1' }, { account: 'u3' }];
    const loaded = await scene.load(
      records.map((record) => contact(record, 'account')),
      { maxExpandedBytes: 100 },
    );
    expect(records.map((record) => expandRecord(record, ['account'], loaded))).toEqual([
      { account: 'u2' },
      { account: ofBytes(50) },
      { account: 'u3' },
    ]);
    expect(scene.failures).toHaveLength(1);
  });

  it('counts a nested path over all that bear it in one record', async () => {
    const scene = new Scene({
      tasks: () => [[{ id: 1 }, { id: 2 }, { id: 3 }]],
      'tasks.note': ({ records }) => records.map(() => ofBytes(40)),
    });
    const expanded = await expand(scene, { tasks: 'uri' }, ['tasks.note.author'], 100);
    expect(expanded).toEqual({ tasks: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    expect(scene.failures).toMatchObject([{ path: 'tasks.note', code: 'TOO_LARGE' }]);
    expect(scene.paths).toEqual(['tasks', 'tasks.note']);
  });

  it('counts the paths of a shape together, the same way each time, and other shapes not at all', async () => {
    const scene = new Scene({ a: () => [ofBytes(60)], b: () => [ofBytes(60)], c: () => [ofBytes(40)] });
    const record = { a: 1, b: 2, c: 3 };
    const loaded = await scene.load([contact(record, 'a', 'b', 'c')], { maxExpandedBytes: 100 });
    expect(scene.failures).toEqual([]);
    const expected = { a: ofBytes(60), b: 2, c: ofBytes(40) };
    expect(expandRecord(record, ['a', 'b', 'c'], loaded)).toEqual(expected);
    expect(expandRecord(record, ['a', 'b', 'c'], loaded)).toEqual(expected);
    expect(expandRecord(record, ['b', 'c'], loaded)).toEqual({ a: 1, b: ofBytes(60), c: ofBytes(40) });
    expect(scene.failures).toMatchObject([{ entity: 'Contact', path: 'b', code: 'TOO_LARGE' }]);
  });
});
