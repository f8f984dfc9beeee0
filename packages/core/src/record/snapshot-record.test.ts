import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValidationError } from '../errors/validation-error.ts';
import { snapshotRecord } from './snapshot-record.ts';

const options = { path: 'changes[3].entity', maxBytes: 1_048_576 };

function issuesOf(
  record: unknown,
  maxBytes = options.maxBytes,
): readonly { path: string; code: string; message: string }[] {
  try {
    snapshotRecord(record, { ...options, maxBytes });
  } catch (error) {
    if (ValidationError.is(error)) return error.issues;
    throw error;
  }
  return [];
}

class Row {
  id = 1;
  #secret = 2;
  get secret(): number {
    return this.#secret;
  }
}

class Money {
  toJSON(): unknown {
    return { amount: 5n, at: new Date(0), gone: undefined };
  }
}

const shared = { a: 1 };

describe('snapshotRecord', () => {
  it.each([
    {
      name: 'JSON',
      record: { a: 'x', b: [1, true, null, { c: {} }] },
      expected: { a: 'x', b: [1, true, null, { c: {} }] },
    },
    {
      name: 'Dates',
      record: { at: new Date(5), in: [new Date(0)] },
      expected: { at: '1970-01-01 00:00:00.005000+00:00', in: ['1970-01-01 00:00:00.000000+00:00'] },
    },
    { name: 'undefined', record: { a: undefined, b: 1, c: [undefined, 2] }, expected: { b: 1, c: [null, 2] } },
    { name: 'holes', record: { a: new Array(2) }, expected: { a: [null, null] } },
    { name: 'bigints', record: { id: 9007199254740993n }, expected: { id: 9007199254740993n } },
    {
      name: 'toJSON',
      record: { m: new Money() },
      expected: { m: { amount: 5n, at: '1970-01-01 00:00:00.000000+00:00' } },
    },
    {
      name: 'toJSON that returns undefined',
      record: { a: { toJSON: (): unknown => undefined }, b: [{ toJSON: (): unknown => undefined }] },
      expected: { b: [null] },
    },
    {
      name: 'toJSON that returns a Date',
      record: { a: { toJSON: () => new Date(0) } },
      expected: { a: '1970-01-01 00:00:00.000000+00:00' },
    },
    { name: 'a record with toJSON', record: { toJSON: () => ({ a: 1 }) }, expected: { a: 1 } },
    { name: 'instances of a class', record: new Row(), expected: { id: 1 } },
    { name: 'no prototype', record: Object.assign(Object.create(null), { a: 1 }), expected: { a: 1 } },
    {
      name: 'another realm',
      record: runInNewContext('({ a: [new Date(0)], b: { c: 1 } })'),
      expected: { a: ['1970-01-01 00:00:00.000000+00:00'], b: { c: 1 } },
    },
    { name: 'symbol keys', record: { a: { [Symbol('s')]: 1, b: 2 } }, expected: { a: { b: 2 } } },
    {
      name: 'shared references',
      record: { x: shared, y: [shared, shared] },
      expected: { x: { a: 1 }, y: [{ a: 1 }, { a: 1 }] },
    },
  ])('copies $name', ({ record, expected }) => {
    expect(JSON.stringify(snapshotRecord(record, options), bigintText)).toBe(JSON.stringify(expected, bigintText));
    expect(Object.keys(snapshotRecord(record, options))).toEqual(Object.keys(expected));
  });

  it('asks toJSON and getters once', () => {
    let asked = 0;
    const inner = { toJSON: (): object => ({ n: ++asked, toJSON: undefined }) };
    const record = {
      inner,
      get read() {
        return ++asked;
      },
    };
    expect(snapshotRecord(record, options)).toEqual({ inner: { n: 2 }, read: 1 });
  });

  it('does not ask what toJSON returned for its own', () => {
    const answer = { a: 1 };
    Object.defineProperty(answer, 'toJSON', { value: () => 'again' });
    expect(snapshotRecord({ x: { toJSON: () => answer } }, options)).toEqual({ x: { a: 1 } });
  });

  it('shares nothing with the record (PA-3)', () => {
    const record = { a: { b: [1, { c: 2 }] }, n: 1 };
    const copy = snapshotRecord(record, options);
    (record.a.b[1] as { c: number }).c = 3;
    record.a.b.push(4);
    record.n = 2;
    expect(copy).toEqual({ a: { b: [1, { c: 2 }] }, n: 1 });
  });

  it('takes __proto__ as a field', () => {
    const record = JSON.parse('{"__proto__":{"at":1},"gone":1,"x":{"__proto__":[2]}}');
    record.gone = undefined;
    Object.defineProperty(record, '__proto__', { value: { at: new Date(0) } });
    const copy = snapshotRecord(record, options);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"at":"1970-01-01 00:00:00.000000+00:00"},"x":{"__proto__":[2]}}');
  });

  it('equals what JSON makes of JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        expect(JSON.stringify(snapshotRecord(record, options))).toBe(JSON.stringify(record));
      }),
    );
  });
});

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

function cyclic(): object {
  const owner: Record<string, unknown> = { name: 'Ann' };
  owner.boss = { staff: [owner] };
  return { owner };
}

function nested(depth: number): object {
  return depth === 1 ? {} : { in: nested(depth - 1) };
}

describe('snapshotRecord rejects', () => {
  it.each([
    { name: 'NaN', value: Number.NaN, path: 'x' },
    { name: 'Infinity', value: [1, Number.POSITIVE_INFINITY], path: 'x[1]' },
    { name: 'an invalid Date', value: { at: new Date(Number.NaN) }, path: 'x.at' },
    { name: 'a function', value: () => 1, path: 'x' },
    { name: 'a symbol', value: Symbol('s'), path: 'x' },
    { name: 'a Map', value: new Map(), path: 'x' },
    { name: 'a Set', value: new Set(), path: 'x' },
    { name: 'a RegExp', value: /x/, path: 'x' },
    { name: 'a Promise', value: Promise.resolve(1), path: 'x' },
    { name: 'an Error', value: new Error('e'), path: 'x' },
    { name: 'a typed array', value: new Uint8Array(1), path: 'x' },
    { name: 'an ArrayBuffer', value: new ArrayBuffer(1), path: 'x' },
    { name: 'a boxed number', value: Object(1), path: 'x' },
    { name: 'a boxed bigint', value: Object(1n), path: 'x' },
    { name: 'a Map that toJSON returns', value: { toJSON: () => new Map() }, path: 'x' },
    { name: 'NaN that toJSON returns', value: { toJSON: () => ({ deep: Number.NaN }) }, path: 'x.deep' },
    {
      name: 'a toJSON that throws',
      value: [
        {
          toJSON: () => {
            throw new Error('no');
          },
        },
      ],
      path: 'x[0]',
    },
    {
      name: 'a getter that throws',
      value: {
        get y() {
          throw new Error('no');
        },
      },
      path: 'x.y',
    },
    { name: 'a revoked proxy', value: revoked(), path: 'x' },
    { name: 'what pretends to be a Date', value: Object.create(Date.prototype), path: 'x' },
  ])('$name', ({ value, path }) => {
    expect(issuesOf({ fine: 1, x: value })).toEqual([
      { path: `changes[3].entity.${path}`, code: 'UNSERIALISABLE', message: expect.any(String) },
    ]);
  });

  it('a cycle, where it closes', () => {
    expect(issuesOf(cyclic())).toEqual([
      {
        path: 'changes[3].entity.owner.boss.staff[0]',
        code: 'UNSERIALISABLE',
        message: expect.stringContaining('cycle'),
      },
    ]);
  });

  it('every problem at once, each with its path', () => {
    const record = {
      a: Number.NaN,
      owner: { tags: ['x', 'y', () => 1] },
      get b() {
        throw new Error('no');
      },
      c: Symbol('s'),
    };
    expect(
      issuesOf(record)
        .map((issue) => issue.path)
        .sort(),
    ).toEqual(['changes[3].entity.a', 'changes[3].entity.b', 'changes[3].entity.c', 'changes[3].entity.owner.tags[2]']);
  });

  it('with the right paths after a list that throws when read', () => {
    const list = new Proxy([1], {
      get: (target, key) => {
        if (key === '0') throw new Error('no');
        return Reflect.get(target, key);
      },
    });
    const paths = issuesOf({ a: { list, next: Number.NaN } }).map((issue) => issue.path);
    expect(paths).toEqual(['changes[3].entity.a.list', 'changes[3].entity.a.next']);
  });

  it('at most 100 problems', () => {
    expect(issuesOf({ list: new Array(1_000).fill(Number.NaN) })).toHaveLength(100);
  });

  it.each([[], null, undefined, 'text', 5, new Date(0), { toJSON: () => 'text' }])(
    'what is no record: %s',
    (record) => {
      expect(issuesOf(record)).toEqual([
        { path: 'changes[3].entity', code: 'WRONG_TYPE', message: expect.any(String) },
      ]);
    },
  );

  it('more than 1,000 levels', () => {
    expect(issuesOf(nested(1_000))).toEqual([]);
    expect(issuesOf(nested(1_001)).map((issue) => issue.code)).toEqual(['TOO_LARGE']);
  });

  it('a toJSON without end', () => {
    const endless = (): object => ({ next: { toJSON: endless } });
    expect(issuesOf(endless()).map((issue) => issue.code)).toEqual(['TOO_LARGE']);
  });

  it('what is large by repetition alone, without writing it out', () => {
    let record: object = { text: 'x' };
    for (let level = 0; level < 60; level++) record = { left: record, right: record };
    expect(issuesOf(record)).toEqual([{ path: 'changes[3].entity', code: 'TOO_LARGE', message: expect.any(String) }]);
  });

  it('a list that is long beyond measure', () => {
    expect(issuesOf({ list: new Array(4_000_000_000) }).map((issue) => issue.code)).toEqual(['TOO_LARGE']);
  });

  it.each([
    { record: {}, bytes: 2 },
    { record: { a: 'x' }, bytes: 9 },
    { record: { é: '\u0000€😀' }, bytes: 22 },
    { record: { a: '\ud800' }, bytes: 14 },
    { record: { a: [true, false, null, -1.5, 10n], b: undefined }, bytes: 31 },
    { record: { at: new Date(0) }, bytes: 41 },
  ])('one byte too many, and none less: $record', ({ record, bytes }) => {
    expect(issuesOf(record, bytes)).toEqual([]);
    expect(issuesOf(record, bytes - 1).map((issue) => issue.code)).toEqual(['TOO_LARGE']);
  });

  it('by exactly the size that JSON has', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }), (record) => {
        const bytes = new TextEncoder().encode(JSON.stringify(record)).length;
        expect(issuesOf(record, bytes)).toEqual([]);
        expect(issuesOf(record, bytes - 1)).toHaveLength(1);
      }),
    );
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
