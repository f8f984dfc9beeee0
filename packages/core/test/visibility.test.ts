import { describe, expect, it } from 'vitest';
import type { VisibilityRequest } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { deliver, notified, notifiedOnce, storeModes, subscribe } from './host-fixture.ts';

const ids = (request: VisibilityRequest) => request.changes.map(({ entity }) => (entity as { id: unknown }).id);

describe.each(storeModes)('RE-2: what a client may see, over $mode', ({ newStore }) => {
  it('is asked once per client, after filters, for all changes', async () => {
    const asked: [string, unknown[]][] = [];
    const canSee = async (request: VisibilityRequest) => {
      asked.push([request.clientId, ids(request)]);
      return request.changes.map(() => true);
    };
    const engine = startEngine({ store: newStore(), canSee });
    const vip = { options: { entity: { Account: { filter: { vip: true } } } }, scope: { clientId: 'c1' } };
    await subscribe(engine, 'Account.*', vip);
    await subscribe(engine, 'Account.*', vip);
    await subscribe(engine, 'Account.*', { scope: { clientId: 'c2' }, options: { skip_keys: ['k'] } });
    await subscribe(engine, 'Account.*');
    const changes = [1, 2, 3].map((id) => ({ event: 'Account.Create', entity: { id, vip: id > 1 } }) as const);
    await engine.webhooks.publish(changes);
    expect(asked.sort()).toEqual([
      ['c1', [2, 3]],
      ['c2', [1, 2, 3]],
    ]);
    asked.length = 0;
    await engine.webhooks.publish(changes[0] ?? [], { skipKeys: 'k' });
    expect(asked).toEqual([]);
  });

  it('decides for the webhooks of that client alone', async () => {
    const canSee = async ({ clientId, changes }: VisibilityRequest) =>
      changes.map(({ entity }) => clientId === 'c1' && (entity as { id: number }).id === 2);
    const engine = startEngine({ store: newStore(), canSee });
    await subscribe(engine, 'Account.*', { url: 'https://one.example', scope: { clientId: 'c1' } });
    await subscribe(engine, 'Account.*', { url: 'https://two.example', scope: { clientId: 'c2' } });
    await subscribe(engine, 'Account.*', { url: 'https://none.example' });
    const receipt = await engine.webhooks.publish(
      [1, 2].map((id) => ({ event: 'Account.Create', entity: { id } }) as const),
    );
    expect(receipt.notifications).toBe(3);
    const seen = (await notified(engine)).map(({ webhook, entity }) => [webhook.url, entity.id]);
    expect(seen.sort()).toEqual([
      ['https://none.example', 1],
      ['https://none.example', 2],
      ['https://one.example', 2],
    ]);
  });

  it('is told the tenant and the whole change', async () => {
    const requests: VisibilityRequest[] = [];
    const canSee = async (request: VisibilityRequest) => {
      requests.push(request);
      return request.changes.map(() => true);
    };
    const engine = startEngine({ store: newStore(), canSee });
    await subscribe(engine, '*', {
      scope: { tenant: 'acme', clientId: 'c1' },
      options: { entity: { CE_Bid: { 'load-only': ['id'] } } },
    });
    await engine.webhooks.publish(
      {
        event: 'CustomEntity.Update',
        customEntity: 'CE_Bid',
        entity: { id: 1, a: 2 },
        before: { id: 1, a: 1 },
        relatedEntity: { id: 3 },
        occurredAt: 5,
      },
      { tenant: 'acme' },
    );
    expect(requests).toMatchObject([
      {
        tenant: 'acme',
        clientId: 'c1',
        transaction: undefined,
        changes: [
          {
            event: 'CustomEntity.Update',
            customEntity: 'CE_Bid',
            entity: { id: 1, a: 2 },
            before: { id: 1, a: 1 },
            relatedEntity: { id: 3 },
            occurredAt: 5,
          },
        ],
      },
    ]);
    expect((await notifiedOnce(engine)).entity).toEqual({ id: 1 });
  });

  it('loads nothing for what it hides', async () => {
    const loaded: unknown[] = [];
    const entities = {
      load: async ({ records, clientId }: { records: readonly object[]; clientId: string | null }) => {
        loaded.push(clientId);
        return records.map(() => undefined);
      },
    };
    const canSee = async ({ clientId, changes }: VisibilityRequest) => changes.map(() => clientId === 'c2');
    const engine = startEngine({ store: newStore(), canSee, entities });
    for (const clientId of ['c1', 'c2']) {
      await subscribe(engine, '*', { scope: { clientId }, options: { entity: { Account: { expand: 'owner' } } } });
    }
    await engine.webhooks.publish({ event: 'Account.Create', entity: { owner: 'uri' } });
    expect(loaded).toEqual(['c2']);
  });

  it.each<[string, () => Promise<readonly boolean[]>, code: string | undefined]>([
    [
      'throws',
      async () => {
        throw new Error('no directory');
      },
      undefined,
    ],
    ['answers too few', async () => [], 'HOST_CALLBACK_FAILED'],
    ['answers no list', async () => true as never, 'HOST_CALLBACK_FAILED'],
  ])('fails the publish, all of it, when it %s', async (_name, canSee, code) => {
    const engine = startEngine({ store: newStore(), canSee });
    await subscribe(engine, '*', { scope: { clientId: 'c1' } });
    await subscribe(engine, '*');
    const publishing = engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
    await expect(publishing).rejects.toMatchObject(code === undefined ? { message: 'no directory' } : { code });
    expect(await deliver(engine)).toEqual([]);
  });

  it('hides what is answered by anything but true', async () => {
    const engine = startEngine({ store: newStore(), canSee: async () => [1 as never] });
    await subscribe(engine, '*', { scope: { clientId: 'c1' } });
    await engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
    expect(await deliver(engine)).toEqual([]);
  });
});
