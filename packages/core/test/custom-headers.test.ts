import { inspect } from 'node:util';
import { memoryStore } from '@hookwright/store-memory';
import { verifySignature } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import { type EngineFixtureOptions, startEngine } from './engine-fixture.ts';

const input = { url: 'https://receiver.example/', events: ['Account.*'] as const, insecure_ssl: false };

/** What is wrong with these headers, path by path; empty where they are taken. */
async function problemsOf(headers: unknown, options: EngineFixtureOptions = {}): Promise<readonly string[]> {
  const { webhooks } = startEngine(options);
  try {
    await webhooks.registry.create(input, {}, { headers } as never);
    return [];
  } catch (error) {
    const { issues } = error as { readonly issues: readonly { readonly path: string; readonly code: string }[] };
    return issues.map(({ path, code }) => `${path} ${code}`);
  }
}

async function sentWith(headers: Readonly<Record<string, string>>, options: EngineFixtureOptions = {}) {
  const { webhooks, sender } = startEngine(options);
  const { webhook, secret } = await webhooks.registry.create(input, {}, { headers });
  await webhooks.publish({ event: 'Account.Create', entity: { id: '1' } });
  await webhooks.drain();
  const [request] = sender.requests;
  if (request === undefined) throw new Error('nothing was sent');
  return { webhooks, webhook, secret: secret ?? '', request };
}

describe('custom headers', () => {
  it('are sent beside the engine’s, in lower case, and leave the signature valid', async () => {
    const { request, secret } = await sentWith({ 'X-Api-Key': 'k', 'x-tenant': 'Ünïcode' });
    expect(request.headers).toMatchObject({
      'x-api-key': 'k',
      'x-tenant': 'Ünïcode',
      'content-type': 'application/json',
    });
    expect(verifySignature(request, { secret })).toBe(true);
  });

  it('are merged like other settings: a patch without them leaves them, one with them replaces them', async () => {
    const { webhooks, webhook } = await sentWith({ 'x-one': '1' });
    expect((await webhooks.registry.update(webhook.id, {}, {}, { rate: 5 })).webhook.header_names).toEqual(['x-one']);
    const { webhook: replaced } = await webhooks.registry.update(webhook.id, {}, {}, { headers: { 'x-two': '2' } });
    expect(replaced.header_names).toEqual(['x-two']);
  });

  it('show their names in reads, and no value', async () => {
    const { webhooks, webhook } = await sentWith({ 'X-Api-Key': 'hidden-value' });
    const { items } = await webhooks.registry.list();
    for (const read of [webhook, await webhooks.registry.get(webhook.id), items[0]]) {
      expect(read?.header_names).toEqual(['X-Api-Key']);
      expect(inspect(read, { depth: 10 })).not.toContain('hidden-value');
    }
  });

  it.each([
    'connection',
    'Keep-Alive',
    'proxy-authorization',
    'TE',
    'trailer',
    'Transfer-Encoding',
    'upgrade',
    'Host',
    'content-length',
    'content-type',
    'user-agent',
    'expect',
    'cookie',
    'webhook-id',
    'Webhook-Timestamp',
    'WEBHOOK-SIGNATURE',
    'webhook-anything',
    'Authorization',
    'bad name',
    'bad\nname',
    'bad:name',
    '',
    'ünïcode',
  ])('refuses the name %j', async (name) => {
    expect(await problemsOf({ [name]: 'value' })).toEqual([`settings.headers.${name} INVALID_VALUE`]);
  });

  it.each(['a\r\nx: y', 'a\n', '\ra', 'a\0', 'a\u007f', '', ' ', ' a', 'a ', '€', 'hwsealed.x', 7, null])(
    'refuses the value %j, without showing it',
    async (value) => {
      expect(await problemsOf({ 'x-key': value })).toEqual(['settings.headers.x-key INVALID_VALUE']);
    },
  );

  it.each([
    { what: 'no object', headers: 'x-key: 1', problems: ['settings.headers WRONG_TYPE'] },
    { what: 'a list', headers: [], problems: ['settings.headers WRONG_TYPE'] },
    {
      what: 'one name in two spellings',
      headers: { 'X-Key': '1', 'x-key': '2' },
      problems: ['settings.headers.x-key DUPLICATE_KEY'],
    },
    {
      what: 'more than twenty',
      headers: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`x-${index}`, '1'])),
      problems: ['settings.headers TOO_LARGE'],
    },
    { what: 'more than 8 KiB', headers: { 'x-key': 'k'.repeat(8_192) }, problems: ['settings.headers TOO_LARGE'] },
  ])('refuses $what', async ({ headers, problems }) => {
    expect(await problemsOf(headers)).toEqual(problems);
  });

  it('authorization is sent where the host allows it', async () => {
    const { request } = await sentWith({ Authorization: 'Bearer x' }, { allowAuthorizationHeader: true });
    expect(request.headers.authorization).toBe('Bearer x');
  });
});

describe('signing.headerNames', () => {
  it('that a webhook’s own header has already are the signature’s', async () => {
    const store = memoryStore();
    const before = startEngine({ store });
    const headers = { 'X-Mine': 'kept', 'X-Later': 'forged' };
    const { secret } = await before.webhooks.registry.create(input, {}, { headers });
    const names = {
      id: 'webhook-id',
      timestamp: 'webhook-timestamp',
      signature: 'X-Later',
      vendorSignature: 'X-Later',
    };
    const { webhooks, sender } = startEngine({ store, signing: { headerNames: names } });
    await webhooks.publish({ event: 'Account.Create', entity: { id: '1' } });
    await webhooks.drain();
    const sent = sender.requests[0]?.headers ?? {};
    expect(Object.keys(sent).filter((name) => name.toLowerCase() === 'x-later')).toEqual(['X-Later']);
    expect([sent['X-Later']?.slice(0, 3), sent['x-mine'], secret?.slice(0, 6)]).toEqual(['v1,', 'kept', 'whsec_']);
  });

  const headerNames = { id: 'X-Event-Id', timestamp: 'X-Sent-At', signature: 'X-Sig', vendorSignature: 'X-Sig' };

  it('names the headers of another scheme, and the signatures stay what they are', async () => {
    const { request, secret } = await sentWith({}, { signing: { headerNames } });
    expect(Object.keys(request.headers)).toEqual(['X-Event-Id', 'X-Sent-At', 'X-Sig', 'content-type', 'user-agent']);
    const headers = {
      'webhook-id': request.headers['X-Event-Id'],
      'webhook-timestamp': request.headers['X-Sent-At'],
      'webhook-signature': request.headers['X-Sig'],
    };
    expect(verifySignature({ headers, body: request.body }, { secret })).toBe(true);
  });

  it('keeps a custom header from taking one of those names', async () => {
    expect(await problemsOf({ 'x-sig': 'mine' }, { signing: { headerNames } })).toEqual([
      'settings.headers.x-sig INVALID_VALUE',
    ]);
  });

  it.each([
    { headerNames: { id: 'bad name' }, path: 'signing.headerNames.id' },
    { headerNames: { id: 'Content-Type' }, path: 'signing.headerNames.id' },
    { headerNames: { body: 'x-body' }, path: 'signing.headerNames.body' },
    { headerNames: { id: 'x-same', timestamp: 'X-Same' }, path: 'signing.headerNames' },
    { headerNames: { signature: 'webhook-id' }, path: 'signing.headerNames' },
  ])('$headerNames is an error at $path', ({ headerNames: names, path }) => {
    expect(() => startEngine({ signing: { headerNames: names } })).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path })] }),
    );
  });
});

describe('an imported secret', () => {
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  const create = (imported: string, settings = {}, extra = {}) =>
    startEngine().webhooks.registry.create({ ...input, ...extra }, {}, settings, { secret: imported });

  it.each([24, 64])('of %i bytes signs, and is shown this once', async (bytes) => {
    const imported = `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
    const { webhooks, sender } = startEngine();
    expect((await webhooks.registry.create(input, {}, {}, { secret: imported })).secret).toBe(imported);
    await webhooks.publish({ event: 'Account.Create', entity: { id: '1' } });
    await webhooks.drain();
    expect(verifySignature(sender.requests[0] as never, { secret: imported })).toBe(true);
  });

  it.each([
    { what: 'of 23 bytes', imported: `whsec_${Buffer.alloc(23).toString('base64')}` },
    { what: 'of 65 bytes', imported: `whsec_${Buffer.alloc(65).toString('base64')}` },
    { what: 'without its prefix', imported: secret.slice(6) },
    { what: 'of another kind than the webhook signs with', imported: `whsk_${Buffer.alloc(64).toString('base64')}` },
    { what: 'that is no text', imported: 7 as never },
  ])('$what is refused, and not shown', async ({ imported }) => {
    const error = await create(imported).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ issues: [{ path: 'secret', code: 'INVALID_VALUE' }] });
    expect(inspect(error)).not.toContain(String(imported).slice(6, 30) || 'none');
  });

  it('beside a vendor signature is refused', async () => {
    await expect(create(secret, {}, { signature: '0b3e5a0e-7a3b-4c5d-9e6f-1a2b3c4d5e6f' })).rejects.toMatchObject({
      issues: [{ path: 'secret' }],
    });
  });

  it('can be rotated to; the old one signs on (SI-4)', async () => {
    const { webhooks, sender } = startEngine();
    const { webhook, secret: first } = await webhooks.registry.create(input);
    expect((await webhooks.registry.rotateSecret(webhook.id, {}, { secret })).secret).toBe(secret);
    await webhooks.publish({ event: 'Account.Create', entity: { id: '1' } });
    await webhooks.drain();
    for (const one of [secret, first ?? ''])
      expect(verifySignature(sender.requests[0] as never, { secret: one })).toBe(true);
  });
});
