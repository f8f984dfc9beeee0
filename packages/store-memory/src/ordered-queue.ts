import { BinaryHeap, type HeapItem } from './binary-heap.ts';

/** Below this many taken slots, compacting the line is not worth its copy. */
const minCompaction = 1_024;

/**
 * The least item first. Items that come in their order, as most do, wait in a line at O(1); the others in a heap at O(log n).
 */
export class OrderedQueue<Item extends HeapItem> {
  readonly #before: (one: Item, other: Item) => boolean;
  #heap: BinaryHeap<Item> | null = null;
  #line: (Item | undefined)[] = [];
  #head = 0;

  /** @param before - whether `one` comes out before `other`; false when they are equal */
  constructor(before: (one: Item, other: Item) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#line.length - this.#head + (this.#heap === null ? 0 : this.#heap.size);
  }

  push(item: Item): void {
    const last = this.#line[this.#line.length - 1];
    if (last === undefined || !this.#before(item, last)) this.#line.push(item);
    else this.pushFar(item);
  }

  /** Adds one that belongs far behind what is still to come: in the line, it would send all of that to the heap. */
  pushFar(item: Item): void {
    // Made when needed: most queues never have one out of order.
    this.#heap ??= new BinaryHeap(this.#before);
    this.#heap.push(item);
  }

  peek(): Item | undefined {
    const first = this.#line[this.#head];
    const top = this.#heap === null ? undefined : this.#heap.peek();
    if (first === undefined) return top;
    return top !== undefined && this.#before(top, first) ? top : first;
  }

  take(): Item | undefined {
    const item = this.peek();
    if (item === undefined) return undefined;
    if (item.heapIndex >= 0) this.#heap?.remove(item);
    else this.#advance();
    return item;
  }

  /** Empties it. @returns what was in it, in order */
  drain(): Item[] {
    const items = this.#heap === null ? [] : this.#heap.drain();
    for (let index = this.#head; index < this.#line.length; index += 1) {
      const item = this.#line[index];
      if (item !== undefined) items.push(item);
    }
    this.#line = [];
    this.#head = 0;
    return items.sort((one, other) => (this.#before(one, other) ? -1 : this.#before(other, one) ? 1 : 0));
  }

  #advance(): void {
    // The slot is emptied so that the line keeps nothing alive.
    this.#line[this.#head] = undefined;
    this.#head += 1;
    if (this.#head === this.#line.length) {
      this.#line.length = 0;
      this.#head = 0;
    } else if (this.#head >= minCompaction && this.#head * 2 >= this.#line.length) {
      this.#line = this.#line.slice(this.#head);
      this.#head = 0;
    }
  }
}
