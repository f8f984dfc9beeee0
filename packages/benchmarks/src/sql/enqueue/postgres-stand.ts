import { postgresStore } from '@hookwright/store-sql/postgres';
import type { ScratchDatabase } from '../scratch-database.ts';
import { createStand, type EnqueueStand } from './enqueue-stand.ts';
import { connectPostgresBare } from './postgres-bare.ts';

/** @param database - in which no other stand has the same fan-out */
export async function createPostgresStand(database: ScratchDatabase, fanOut: number): Promise<EnqueueStand> {
  const side = (prefix: string) => {
    return {
      store: postgresStore({ pool: database.connect(), prefix }),
      inTransaction: async (publish: (transaction: undefined) => Promise<unknown>) => void (await publish(undefined)),
      close: async () => {},
    };
  };
  const bare = await connectPostgresBare(database.url);
  const pattern = `bare${fanOut}_`;
  return createStand(side(`own${fanOut}_`), side(pattern), bare, pattern, fanOut);
}
