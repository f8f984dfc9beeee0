import { createHmac, createPublicKey, verify } from 'node:crypto';
import { memoryStore } from '@hookwright/store-memory';
import { type RecordedRequest, virtualClock } from '@hookwright/testing';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EngineFixture, startEngine } from './engine-fixture.ts';
import { subscribe } from './host-fixture.ts';

const signature = '9900cce6-bcd6-412a-bcd1-1904556c949A';

// The package compares timestamps with the process's clock: it is to tell what the engine's tells.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

async function sendOne(engine: EngineFixture): Promise<RecordedRequest> {
  engine.sender.clear();
  await engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1, name: 'Zoë 😀' } });
  await engine.webhooks.drain();
  const [request, ...more] = engine.sender.requests;
  if (request === undefined || more.length > 0) throw new Error('expected one request');
  return request;
}

const isVerified = (secret: string | null, { text, headers }: RecordedRequest): boolean => {
  const verdicts = [StandardWebhook, SvixWebhook].map((Webhook) => {
    try {
      new Webhook(String(secret)).verify(text, { ...headers });
      return true;
    } catch {
      return false;
    }
  });
  if (verdicts[0] !== verdicts[1]) throw new Error(`standardwebhooks and svix disagree: ${verdicts}`);
  return verdicts[0] === true;
};

/** Whether one of the request's `v1a` signatures is by this key. */
function isVerifiedBy(publicKey: string | null, { headers, body }: RecordedRequest): boolean {
  const raw = Buffer.from(String(publicKey).slice('whpk_'.length), 'base64');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
  const message = Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), body]);
  const signatures = (headers['webhook-signature'] ?? '').split(' ').filter((entry) => entry.startsWith('v1a,'));
  return signatures.some((entry) => verify(null, message, key, Buffer.from(entry.slice(4), 'base64')));
}

describe('the vendor way of signing (SI-1)', () => {
  const hmac = (key: string, body: Uint8Array, encoding: 'hex' | 'base64') =>
    createHmac('sha256', Buffer.from(key, 'utf8')).update(body).digest(encoding);

  it.each([
    ['hex', undefined],
    ['hex', 'hex'],
    ['base64', 'base64'],
  ] as const)('is %s of the body, by the signature as registered', async (encoding, vendorEncoding) => {
    const engine = startEngine({ signing: { vendorEncoding } });
    const { secret } = await subscribe(engine, '*', { signature });
    expect(secret).toBeNull();
    const { headers, body } = await sendOne(engine);
    expect(headers['WebHook-Signature']).toBe(hmac(signature, body, encoding));
    expect(Object.keys(headers).filter((name) => name.toLowerCase() === 'webhook-signature')).toEqual([
      'WebHook-Signature',
    ]);
  });

  it('has no overlap: a patched signature counts from the next try', async () => {
    const engine = startEngine({ retry: { delaysMs: [1_000], jitter: 0 } });
    const { webhook } = await subscribe(engine, '*', { signature });
    engine.sender.respond(500);
    await sendOne(engine);
    const next = '11111111-2222-4333-8444-555555555555';
    await engine.webhooks.registry.update(webhook.id, { signature: next });
    await engine.clock.advance(1_000);
    await engine.webhooks.drain();
    const [first, second] = engine.sender.requests as [RecordedRequest, RecordedRequest];
    expect(second.text).toBe(first.text);
    expect(first.headers['WebHook-Signature']).toBe(hmac(signature, first.body, 'hex'));
    expect(second.headers['WebHook-Signature']).toBe(hmac(next, second.body, 'hex'));
  });

  it('is not rotated', async () => {
    const engine = startEngine();
    const { webhook } = await subscribe(engine, '*', { signature });
    await expect(engine.webhooks.registry.rotateSecret(webhook.id)).rejects.toMatchObject({
      code: 'SIGNATURE_IS_OWNED_BY_CLIENT',
      retryable: false,
    });
    expect(await engine.webhooks.registry.publicKey(webhook.id)).toBeNull();
  });

  it('is given up and taken up by update', async () => {
    const engine = startEngine();
    const { webhook, secret } = await subscribe(engine, '*');
    const vendor = await engine.webhooks.registry.update(webhook.id, { signature });
    expect(vendor.secret).toBeNull();
    expect((await sendOne(engine)).headers).toHaveProperty('WebHook-Signature');
    const standard = await engine.webhooks.registry.update(webhook.id, { signature: null });
    expect(standard.secret).toMatch(/^whsec_/);
    const request = await sendOne(engine);
    expect([isVerified(standard.secret, request), isVerified(secret, request)]).toEqual([true, false]);
  });
});

describe('Standard Webhooks (SI-2)', () => {
  it('verifies with the secret that was shown, and with no other', async () => {
    const engine = startEngine();
    const { secret } = await subscribe(engine, '*');
    const request = await sendOne(engine);
    expect(request.headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
    const { secret: another } = await subscribe(startEngine({ seed: 2 }), '*');
    expect([isVerified(secret, request), isVerified(another, request)]).toEqual([true, false]);
    expect(isVerified(secret, { ...request, text: `${request.text} ` })).toBe(false);
  });

  it('makes secrets of 24 to 64 bytes, each its own', async () => {
    const engine = startEngine();
    const secrets = await Promise.all([1, 2, 3].map(async () => (await subscribe(engine, '*')).secret));
    expect(new Set(secrets).size).toBe(3);
    for (const secret of secrets) {
      const { length } = Buffer.from(String(secret).slice('whsec_'.length), 'base64');
      expect(length).toBeGreaterThanOrEqual(24);
      expect(length).toBeLessThanOrEqual(64);
    }
  });

  it('signs by ed25519 where the host asks for it', async () => {
    const engine = startEngine();
    const { webhook, secret } = await subscribe(engine, '*', { settings: { signing: 'v1a' } });
    expect(secret).toBeNull();
    const publicKey = await engine.webhooks.registry.publicKey(webhook.id);
    expect(publicKey).toMatch(/^whpk_/);
    const request = await sendOne(engine);
    expect(request.headers['webhook-signature']).toMatch(/^v1a,[A-Za-z0-9+/]+=*$/);
    expect(isVerifiedBy(publicKey, request)).toBe(true);
  });

  it('signs both ways beside each other', async () => {
    const engine = startEngine();
    const { webhook, secret } = await subscribe(engine, '*', { settings: { signing: 'v1+v1a' } });
    const request = await sendOne(engine);
    expect(isVerified(secret, request)).toBe(true);
    expect(isVerifiedBy(await engine.webhooks.registry.publicKey(webhook.id), request)).toBe(true);
  });

  it('has no public key where ed25519 is not asked for', async () => {
    const engine = startEngine();
    const { webhook } = await subscribe(engine, '*');
    expect(await engine.webhooks.registry.publicKey(webhook.id)).toBeNull();
  });

  it('takes up another scheme by update, and shows a new secret once', async () => {
    const engine = startEngine();
    const { webhook, secret } = await subscribe(engine, '*');
    const both = await engine.webhooks.registry.update(webhook.id, {}, {}, { signing: 'v1+v1a' });
    expect(both.secret).toBeNull();
    const request = await sendOne(engine);
    expect(isVerified(secret, request)).toBe(true);
    expect(isVerifiedBy(await engine.webhooks.registry.publicKey(webhook.id), request)).toBe(true);
  });

  it('SI-4: a rotated secret signs on for the overlap', async () => {
    const engine = startEngine({ signing: { rotationOverlapMs: 60_000 } });
    const { webhook, secret: old } = await subscribe(engine, '*');
    const { secret } = await engine.webhooks.registry.rotateSecret(webhook.id);
    expect(secret).not.toBe(old);
    const during = await sendOne(engine);
    expect(during.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    expect([isVerified(secret, during), isVerified(old, during)]).toEqual([true, true]);
    await engine.clock.advance(60_000);
    const after = await sendOne(engine);
    expect([isVerified(secret, after), isVerified(old, after)]).toEqual([true, false]);
  });

  it('SI-4: so does a rotated ed25519 key', async () => {
    const engine = startEngine();
    const { webhook } = await subscribe(engine, '*', { settings: { signing: 'v1a' } });
    const { registry } = engine.webhooks;
    const old = await registry.publicKey(webhook.id);
    expect((await registry.rotateSecret(webhook.id)).secret).toBeNull();
    const current = await registry.publicKey(webhook.id);
    expect(current).not.toBe(old);
    const during = await sendOne(engine);
    expect([isVerifiedBy(current, during), isVerifiedBy(old, during)]).toEqual([true, true]);
    await engine.clock.advance(86_400_000);
    const after = await sendOne(engine);
    expect([isVerifiedBy(current, after), isVerifiedBy(old, after)]).toEqual([true, false]);
  });
});

describe('ids and timestamps (SI-3)', () => {
  it.each([undefined, signature])(
    'are in both schemes, the id the same for every try (signature %s)',
    async (given) => {
      const engine = startEngine({ retry: { delaysMs: [5_000], jitter: 0 } });
      await subscribe(engine, '*', given === undefined ? {} : { signature: given });
      engine.sender.respond(500);
      const { deliveryIds } = await engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
      await engine.clock.advance(999);
      await engine.webhooks.drain();
      await engine.clock.advance(5_000);
      await engine.webhooks.drain();
      const sent = engine.sender.requests.map(({ headers }) => [headers['webhook-id'], headers['webhook-timestamp']]);
      const seconds = Date.UTC(2026, 0, 1) / 1_000;
      expect(sent).toEqual([
        [deliveryIds[0], String(seconds)],
        [deliveryIds[0], String(seconds + 5)],
      ]);
      expect(deliveryIds[0]).not.toContain('.');
    },
  );
});

describe('between two tries', () => {
  async function failOnce(engine: ReturnType<typeof startEngine>) {
    engine.sender.respond(500);
    await engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
    await engine.webhooks.drain();
  }

  async function retry(engine: ReturnType<typeof startEngine>): Promise<readonly [RecordedRequest, RecordedRequest]> {
    await engine.clock.advance(5_000);
    await engine.webhooks.drain();
    const [first, second] = engine.sender.requests;
    if (first === undefined || second === undefined) throw new Error('expected two tries');
    expect(Buffer.from(second.body)).toEqual(Buffer.from(first.body));
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    return [first, second];
  }
  const options = { retry: { delaysMs: [5_000], jitter: 0 } };

  it('a rotated secret signs the second: the same bytes, both signatures (SI-4)', async () => {
    const engine = startEngine(options);
    const { webhook, secret: old } = await subscribe(engine, '*');
    await failOnce(engine);
    const { secret } = await engine.webhooks.registry.rotateSecret(webhook.id);
    const [first, second] = await retry(engine);
    expect([isVerified(old, first), isVerified(secret, first)]).toEqual([true, false]);
    expect([isVerified(old, second), isVerified(secret, second)]).toEqual([true, true]);
  });

  it('a patched webhook gets the second: the same bytes, the url and the signature of now (PA-3)', async () => {
    const engine = startEngine(options);
    const { webhook, secret } = await subscribe(engine, '*');
    await failOnce(engine);
    await engine.webhooks.registry.update(webhook.id, { url: 'https://moved.example/', signature });
    const [first, second] = await retry(engine);
    expect(isVerified(secret, first)).toBe(true);
    expect([first.url, second.url]).toEqual([webhook.url, 'https://moved.example/']);
    const expected = createHmac('sha256', signature).update(second.body).digest('hex');
    expect(second.headers).toMatchObject({ 'WebHook-Signature': expected });
    expect(second.headers).not.toHaveProperty('webhook-signature');
  });
});

describe('a process whose clock is a day off', () => {
  it.each([-86_400_000, 86_400_000])('signs with the time of the store (%i ms)', async (offMs) => {
    const store = memoryStore();
    store.clockOffsetMs = () => -offMs;
    const engine = startEngine({ store, clock: virtualClock(Date.now() + offMs) });
    const { secret } = await subscribe(engine, '*');
    await engine.webhooks.start();
    await engine.webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
    await engine.clock.advance(0);
    const [request] = engine.sender.requests;
    await engine.webhooks.stop({ timeoutMs: 0 });
    expect(Math.abs(Number(request?.headers['webhook-timestamp']) * 1_000 - Date.now())).toBeLessThan(60_000);
    expect(isVerified(secret, request as RecordedRequest)).toBe(true);
  });
});
