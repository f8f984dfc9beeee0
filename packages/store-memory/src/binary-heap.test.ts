import { seededRandom } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import { BinaryHeap, type HeapItem } from './binary-heap.ts';

interface Item extends HeapItem {
  readonly rank: number;
}

const newHeap = () => new BinaryHeap<Item>((one, other) => one.rank < other.rank);

describe('BinaryHeap', () => {
  it.each(Array.from({ length: 10 }, (_, seed) => ({ seed })))(
    'gives the rest in order after any were removed (seed $seed)',
    ({ seed }) => {
      const random = seededRandom(seed);
      const heap = newHeap();
      const items = Array.from(
        { length: 300 },
        (): Item => ({ rank: Math.floor(random.number() * 100), heapIndex: -1 }),
      );
      for (const item of items) heap.push(item);
      const kept = items.filter((item) => {
        if (random.number() < 0.6) return true;
        heap.remove(item);
        return false;
      });
      expect(heap.size).toBe(kept.length);
      const taken = kept.map(() => heap.take()?.rank);
      expect(taken).toEqual(kept.map(({ rank }) => rank).sort((one, other) => one - other));
      expect(heap.take()).toBeUndefined();
      expect(items.every(({ heapIndex }) => heapIndex === -1)).toBe(true);
    },
  );

  it('is empty after drain, and its items are free for another', () => {
    const heap = newHeap();
    const items = [3, 1, 2].map((rank): Item => ({ rank, heapIndex: -1 }));
    for (const item of items) heap.push(item);
    expect(new Set(heap.drain())).toEqual(new Set(items));
    expect(heap.size).toBe(0);
    expect(items.every(({ heapIndex }) => heapIndex === -1)).toBe(true);
  });
});
