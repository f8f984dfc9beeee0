import { serveCrm } from '../api/serve-crm.ts';
import { users } from '../api/users.ts';
import { Crm } from '../crm/crm.ts';
import { CrmDatabase } from '../crm/crm-database.ts';
import { createCrmWebhooks } from '../crm/crm-webhooks.ts';
import { OpenedParts } from '../crm/opened-parts.ts';
import { Repository } from '../crm/repository.ts';
import { insertInitialData } from '../day/initial-data.ts';
import { openRequestBin } from './request-bin.ts';

export interface ServedCrm {
  /** Of the API: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Of the request bin. */
  readonly binUrl: string;
  readonly databaseFile: string;
  /** Ends all of it, and removes the database. */
  close(): Promise<void>;
}

/**
 * Opens a CRM for two teams, on SQLite, with its API and a request bin beside it.
 *
 * @param port - of the API; the bin has the next one. 0: any two
 * @throws the system's error when a port cannot be had
 */
export function openServedCrm(write: (line: string) => void, port = 0): Promise<ServedCrm> {
  return OpenedParts.open(async (opened) => {
    const database = new CrmDatabase();
    opened.add(() => database.close());
    await database.transact((handle) => {
      insertInitialData(new Repository(handle, users.ann.tenant));
      const { clientId, tenant } = users.gus;
      new Repository(handle, tenant).insert('Client', { name: 'Gus Gold', email: 'gus@crm.example' }, clientId);
    });
    const webhooks = createCrmWebhooks(database);
    opened.add(() => webhooks.stop());
    const onError = (error: unknown) => write(`error   ${error instanceof Error ? error.stack : String(error)}`);
    webhooks.on('error', onError);
    webhooks.on('delivery-retrying', ({ attempts, code, dueAt }) => {
      write(`engine  try ${attempts} failed with ${code}, next in ${((dueAt - Date.now()) / 1_000).toFixed(1)} s`);
    });
    await webhooks.migrate();
    const api = await serveCrm(new Crm(database, webhooks), webhooks, { port, onError });
    opened.add(() => api.close());
    const bin = await openRequestBin((line) => write(`bin     ${line}`), port === 0 ? 0 : port + 1);
    opened.add(() => bin.close());
    await webhooks.start();
    return { url: api.url, binUrl: bin.url, databaseFile: database.file, close: () => opened.close() };
  });
}
