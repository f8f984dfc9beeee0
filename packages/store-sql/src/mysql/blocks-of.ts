const sizes = [128, 32, 8, 4, 2, 1] as const;

/** Cuts `items` into blocks of a few fixed sizes, in order: each size is a statement that the server prepares once. */
export function* blocksOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; ) {
    const left = items.length - start;
    const size = sizes.find((one) => one <= left) ?? 1;
    yield items.slice(start, start + size);
    start += size;
  }
}
