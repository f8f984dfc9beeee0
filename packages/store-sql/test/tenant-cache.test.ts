import { seededRandom } from '@hookwright/testing';
import { expect, it } from 'vitest';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene, type SceneEngine } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';

const change = { event: 'Account.Create', entity: { id: 1 } } as const;
const input = { url: 'https://receiver.test/', events: ['*'] as const, insecure_ssl: false };

describeDatabases(await databaseKinds(), (database, { name }) => {
  it('a registration is seen in its transaction at once, elsewhere from its commit on, and never after a rollback', async () => {
    await using scene = await DatabaseScene.open(database());
    const engines = [scene.engine(), scene.engine()] as const;
    await engines[0].webhooks.registry.create(input);
    // Both have the tenant in memory.
    for (const { webhooks } of engines) expect((await webhooks.publish(change)).notifications).toBe(1);
    for (const end of ['rollback', 'commit'] as const) {
      const host = await scene.begin();
      const inside = { transaction: host.handle };
      await engines[0].webhooks.registry.create(input, inside);
      expect((await engines[0].webhooks.publish(change, inside)).notifications).toBe(2);
      // Another engine in the same transaction: it has heard of no registration, and reads it all the same.
      expect((await engines[1].webhooks.publish(change, inside)).notifications).toBe(2);
      // SQLite has one writer: elsewhere a publish waits for the commit, an explanation does not.
      const explain = async ({ webhooks }: SceneEngine) => (await webhooks.explain(change)).length;
      for (const engine of engines) expect(await explain(engine)).toBe(1);
      await host[end]();
      for (const { webhooks } of engines) {
        expect((await webhooks.publish(change)).notifications).toBe(end === 'commit' ? 2 : 1);
      }
    }
  });

  it('a registration that was rolled back leaves no trace, though its revision is given again', async () => {
    await using scene = await DatabaseScene.open(database());
    const [one, other] = [scene.engine(), scene.engine()];
    const { webhook: first } = await one.webhooks.registry.create({ ...input, events: ['Account.*'] });
    await one.webhooks.publish(change);
    const host = await scene.begin();
    const inside = { transaction: host.handle };
    await one.webhooks.registry.update(first.id, { events: ['Lead.*'] }, inside);
    expect((await one.webhooks.publish(change, inside)).notifications).toBe(0);
    await host.rollback();
    // The same revision as the lost one has, and something else in it.
    await other.webhooks.registry.update(first.id, { events: ['*'] });
    expect((await one.webhooks.publish(change)).notifications).toBe(1);
    expect((await one.webhooks.publish({ event: 'Task.Create', entity: { id: 1 } })).notifications).toBe(1);
  });

  it.each([1, 2])('holds while registrations, rollbacks and publishes run at once (seed %i)', async (seed) => {
    await using scene = await DatabaseScene.open(database());
    const random = seededRandom(seed);
    const engines = [scene.engine(), scene.engine(), scene.engine()];
    const pick = () => engines[Math.floor(random.number() * engines.length)] as SceneEngine;
    await pick().webhooks.registry.create(input);
    let committed = 1;
    const register = async () => {
      for (let count = 0; count < 12; count += 1) {
        const host = await scene.begin();
        const inside = { transaction: host.handle };
        const { webhooks } = pick();
        await webhooks.registry.create(input, inside);
        expect((await webhooks.publish(change, inside)).notifications).toBe(committed + 1);
        if (random.number() < 0.5) {
          await host.rollback();
        } else {
          await host.commit();
          committed += 1;
        }
        expect((await pick().webhooks.publish(change)).notifications).toBe(committed);
      }
    };
    let isOver = false;
    const publish = async () => {
      while (!isOver) {
        const before = committed;
        const { notifications } = await pick().webhooks.publish(change);
        expect(notifications).toBeGreaterThanOrEqual(before);
        // A commit that is under way may be seen before it is known here.
        expect(notifications).toBeLessThanOrEqual(committed + 1);
        await new Promise(setImmediate);
      }
    };
    const publishing = [publish(), publish()];
    try {
      await register();
    } finally {
      isOver = true;
      await Promise.all(publishing);
    }
    for (const { webhooks } of engines) expect((await webhooks.publish(change)).notifications).toBe(committed);
  });

  const onServers = name === 'SQLite' ? it.skip : it;
  onServers('registrations of one tenant at once each get a revision of their own', async () => {
    await using scene = await DatabaseScene.open(database());
    const engines = [scene.engine(), scene.engine(), scene.engine()];
    const created = Array.from({ length: 15 }, (_, index) => engines[index % 3]?.webhooks.registry.create(input));
    await Promise.all(created);
    const { webhooks } = await scene.store.webhooksSince('default', 0, {});
    const revisions = webhooks.map(({ revision }) => revision);
    expect(new Set(revisions).size).toBe(15);
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    expect(await scene.store.tenantRevision('default', {})).toBe(Math.max(...revisions));
  });
});
