import PgBoss from 'pg-boss';
import { installedVersion } from './installed-version.ts';
import type { QueueContestant } from './queue-contestant.ts';
import { createSignedPost } from './signed-post.ts';

const queueName = 'post';
const pollers = 4;
const batchSize = 250;
const connections = 64;
const idleMs = 50;
const bulk = 1_000;

interface Job {
  readonly body: string;
}

/** 4 loops of its `fetch` and `complete`, 250 jobs each: its own `work` waits half a second and more between its fetches. */
export const pgBossContestant: QueueContestant = {
  title: `pg-boss ${installedVersion('pg-boss')}`,
  server: 'postgres',

  async createPublisher({ postgresUrl, body }) {
    const boss = await startBoss(postgresUrl);
    await boss.createQueue(queueName);
    return {
      async publish(jobs) {
        for (let start = 0; start < jobs; start += bulk) {
          const length = Math.min(bulk, jobs - start);
          await boss.insert(Array.from({ length }, () => ({ name: queueName, data: { body } })));
        }
      },
      waiting: () => boss.getQueueSize(queueName, { before: 'completed' }),
      close: () => boss.stop({ graceful: false }),
    };
  },

  async createWorker({ postgresUrl, receiverUrl }) {
    const posting = createSignedPost(receiverUrl, connections);
    const boss = await startBoss(postgresUrl);
    let running = false;
    let loops: Promise<unknown> = Promise.resolve();
    const poll = async (): Promise<void> => {
      let completed: Promise<void> = Promise.resolve();
      while (running) {
        const jobs = await boss.fetch<Job>(queueName, { batchSize, priority: false });
        if (jobs.length === 0) {
          await new Promise((resolve) => setTimeout(resolve, idleMs));
          continue;
        }
        await Promise.all(jobs.map(({ id, data }) => posting.post(id, data.body)));
        await completed;
        completed = boss.complete(
          queueName,
          jobs.map(({ id }) => id),
        );
      }
      await completed;
    };
    return {
      async start() {
        running = true;
        loops = Promise.all(Array.from({ length: pollers }, poll));
      },
      async stop() {
        running = false;
        await loops;
      },
      async close() {
        await boss.stop({ graceful: false });
        await posting.close();
      },
    };
  },
};

async function startBoss(connectionString: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false });
  boss.on('error', (error) => {
    throw error;
  });
  return boss.start();
}
