import { describe, expect, it } from 'vitest';
import { type EngineFixture, startEngine } from './engine-fixture.ts';
import { faultsOf, hookUrl } from './host-fixture.ts';
import { troubledStore } from './troubled-store.ts';

const input = { url: hookUrl, events: ['Account.*'], insecure_ssl: false, options: { chunk_size: 5 } } as const;
const signature = '9900cce6-bcd6-412a-bcd1-1904556c949a';

const create = ({ webhooks }: EngineFixture, changes: object = {}, idempotencyKey = 'k', tenant = 'acme') =>
  webhooks.registry.create({ ...input, ...changes }, { tenant }, {}, { idempotencyKey });

describe('a creation with an idempotency key', () => {
  it('makes a webhook once; a repeat answers it without its secret', async () => {
    const engine = startEngine();
    const first = await create(engine);
    expect(first).toMatchObject({ isRepeat: false, secret: expect.stringMatching(/^whsec_/) as unknown });
    const repeat = await create(engine);
    expect(repeat).toEqual({ webhook: first.webhook, secret: null, warnings: [], isRepeat: true });
    expect((await engine.webhooks.registry.list({}, { tenant: 'acme' })).total).toBe(1);
    expect((await create(engine, {}, 'another')).isRepeat).toBe(false);
    expect((await create(engine, {}, 'k', 'globex')).isRepeat).toBe(false);
  });

  it('and without one makes a webhook each time', async () => {
    const { registry } = startEngine().webhooks;
    const [one, two] = [await registry.create(input), await registry.create(input)];
    expect([one.isRepeat, two.isRepeat, one.webhook.id === two.webhook.id]).toEqual([false, false, false]);
  });

  it.each([
    { url: 'https://other.example/' },
    { events: ['Account.*', 'Lead.*'] },
    { options: { chunk_size: 6 } },
    { insecure_ssl: true },
    { is_delete_protected: true },
    { signature },
  ])('refuses another input under the same key: %j', async (changes) => {
    const engine = startEngine();
    await create(engine);
    const conflict = {
      code: 'CONFLICT',
      retryable: false,
      message: expect.stringContaining('another input') as unknown,
    };
    await expect(create(engine, changes)).rejects.toMatchObject(conflict);
    expect((await engine.webhooks.registry.list({}, { tenant: 'acme' })).total).toBe(1);
  });

  it('refuses another owner, other settings and another secret', async () => {
    const { registry } = startEngine().webhooks;
    const options = { idempotencyKey: 'k' };
    await registry.create(input, { clientId: 'c' }, { rate: 5, ordering: 'strict' }, options);
    const again = await registry.create(input, { clientId: 'c' }, { ordering: 'strict', rate: 5 }, options);
    expect(again.isRepeat).toBe(true);
    const secret = `whsec_${btoa('a secret of at least 24 bytes')}`;
    const calls = [
      () => registry.create(input, { clientId: 'd' }, { rate: 5, ordering: 'strict' }, options),
      () => registry.create(input, { clientId: 'c', applicationId: 'a' }, { rate: 5, ordering: 'strict' }, options),
      () => registry.create(input, { clientId: 'c' }, { rate: 6, ordering: 'strict' }, options),
      () => registry.create(input, { clientId: 'c' }, { rate: 5, ordering: 'strict' }, { ...options, secret }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('is exact when it is repeated at once, by several engines', async () => {
    const one = startEngine();
    const two = startEngine({ store: one.store, clock: one.clock, seed: 2 });
    const registered = await Promise.all([one, two, one, two].map((engine) => create(engine)));
    expect(registered.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
    expect(new Set(registered.map(({ webhook }) => webhook.id)).size).toBe(1);
  });

  it('keeps its key when the webhook changes or goes: the repeat answers it as it is', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const { webhook } = await create(engine);
    await registry.update(webhook.id, { url: 'https://moved.example/' }, { tenant: 'acme' });
    expect((await create(engine)).webhook.url).toBe('https://moved.example/');
    await registry.delete(webhook.id, { tenant: 'acme' });
    const repeat = await create(engine);
    expect(repeat).toMatchObject({ isRepeat: true, webhook: { id: webhook.id, is_deleted: true } });
  });

  it('leaves its key free when it fails', async () => {
    const { store, trouble, heal } = troubledStore();
    const engine = startEngine({ store, limits: { maxWebhooksPerTenant: 1 } });
    expect(await faultsOf(create(engine, { url: 'no' }))).toEqual(['url INVALID_URL']);
    trouble('saveWebhooks', () => Promise.reject(new Error('connection refused')));
    await expect(create(engine)).rejects.toThrow('connection refused');
    heal();
    const { webhook } = await create(engine, {}, 'another');
    await expect(create(engine)).rejects.toMatchObject({ code: 'TENANT_FULL' });
    await engine.webhooks.registry.delete(webhook.id, { tenant: 'acme' });
    expect((await create(engine)).isRepeat).toBe(false);
  });

  it('SI-4: leaves neither input nor signature with the key', async () => {
    const { store, trouble } = troubledStore();
    let kept: unknown;
    trouble('saveWebhooks', (proceed, _, options) => {
      kept = (options as { readonly creation?: unknown }).creation;
      return proceed();
    });
    await create(startEngine({ store }), { signature });
    expect(kept).toEqual({ key: 'k', digest: expect.stringMatching(/^[\w+/]{43}=$/) as unknown });
  });

  it.each([
    ['', 'OUT_OF_RANGE'],
    ['x'.repeat(256), 'OUT_OF_RANGE'],
    ['\0', 'INVALID_VALUE'],
    ['\ud800', 'INVALID_VALUE'],
    [5, 'WRONG_TYPE'],
    [null, 'WRONG_TYPE'],
  ])('refuses the key %j', async (key, code) => {
    expect(await faultsOf(create(startEngine(), { insecure_ssl: 1 }, key as string))).toEqual([
      `idempotencyKey ${code}`,
      'insecure_ssl WRONG_TYPE',
    ]);
  });
});
