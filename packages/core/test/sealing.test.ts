import { inspect } from 'node:util';
import { memoryStore } from '@hookwright/store-memory';
import { failure, verifySignature } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import type { StoredWebhook, WebhookStore } from '../src/index.ts';
import { type EngineFixtureOptions, startEngine } from './engine-fixture.ts';

const one = { id: 'one', key: Buffer.alloc(32, 1).toString('base64') };
const two = { id: 'two', key: new Uint8Array(32).fill(2) };
const url = 'https://receiver.example/';
const input = { url, events: ['Account.*'] as const, insecure_ssl: false };
const signature = '0b3e5a0e-7a3b-4c5d-9e6f-1a2b3c4d5e6f';
const change = { event: 'Account.Create', entity: { id: '1' } } as const;

/** A store that remembers every registration it was given. */
function watchedStore(): { readonly store: WebhookStore; readonly saved: Omit<StoredWebhook, 'revision'>[] } {
  const store = memoryStore();
  const saved: Omit<StoredWebhook, 'revision'>[] = [];
  const save = store.saveWebhooks.bind(store);
  store.saveWebhooks = (saves, options) => {
    saved.push(...saves.map(({ webhook }) => webhook));
    return save(saves, options);
  };
  return { store, saved };
}

function startSealed(options: EngineFixtureOptions = {}) {
  const { store, saved } = watchedStore();
  const engine = startEngine({ store, secrets: { keys: [one] }, ...options });
  return { ...engine, saved };
}

async function deliver({ webhooks, sender }: Pick<ReturnType<typeof startSealed>, 'webhooks' | 'sender'>) {
  await webhooks.publish(change);
  await webhooks.drain();
  return sender.requests.at(-1);
}

describe('secrets at rest (SI-4)', () => {
  it('are sealed in the store, and sign all the same', async () => {
    const engine = startSealed();
    const { secret } = await engine.webhooks.registry.create(input, {}, { headers: { 'X-Key': 'let me in' } });
    const [stored] = engine.saved;
    expect(stored?.secrets).toEqual([{ value: expect.stringMatching(/^hwsealed\.one\./), expiresAt: null }]);
    expect(stored?.settings.headers).toEqual({ 'X-Key': expect.stringMatching(/^hwsealed\.one\./) });
    const request = await deliver(engine);
    expect(verifySignature(request as NonNullable<typeof request>, { secret: secret ?? '' })).toBe(true);
    expect(request?.headers['x-key']).toBe('let me in');
  });

  it('the vendor’s signature too', async () => {
    const engine = startSealed();
    await engine.webhooks.registry.create({ ...input, signature });
    expect(engine.saved[0]?.signature).toMatch(/^hwsealed\.one\./);
    const request = await deliver(engine);
    expect(verifySignature(request as NonNullable<typeof request>, { signature })).toBe(true);
  });

  it('every save seals anew by the first key, and all that is known stays readable', async () => {
    const engine = startSealed();
    const { webhook, secret } = await engine.webhooks.registry.create(input);
    const turned = startEngine({ ...engine, secrets: { keys: [two, one] }, seed: 2 });
    await turned.webhooks.registry.update(webhook.id, { events: ['Account.Create'] });
    expect(engine.saved.at(-1)?.secrets[0]?.value).toMatch(/^hwsealed\.two\./);
    const request = await deliver({ ...engine, webhooks: turned.webhooks });
    expect(verifySignature(request as NonNullable<typeof request>, { secret: secret ?? '' })).toBe(true);
  });

  it('resealSecrets seals all of a tenant by the first key, unsealed ones too, once', async () => {
    const { store, saved } = watchedStore();
    const plain = startEngine({ store });
    for (let count = 0; count < 120; count += 1) await plain.webhooks.registry.create(input);
    const { webhook } = await plain.webhooks.registry.create({ ...input, signature });
    await plain.webhooks.registry.delete(webhook.id);
    const sealing = startEngine({ store, secrets: { keys: [two, one] }, seed: 2 });
    expect(await sealing.webhooks.registry.resealSecrets()).toBe(121);
    const { webhooks } = await store.webhooksSince('default', 0, {});
    expect(webhooks.every(({ secrets }) => secrets.every(({ value }) => value.startsWith('hwsealed.two.')))).toBe(true);
    expect(saved.at(-1)?.signature ?? 'hwsealed.two.').toMatch(/^hwsealed\.two\./);
    expect(await sealing.webhooks.registry.resealSecrets()).toBe(0);
  });

  it.each([
    { what: 'its key is gone', secrets: { keys: [two] }, change: (webhook: StoredWebhook) => webhook },
    { what: 'the ring is gone', secrets: undefined, change: (webhook: StoredWebhook) => webhook },
    {
      what: 'it was moved to another webhook',
      secrets: { keys: [one] },
      change: (webhook: StoredWebhook, other: StoredWebhook) => ({ ...webhook, secrets: other.secrets }),
    },
    {
      what: 'it was moved to another field',
      secrets: { keys: [one] },
      change: (webhook: StoredWebhook) => ({ ...webhook, signature: webhook.secrets[0]?.value ?? null }),
    },
  ])(
    'a secret that does not open, since $what, signs nothing, says so, and stops no other webhook',
    async ({ secrets, change: tamper }) => {
      const engine = startSealed();
      const { webhook } = await engine.webhooks.registry.create(input);
      const other = await engine.webhooks.registry.create({ ...input, url: 'https://other.example/' });
      const [mine, theirs] = await Promise.all(
        [webhook.id, other.webhook.id].map((id) => engine.store.getWebhook('default', id, {})),
      );
      const { revision: expectedRevision, ...changed } = tamper(mine as StoredWebhook, theirs as StoredWebhook);
      const save = { webhook: changed, expectedRevision };
      await engine.store.saveWebhooks([save], { now: engine.clock.now() });
      if (secrets?.keys[0] !== one) await engine.webhooks.registry.delete(other.webhook.id);
      const reader = startEngine({ ...engine, secrets, seed: 2 });
      if (secrets?.keys[0] !== one) await reader.webhooks.registry.create({ ...input, url: 'https://other.example/' });
      await reader.webhooks.publish(change);
      await reader.webhooks.drain();
      expect(engine.sender.requests.map((request) => request.url)).toEqual(['https://other.example/']);
      const { items } = await reader.webhooks.deliveries.list({ webhookId: webhook.id });
      expect(items).toMatchObject([{ status: 'pending', attempts: 1, code: 'SENDER_FAILED' }]);
    },
  );

  it('rotating mends a webhook whose secret does not open; updating it leaves it as it is', async () => {
    const engine = startSealed();
    const { webhook } = await engine.webhooks.registry.create(input);
    const turned = startEngine({ ...engine, secrets: { keys: [two] }, seed: 2 });
    const { secret: none } = await turned.webhooks.registry.update(webhook.id, { events: ['Account.Create'] });
    expect(none).toBe(null);
    expect(engine.saved.at(-1)?.secrets[0]?.value).toMatch(/^hwsealed\.one\./);
    const { secret } = await turned.webhooks.registry.rotateSecret(webhook.id);
    const request = await deliver({ ...engine, webhooks: turned.webhooks });
    expect(verifySignature(request as NonNullable<typeof request>, { secret: secret ?? '' })).toBe(true);
  });

  it.each([
    { keys: [], path: 'secrets.keys' },
    { keys: [{ id: 'one', key: new Uint8Array(16) }], path: 'secrets.keys[0].key' },
    { keys: [{ id: 'one', key: 'no base64 !' }], path: 'secrets.keys[0].key' },
    { keys: [{ id: 'o.n', key: one.key }], path: 'secrets.keys[0].id' },
    { keys: [one, { ...two, id: 'one' }], path: 'secrets.keys[1].id' },
  ])('a ring of $keys is an error at $path that shows no key', ({ keys, path }) => {
    const error = (() => {
      try {
        return startEngine({ secrets: { keys } });
      } catch (cause) {
        return cause;
      }
    })();
    expect(error).toMatchObject({ name: 'ValidationError', issues: [{ path }] });
    expect(inspect(error)).not.toContain('no base64');
  });
});

describe('a known secret (SI-4)', () => {
  it.each([{ secrets: undefined }, { secrets: { keys: [one] } }])(
    'is in nothing that anybody can read, with $secrets',
    async ({ secrets }) => {
      const known = {
        secret: `whsec_${Buffer.alloc(32, 'known secret!').toString('base64')}`,
        rotated: `whsec_${Buffer.alloc(32, 'another one?').toString('base64')}`,
        signature: 'deadbeef-dead-4eef-8ead-beefdeadbeef',
        header: 'Bearer known-header-value',
      };
      const seen: unknown[] = [];
      const { webhooks, sender, saved } = startSealed({ secrets, allowAuthorizationHeader: true });
      for (const name of [
        'error',
        'delivery-succeeded',
        'delivery-retrying',
        'delivery-exhausted',
        'webhook-paused',
        'webhook-disabled',
      ] as const) {
        webhooks.on(name, (event: unknown) => seen.push(event, event instanceof Error ? event.stack : ''));
      }
      const attempt = async (call: () => Promise<unknown>) => {
        try {
          seen.push(await call());
        } catch (error) {
          seen.push(error, (error as Error).stack);
        }
      };
      const { registry, deliveries } = webhooks;
      const settings = { headers: { Authorization: known.header } };
      const created = await registry.create(input, {}, settings, { secret: known.secret });
      expect(created.secret).toBe(known.secret);
      const { id } = created.webhook;
      seen.push(created.webhook, created.warnings);
      const vendor = await registry.create({ ...input, signature: known.signature });
      seen.push(vendor);
      sender.respond(500, failure('TIMEOUT'), 200);
      await attempt(() => webhooks.publish(change));
      await attempt(() => webhooks.drain());
      await attempt(() => registry.get(id));
      await attempt(() => registry.list());
      await attempt(() => registry.update(id, { url: 'https://receiver.example/other' }));
      await attempt(() => registry.update(id, { url: 'nonsense' }));
      await attempt(() => registry.update(id, {}, {}, { headers: { Authorization: `${known.header}\n` } }));
      await attempt(() => registry.create(input, {}, {}, { secret: known.secret.slice(0, 20) }));
      await attempt(() => registry.create({ ...input, signature: `${known.signature}x` }));
      const rotated = await registry.rotateSecret(id, {}, { secret: known.rotated });
      expect(rotated.secret).toBe(known.rotated);
      seen.push(rotated.webhook);
      await attempt(() => registry.rotateSecret(vendor.webhook.id));
      await attempt(() => registry.sendTest(id));
      await attempt(() => webhooks.explain({ event: 'Account.Create', entity: { id: '1' } }));
      const { items } = await deliveries.list();
      seen.push(items);
      for (const { id: deliveryId } of items) {
        await attempt(() => deliveries.attempts(deliveryId));
        await attempt(() => deliveries.resend(deliveryId));
      }
      await attempt(() => webhooks.drain());
      for (const { text } of sender.requests) seen.push(text);
      if (secrets !== undefined) seen.push(saved);
      const everything = seen
        .map((one) => (typeof one === 'string' ? one : `${inspect(one, { depth: 20 })}${JSON.stringify(one)}`))
        .join('\n');
      expect(everything).toContain('receiver.example');
      const bare = (text: string) => text.replace(/^whsec_/, '').slice(0, 40);
      for (const secret of [known.secret, known.rotated].map(bare)) expect(everything).not.toContain(secret);
      expect(everything).not.toContain('known-header-value');
      // The signature that was refused is its own; what was taken is nowhere.
      expect(everything.replaceAll(`${known.signature}x`, '')).not.toContain(known.signature);
    },
  );
});
