const { once } = require('node:events');
const { createServer } = require('node:http');

/**
 * Registers a webhook that expands a relation, reports one change, and waits until it is delivered to a receiver of its own.
 * @returns what the receiver got
 */
async function deliver({ createWebhooks, memoryStore, httpSender }) {
  const received = [];
  const receiver = createServer(async (request, response) => {
    const chunks = await request.toArray();
    received.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');

  const webhooks = createWebhooks({
    store: memoryStore(),
    senders: [httpSender({ allowPrivateNetworks: true })],
    entities: { load: async ({ records }) => records.map(() => ({ name: 'Ada' })) },
  });
  const url = `http://127.0.0.1:${receiver.address().port}/`;
  const options = { entity: { Account: { expand: ['owner'] } } };
  await webhooks.registry.create({ url, events: ['Account.Create'], insecure_ssl: false, options });
  await webhooks.publish({ event: 'Account.Create', entity: { id: '1', owner: '/users/7' } });
  await webhooks.drain();
  await webhooks.stop();
  receiver.close();
  return received;
}

module.exports = { deliver };
