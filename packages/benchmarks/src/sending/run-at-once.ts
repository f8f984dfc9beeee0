/** Runs `count` tasks, so many at once. @returns tasks per second */
export async function runAtOnce(
  count: number,
  concurrency: number,
  task: (number: number) => Promise<void>,
): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const number = next;
      next += 1;
      await task(number);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (count * 1_000) / (performance.now() - startedAt);
}
