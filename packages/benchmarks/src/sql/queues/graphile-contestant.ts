import { Logger, makeWorkerUtils, type Runner, run } from 'graphile-worker';
import { Pool } from 'pg';
import { installedVersion } from './installed-version.ts';
import type { QueueContestant } from './queue-contestant.ts';
import { createSignedPost } from './signed-post.ts';

const schema = 'graphile_worker';
const concurrentJobs = 64;
const bulk = 1_000;
const logger = new Logger(() => () => {});

/** Locks 500 jobs at a time and finishes them together; versions before 0.17 can do neither and take them one by one. */
const worker = {
  schema,
  concurrentJobs,
  logger,
  localQueue: { size: 500 },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
};

interface Job {
  readonly body: string;
}

export const graphileContestant: QueueContestant = {
  title: `graphile-worker ${installedVersion('graphile-worker')}`,
  server: 'postgres',

  async createPublisher({ postgresUrl, body }) {
    const pool = new Pool({ connectionString: postgresUrl });
    const utils = await makeWorkerUtils({ pgPool: pool, schema, logger });
    await utils.migrate();
    await utils.release();
    const specs = (length: number) =>
      JSON.stringify(Array.from({ length }, () => ({ identifier: 'post', payload: { body } })));
    return {
      async publish(jobs) {
        for (let start = 0; start < jobs; start += bulk) {
          await pool.query(
            `select count(*) from ${schema}.add_jobs(array(select s from json_populate_recordset(null::${schema}.job_spec, $1) s))`,
            [specs(Math.min(bulk, jobs - start))],
          );
        }
      },
      async waiting() {
        const { rows } = await pool.query<{ count: string }>(`select count(*) from ${schema}.jobs`);
        return Number(rows[0]?.count);
      },
      close: () => pool.end(),
    };
  },

  async createWorker({ postgresUrl, receiverUrl }) {
    const posting = createSignedPost(receiverUrl, concurrentJobs);
    const pgPool = new Pool({ connectionString: postgresUrl });
    // It wants to see them; a failure that matters ends the run otherwise.
    pgPool.on('error', () => {});
    pgPool.on('connect', (client) => client.on('error', () => {}));
    const taskList = {
      post: (payload: unknown, { job }: { readonly job: { readonly id: string } }) =>
        posting.post(job.id, (payload as Job).body),
    };
    let runner: Runner | null = null;
    return {
      async start() {
        runner = await run({ pgPool, taskList, noHandleSignals: true, preset: { worker } });
      },
      stop: async () => runner?.stop(),
      async close() {
        await pgPool.end();
        await posting.close();
      },
    };
  },
};
