import { type Chunk, type ChunkPlan, planChunks } from './plan-chunks.ts';

export interface BodyPlan<Item> extends ChunkPlan<Item> {
  /** Whether a body holds a single notification, as that of `standard` does (PA-6). */
  readonly single: boolean;
}

/** The notifications of one request. */
export type PlannedBody<Item> = Pick<Chunk<Item>, 'delayMs' | 'items'>;

/**
 * Splits the notifications of one publish for one webhook into request bodies. Where a body holds a single one, each still
 * waits as long as the chunk that `chunkSize` would have put it in (PA-6), so sizes in bytes do not count.
 *
 * @throws {@link ValidationError} as {@link planChunks} does
 */
export function planBodies<Item>(items: readonly Item[], plan: BodyPlan<Item>): readonly PlannedBody<Item>[] {
  if (!plan.single) return planChunks(items, plan);
  const groups = planChunks(items, { chunkSize: plan.chunkSize, chunkDelay: plan.chunkDelay });
  return groups.flatMap(({ delayMs, items: group }) => group.map((item) => ({ delayMs, items: [item] })));
}
