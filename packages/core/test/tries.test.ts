import { type RecordedRequest, verifySignature } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import { day, hour, publishOne, register, runEngine, second, standing, urlA, urlB } from './delivery-fixture.ts';

const signature = '0b5e3ab7-0c3f-4c1e-9d0c-6d3c9d1e7a10';
const otherSignature = '5f9b2d2e-3a57-4a0f-8d55-0c4f0a9b7c21';
const jitterless = { retry: { jitter: 0 } };

function bytesOf(requests: readonly RecordedRequest[]): string[] {
  return requests.map(({ body }) => Buffer.from(body).toString('hex'));
}

function schemeSignatures({ headers }: RecordedRequest): string[] {
  return (headers['webhook-signature'] ?? '').split(' ');
}

describe('the tries of one delivery', () => {
  it('bear one id and their own time, and are signed anew (SI-3)', async () => {
    const { webhooks, sender, clock } = await runEngine(jitterless);
    const { secret } = await register(webhooks);
    sender.respond(500, 500);
    const startAt = clock.now();
    const id = await publishOne(webhooks);
    await clock.advance(hour);
    const { requests } = sender;
    expect(requests.map(({ headers }) => headers['webhook-id'])).toEqual([id, id, id]);
    expect(requests.map(({ headers }) => Number(headers['webhook-timestamp']) - startAt / 1_000)).toEqual([0, 5, 305]);
    expect(requests.every((request) => verifySignature(request, { secret }))).toBe(true);
    expect(new Set(requests.map(({ headers }) => headers['webhook-signature'])).size).toBe(3);
    expect(new Set(bytesOf(requests)).size).toBe(1);
  });

  it('bear id and time in the vendor’s scheme too (SI-1, SI-3)', async () => {
    const { webhooks, sender, clock } = await runEngine(jitterless);
    await register(webhooks, { signature });
    sender.respond(500);
    const id = await publishOne(webhooks);
    await clock.advance(5 * second);
    const { requests } = sender;
    expect(requests.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
    const [one, two] = requests.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect((two ?? 0) - (one ?? 0)).toBe(5);
    expect(requests.every((request) => verifySignature(request, { signature }))).toBe(true);
    // One header to HTTP: never both.
    expect(requests.every(({ headers }) => !('webhook-signature' in headers))).toBe(true);
  });

  it('send the same bytes to whatever the webhook is at the moment (PA-3)', async () => {
    const { webhooks, sender, clock } = await runEngine(jitterless);
    const { id: webhookId } = await register(webhooks, { url: urlA });
    sender.respond(500);
    const id = await publishOne(webhooks);
    await clock.advance(0);
    await webhooks.registry.update(
      webhookId,
      { url: urlB, insecure_ssl: true, events: ['Lead.*'], options: { chunk_size: 7 } },
      {},
      { format: 'standard' },
    );
    const { secret } = await webhooks.registry.rotateSecret(webhookId);
    await clock.advance(5 * second);
    const [before, after] = sender.requests as [RecordedRequest, RecordedRequest];
    expect([before.url, after.url]).toEqual([urlA, urlB]);
    expect([before.insecureSsl, after.insecureSsl]).toEqual([false, true]);
    expect(bytesOf([after])).toEqual(bytesOf([before]));
    expect(after.json()).toMatchObject([{ webhook: { url: urlA, events: ['Account.*'], options: {} } }]);
    expect(after.headers['webhook-id']).toBe(id);
    expect(after.headers['webhook-timestamp']).not.toBe(before.headers['webhook-timestamp']);
    expect(verifySignature(before, { secret: secret ?? '' })).toBe(false);
    expect(verifySignature(after, { secret: secret ?? '' })).toBe(true);
    expect(await standing(webhooks, id)).toMatchObject({ status: 'succeeded', attempts: 2 });
  });

  it('take a patched vendor signature from the next one on, without an overlap (SI-1)', async () => {
    const { webhooks, sender, clock } = await runEngine(jitterless);
    const { id } = await register(webhooks, { signature });
    sender.respond(500);
    await publishOne(webhooks);
    await clock.advance(0);
    await webhooks.registry.update(id, { signature: otherSignature });
    await clock.advance(5 * second);
    const [before, after] = sender.requests as [RecordedRequest, RecordedRequest];
    expect(verifySignature(before, { signature })).toBe(true);
    expect(verifySignature(after, { signature })).toBe(false);
    expect(verifySignature(after, { signature: otherSignature })).toBe(true);
    await expect(webhooks.registry.rotateSecret(id)).rejects.toMatchObject({ code: 'SIGNATURE_IS_OWNED_BY_CLIENT' });
  });

  it('change the scheme with the webhook', async () => {
    const { webhooks, sender, clock } = await runEngine(jitterless);
    const { id } = await register(webhooks, { signature });
    sender.respond(500, 500);
    await publishOne(webhooks);
    await clock.advance(0);
    const { secret } = await webhooks.registry.update(id, { signature: null });
    await clock.advance(5 * second);
    await webhooks.registry.update(id, { signature: otherSignature });
    await clock.advance(hour);
    const [vendor, standard, vendorAgain] = sender.requests as [RecordedRequest, RecordedRequest, RecordedRequest];
    expect(verifySignature(vendor, { signature })).toBe(true);
    expect(verifySignature(standard, { secret: secret ?? '' })).toBe(true);
    expect('WebHook-Signature' in standard.headers).toBe(false);
    expect(verifySignature(vendorAgain, { signature: otherSignature })).toBe(true);
    expect('webhook-signature' in vendorAgain.headers).toBe(false);
  });
});

describe('a rotated secret (SI-4)', () => {
  it.each([
    { given: {}, overlapMs: day },
    { given: { signing: { rotationOverlapMs: hour } }, overlapMs: hour },
    { given: { signing: { rotationOverlapMs: 0 } }, overlapMs: 0 },
  ])('signs beside the new one for $overlapMs ms, and then no more', async ({ given, overlapMs }) => {
    const { webhooks, sender, clock } = await runEngine(given);
    const { id, secret: old } = await register(webhooks);
    const rotated = await webhooks.registry.rotateSecret(id);
    const fresh = rotated.secret ?? '';
    expect(fresh).toMatch(/^whsec_/);
    expect(fresh).not.toBe(old);
    const signedBy = async () => {
      sender.clear();
      await publishOne(webhooks);
      await clock.advance(0);
      const request = sender.requests[0] as RecordedRequest;
      return [
        verifySignature(request, { secret: fresh }),
        verifySignature(request, { secret: old }),
        schemeSignatures(request).length,
      ];
    };
    if (overlapMs > 0) {
      expect(await signedBy()).toEqual([true, true, 2]);
      await clock.advance(overlapMs - 1);
      expect(await signedBy()).toEqual([true, true, 2]);
      await clock.advance(1);
    }
    expect(await signedBy()).toEqual([true, false, 1]);
  });

  it('twice within the overlap signs by all three, each as long as it was promised', async () => {
    const { webhooks, sender, clock } = await runEngine();
    const { id, secret: first } = await register(webhooks);
    const second = (await webhooks.registry.rotateSecret(id)).secret ?? '';
    await clock.advance(hour);
    const third = (await webhooks.registry.rotateSecret(id)).secret ?? '';
    const signedBy = async () => {
      sender.clear();
      await publishOne(webhooks);
      await clock.advance(0);
      const request = sender.requests[0] as RecordedRequest;
      return [first, second, third].map((secret) => verifySignature(request, { secret }));
    };
    expect(await signedBy()).toEqual([true, true, true]);
    await clock.advance(day - hour);
    expect(await signedBy()).toEqual([false, true, true]);
    await clock.advance(hour);
    expect(await signedBy()).toEqual([false, false, true]);
  });

  it('is in no read, payload, event or error', async () => {
    const { webhooks, sender, clock } = await runEngine({ payload: { changes: true } });
    const { id, secret } = await register(webhooks);
    const rotated = await webhooks.registry.rotateSecret(id);
    const deliveryId = await publishOne(webhooks);
    await clock.advance(0);
    const shown = JSON.stringify([
      rotated.webhook,
      await webhooks.registry.get(id),
      await webhooks.registry.list(),
      await webhooks.deliveries.get(deliveryId),
      sender.requests.map(({ text, headers }) => [text, headers]),
    ]);
    for (const value of [secret, rotated.secret ?? '']) expect(shown).not.toContain(value.slice('whsec_'.length));
  });

  it.each(['v1a', 'v1+v1a'] as const)(
    'of the scheme %s leaves the old public key valid for the overlap',
    async (signing) => {
      const { webhooks, sender, clock } = await runEngine();
      const { id } = await register(webhooks, { settings: { signing } });
      const old = (await webhooks.registry.publicKey(id)) ?? '';
      await webhooks.registry.rotateSecret(id);
      const fresh = (await webhooks.registry.publicKey(id)) ?? '';
      expect(fresh).not.toBe(old);
      await publishOne(webhooks);
      await clock.advance(day);
      await publishOne(webhooks);
      await clock.advance(0);
      const verdicts = sender.requests.map((request) =>
        [old, fresh].map((publicKey) => verifySignature(request, { publicKey })),
      );
      expect(verdicts).toEqual([
        [true, true],
        [false, true],
      ]);
    },
  );
});
