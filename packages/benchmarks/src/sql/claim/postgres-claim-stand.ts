import { postgresStore } from '@hookwright/store-sql/postgres';
import type { PoolClient } from 'pg';
import { createScratchDatabase } from '../scratch-database.ts';
import type { ClaimStand } from './claim-stand.ts';

export async function createPostgresClaimStand(): Promise<ClaimStand<PoolClient>> {
  const database = await createScratchDatabase();
  const pool = database.connect();
  const store = postgresStore({ pool });
  await store.migrate();
  await store.open();
  return {
    store,
    async transact(work) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        await work(client);
        await client.query('commit');
      } finally {
        client.release();
      }
    },
    async maintain() {
      await pool.query('vacuum analyze');
      await pool.query('checkpoint');
    },
    heldTransaction: 'that has a snapshot and has published',
    async holdTransaction(write) {
      const client = await pool.connect();
      await client.query('begin isolation level repeatable read');
      await write(client);
      return async () => {
        await client.query('rollback');
        client.release();
      };
    },
    async close() {
      await store.close();
      await database.drop();
    },
  };
}
