import { serveCrm } from '../api/serve-crm.ts';
import { Crm } from '../crm/crm.ts';
import { CrmDatabase } from '../crm/crm-database.ts';
import { createCrmWebhooks, tenant } from '../crm/crm-webhooks.ts';
import { OpenedParts } from '../crm/opened-parts.ts';
import { Repository } from '../crm/repository.ts';
import { startReceiver } from '../receiver/receiver.ts';
import type { Palette } from '../report/palette.ts';
import { tellEngineNews } from './engine-news.ts';
import { insertInitialData } from './initial-data.ts';
import { observeWebhooks } from './observe-webhooks.ts';
import { registerWebhooks } from './register-webhooks.ts';
import { registrationPlans } from './registrations.ts';
import { Stage } from './stage.ts';

export interface Day {
  /** Everything runs, every webhook is registered. */
  readonly stage: Stage;
  /** Ends the engine, the CRM's API and the receiver process, and removes the database. */
  close(): Promise<void>;
}

/** Makes the database, starts the receiver process, the engine and the CRM, and registers the customers' webhooks. */
export function openDay(write: (line: string) => void, palette: Palette): Promise<Day> {
  return OpenedParts.open(async (opened) => {
    const database = new CrmDatabase();
    opened.add(() => database.close());
    const data = await database.transact((handle) => insertInitialData(new Repository(handle, tenant)));
    const receiver = await startReceiver();
    opened.add(() => receiver.stop());
    const webhooks = createCrmWebhooks(database);
    const crm = new Crm(
      database,
      observeWebhooks(webhooks, (observed) => stage.observe(observed)),
    );
    const api = await serveCrm(crm, webhooks, { onError: (error) => stage.problem(`CRM API: ${String(error)}`) });
    opened.add(() => api.close());
    opened.add(() => webhooks.stop());
    const plans = registrationPlans();
    const stage = new Stage({ crm, databaseFile: database.file, data, webhooks, plans, receiver, write, palette });
    tellEngineNews(stage);
    await webhooks.migrate();
    await registerWebhooks(stage, api.url);
    await webhooks.start();
    return { stage, close: () => opened.close() };
  });
}
