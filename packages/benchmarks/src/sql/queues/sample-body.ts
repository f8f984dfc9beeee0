import { createWebhooks } from '@hookwright/core';
import { memoryStore } from '@hookwright/store-memory';
import { kilobyteRecord } from '../kilobyte-record.ts';

/** The body of the request that Hookwright makes of one change of 1 KB. */
export async function sampleBody(): Promise<string> {
  const bodies: string[] = [];
  const sender = {
    schemes: ['https'],
    send: async ({ body }: { readonly body: Uint8Array }) => {
      bodies.push(Buffer.from(body).toString());
      return { kind: 'response', status: 200, headers: {}, body: new Uint8Array() } as const;
    },
  };
  const webhooks = createWebhooks({ store: memoryStore(), senders: [sender] });
  await webhooks.registry.create({ url: 'https://example.com', events: ['Opportunity.Update'], insecure_ssl: false });
  await webhooks.publish({ event: 'Opportunity.Update', entity: kilobyteRecord(0) });
  await webhooks.drain();
  await webhooks.stop();
  const [body] = bodies;
  if (body === undefined) throw new Error('the engine sent nothing');
  return body;
}
