import { Crm } from '../crm/crm.ts';
import { serveCrmApi } from '../crm/crm-api.ts';
import { createCrmWebhooks } from '../crm/crm-webhooks.ts';
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
  /** Ends the engine, the CRM's API and the receiver process. */
  close(): Promise<void>;
}

/** Starts the receiver process, the engine and the CRM, and registers the customers' webhooks. */
export async function openDay(write: (line: string) => void, palette: Palette): Promise<Day> {
  const plans = registrationPlans();
  const repository = new Repository();
  const data = insertInitialData(repository);
  const webhooks = createCrmWebhooks(repository);
  const crm = new Crm(
    repository,
    observeWebhooks(webhooks, (observed) => stage.observe(observed)),
  );
  const receiver = await startReceiver();
  const api = await serveCrmApi(crm);
  const stage = new Stage({ crm, data, webhooks, plans, receiver, write, palette });
  const close = async () => {
    await webhooks.stop();
    await api.close();
    await receiver.stop();
  };
  try {
    tellEngineNews(stage);
    await registerWebhooks(stage, api.url);
    await webhooks.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { stage, close };
}
