import { describe, expect, it } from 'vitest';
import type { WebhookOptions } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { deliver, faultsOf, storeModes, subscribe } from './host-fixture.ts';

function contacts(count: number, size = 0) {
  return Array.from(
    { length: count },
    (_, id) => ({ event: 'Contact.Create', entity: { id, x: 'y'.repeat(size) } }) as const,
  );
}

describe.each(storeModes)('chunks over $mode', ({ newStore }) => {
  it.each<[string, WebhookOptions, count: number, sizes: number[]]>([
    ['by 100 where nothing else is said', {}, 250, [100, 100, 50]],
    ['by chunk_size', { chunk_size: 3 }, 7, [3, 3, 1]],
    ['one by one', { chunk_size: 1 }, 3, [1, 1, 1]],
    ['by 100 at most', { chunk_size: 1_000 }, 101, [100, 1]],
    ['a full one', { chunk_size: 5 }, 5, [5]],
  ])('CH-1: %s', async (_name, options, count, sizes) => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Contact.*', { options });
    const receipt = await engine.webhooks.publish(contacts(count));
    expect(receipt.notifications).toBe(count);
    expect(new Set(receipt.deliveryIds).size).toBe(sizes.length);
    const bodies = await deliver(engine);
    expect(bodies.map((body) => body.length)).toEqual(sizes);
    expect(bodies.flat().map(({ entity }) => entity.id)).toEqual(contacts(count).map(({ entity }) => entity.id));
  });

  it('CH-1: are per webhook and per publish', async () => {
    const engine = startEngine({ store: newStore() });
    const two = await subscribe(engine, 'Contact.*', { options: { chunk_size: 2 } });
    await subscribe(engine, 'Contact.*');
    await engine.webhooks.publish(contacts(3));
    await engine.webhooks.publish(contacts(1));
    const bodies = await deliver(engine);
    const sizes = (isTwo: boolean) =>
      bodies.filter(([first]) => (first?.webhook.id === two.webhook.id) === isTwo).map((body) => body.length);
    expect([sizes(true), sizes(false)]).toEqual([
      [2, 1, 1],
      [3, 1],
    ]);
  });

  it.each([
    { chunk_delay: 0, waits: [0, 0, 0] },
    { chunk_delay: 60, waits: [0, 60_000, 120_000] },
    { chunk_delay: 0.5, waits: [0, 500, 1_000] },
  ])('CH-2: come $chunk_delay seconds apart, each a delivery of its own', async ({ chunk_delay, waits }) => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Contact.*', { options: { chunk_size: 2, chunk_delay } });
    const { deliveryIds } = await engine.webhooks.publish(contacts(5));
    const dueAt = await Promise.all(deliveryIds.map(async (id) => (await engine.webhooks.deliveries.get(id)).dueAt));
    expect(dueAt.map((at) => Number(at) - engine.clock.now())).toEqual(waits);
    await engine.webhooks.drain();
    const isEarly = waits.filter((wait) => wait === 0).length;
    expect(engine.sender.requests).toHaveLength(isEarly);
    await engine.clock.advance(waits.at(-1) ?? 0);
    await engine.webhooks.drain();
    expect(engine.sender.requests.map(({ headers }) => headers['webhook-id'])).toEqual(deliveryIds);
    expect(new Set(engine.sender.requests.map(({ headers }) => headers['webhook-signature'])).size).toBe(3);
  });

  it('CH-2: one that fails is tried again by itself', async () => {
    const engine = startEngine({ store: newStore(), retry: { delaysMs: [1_000], jitter: 0 } });
    await subscribe(engine, 'Contact.*', { options: { chunk_size: 1 }, settings: { perWebhookConcurrency: 1 } });
    engine.sender.respond(200, 500, 200);
    const { deliveryIds } = await engine.webhooks.publish(contacts(3));
    await engine.webhooks.drain();
    await engine.clock.advance(1_000);
    await engine.webhooks.drain();
    const [first, second, third] = deliveryIds;
    expect(engine.sender.requests.map(({ headers }) => headers['webhook-id'])).toEqual([first, second, third, second]);
  });

  it('CH-3: close before their body would pass the bound, to the byte', async () => {
    const measure = startEngine({ store: newStore() });
    await subscribe(measure, 'Contact.*');
    await measure.webhooks.publish(contacts(3, 1_000));
    await measure.webhooks.drain();
    const bytes = measure.sender.requests[0]?.body.length ?? 0;
    for (const [maxBodyBytes, sizes] of [
      [bytes, [3]],
      [bytes - 1, [2, 1]],
    ] as const) {
      const engine = startEngine({ store: newStore(), limits: { maxBodyBytes } });
      await subscribe(engine, 'Contact.*');
      await engine.webhooks.publish(contacts(3, 1_000));
      expect((await deliver(engine)).map((body) => body.length)).toEqual(sizes);
    }
  });

  it('CH-3: by default at 1 MiB', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Contact.*');
    await engine.webhooks.publish(contacts(7, 200_000));
    await engine.webhooks.drain();
    expect(engine.sender.requests.map((request) => (request.json() as unknown[]).length)).toEqual([5, 2]);
    for (const { body } of engine.sender.requests) expect(body.length).toBeLessThanOrEqual(1_048_576);
  });

  it('CH-3: a notification that alone passes the bound is sent alone', async () => {
    const engine = startEngine({ store: newStore(), limits: { maxBodyBytes: 2_000 } });
    await subscribe(engine, 'Contact.*');
    await engine.webhooks.publish([...contacts(2), ...contacts(1, 5_000), ...contacts(2)]);
    expect((await deliver(engine)).map((body) => body.length)).toEqual([2, 1, 2]);
  });

  it.each<[string, WebhookOptions, string]>([
    ['a size of 0', { chunk_size: 0 }, 'options.chunk_size OUT_OF_RANGE'],
    ['a fractional size', { chunk_size: 1.5 }, 'options.chunk_size OUT_OF_RANGE'],
    ['a negative delay', { chunk_delay: -1 }, 'options.chunk_delay OUT_OF_RANGE'],
    ['a size as text', { chunk_size: '5' as never }, 'options.chunk_size WRONG_TYPE'],
  ])('CH-1, CH-2: refuse %s', async (_name, options, fault) => {
    expect(await faultsOf(subscribe(startEngine(), '*', { options }))).toEqual([fault]);
  });

  it('CH-1: warn of a size above 100', async () => {
    const { warnings, webhook } = await subscribe(startEngine(), '*', { options: { chunk_size: 101 } });
    expect(warnings.map(({ path }) => path)).toEqual(['options.chunk_size']);
    expect(webhook.options).toEqual({ chunk_size: 101 });
  });
});
