import { tenant } from '../crm/crm-webhooks.ts';
import { inputOf } from '../day/register-webhooks.ts';
import { textTable } from '../report/text-table.ts';
import { firstDifference } from '../verdict/first-difference.ts';
import type { Scene } from './scene.ts';

export const registration: Scene = {
  title: 'Customers register webhooks',
  about: 'The first five are the examples of the seed, unchanged but for the url. Registering sends nothing.',
  async play(stage) {
    const rows = stage.plans.map(({ name, about, isSeedExample }) => {
      const { events } = stage.webhook(name);
      return [name, isSeedExample ? 'seed' : '', events.join(' '), about];
    });
    for (const line of textTable(rows, ['webhook', 'from', 'events', 'wants'])) stage.write(`  ${line}`);
    for (const plan of stage.plans.filter(({ isSeedExample }) => isSeedExample)) {
      const { url, events, options, insecure_ssl } = await stage.webhooks.registry.get(stage.webhook(plan.name).id, {
        tenant,
      });
      const readBack = { url, events, options, insecure_ssl };
      const difference = firstDifference(inputOf(plan, stage.receiver), readBack, plan.name);
      if (difference !== null) stage.problem(`read back otherwise than registered: ${difference}`);
    }
    return [];
  },
};
