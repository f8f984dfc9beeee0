import { describe, expect, it } from 'vitest';
import { startEngine } from './engine-fixture.ts';
import { deliver, faultsOf, notified, storeModes, subscribe } from './host-fixture.ts';

const change = { event: 'Account.Create', entity: { id: 1 } } as const;

describe.each(storeModes)('skip keys over $mode (SK-1)', ({ newStore }) => {
  it.each<[string, string | readonly string[] | undefined, heard: boolean]>([
    ['none', undefined, true],
    ['an empty list', [], true],
    ['one of them', 'gmail_sync', false],
    ['the other', ['custom_integration'], false],
    ['one of several', ['else', 'gmail_sync'], false],
    ['another', ['else'], true],
    ['another case', 'Gmail_Sync', true],
    ['a part', 'gmail', true],
    ['padded', ' gmail_sync', true],
    ['joined by a comma', 'gmail_sync, custom_integration', true],
    ['empty text', '', true],
  ])('%s', async (_name, skipKeys, heard) => {
    const engine = startEngine({ store: newStore() });
    const { webhook } = await subscribe(engine, 'Account.*', {
      options: { skip_keys: ['gmail_sync', 'custom_integration'] },
    });
    const without = await subscribe(engine, 'Account.*');
    const receipt = await engine.webhooks.publish(change, { skipKeys });
    expect(receipt.notifications).toBe(heard ? 2 : 1);
    const ids = (await notified(engine)).map((notification) => notification.webhook.id).sort();
    expect(ids).toEqual((heard ? [webhook.id, without.webhook.id] : [without.webhook.id]).sort());
  });

  it('hold for that publish alone, and for recordChange', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Account.*', { options: { skip_keys: ['a'] } });
    await engine.webhooks.publish(change, { skipKeys: 'a' });
    await engine.webhooks.recordChange('Account', { after: { id: 2 } }, { skipKeys: ['a'] });
    await engine.webhooks.publish({ ...change, entity: { id: 3 } });
    expect((await notified(engine)).map(({ entity }) => entity.id)).toEqual([3]);
  });

  it('are those of the call, whatever the host does to its list afterwards', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, 'Account.*', { options: { skip_keys: ['a'] } });
    const skipKeys = ['a'];
    const publishing = engine.webhooks.publish(change, { skipKeys });
    skipKeys.pop();
    await publishing;
    expect(await deliver(engine)).toEqual([]);
  });

  it.each([[5], [[5]], [['a', null]], [{}]])('%j are refused', async (skipKeys) => {
    const engine = startEngine({ store: newStore() });
    expect(await faultsOf(engine.webhooks.publish(change, { skipKeys: skipKeys as never }))).toEqual([
      'skipKeys WRONG_TYPE',
    ]);
  });
});
