import { response } from '@hookwright/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, hour, minute, publish, register, runEngine, second, sentNames, statusesOf } from './delivery-fixture.ts';
import { startEngine } from './engine-fixture.ts';

const strict = { settings: { ordering: 'strict' } } as const;
const jitterless = { retry: { jitter: 0 } };

describe('strict order (DE-5)', () => {
  it('sends one at a time, in the order of the publishes', async () => {
    const engine = await runEngine();
    const { webhooks, sender, clock } = engine;
    await register(webhooks, strict);
    let most = 0;
    sender.respondOtherwise(() => {
      most = Math.max(most, sender.underWay);
      return 200;
    });
    const names = Array.from({ length: 20 }, (_, index) => `A${index}`);
    await publish(webhooks, ...names);
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(names);
    expect(most).toBe(1);
  });

  it('waits for a head that is retried, until it succeeds', async () => {
    const engine = await runEngine(jitterless);
    const { webhooks, sender, clock } = engine;
    await register(webhooks, strict);
    sender.respond(500, 500);
    await publish(webhooks, 'first', 'second', 'third');
    await clock.advance(5 * minute);
    expect(sentNames(engine)).toEqual(['first', 'first']);
    await clock.advance(5 * second);
    expect(sentNames(engine)).toEqual(['first', 'first', 'first', 'second', 'third']);
  });

  it('waits for a head until it is exhausted', async () => {
    const engine = await runEngine({ retry: { delaysMs: [minute], jitter: 0 } });
    const { webhooks, sender, clock } = engine;
    await register(webhooks, strict);
    sender.respond(500, 500);
    await publish(webhooks, 'first', 'second');
    await clock.advance(minute - 1);
    expect(sentNames(engine)).toEqual(['first']);
    await clock.advance(1);
    expect(sentNames(engine)).toEqual(['first', 'first', 'second']);
  });

  it('keeps the chunks of a publish together, delays included', async () => {
    const engine = await runEngine();
    const { webhooks, clock } = engine;
    await register(webhooks, { ...strict, options: { chunk_size: 2, chunk_delay: 60 } });
    await webhooks.publish(
      ['a', 'b', 'c', 'd', 'e'].map((name) => ({ event: 'Account.Create' as const, entity: { id: name, name } })),
    );
    await publish(webhooks, 'later');
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['a', 'b']);
    await clock.advance(minute);
    expect(sentNames(engine)).toEqual(['a', 'b', 'c', 'd']);
    await clock.advance(minute - 1);
    expect(sentNames(engine)).toEqual(['a', 'b', 'c', 'd']);
    await clock.advance(1);
    expect(sentNames(engine)).toEqual(['a', 'b', 'c', 'd', 'e', 'later']);
  });

  it('puts resends and replays at the end', async () => {
    const engine = await runEngine({ retry: { delaysMs: [minute], jitter: 0 } });
    const { webhooks, sender, clock } = engine;
    const { id: webhookId } = await register(webhooks, strict);
    const [first = ''] = await publish(webhooks, 'first');
    await clock.advance(0);
    sender.respond(500);
    await publish(webhooks, 'second', 'third');
    await webhooks.deliveries.resend(first);
    await webhooks.deliveries.replay({ webhookId, statuses: ['succeeded'] });
    await publish(webhooks, 'fourth');
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['first', 'second']);
    sender.clear();
    await clock.advance(minute);
    expect(sentNames(engine)).toEqual(['second', 'third', 'first', 'first', 'fourth']);
  });

  it('holds across processes', async () => {
    const one = await runEngine(jitterless);
    const { webhooks, store, clock, sender } = one;
    await runEngine({ ...jitterless, store, clock, sender, seed: 2 });
    await register(webhooks, strict);
    sender.respond(200, 500, 200, response(503, { headers: { 'retry-after': '3600' } }));
    let most = 0;
    sender.respondOtherwise(() => {
      most = Math.max(most, sender.underWay);
      return 200;
    });
    const names = Array.from({ length: 10 }, (_, index) => `A${index}`);
    await publish(webhooks, ...names);
    await clock.advance(2 * hour);
    expect(sentNames(one)).toEqual(['A0', 'A1', 'A1', 'A2', 'A2', ...names.slice(3)]);
    expect(most).toBe(1);
  });

  it('takes hold for what already waits when it is set, and lets go when it is unset', async () => {
    const engine = await runEngine(jitterless);
    const { webhooks, sender, clock } = engine;
    const { id } = await register(webhooks);
    sender.respond(500);
    await publish(webhooks, 'first');
    await clock.advance(0);
    await webhooks.registry.update(id, {}, {}, { ordering: 'strict' });
    await publish(webhooks, 'second');
    await clock.advance(second);
    expect(sentNames(engine)).toEqual(['first']);
    await webhooks.registry.update(id, {}, {}, { ordering: 'best-effort' });
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['first', 'second']);
  });

  it('delivers in order whatever the receiver answers', async () => {
    const answer = fc.oneof(
      fc.constantFrom(200, 500, 404),
      fc.integer({ min: 0, max: 900 }).map((after) => response(429, { headers: { 'retry-after': String(after) } })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { maxLength: 15 }), fc.integer(), async (answers, seed) => {
        const engine = startEngine({ seed, retry: { delaysMs: [second, minute] } });
        const { webhooks, sender, clock } = engine;
        await webhooks.start();
        await register(webhooks, { ...strict, options: { chunk_size: 2, chunk_delay: 1 } });
        sender.respond(...answers);
        const names = Array.from({ length: 8 }, (_, index) => `A${index}`);
        const changes = names.map((name) => ({ event: 'Account.Create' as const, entity: { id: name, name } }));
        const receipts = [await webhooks.publish(changes.slice(0, 4)), await webhooks.publish(changes.slice(4))];
        await clock.advance(day);
        await webhooks.stop();
        // Tries of one delivery stand together, and the deliveries in their order.
        const sent = sender.requests.map(({ headers }) => headers['webhook-id']);
        const inOrder = sent.filter((id, index) => id !== sent[index - 1]);
        expect(inOrder).toEqual(receipts.flatMap(({ deliveryIds }) => deliveryIds));
      }),
      { numRuns: 30 },
    );
  });
});

describe('best-effort order (DE-5)', () => {
  it('is that of the publishes where nothing fails', async () => {
    const engine = await runEngine();
    const { webhooks, clock } = engine;
    await register(webhooks);
    const names = Array.from({ length: 30 }, (_, index) => `A${index}`);
    await publish(webhooks, ...names);
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(names);
  });

  it('does not wait for one that is retried', async () => {
    const engine = await runEngine(jitterless);
    const { webhooks, sender, clock } = engine;
    await register(webhooks);
    sender.respond(500);
    const ids = await publish(webhooks, 'first', 'second', 'third');
    await clock.advance(0);
    expect(sentNames(engine)).toEqual(['first', 'second', 'third']);
    expect(await statusesOf(webhooks, ids)).toEqual(['pending', 'succeeded', 'succeeded']);
    await clock.advance(5 * second);
    expect(await statusesOf(webhooks, ids)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });
});
