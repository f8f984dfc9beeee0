/** What an item of a {@link BinaryHeap} bears; the heap alone writes it. */
export interface HeapItem {
  /** Where it is in its heap; -1 while it is in none. */
  heapIndex: number;
}

/** The least item first, and any item removable, in O(log n). An item is in one heap at a time. */
export class BinaryHeap<Item extends HeapItem> {
  readonly #before: (one: Item, other: Item) => boolean;
  readonly #items: Item[] = [];

  /** @param before - whether `one` comes out before `other`; false when they are equal */
  constructor(before: (one: Item, other: Item) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    this.#items.push(item);
    this.#rise(item, this.#items.length - 1);
  }

  take(): Item | undefined {
    const top = this.#items[0];
    if (top !== undefined) this.remove(top);
    return top;
  }

  /** @param item - one that is in this heap */
  remove(item: Item): void {
    const index = item.heapIndex;
    item.heapIndex = -1;
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#sink(last, index);
    if (last.heapIndex === index) this.#rise(last, index);
  }

  /** Empties it. @returns what was in it, in no order */
  drain(): Item[] {
    const items = this.#items.splice(0);
    for (const item of items) item.heapIndex = -1;
    return items;
  }

  #rise(item: Item, from: number): void {
    const items = this.#items;
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = items[parentIndex];
      if (parent === undefined || !this.#before(item, parent)) break;
      items[index] = parent;
      parent.heapIndex = index;
      index = parentIndex;
    }
    items[index] = item;
    item.heapIndex = index;
  }

  #sink(item: Item, from: number): void {
    const items = this.#items;
    let index = from;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = items[childIndex];
      if (child === undefined) break;
      const right = items[childIndex + 1];
      if (right !== undefined && this.#before(right, child)) {
        childIndex += 1;
        child = right;
      }
      if (!this.#before(child, item)) break;
      items[index] = child;
      child.heapIndex = index;
      index = childIndex;
    }
    items[index] = item;
    item.heapIndex = index;
  }
}
