import { expect, it } from 'vitest';
import { databaseKinds } from './databases/database-kinds.ts';
import { DatabaseScene } from './databases/database-scene.ts';
import { describeDatabases } from './databases/describe-databases.ts';

const input = { events: ['Account.*'] as const, insecure_ssl: false };
const broken = ['{"broken', '', 'null', '7', '[]', '[[]]', '{}', '[null]', '"text"', '[["Account.Create"]]'];

describeDatabases(await databaseKinds(), (database) => {
  const breakColumn = async (scene: DatabaseScene, column: string, text: string, where: string) => {
    const [table = '', name = ''] = column.split('.');
    await scene.database.query(`UPDATE ${scene.database.table(`hookwright_${table}`)} SET ${name} = ? WHERE ${where}`, [
      text,
    ]);
  };

  it.each(broken)('items that are %j end their delivery with a code, and no other', async (text) => {
    await using scene = await DatabaseScene.open(database());
    const webhook = await scene.register();
    const [good, bad, alsoGood] = (await scene.publish(webhook, 3)) as [string, string, string];
    const other = await scene.publishOne(await scene.register());
    await breakColumn(scene, 'deliveries.items', text, `id = '${bad}'`);
    expect((await scene.claimIds()).toSorted()).toEqual([good, alsoGood, other].sort());
    const [row] = await scene.database.query(
      `SELECT status, code FROM ${scene.database.table('hookwright_deliveries')} WHERE id = '${bad}'`,
    );
    expect(row?.status).toBe('exhausted');
    expect(row?.code).toMatch(/^[A-Z_]+$/);
    scene.now += 86_400_000;
    expect((await scene.claimIds()).toSorted()).toEqual([good, alsoGood, other].sort());
    // Reading it is no crash either.
    const { items } = await scene.list();
    expect(items.find(({ id }) => id === bad)).toMatchObject({ status: 'exhausted' });
    expect(await scene.store.getDelivery('acme', bad)).toMatchObject({ status: 'exhausted' });
  });

  it.each(['{"broken', '', 'null', '[]'])(
    'a registration that is %j ends its deliveries and leaves the others',
    async (text) => {
      await using scene = await DatabaseScene.open(database());
      const webhook = await scene.register();
      const ids = await scene.publish(webhook, 2);
      const other = await scene.publishOne(await scene.register());
      await breakColumn(scene, 'webhooks.data', text, `id = '${webhook.id}'`);
      const claims = [...(await scene.claimIds()), ...(await scene.claimIds())];
      expect(claims).toEqual([other]);
      for (const id of ids) {
        const [row] = await scene.database.query(
          `SELECT status, code FROM ${scene.database.table('hookwright_deliveries')} WHERE id = '${id}'`,
        );
        expect(row).toMatchObject({ status: 'exhausted', code: expect.stringMatching(/^[A-Z_]+$/) });
      }
    },
  );

  it.each(['{"broken', 'null', '7', '[[]]', '[null]'])('leases that are %j stop no other lane', async (text) => {
    await using scene = await DatabaseScene.open(database());
    const webhook = await scene.register();
    await scene.publish(webhook, 2);
    await scene.claim({ limit: 1 });
    await breakColumn(scene, 'lanes.leases', text, `webhook_id = '${webhook.id}'`);
    const other = await scene.publishOne(await scene.register());
    scene.now += 60_000;
    const claims = [...(await scene.claimIds()), ...(await scene.claimIds())];
    expect(claims).toContain(other);
  });

  it('a piece that somebody has deleted ends its delivery', async () => {
    await using scene = await DatabaseScene.open(database());
    const webhook = await scene.register();
    const [bad = ''] = await scene.publish(webhook, 1);
    await scene.database.query(`DELETE FROM ${scene.database.table('hookwright_payloads')}`);
    const good = await scene.publishOne(webhook);
    expect([...(await scene.claimIds()), ...(await scene.claimIds())]).toEqual([good]);
    expect(await scene.delivery(webhook, bad)).toMatchObject({ status: 'exhausted', code: expect.any(String) });
  });

  it('an engine goes on: the loop ends the one and delivers the rest', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine();
    const errors: string[] = [];
    webhooks.on('error', ({ message }) => void errors.push(message));
    for (const path of ['a', 'b']) {
      await webhooks.registry.create({ ...input, url: `https://receiver.test/${path}` }, {}, { ordering: 'strict' });
    }
    const first = await webhooks.publish({ event: 'Account.Create', entity: { id: 1 } });
    await webhooks.publish({ event: 'Account.Create', entity: { id: 2 } });
    await breakColumn(scene, 'deliveries.items', '{"broken', `id = '${first.deliveryIds[0]}'`);
    await webhooks.drain();
    expect(sender.requests).toHaveLength(3);
    expect(errors).toEqual([]);
  });

  it('attempts and receipts that are malformed are an error of that call, with a code', async () => {
    await using scene = await DatabaseScene.open(database());
    const { webhooks, sender } = scene.engine({ retry: { delaysMs: [] } });
    sender.respondOtherwise(500);
    await webhooks.registry.create({ ...input, url: 'https://receiver.test/' });
    const publish = () => webhooks.publish({ event: 'Account.Create', entity: { id: 1 } }, { idempotencyKey: 'k' });
    const { deliveryIds } = await publish();
    await webhooks.drain();
    await breakColumn(scene, 'attempts.data', '{"broken', '1 = 1');
    await breakColumn(scene, 'batches.result', '{"broken', '1 = 1');
    const coded = { code: expect.stringMatching(/^[A-Z_]+$/), retryable: false };
    await expect(webhooks.deliveries.attempts(deliveryIds[0] ?? '')).rejects.toMatchObject(coded);
    await expect(publish()).rejects.toMatchObject(coded);
  });
});
