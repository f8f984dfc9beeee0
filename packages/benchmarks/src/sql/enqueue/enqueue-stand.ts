import { createWebhooks, type WebhookStore } from '@hookwright/core';
import { kilobyteRecord } from '../kilobyte-record.ts';
import type { BareConnection } from './bare-connection.ts';
import { insertRows } from './insert-rows.ts';
import { RowCopy } from './row-copy.ts';

/** Both sides of one comparison. Each call adds the rows of 100 changes in one transaction. */
export interface EnqueueStand {
  readonly rowsPerCall: number;
  publish(): Promise<void>;
  /** @returns what adds the rows; they are made before it is called */
  prepareInsert(): () => Promise<void>;
  close(): Promise<void>;
}

/** A store with tables of its own, and a way to call `publish` with or without a transaction of the host's. */
export interface EnqueueSide<Tx> {
  readonly store: WebhookStore<Tx>;
  inTransaction(publish: (transaction: Tx | undefined) => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

const changesPerCall = 100;

/**
 * @param own - what is measured
 * @param pattern - the same in tables of its own, which show what a publish writes and take the inserts by hand
 * @param bare - a connection to the pattern's tables
 * @param fanOut - webhooks that each change is for
 */
export async function createStand<Tx>(
  own: EnqueueSide<Tx>,
  pattern: EnqueueSide<Tx>,
  bare: BareConnection,
  prefix: string,
  fanOut: number,
): Promise<EnqueueStand> {
  const ours = await createHost(own, fanOut);
  const other = await createHost(pattern, fanOut);
  await other.publish();
  const copy = await RowCopy.of(bare, prefix, other.publish);
  return {
    rowsPerCall: copy.rowCount,
    publish: ours.publish,
    prepareInsert() {
      const rows = copy.next();
      return () => insertRows(bare, rows);
    },
    async close() {
      await Promise.all([ours.close(), other.close()]);
      await bare.close();
    },
  };
}

async function createHost<Tx>({ store, inTransaction, close }: EnqueueSide<Tx>, fanOut: number) {
  const sender = { schemes: ['https'], send: () => Promise.reject(new Error('nothing is to be sent')) };
  const webhooks = createWebhooks({ store, senders: [sender] });
  await webhooks.migrate();
  for (let number = 0; number < fanOut; number += 1) {
    await webhooks.registry.create({
      url: `https://example.com/${number}`,
      events: ['Opportunity.Update'],
      insecure_ssl: false,
      options: { chunk_size: 1 },
    });
  }
  const changes = Array.from({ length: changesPerCall }, (_, number) => ({
    event: 'Opportunity.Update' as const,
    entity: kilobyteRecord(number),
  }));
  return {
    publish: () => inTransaction((transaction) => webhooks.publish(changes, { transaction })),
    async close() {
      await webhooks.stop();
      await close();
    },
  };
}
