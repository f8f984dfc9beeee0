import { describe, expect, it } from 'vitest';
import type { HostContext, PublishContext, Scope } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';
import { deliver, faultsOf, notified, notifiedOnce, storeModes, subscribe } from './host-fixture.ts';

const change = { event: 'Account.Create', entity: { id: 1 } } as const;
const acme = { tenant: 'acme' };
const other = { tenant: 'other' };

describe.each(storeModes)('tenants over $mode', ({ newStore }) => {
  it('never hear of each other', async () => {
    const engine = startEngine({ store: newStore() });
    await subscribe(engine, '*', { url: 'https://acme.example', scope: acme });
    await subscribe(engine, '*', { url: 'https://other.example', scope: other });
    await subscribe(engine, '*', { url: 'https://default.example' });
    const heard = async (context?: PublishContext) => {
      await engine.webhooks.publish(change, context);
      return (await notified(engine)).map(({ webhook, team_space_id }) => [webhook.url, team_space_id]);
    };
    expect(await heard(acme)).toEqual([['https://acme.example', 'acme']]);
    expect(await heard(other)).toEqual([['https://other.example', 'other']]);
    expect(await heard()).toEqual([['https://default.example', 'default']]);
    expect(await heard({ tenant: 'nobody' })).toEqual([]);
    expect((await engine.webhooks.explain(change, acme)).length).toBe(1);
    expect(await engine.webhooks.explain(change, { tenant: 'nobody' })).toEqual([]);
    expect((await engine.webhooks.recordChange('Account', { after: {} }, acme)).notifications).toBe(1);
  });

  it('never reach the webhooks of each other', async () => {
    const engine = startEngine({ store: newStore() });
    const { registry } = engine.webhooks;
    const { webhook } = await subscribe(engine, '*', { scope: acme });
    const calls = {
      get: () => registry.get(webhook.id, other),
      update: () => registry.update(webhook.id, { events: ['Lead.*'] }, other),
      delete: () => registry.delete(webhook.id, other),
      restore: () => registry.restore(webhook.id, other),
      pause: () => registry.pause(webhook.id, other),
      resume: () => registry.resume(webhook.id, other),
      disable: () => registry.disable(webhook.id, other),
      enable: () => registry.enable(webhook.id, other),
      rotateSecret: () => registry.rotateSecret(webhook.id, other),
      publicKey: () => registry.publicKey(webhook.id, other),
      sendTest: () => registry.sendTest(webhook.id, other),
    };
    for (const [name, call] of Object.entries(calls)) {
      await expect(call(), name).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect((await registry.list({}, other)).items).toEqual([]);
    expect((await registry.list({ includeDeleted: true })).total).toBe(0);
    expect(await registry.get(webhook.id, acme)).toEqual(webhook);
    expect((await registry.list({}, acme)).items).toEqual([webhook]);
  });

  it('never reach the deliveries of each other', async () => {
    const engine = startEngine({ store: newStore() });
    const { deliveries } = engine.webhooks;
    const { webhook } = await subscribe(engine, '*', { scope: acme });
    const { deliveryIds } = await engine.webhooks.publish(change, acme);
    await engine.webhooks.drain();
    const id = deliveryIds[0] ?? '';
    const calls = {
      get: () => deliveries.get(id, other),
      attempts: () => deliveries.attempts(id, other),
      resend: () => deliveries.resend(id, other),
      replay: () => deliveries.replay({ webhookId: webhook.id }, other),
      resendOfDefault: () => deliveries.resend(id),
    };
    for (const [name, call] of Object.entries(calls)) {
      await expect(call(), name).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect((await deliveries.list({}, other)).items).toEqual([]);
    expect((await deliveries.list({ webhookId: webhook.id }, other)).items).toEqual([]);
    expect((await deliveries.get(id, acme)).tenant).toBe('acme');
    expect((await deliveries.list({}, acme)).items).toHaveLength(1);
    expect(await deliver(engine)).toHaveLength(1);
  });

  it.each([
    ['', 'OUT_OF_RANGE'],
    ['x'.repeat(256), 'OUT_OF_RANGE'],
    ['a\0b', 'INVALID_VALUE'],
    ['a\ud800', 'INVALID_VALUE'],
    [5, 'WRONG_TYPE'],
  ])('are named by 1…255 characters, not %j', async (tenant, code) => {
    const engine = startEngine({ store: newStore() });
    expect(await faultsOf(engine.webhooks.publish(change, { tenant: tenant as string }))).toEqual([`tenant ${code}`]);
    expect(await faultsOf(engine.webhooks.registry.list({}, { tenant: tenant as string }))).toEqual([`tenant ${code}`]);
  });

  it.each(['constructor', '__proto__', 'x'.repeat(255), 'ä 😀/"'])('may be called %j', async (tenant) => {
    const engine = startEngine({ store: newStore() });
    expect((await engine.webhooks.publish(change, { tenant })).notifications).toBe(0);
    await subscribe(engine, '*', { scope: { tenant } });
    await engine.webhooks.publish(change, { tenant });
    expect((await notifiedOnce(engine)).team_space_id).toBe(tenant);
  });
});

describe("tenancy: 'required'", () => {
  it('refuses every call that names no tenant', async () => {
    const engine = startEngine({ tenancy: 'required' });
    const { registry, deliveries } = engine.webhooks;
    const { webhook } = await subscribe(engine, '*', { scope: acme });
    const { deliveryIds } = await engine.webhooks.publish(change, acme);
    const delivery = deliveryIds[0] ?? '';
    const calls = {
      publish: () => engine.webhooks.publish(change),
      recordChange: () => engine.webhooks.recordChange('Account', { after: {} }, {}),
      explain: () => engine.webhooks.explain(change),
      create: () => subscribe(engine, '*'),
      get: () => registry.get(webhook.id),
      list: () => registry.list(),
      update: () => registry.update(webhook.id, {}),
      delete: () => registry.delete(webhook.id),
      restore: () => registry.restore(webhook.id),
      pause: () => registry.pause(webhook.id),
      resume: () => registry.resume(webhook.id),
      disable: () => registry.disable(webhook.id),
      enable: () => registry.enable(webhook.id),
      rotateSecret: () => registry.rotateSecret(webhook.id),
      publicKey: () => registry.publicKey(webhook.id),
      sendTest: () => registry.sendTest(webhook.id),
      delivery: () => deliveries.get(delivery),
      deliveries: () => deliveries.list(),
      attempts: () => deliveries.attempts(delivery),
      resend: () => deliveries.resend(delivery),
      replay: () => deliveries.replay({ webhookId: webhook.id }),
    };
    for (const [name, call] of Object.entries(calls))
      expect(await faultsOf(call()), name).toEqual(['tenant TENANT_REQUIRED']);
    expect(await deliver(engine)).toHaveLength(1);
  });
});

describe("what a call leaves out, the host's context gives", () => {
  it('tenant, skip keys and idempotency key, and the call comes before it', async () => {
    let context: PublishContext | undefined;
    const engine = startEngine({ tenancy: 'required', context: () => context });
    await subscribe(engine, '*', { scope: acme, options: { skip_keys: ['sync'] } });
    const count = async (given?: PublishContext) => (await engine.webhooks.publish(change, given)).notifications;
    expect(await faultsOf(engine.webhooks.publish(change))).toEqual(['tenant TENANT_REQUIRED']);
    context = { tenant: 'acme', skipKeys: 'sync' };
    expect(await count()).toBe(0);
    expect(await count({ skipKeys: [] })).toBe(1);
    expect(await count({ tenant: 'other', skipKeys: [] })).toBe(0);
    context = { tenant: 'acme', idempotencyKey: 'request 1' };
    const first = await engine.webhooks.publish(change);
    expect(await engine.webhooks.publish(change)).toEqual(first);
    expect((await engine.webhooks.publish(change, { idempotencyKey: 'request 2' })).deliveryIds).not.toEqual(
      first.deliveryIds,
    );
  });

  it('who registers', async () => {
    let context: HostContext | undefined = { tenant: 'acme', clientId: 'client-1', applicationId: 'app-1' };
    const engine = startEngine({ context: () => context, payload: { applicationId: 'app-0' } });
    const owner = async (scope: Scope = {}) => {
      const { webhook } = await subscribe(engine, '*', { scope });
      return [webhook.client_id, webhook.application_id];
    };
    expect(await owner()).toEqual(['client-1', 'app-1']);
    expect(await owner({ clientId: 'client-2', applicationId: 'app-2' })).toEqual(['client-2', 'app-2']);
    // Null is not left out.
    expect(await owner({ clientId: null, applicationId: null })).toEqual([null, 'app-0']);
    context = undefined;
    expect(await owner()).toEqual([null, 'app-0']);
  });

  it('also for registrations, deliveries and explain', async () => {
    const engine = startEngine({ tenancy: 'required', context: () => acme });
    const { webhook } = await subscribe(engine, '*');
    expect((await engine.webhooks.registry.list()).items).toEqual([webhook]);
    expect(await engine.webhooks.registry.get(webhook.id, acme)).toEqual(webhook);
    expect(await engine.webhooks.explain(change)).toHaveLength(1);
    const { deliveryIds } = await engine.webhooks.publish(change);
    expect((await engine.webhooks.deliveries.get(deliveryIds[0] ?? '')).tenant).toBe('acme');
  });
});
