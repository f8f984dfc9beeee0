import { WebhookError } from '@hookwright/core';
import type { CrmTransaction } from '../crm/crm-transaction.ts';
import { tenant } from '../crm/crm-webhooks.ts';
import type { Stage } from '../day/stage.ts';
import type { Scene } from './scene.ts';

/** What a transaction had written, by the time that it was to write a deal. */
interface Written {
  readonly accountId: string;
  readonly deliveryIds: readonly string[];
}

export const oneTransaction: Scene = {
  title: 'A transaction is rolled back',
  about:
    'A record and the deliveries that it leads to are one transaction: undone, it leaves neither, and nothing is sent.',
  async play(stage) {
    const { crm } = stage;
    const written: Written[] = [];
    const refusal = await stage.step({
      told: 'Ann saves the account "Tern Trading" and its first deal together; she mistypes the value as -5,000',
      act: () =>
        refusalOf(
          crm.transact(async (changes) => {
            const { id } = await createAccount(changes, stage);
            written.push({ accountId: id, deliveryIds: [...changes.deliveryIds] });
            await createDeal(changes, stage, { accountId: id, value: -5_000 });
          }),
        ),
      decisions: { 'account-created': 'matched', 'full-options': 'filter' },
      isUndone: true,
    });
    stage.tell('CRM', `the deal is refused (${refusal}), which undoes the account too`);
    await checkNothingIsLeft(stage, written);
    const { account, deal } = await stage.step({
      told: 'She saves both again, with a value of 5,000',
      act: () =>
        crm.transact(async (changes) => {
          const account = await createAccount(changes, stage);
          return { account, deal: await createDeal(changes, stage, { accountId: account.id, value: 5_000 }) };
        }),
      decisions: { 'account-created': 'matched', 'full-options': 'filter' },
    });
    await stage.step({
      told: 'The deal follows its account, in the same transaction',
      act: () => undefined,
      decisions: { 'sales-board': 'matched' },
    });
    return [
      { webhook: 'account-created', items: [{ event: 'Account.Create', entity: account }] },
      { webhook: 'sales-board', items: [{ event: 'Opportunity.Create', entity: deal }] },
    ];
  },
};

function createAccount(changes: CrmTransaction, { data }: Stage) {
  return changes.create('Account', { name: 'Tern Trading', city: 'Bodø', owner_id: data.ann });
}

function createDeal(
  changes: CrmTransaction,
  { data }: Stage,
  { accountId, value }: { readonly accountId: string; readonly value: number },
) {
  return changes.create('Opportunity', {
    name: 'Quay lamps',
    value,
    closing_date: '2025-11-15',
    status: 1,
    description: '',
    owner_id: data.ann,
    primary_account_id: accountId,
    primary_contact_id: null,
  });
}

function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'it was not',
    (error: Error) => error.message,
  );
}

/** Before the deal was refused there were an account and a delivery. Now there must be neither. */
async function checkNothingIsLeft(stage: Stage, written: readonly Written[]): Promise<void> {
  const before = written.map(({ deliveryIds }) => `1 account, ${deliveryIds.length} delivery`).join();
  const left: string[] = [];
  for (const { accountId, deliveryIds } of written) {
    if (stage.crm.has('Account', accountId)) left.push(`account ${accountId}`);
    for (const id of deliveryIds) if (await isStored(stage, id)) left.push(`delivery ${id}`);
  }
  stage.tell('kept', `written before the deal: ${before}; left of it: ${left.join(', ') || 'nothing'}`);
  if (before !== '1 account, 1 delivery')
    stage.problem(`expected 1 account, 1 delivery before the deal, found ${before}`);
  if (left.length > 0) stage.problem(`expected nothing to be left of the transaction, found ${left.join(', ')}`);
}

async function isStored({ webhooks }: Stage, deliveryId: string): Promise<boolean> {
  try {
    await webhooks.deliveries.get(deliveryId, { tenant });
    return true;
  } catch (error) {
    if (WebhookError.is(error) && error.code === 'NOT_FOUND') return false;
    throw error;
  }
}
