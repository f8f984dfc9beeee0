import { describe, expect, it } from 'vitest';
import { startEngine } from './engine-fixture.ts';
import { faultsOf, hookUrl, notified, subscribe } from './host-fixture.ts';

describe('a registration', () => {
  it('is changed: what a patch leaves out stays, options are replaced whole', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const { webhook } = await subscribe(engine, 'Account.*', {
      options: { skip_keys: ['a'], chunk_size: 5 },
      scope: { clientId: 'c' },
      settings: { rate: 5, ordering: 'strict' },
    });
    await engine.clock.advance(1_000);
    const patched = await registry.update(webhook.id, { options: { chunk_size: 6 }, url: undefined }, {}, { rate: 6 });
    expect(patched).toEqual({
      webhook: {
        ...webhook,
        options: { chunk_size: 6 },
        modified: '2026-01-01 00:00:01.000000+00:00',
        settings: { rate: 6, ordering: 'strict' },
        revision: webhook.revision + 1,
      },
      secret: null,
      warnings: [],
      isRepeat: false,
    });
    expect(await registry.get(webhook.id)).toEqual(patched.webhook);
    const { warnings } = await registry.update(webhook.id, { options: { what: 1 } });
    expect(warnings.map(({ path }) => path)).toEqual(['options.what']);
    expect((await registry.update(webhook.id, { options: null })).webhook.options).toEqual({});
  });

  it('is not changed by a patch that breaks a rule', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const { webhook } = await subscribe(engine, 'Account.*');
    const patch = { events: ['Acount.*'], url: null, insecure_ssl: true } as never;
    expect(await faultsOf(registry.update(webhook.id, patch))).toEqual(['url WRONG_TYPE', 'events[0] UNKNOWN_EVENT']);
    expect(await faultsOf(registry.update(webhook.id, {}, {}, { rate: -1 }))).toEqual(['settings.rate OUT_OF_RANGE']);
    expect(await registry.get(webhook.id)).toEqual(webhook);
  });

  it('is not lost when two change it at once', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const { webhook } = await subscribe(engine, 'Account.*');
    await Promise.all([
      registry.update(webhook.id, { url: 'https://new.example' }),
      registry.update(webhook.id, { insecure_ssl: true }),
      registry.pause(webhook.id),
    ]);
    expect(await registry.get(webhook.id)).toMatchObject({
      url: 'https://new.example',
      insecure_ssl: true,
      status: 'paused',
    });
  });

  it('is deleted softly, and restored', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const { webhook } = await subscribe(engine, '*');
    await engine.clock.advance(1);
    const { webhook: other } = await subscribe(engine, '*');
    expect(await registry.delete(webhook.id)).toMatchObject({ id: webhook.id, is_deleted: true });
    expect((await registry.delete(webhook.id)).is_deleted).toBe(true);
    expect((await registry.get(webhook.id)).is_deleted).toBe(true);
    expect((await registry.list()).items).toEqual([other]);
    expect((await registry.list({ includeDeleted: true })).items.map(({ id }) => id)).toEqual([webhook.id, other.id]);
    const calls = {
      update: () => registry.update(webhook.id, {}),
      pause: () => registry.pause(webhook.id),
      enable: () => registry.enable(webhook.id),
      rotateSecret: () => registry.rotateSecret(webhook.id),
      sendTest: () => registry.sendTest(webhook.id),
    };
    for (const [name, call] of Object.entries(calls)) {
      await expect(call(), name).rejects.toMatchObject({ code: 'WEBHOOK_DELETED' });
    }
    expect(await registry.restore(webhook.id)).toMatchObject({ is_deleted: false, status: 'active' });
    await engine.webhooks.publish({ event: 'Lead.Create', entity: {} });
    expect(await notified(engine)).toHaveLength(2);
  });

  it('is protected against deletion while it says so', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const { webhook } = await registry.create({
      url: hookUrl,
      events: ['*'],
      insecure_ssl: false,
      is_delete_protected: true,
    });
    expect(webhook.is_delete_protected).toBe(true);
    await expect(registry.delete(webhook.id)).rejects.toMatchObject({ code: 'DELETE_PROTECTED', retryable: false });
    await registry.update(webhook.id, { is_delete_protected: false });
    expect((await registry.delete(webhook.id)).is_deleted).toBe(true);
  });

  it('is listed in pages, in the order of creation', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const ids: string[] = [];
    for (let number = 0; number < 31; number += 1) {
      await engine.clock.advance(1);
      ids.push((await subscribe(engine, '*')).webhook.id);
    }
    const first = await registry.list();
    expect([first.items.length, first.total, first.hasNextPage]).toEqual([30, 31, true]);
    const last = await registry.list({ after: first.items.at(-1)?.id });
    expect([...first.items, ...last.items].map(({ id }) => id)).toEqual(ids);
    expect(last.hasNextPage).toBe(false);
    expect((await registry.list({ first: 1_000 })).items).toHaveLength(31);
    expect((await registry.list({ first: 2 })).items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    for (const bad of [0, 1.5, -1])
      expect(await faultsOf(registry.list({ first: bad }))).toEqual(['first OUT_OF_RANGE']);
  });

  it('that there is not is NOT_FOUND', async () => {
    const { registry } = startEngine().webhooks;
    for (const id of ['', 'x', '00000000-0000-4000-8000-000000000000', '__proto__']) {
      await expect(registry.get(id), id).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(registry.update(id, {}), id).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('SI-4: never shows a secret in a read', async () => {
    const engine = startEngine();
    const { registry } = engine.webhooks;
    const signature = '9900cce6-bcd6-412a-bcd1-1904556c949a';
    const standard = await subscribe(engine, '*', { settings: { signing: 'v1+v1a' } });
    const vendor = await subscribe(engine, '*', { signature });
    const rotated = await registry.rotateSecret(standard.webhook.id);
    const reads = [
      standard.webhook,
      vendor.webhook,
      rotated.webhook,
      await registry.get(standard.webhook.id),
      await registry.get(vendor.webhook.id),
      await registry.list(),
      (await registry.update(standard.webhook.id, { insecure_ssl: true })).webhook,
      await registry.pause(vendor.webhook.id),
      await registry.delete(standard.webhook.id),
      await registry.restore(standard.webhook.id),
    ];
    const text = JSON.stringify(reads);
    expect(text).not.toMatch(/whsec_|whsk_|secret|signature/);
    for (const secret of [standard.secret, rotated.secret, signature]) expect(text).not.toContain(secret);
  });
});
