import { createWebhooks, type RetryPolicy } from '@hookwright/core';
import { httpSender } from '@hookwright/http-sender';
import { sqliteStore } from '@hookwright/store-sql/sqlite';
import type { CrmDatabase } from './crm-database.ts';
import { crmLoader } from './crm-loader.ts';
import { session } from './session.ts';

/** The customer in whose team the demo's day is played; nothing of one tenant ever reaches another. */
export const tenant = 'acme';

/** Seconds where a real CRM waits hours: the demo's receivers are back soon. */
export const demoRetry: RetryPolicy = { delaysMs: [200, 400, 800, 1_600, 3_200], jitter: 0 };

export type CrmWebhooks = ReturnType<typeof createCrmWebhooks>;

/** All that the CRM needs to have webhooks; `migrate()` makes their tables beside the CRM's own. */
export function createCrmWebhooks({ writer, reader }: CrmDatabase) {
  return createWebhooks({
    store: sqliteStore({ database: writer }),
    // The demo's receivers are on this machine; a real host leaves the guard on.
    senders: [httpSender({ allowPrivateNetworks: true })],
    entities: crmLoader(reader),
    tenancy: 'required',
    context: session,
    retry: demoRetry,
    payload: { applicationId: '7c3b8f4e-2a57-4d0c-9b51-0f6d8c1e4a92' },
  });
}
