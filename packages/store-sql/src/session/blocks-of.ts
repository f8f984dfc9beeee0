const sizes = [128, 64, 32, 16, 8, 4, 2, 1] as const;

/** Cuts `items` into blocks of a few fixed sizes, in order: each size is a statement that is prepared once. */
export function* blocksOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; ) {
    const left = items.length - start;
    const size = sizes.find((one) => one <= left) ?? 1;
    yield items.slice(start, start + size);
    start += size;
  }
}

/** `(?, ?), (?, ?)` */
export function valueRows(count: number, columns: number): string {
  return Array.from({ length: count }, () => `(${places(columns)})`).join(', ');
}

/** `?, ?` */
export function places(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}
