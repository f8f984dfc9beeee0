import assert from 'node:assert/strict';
import type { StoreScene } from './store-scene.ts';

/**
 * Expects the store to look again neither too late, which would leave a delivery lying, nor at once, which would be a busy
 * loop. A store that does not see all work is polled, so it need not know.
 *
 * @param at - when `claim` can next return something, Unix ms, after the scene's now
 */
export async function assertNextDue<Tx>({ store, now }: StoreScene<Tx>, at: number): Promise<void> {
  const next = await store.nextDueAt(now);
  if (next === null) assert.ok(!store.seesAllWork, 'a store that sees all work knows when it is next due');
  else assert.ok(next > now && next <= at, `expected to be due after ${now} and by ${at}, got ${next}`);
}
