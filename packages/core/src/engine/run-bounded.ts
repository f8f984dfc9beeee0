import PQueue from 'p-queue';

/** Most calls into the host at once from one publish: of clients there may be many. */
const concurrency = 8;

/** Runs `task` for each item, a few at once. Rejects with the first failure. */
export async function runBounded<Item>(items: Iterable<Item>, task: (item: Item) => Promise<void>): Promise<void> {
  const queue = new PQueue({ concurrency });
  await queue.addAll([...items].map((item) => () => task(item)));
}
