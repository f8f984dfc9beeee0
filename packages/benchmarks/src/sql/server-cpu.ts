import { Redis } from 'ioredis';
import { Client } from 'pg';
import { parentOf, processTreeMicros } from './process-cpu.ts';
import { ServerMissing } from './server-missing.ts';

/** CPU time that a database server has taken since it started, all its processes together. */
export interface ServerCpu {
  readMicros(): Promise<number>;
  close(): Promise<void>;
}

/** @throws ServerMissing when the server's processes are not on this machine */
export async function postgresCpu(url: string): Promise<ServerCpu> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = parentOf(rows[0]?.pid ?? 0);
  await client.end();
  if (postmaster === null) throw new ServerMissing('the CPU time of a PostgreSQL on another machine cannot be read');
  return { readMicros: async () => processTreeMicros(postmaster), close: async () => {} };
}

/** @throws ServerMissing when there is no server */
export async function redisCpu(url: string): Promise<ServerCpu> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
  } catch {
    redis.disconnect();
    throw new ServerMissing(`no Redis at ${new URL(url).host} (HOOKWRIGHT_REDIS_URL) to measure BullMQ on`);
  }
  const readMicros = async (): Promise<number> => {
    const seconds = [...(await redis.info('cpu')).matchAll(/^used_cpu_(?:user|sys)(?:_children)?:([\d.]+)/gm)];
    return seconds.reduce((sum, [, value]) => sum + Number(value) * 1e6, 0);
  };
  return {
    readMicros,
    close: async () => {
      await redis.quit();
    },
  };
}
