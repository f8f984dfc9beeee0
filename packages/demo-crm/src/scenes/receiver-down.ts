import { demoRetry, tenant } from '../crm/crm-webhooks.ts';
import type { Stage } from '../day/stage.ts';
import type { Scene } from './scene.ts';

const failuresWanted = 2;

export const receiverDown: Scene = {
  title: 'A receiver is down and comes up again',
  about: `Retries after ${retrySeconds()} s for this demo; a real host waits 5 s, 5 min, 30 min … over three days.`,
  async play(stage) {
    const { crm, data, receiver, webhooks } = stage;
    await receiver.goDown();
    stage.tell('outside', 'the server of sales-board is down: its port refuses connections');
    let failures = 0;
    const end = webhooks.on('delivery-retrying', () => {
      failures += 1;
    });
    const created = await stage.step({
      told: 'Ann creates the deal "Ferry ramp"',
      act: () =>
        crm.create('Opportunity', {
          name: 'Ferry ramp',
          value: 95_000,
          closing_date: '2025-12-01',
          status: 1,
          description: '',
          owner_id: data.ann,
          primary_account_id: data.northwind,
          primary_contact_id: null,
        }),
      decisions: { 'sales-board': 'matched' },
    });
    await stage.until(() => failures >= failuresWanted, 'two failed tries');
    end();
    await receiver.comeUp();
    stage.tell('outside', 'the server of sales-board is up again');
    await stage.settle();
    await checkDelivery(stage);
    return [{ webhook: 'sales-board', items: [{ event: 'Opportunity.Create', entity: created }] }];
  },
};

/** One delivery, tried until it came through, under one and the same id. */
async function checkDelivery(stage: Stage): Promise<void> {
  const { deliveries } = stage.webhooks;
  const { items } = await deliveries.list({ webhookId: stage.webhook('sales-board').id }, { tenant });
  const [delivery, ...more] = items;
  if (delivery === undefined || more.length > 0) {
    stage.problem(`sales-board: expected 1 delivery, found ${items.length}`);
    return;
  }
  const tries = await deliveries.attempts(delivery.id, { tenant });
  stage.tell('tries', tries.map(({ number, status, code }) => `${number}: ${code ?? status}`).join(', '));
  const failed = tries.filter(({ code }) => code === 'CONNECT_FAILED').length;
  if (failed < failuresWanted || failed !== tries.length - 1) {
    stage.problem(
      `sales-board: expected refused tries and a last one that succeeds, found ${failed} of ${tries.length}`,
    );
  }
  const { arrived } = await stage.arrivals();
  const ids = arrived.map(({ webhookId }) => webhookId).join(' ');
  if (ids !== delivery.id) stage.problem(`sales-board: expected the webhook-id ${delivery.id}, found ${ids || 'none'}`);
}

function retrySeconds(): string {
  return demoRetry.delaysMs.map((delayMs) => delayMs / 1_000).join(', ');
}
