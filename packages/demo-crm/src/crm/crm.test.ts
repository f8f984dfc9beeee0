import { describe, expect, it, onTestFinished } from 'vitest';
import { insertInitialData } from '../day/initial-data.ts';
import { Crm } from './crm.ts';
import { CrmDatabase } from './crm-database.ts';
import { createCrmWebhooks, tenant } from './crm-webhooks.ts';
import { Repository } from './repository.ts';
import { session } from './session.ts';

/** A CRM and its engine, which delivers nothing; one webhook wants all accounts and deals. */
async function openCrm() {
  const database = new CrmDatabase();
  const webhooks = createCrmWebhooks(database);
  onTestFinished(async () => {
    await webhooks.stop();
    await database.close();
  });
  const data = insertInitialData(new Repository(database.writer, tenant));
  await webhooks.migrate();
  const events = ['Account.*', 'Opportunity.*'] as const;
  await webhooks.registry.create({ url: 'http://127.0.0.1:1/', events, insecure_ssl: false }, { tenant });
  const waiting = async () => (await webhooks.deliveries.list({}, { tenant })).items.map(({ id }) => id);
  const fields = { name: 'Fjord Foods', city: 'Oslo', owner_id: data.ann };
  return { crm: new Crm(database, webhooks), data, waiting, fields };
}

/** Runs a test as somebody of that team. */
const ofAcme = (test: () => Promise<void>) => () => session.run({ tenant }, test);

describe('Crm', () => {
  it(
    'keeps a change and its deliveries together',
    ofAcme(async () => {
      const { crm, data, waiting, fields } = await openCrm();
      const { id, deliveryIds } = await crm.transact(async (changes) => {
        const account = await changes.create('Account', fields);
        await changes.update('Opportunity', data.openDeal, { value: 1 });
        expect(crm.has('Account', account.id)).toBe(false);
        expect(await waiting()).toEqual([]);
        return { id: account.id, deliveryIds: changes.deliveryIds };
      });
      expect(deliveryIds).toHaveLength(2);
      expect(new Set(await waiting())).toEqual(new Set(deliveryIds));
      expect(crm.read('Account', id)).toMatchObject(fields);
      expect(crm.read('Opportunity', data.openDeal)).toMatchObject({ value: 1 });
    }),
  );

  it(
    'keeps neither when the transaction fails',
    ofAcme(async () => {
      const { crm, data, waiting, fields } = await openCrm();
      const ids: string[] = [];
      const failing = crm.transact(async (changes) => {
        ids.push((await changes.create('Account', fields)).id);
        expect(changes.deliveryIds).toHaveLength(1);
        await changes.update('Opportunity', data.openDeal, { value: -1 });
      });
      await expect(failing).rejects.toThrow('CHECK constraint failed');
      expect(ids.filter((id) => crm.has('Account', id))).toEqual([]);
      expect(await waiting()).toEqual([]);
      expect(crm.read('Opportunity', data.openDeal)).toMatchObject({ value: 250_000 });
    }),
  );

  it(
    'reports many changes at once without a mix-up',
    ofAcme(async () => {
      const { crm, data, waiting } = await openCrm();
      const values = [1, 2, -3, 4, 5];
      const outcomes = await Promise.allSettled(
        values.map((value) => crm.update('Opportunity', data.openDeal, { value })),
      );
      expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(values.map((value) => value > 0));
      expect(await waiting()).toHaveLength(4);
      expect(crm.read('Opportunity', data.openDeal)).toMatchObject({ value: 5 });
    }),
  );

  it('does nothing for nobody', async () => {
    const { crm, fields } = await openCrm();
    expect(() => crm.has('Account', '1')).toThrow('outside of a session');
    await expect(crm.create('Account', fields)).rejects.toThrow('outside of a session');
  });
});
