import { Queue, Worker } from 'bullmq';
import { installedVersion } from './installed-version.ts';
import type { QueueContestant } from './queue-contestant.ts';
import { createSignedPost } from './signed-post.ts';

const concurrency = 64;
const bulk = 1_000;

interface Job {
  readonly body: string;
}

/** 64 at once: more gain nothing. Finished jobs are removed at once, the cheapest that it can do with them. */
export const bullmqContestant: QueueContestant = {
  title: `BullMQ ${installedVersion('bullmq')}`,
  server: 'redis',

  async createPublisher({ redisUrl, queueName, body }) {
    const queue = new Queue<Job>(queueName, { connection: { url: redisUrl } });
    await queue.waitUntilReady();
    const opts = { removeOnComplete: true };
    return {
      async publish(jobs) {
        for (let start = 0; start < jobs; start += bulk) {
          const length = Math.min(bulk, jobs - start);
          await queue.addBulk(Array.from({ length }, () => ({ name: 'post', data: { body }, opts })));
        }
      },
      waiting: () => queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized'),
      async close() {
        await queue.obliterate({ force: true });
        await queue.close();
      },
    };
  },

  async createWorker({ redisUrl, queueName, receiverUrl }) {
    const posting = createSignedPost(receiverUrl, concurrency);
    const worker = new Worker<Job>(queueName, async ({ id, data }) => posting.post(String(id), data.body), {
      connection: { url: redisUrl },
      concurrency,
      autorun: false,
    });
    await worker.waitUntilReady();
    let running: Promise<void> | null = null;
    return {
      async start() {
        if (running === null) running = worker.run();
        else worker.resume();
      },
      stop: () => worker.pause(),
      async close() {
        await worker.close();
        await running;
        await posting.close();
      },
    };
  },
};
