import { seededRandom } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import type { HeapItem } from './binary-heap.ts';
import { OrderedQueue } from './ordered-queue.ts';

interface Item extends HeapItem {
  readonly rank: number;
}

const newItem = (rank: number): Item => ({ rank, heapIndex: -1 });
const newQueue = () => new OrderedQueue<Item>((one, other) => one.rank < other.rank);
const ranksOf = (items: readonly (Item | undefined)[]) => items.map((item) => item?.rank);

describe('OrderedQueue', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => ({ seed })))(
    'always gives the least, whatever comes when (seed $seed)',
    ({ seed }) => {
      const random = seededRandom(seed);
      const queue = newQueue();
      let model: number[] = [];
      for (let step = 0; step < 2_000; step += 1) {
        const draw = random.number();
        if (draw < 0.55) {
          // Mostly in order, as deliveries come, and sometimes from anywhere.
          const rank = random.number() < 0.7 ? step : Math.floor(random.number() * 2_000);
          if (random.number() < 0.8) queue.push(newItem(rank));
          else queue.pushFar(newItem(rank));
          model.push(rank);
        } else if (draw < 0.999) {
          const least = model.length === 0 ? undefined : Math.min(...model);
          expect(queue.peek()?.rank).toBe(least);
          expect(queue.take()?.rank).toBe(least);
          if (least !== undefined) model.splice(model.indexOf(least), 1);
        } else {
          expect(ranksOf(queue.drain())).toEqual(model.sort((one, other) => one - other));
          model = [];
        }
        expect(queue.size).toBe(model.length);
      }
    },
  );

  it('gives equal ones that came in order in that order', () => {
    const queue = newQueue();
    const items = [newItem(1), newItem(1), newItem(1)];
    for (const item of items) queue.push(item);
    for (const item of items) expect(queue.take()).toBe(item);
  });

  it('keeps its order when the line behind its head is given up', () => {
    const queue = newQueue();
    for (let rank = 0; rank < 5_000; rank += 1) queue.push(newItem(rank));
    for (let rank = 0; rank < 5_000; rank += 1) expect(queue.take()?.rank).toBe(rank);
    expect(queue.take()).toBeUndefined();
    queue.push(newItem(1));
    expect(queue.take()?.rank).toBe(1);
  });
});
