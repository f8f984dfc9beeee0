import { tenant } from '../crm/crm-webhooks.ts';
import type { Fields } from '../crm/entities.ts';
import type { Stage } from '../day/stage.ts';
import type { ArrivedRequest } from '../receiver/messages.ts';
import type { Scene } from './scene.ts';

const contacts = 1_000;
const chunkSize = 100;
const chunkDelayMs = 200;
/** Timers may fire a little early by the wall clock. */
const earlyMs = 5;

export const bulkImport: Scene = {
  title: 'A thousand contacts are imported',
  about: 'One batch: contact-import gets 10 requests of 100, each 0.2 s after the one before (chunk_delay).',
  async play(stage) {
    const records = await stage.step({
      told: 'Ann imports a list of 1,000 contacts',
      act: () => stage.crm.createMany('Contact', importedContacts(stage)),
      decisions: { 'contact-import': 'matched', 'full-options': 'filter' },
    });
    await stage.settle();
    const { arrived } = await stage.arrivals();
    const chunks = Array.from({ length: contacts / chunkSize }, (_, index) =>
      records.slice(index * chunkSize, (index + 1) * chunkSize),
    );
    const publishedAt = await publishTime(stage);
    const lastAt = Math.max(publishedAt, ...arrived.map(({ arrivedAt }) => arrivedAt));
    stage.tell('clock', `the last chunk arrived ${((lastAt - publishedAt) / 1_000).toFixed(1)} s after the import`);
    for (const request of arrived) {
      const index = chunks.findIndex(([first]) => first?.id === firstId(request));
      const afterMs = request.arrivedAt - publishedAt;
      if (afterMs + earlyMs < index * chunkDelayMs) {
        stage.problem(`chunk ${index}: expected not before ${index * chunkDelayMs} ms, found after ${afterMs} ms`);
      }
    }
    return chunks.map((chunk) => ({
      webhook: 'contact-import',
      items: chunk.map((entity) => ({ event: 'Contact.Create', entity })),
    }));
  },
};

/** When the batch was taken, Unix ms: its deliveries are made together. */
async function publishTime(stage: Stage): Promise<number> {
  const { items } = await stage.webhooks.deliveries.list({ webhookId: stage.webhook('contact-import').id }, { tenant });
  return Math.min(...items.map(({ createdAt }) => createdAt));
}

function importedContacts({ data }: Stage): readonly Fields<'Contact'>[] {
  return Array.from({ length: contacts }, (_, index) => ({
    first_name: 'Guest',
    last_name: `No. ${index + 1}`,
    email1: `guest${index + 1}@fair.example`,
    email2: null,
    phone: null,
    source: 'import',
    owner_id: data.ann,
    primary_account_id: data.northwind,
  }));
}

function firstId({ body }: ArrivedRequest): unknown {
  return Array.isArray(body) ? body[0]?.entity?.id : undefined;
}
