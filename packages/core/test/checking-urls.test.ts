import { failure, recordingSender } from '@hookwright/testing';
import { describe, expect, it } from 'vitest';
import type { Sender, SendFailure } from '../src/index.ts';
import { startEngine } from './engine-fixture.ts';

const input = { url: 'https://receiver.example/', events: ['Account.*'] as const, insecure_ssl: false };

/** An engine whose sender says this of every url. */
function startChecked(check: NonNullable<Sender['check']>) {
  const sender = Object.assign(recordingSender(), { check });
  const errors: unknown[] = [];
  const engine = startEngine({ sender });
  engine.webhooks.on('error', (error) => errors.push(error));
  return { ...engine, errors };
}

const refused: SendFailure = {
  kind: 'failure',
  code: 'ADDRESS_NOT_ALLOWED',
  message: 'address not allowed',
  detail: '10.0.0.7 is private',
};

describe('a url that is registered', () => {
  it('and that its sender would refuse is refused, without the address that it leads to', async () => {
    const { webhooks } = startChecked(async () => refused);
    const error = await webhooks.registry.create(input).catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      name: 'ValidationError',
      issues: [{ path: 'url', code: 'INVALID_URL', message: 'address not allowed' }],
    });
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('10.0.0.7');
    expect((await webhooks.registry.list()).total).toBe(0);
  });

  it('and that is patched in later is refused as well, and nothing changes', async () => {
    const { webhooks } = startChecked(async (url) => (url.includes('inside') ? refused : null));
    const { webhook, warnings } = await webhooks.registry.create(input);
    expect(warnings).toEqual([]);
    const patch = { url: 'https://inside.example/' };
    await expect(webhooks.registry.update(webhook.id, patch)).rejects.toMatchObject({ issues: [{ path: 'url' }] });
    expect((await webhooks.registry.get(webhook.id)).url).toBe(input.url);
  });

  it('and whose name does not resolve yet is taken, with a warning', async () => {
    const { webhooks } = startChecked(async () => failure('DNS_FAILED', 'the name does not resolve'));
    const { webhook, warnings } = await webhooks.registry.create(input);
    expect(warnings).toEqual([{ path: 'url', message: 'the name does not resolve' }]);
    const updated = await webhooks.registry.update(webhook.id, { url: 'https://other.example/' });
    expect(updated.warnings).toEqual([{ path: 'url', message: 'the name does not resolve' }]);
  });

  it('and that its sender fails to check is taken, with a warning and an error event', async () => {
    const { webhooks, errors } = startChecked(() => Promise.reject(new Error('broken')));
    const { warnings } = await webhooks.registry.create(input);
    expect(warnings).toEqual([{ path: 'url', message: expect.stringContaining('could not be checked') }]);
    expect(errors).toHaveLength(1);
  });

  it('is not asked about when another part of the webhook is patched', async () => {
    const asked: string[] = [];
    const { webhooks } = startChecked(async (url) => {
      asked.push(url);
      return null;
    });
    const { webhook } = await webhooks.registry.create(input);
    await webhooks.registry.update(webhook.id, { events: ['Contact.*'] });
    expect(asked).toEqual([input.url]);
  });
});
