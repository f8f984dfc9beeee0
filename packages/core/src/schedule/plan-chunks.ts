import { ValidationError, type ValidationIssue } from '../errors/validation-error.ts';

export interface ChunkPlan<Item> {
  /** A whole number ≥ 1; above 100 counts as 100 (CH-1). */
  readonly chunkSize: number;
  /** Seconds between two chunks, ≥ 0; fractions allowed (CH-2). */
  readonly chunkDelay: number;
  /** Most bytes of a chunk's items written as a JSON list, brackets and commas included (CH-3). Default: no bound. */
  readonly maxBytes?: number | undefined;
  /** Bytes of one item, standing at `index` of its chunk; `maxBytes` has no effect without it. */
  readonly sizeOf?: ((item: Item, index: number) => number) | undefined;
}

export interface Chunk<Item> {
  /** From 0. */
  readonly index: number;
  /** From the publish, whole ms: `index` × `chunkDelay` seconds. */
  readonly delayMs: number;
  /** At least one. */
  readonly items: readonly Item[];
}

const maxChunkSize = 100;
const listBytes = 2;
const commaBytes = 1;

/**
 * Splits the notifications of one publish for one webhook into requests, in their order (CH-1 to CH-3). An item that alone
 * passes `maxBytes` is a chunk of its own.
 *
 * @throws {@link ValidationError} for a chunk size below 1 or not whole, and for a delay that is negative or no number
 */
export function planChunks<Item>(items: readonly Item[], plan: ChunkPlan<Item>): readonly Chunk<Item>[] {
  checkPlan(plan.chunkSize, plan.chunkDelay);
  const { chunkDelay, sizeOf } = plan;
  const chunkSize = Math.min(plan.chunkSize, maxChunkSize);
  const maxBytes = sizeOf === undefined ? Number.POSITIVE_INFINITY : (plan.maxBytes ?? Number.POSITIVE_INFINITY);
  // What stands alone anyway, or has no bound in bytes, is not measured.
  const standsAlone = chunkSize === 1 || items.length < 2;
  const measure = maxBytes === Number.POSITIVE_INFINITY || standsAlone ? undefined : sizeOf;
  const chunks: Chunk<Item>[] = [];
  let open: Item[] = [];
  let openBytes = listBytes;
  const close = (): void => {
    const index = chunks.length;
    chunks.push({ index, delayMs: Math.round(index * chunkDelay * 1_000), items: open });
    open = [];
    openBytes = listBytes;
  };
  for (const item of items) {
    if (open.length === chunkSize) close();
    let bytes = 0;
    if (measure !== undefined) {
      bytes = measure(item, open.length) + commaBytes;
      // The last comma is not written.
      if (open.length > 0 && openBytes + bytes - commaBytes > maxBytes) {
        close();
        bytes = measure(item, 0) + commaBytes;
      }
    }
    open.push(item);
    openBytes += bytes;
  }
  if (open.length > 0) close();
  return chunks;
}

function checkPlan(chunkSize: number, chunkDelay: number): void {
  const isSizeValid = Number.isInteger(chunkSize) && chunkSize >= 1;
  const isDelayValid = Number.isFinite(chunkDelay) && chunkDelay >= 0;
  if (isSizeValid && isDelayValid) return;
  const issues: ValidationIssue[] = [];
  if (!isSizeValid) {
    const message = `expected a whole number of at least 1, got ${chunkSize}`;
    issues.push({ path: 'chunkSize', code: 'OUT_OF_RANGE', message });
  }
  if (!isDelayValid) {
    const message = `expected seconds, 0 or more, got ${chunkDelay}`;
    issues.push({ path: 'chunkDelay', code: 'OUT_OF_RANGE', message });
  }
  throw new ValidationError(issues);
}
