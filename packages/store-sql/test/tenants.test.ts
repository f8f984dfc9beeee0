import { describe, expect, it } from 'vitest';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';

const url = 'https://receiver.test/';
const change = { event: 'Account.Create', entity: { id: 1 } } as const;
const notFound = { code: 'NOT_FOUND' };

describeDatabases(await databaseKinds(), (database) => {
  it('what one tenant has, no other sees, changes or repeats, by any call', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine();
    const [mine, theirs] = [{ tenant: 'mine' }, { tenant: 'theirs' }];
    const { webhook } = await webhooks.registry.create({ url, events: ['Account.*'], insecure_ssl: false }, mine);
    await webhooks.registry.create({ url, events: ['Lead.*'], insecure_ssl: false }, theirs);
    const { deliveryIds } = await webhooks.publish(change, mine);
    await webhooks.drain();
    const [id = ''] = deliveryIds;
    const { registry, deliveries } = webhooks;

    const foreign: readonly (() => Promise<unknown>)[] = [
      () => registry.get(webhook.id, theirs),
      () => registry.update(webhook.id, { events: ['*'] }, theirs),
      () => registry.delete(webhook.id, theirs),
      () => registry.restore(webhook.id, theirs),
      () => registry.pause(webhook.id, theirs),
      () => registry.resume(webhook.id, theirs),
      () => registry.disable(webhook.id, theirs),
      () => registry.enable(webhook.id, theirs),
      () => registry.rotateSecret(webhook.id, theirs),
      () => registry.publicKey(webhook.id, theirs),
      () => registry.sendTest(webhook.id, theirs),
      () => registry.list({ after: webhook.id }, theirs),
      () => deliveries.get(id, theirs),
      () => deliveries.attempts(id, theirs),
      () => deliveries.resend(id, theirs),
      () => deliveries.replay({ webhookId: webhook.id }, theirs),
      () => deliveries.list({ after: id }, theirs),
    ];
    for (const call of foreign) await expect(call(), String(call)).rejects.toMatchObject(notFound);

    expect((await registry.list({ includeDeleted: true }, theirs)).items.map(({ events }) => events)).toEqual([
      ['Lead.*'],
    ]);
    const nothing = {
      items: [],
      total: 0,
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    };
    expect(await deliveries.list({}, theirs)).toEqual(nothing);
    expect(await deliveries.list({ webhookId: webhook.id }, theirs)).toEqual(nothing);
    expect((await webhooks.publish(change, theirs)).notifications).toBe(0);
    expect(await webhooks.explain(change, theirs)).toHaveLength(1);
    expect(sender.requests).toHaveLength(1);
    // And it was left as it was.
    expect(await registry.get(webhook.id, mine)).toEqual(webhook);
  });

  it('an idempotency key is the tenant’s own', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks } = scene.engine();
    const ids = new Set<string>();
    for (const tenant of ['a', 'b']) {
      await webhooks.registry.create({ url, events: ['*'], insecure_ssl: false }, { tenant });
      const { deliveryIds } = await webhooks.publish(change, { tenant, idempotencyKey: 'k' });
      for (const id of deliveryIds) ids.add(id);
    }
    expect(ids.size).toBe(2);
  });

  describe('names are compared by their characters, whatever the database’s collation', () => {
    it.each([
      { what: 'case', names: ['acme', 'ACME', 'Acme'] },
      { what: 'white space', names: ['acme', 'acme ', ' acme', 'acme\t', 'acme\n'] },
      { what: 'accents', names: ['e', 'é', 'e\u0301', 'ê'] },
      { what: 'letters that some languages take for one', names: ['ss', 'ß', 'ẞ', 'SS'] },
      { what: 'widths', names: ['a', 'ａ', 'ᵃ'] },
      { what: 'emoji', names: ['\u{1f600}', '\u{1f601}', '\u{1f602}'] },
      { what: 'what is invisible', names: ['acme', 'ac\u200bme', 'acme\u00ad', '\ufeffacme'] },
      { what: 'quotes and wildcards', names: ["'", '"', '\\', '%', '_', "\\'", '$1', '?', '--', ';'] },
    ])('$what', async ({ names }) => {
      await using scene = await DatabaseScene.open(database());
      const { webhooks, sender } = scene.engine();
      for (const [index, tenant] of names.entries()) {
        const input = { url: `${url}${index}`, events: ['*'] as const, insecure_ssl: false };
        await webhooks.registry.create(input, { tenant });
      }
      for (const [index, tenant] of names.entries()) {
        const context = { tenant, idempotencyKey: 'key' };
        expect((await webhooks.publish(change, context)).notifications, JSON.stringify(tenant)).toBe(1);
        // Idempotency keys as well.
        await webhooks.publish(change, { tenant: names[0], idempotencyKey: `${tenant}+` });
        expect((await webhooks.registry.list({}, { tenant })).items.map((webhook) => webhook.url)).toEqual([
          `${url}${index}`,
        ]);
      }
      await webhooks.drain();
      const counts = names.map(
        (_, index) => sender.requests.filter((request) => request.url === `${url}${index}`).length,
      );
      expect(counts).toEqual(names.map((_, index) => (index === 0 ? 1 + names.length : 1)));
      for (const request of sender.requests) {
        const [notification] = request.json() as [{ team_space_id: string }];
        expect(names).toContain(notification.team_space_id);
      }
    });
  });

  it.each(['a\u0000', '\ud800', 'a\udc00b'])(
    'a name or key that is no text that every database keeps is refused: %j',
    async (name) => {
      await using scene = await DatabaseScene.open(database());
      const { webhooks } = scene.engine();
      const refused = { code: 'VALIDATION_FAILED' };
      const input = { url, events: ['*'] as const, insecure_ssl: false };
      await expect(webhooks.registry.create(input, { tenant: name })).rejects.toMatchObject(refused);
      await expect(webhooks.publish(change, { tenant: name })).rejects.toMatchObject(refused);
      await expect(webhooks.publish(change, { idempotencyKey: name })).rejects.toMatchObject(refused);
    },
  );

  it('names of the greatest length fit', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks } = scene.engine();
    const tenant = '漢'.repeat(255);
    await webhooks.registry.create({ url, events: ['*'], insecure_ssl: false }, { tenant });
    const first = await webhooks.publish(change, { tenant, idempotencyKey: '\u{1f600}'.repeat(127) });
    expect(first.notifications).toBe(1);
    expect(await webhooks.publish(change, { tenant, idempotencyKey: '\u{1f600}'.repeat(127) })).toEqual(first);
  });
});
