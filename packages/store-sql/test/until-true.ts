import { setTimeout } from 'node:timers/promises';

/** Waits for something that another connection or process does. Rejects when it takes longer than `patienceMs` of real time. */
export async function untilTrue(
  condition: () => boolean | Promise<boolean>,
  { patienceMs = 5_000 }: { readonly patienceMs?: number } = {},
): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!(await condition())) {
    if (performance.now() > until) throw new Error(`waited ${patienceMs} ms for: ${condition}`);
    await setTimeout(5);
  }
}
