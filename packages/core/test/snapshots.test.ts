import { describe, expect, it } from 'vitest';
import type { EntityLoader } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { notified, notifiedOnce, storeModes, subscribe } from './host-fixture.ts';

describe.each(storeModes)('PA-3: a record is what it was at the publish, over $mode', ({ newStore }) => {
  it('whatever the host does to it right after the call', async () => {
    const engine = startEngine({ store: newStore(), payload: { changes: true } });
    await subscribe(engine, '*', {
      options: { entity: { Account: { filter: { name: 'new', 'owner.name': 'Ann' } } } },
    });
    const entity: Record<string, unknown> = {
      id: 1,
      name: 'new',
      owner: { name: 'Ann' },
      tags: ['a'],
      at: new Date(0),
    };
    const before: Record<string, unknown> = { id: 1, name: 'old' };
    const relatedEntity: Record<string, unknown> = { id: 2 };
    const change = { event: 'Account.Update', entity, before, relatedEntity };
    const changes = [change] as { event: 'Account.Update'; entity: object }[];
    const publishing = engine.webhooks.publish(changes);
    entity.name = 'later';
    (entity.owner as Record<string, unknown>).name = 'Bob';
    (entity.tags as string[]).push('b');
    (entity.at as Date).setTime(1);
    entity.more = true;
    before.name = 'new';
    relatedEntity.id = 3;
    change.event = 'Account.Delete';
    changes.push({ event: 'Account.Update', entity: { id: 9 } });
    await publishing;
    expect(await notifiedOnce(engine)).toMatchObject({
      event: 'Account.Update',
      entity: { id: 1, name: 'new', owner: { name: 'Ann' }, tags: ['a'], at: '1970-01-01 00:00:00.000000+00:00' },
      related_entity: { id: 2 },
      previous: { name: 'old' },
    });
  });

  it('also of a pair', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Opportunity.*');
    const pair = { before: { id: 1, status: 1 }, after: { id: 1, status: 3 } };
    const recording = engine.webhooks.recordChange('Opportunity', pair);
    pair.before.status = 3;
    pair.after.status = 1;
    await recording;
    expect((await notified(engine)).map(({ event, entity }) => [event, entity.status])).toEqual([
      ['Opportunity.Update', 3],
      ['Opportunity.Won', 3],
    ]);
  });

  it('also while relations are loaded and visibility is asked', async () => {
    const record: Record<string, unknown> = { id: 1, name: 'new', owner: 'uri' };
    const entities: EntityLoader<never> = {
      load: async ({ records }) => {
        record.name = 'while loading';
        return records.map(() => ({ id: 'u' }));
      },
    };
    const canSee = async () => {
      record.name = 'while asking';
      return [true];
    };
    const engine = startEngine({ store: newStore(), entities, canSee });
    await subscribe(engine, '*', { scope: { clientId: 'c' }, options: { entity: { Account: { expand: ['owner'] } } } });
    await engine.webhooks.publish({ event: 'Account.Create', entity: record });
    expect((await notifiedOnce(engine)).entity).toEqual({ id: 1, name: 'new', owner: { id: 'u' } });
  });

  it('also of what a loader answers', async () => {
    const owner = { id: 'u', name: 'Ann' };
    const entities: EntityLoader<never> = { load: async ({ records }) => records.map(() => owner) };
    const engine = startEngine({ store: newStore(), entities });
    await subscribe(engine, '*', { options: { entity: { Account: { expand: 'owner' } } } });
    await engine.webhooks.publish({ event: 'Account.Create', entity: { owner: 'uri' } });
    owner.name = 'Bob';
    expect((await notifiedOnce(engine)).entity).toEqual({ owner: { id: 'u', name: 'Ann' } });
  });

  it('and every try sends the same bytes, to the url of the moment', async () => {
    const engine = startEngine({ store: newStore(), retry: { delaysMs: [1_000, 1_000], jitter: 0 } });
    const { webhook } = await subscribe(engine, '*');
    engine.sender.respond(500, 500);
    await engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
    await engine.webhooks.drain();
    await engine.webhooks.registry.update(webhook.id, { url: 'https://moved.example', options: { chunk_size: 5 } });
    await engine.clock.advance(1_000);
    await engine.webhooks.drain();
    await engine.webhooks.registry.update(webhook.id, { insecure_ssl: true });
    await engine.clock.advance(1_000);
    await engine.webhooks.drain();
    const { requests } = engine.sender;
    expect(requests.map(({ url, insecureSsl }) => [url, insecureSsl])).toEqual([
      ['https://hooks.example/crm', false],
      ['https://moved.example', false],
      ['https://moved.example', true],
    ]);
    expect(new Set(requests.map(({ text }) => text)).size).toBe(1);
    expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('and a registration is what it was at its call', async () => {
    const engine = startEngine({ store: newStore() });
    const input = {
      url: 'https://hooks.example',
      events: ['Account.*' as const],
      insecure_ssl: false,
      options: { entity: { Account: { filter: { name: 'a' } } } },
    };
    const creating = engine.webhooks.registry.create(input);
    input.url = 'https://evil.example';
    input.events.length = 0;
    input.options.entity.Account.filter.name = 'b';
    await creating;
    await engine.webhooks.publish({ event: 'Account.Create', entity: { name: 'a' } });
    expect((await notifiedOnce(engine)).webhook).toMatchObject({
      url: 'https://hooks.example',
      events: ['Account.*'],
      options: { entity: { Account: { filter: { name: 'a' } } } },
    });
  });
});
