import { describe, expect, it } from 'vitest';
import { day, hour, minute, publish, publishOne, register, runEngine, statusOf } from './delivery-fixture.ts';
import { startEngine } from './engine-fixture.ts';
import { troubledStore } from './troubled-store.ts';

describe('pruning (DE-8)', () => {
  it.each([
    { given: {}, days: 30 },
    { given: { retentionDays: 0.5 }, days: 0.5 },
  ])('removes what finished $days days ago, with its attempts, and keeps the rest', async ({ given, days }) => {
    const { webhooks, sender, clock } = await runEngine({ ...given, retry: { delaysMs: [] } });
    await register(webhooks);
    sender.respond(200, 500);
    const [good = '', bad = ''] = await publish(webhooks, 'good', 'bad');
    await clock.advance(0);
    const kept = async (id: string) =>
      webhooks.deliveries.get(id).then(
        () => true,
        () => false,
      );
    await clock.advance(days * day - hour);
    const late = await publishOne(webhooks, 'late');
    await clock.advance(hour);
    expect([await kept(good), await kept(bad)]).toEqual([true, true]);
    await clock.advance(2 * minute);
    expect([await kept(good), await kept(bad), await kept(late)]).toEqual([false, false, true]);
    await expect(webhooks.deliveries.attempts(good)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(webhooks.deliveries.resend(good)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is done by hand on an engine that was never started', async () => {
    const { webhooks, clock, sender } = startEngine({ retentionDays: 1, retry: { delaysMs: [] } });
    await register(webhooks);
    sender.respond(200);
    await publishOne(webhooks);
    await webhooks.drain();
    expect(await webhooks.prune()).toBe(0);
    await clock.advance(day + 1);
    expect(await webhooks.prune()).toBe(1);
    expect(await webhooks.prune()).toBe(0);
    expect((await webhooks.deliveries.list()).total).toBe(0);
  });

  it('leaves what still waits, however old it is', async () => {
    const { webhooks, sender, clock } = await runEngine({
      retentionDays: 1,
      retry: { delaysMs: Array(10).fill(day / 2), jitter: 0 },
    });
    await register(webhooks);
    sender.respondOtherwise(500);
    const id = await publishOne(webhooks);
    await clock.advance(4 * day);
    expect(await statusOf(webhooks, id)).toBe('pending');
  });

  it('goes on in small batches until nothing is left', async () => {
    const { store, calls, trouble } = troubledStore();
    const removed: unknown[] = [];
    trouble('prune', async (proceed) => {
      removed.push(await proceed());
      return removed.at(-1);
    });
    const { webhooks, clock } = await runEngine({ store, retentionDays: 0.01 });
    await register(webhooks, { options: { chunk_size: 1 } });
    await webhooks.publish(
      Array.from({ length: 1_200 }, (_, index) => ({
        event: 'Account.Create' as const,
        entity: { id: String(index) },
      })),
    );
    await clock.advance(0);
    expect((await webhooks.deliveries.list()).total).toBe(1_200);
    await clock.advance(0.01 * day + 2 * minute);
    expect((await webhooks.deliveries.list()).total).toBe(0);
    expect(removed.filter((count) => count !== 0)).toEqual([500, 500, 200]);
    expect(calls('prune')).toBeLessThan(25);
  });

  it('happens while the engine runs, and not before or after', async () => {
    const { store, calls } = troubledStore();
    const { webhooks, clock } = startEngine({ store });
    await register(webhooks);
    await publish(webhooks);
    await webhooks.drain();
    await clock.advance(hour);
    expect(calls('prune')).toBe(0);
    await webhooks.start();
    await clock.advance(10 * minute);
    const during = calls('prune');
    expect(during).toBe(10);
    await webhooks.stop();
    await clock.advance(hour);
    expect(calls('prune')).toBe(during);
  });
});
