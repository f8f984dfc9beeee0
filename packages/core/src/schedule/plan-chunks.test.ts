import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValidationError } from '../errors/validation-error.ts';
import vectors from './chunks.vectors.json' with { type: 'json' };
import { planChunks } from './plan-chunks.ts';

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

describe('planChunks', () => {
  it.each(vectors)('CH-1, CH-2: $count items by $chunk_size, $chunk_delay s apart', (vector) => {
    const chunks = planChunks(range(vector.count), { chunkSize: vector.chunk_size, chunkDelay: vector.chunk_delay });
    expect(chunks.map(({ index, delayMs, items }) => ({ index, delayMs, size: items.length }))).toEqual(vector.expect);
    expect(chunks.flatMap(({ items }) => items)).toEqual(range(vector.count));
  });

  it('CH-1: clamps a size above 100', () => {
    expect(planChunks(range(201), { chunkSize: 1_000, chunkDelay: 0 }).map(({ items }) => items.length)).toEqual([
      100, 100, 1,
    ]);
  });

  it('CH-2: gives whole milliseconds', () => {
    expect(planChunks(range(4), { chunkSize: 1, chunkDelay: 0.1 }).map(({ delayMs }) => delayMs)).toEqual([
      0, 100, 200, 300,
    ]);
  });

  it.each([
    { chunkSize: 0, chunkDelay: 0, paths: ['chunkSize'] },
    { chunkSize: -1, chunkDelay: 0, paths: ['chunkSize'] },
    { chunkSize: 1.5, chunkDelay: 0, paths: ['chunkSize'] },
    { chunkSize: Number.NaN, chunkDelay: 0, paths: ['chunkSize'] },
    { chunkSize: 1, chunkDelay: -1, paths: ['chunkDelay'] },
    { chunkSize: 1, chunkDelay: Number.POSITIVE_INFINITY, paths: ['chunkDelay'] },
    { chunkSize: 0, chunkDelay: Number.NaN, paths: ['chunkSize', 'chunkDelay'] },
  ])('CH-1, CH-2: refuses size $chunkSize with delay $chunkDelay', ({ chunkSize, chunkDelay, paths }) => {
    let thrown: unknown;
    try {
      planChunks([], { chunkSize, chunkDelay });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ValidationError);
    expect((thrown as ValidationError).issues.map(({ path }) => path)).toEqual(paths);
  });

  it.each([
    { name: 'fills a body to the byte', sizes: [3, 3, 3], maxBytes: 9, expected: [2, 1] },
    { name: 'closes a byte before', sizes: [3, 3, 3], maxBytes: 8, expected: [1, 1, 1] },
    { name: 'sends alone what alone passes', sizes: [3, 50, 3, 3], maxBytes: 9, expected: [1, 1, 2] },
    { name: 'counts size and bytes together', sizes: [1, 1, 1, 9, 9], maxBytes: 15, expected: [2, 2, 1] },
  ])('CH-3: $name', ({ sizes, maxBytes, expected }) => {
    const chunks = planChunks(sizes, { chunkSize: 2, chunkDelay: 1, maxBytes, sizeOf: (size) => size });
    expect(chunks.map(({ items }) => items.length)).toEqual(expected);
    expect(chunks.map(({ delayMs }) => delayMs)).toEqual(expected.map((_, index) => index * 1_000));
  });

  it('CH-3: measures an item again where it opens the next chunk', () => {
    const sizeOf = (_: string, index: number): number => (index === 0 ? 2 : 5);
    const chunks = planChunks(['a', 'b', 'c', 'd'], { chunkSize: 100, chunkDelay: 0, maxBytes: 10, sizeOf });
    expect(chunks.map(({ items }) => items)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('does not measure what cannot be split', () => {
    const sizeOf = (): number => expect.unreachable();
    expect(planChunks(['a'], { chunkSize: 100, chunkDelay: 0, maxBytes: 1, sizeOf })).toHaveLength(1);
  });

  it('CH-1, CH-3: keeps all in order, within both bounds, no chunk smaller than it must be', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 30 }), { maxLength: 300 }),
        fc.integer({ min: 1, max: 150 }),
        fc.integer({ min: 0, max: 400 }),
        (items, chunkSize, maxBytes) => {
          const textOf = (list: readonly string[]): string => JSON.stringify(list);
          const bytesOf = (list: readonly string[]): number => Buffer.byteLength(textOf(list));
          const sizeOf = (item: string): number => Buffer.byteLength(JSON.stringify(item));
          const chunks = planChunks(items, { chunkSize, chunkDelay: 0, maxBytes, sizeOf });
          expect(chunks.flatMap((chunk) => chunk.items)).toEqual(items);
          for (const [index, chunk] of chunks.entries()) {
            expect(chunk.index).toBe(index);
            expect(chunk.items.length).toBeGreaterThan(0);
            expect(chunk.items.length).toBeLessThanOrEqual(Math.min(chunkSize, 100));
            if (chunk.items.length > 1) expect(bytesOf(chunk.items)).toBeLessThanOrEqual(maxBytes);
            const next = chunks[index + 1]?.items[0];
            if (next === undefined) continue;
            const isFull = chunk.items.length === Math.min(chunkSize, 100);
            expect(isFull || bytesOf([...chunk.items, next]) > maxBytes).toBe(true);
          }
        },
      ),
    );
  });
});
