import { createWebhooks, type RetryPolicy } from '@hookwright/core';
import { httpSender } from '@hookwright/http-sender';
import { memoryStore } from '@hookwright/store-memory';
import { crmLoader } from './crm-loader.ts';
import type { Repository } from './repository.ts';

/** The CRM's customer; nothing of one tenant ever reaches another. */
export const tenant = 'acme';

/** Seconds where a real CRM waits hours: the demo's receivers are back soon. */
export const demoRetry: RetryPolicy = { delaysMs: [200, 400, 800, 1_600, 3_200], jitter: 0 };

export type CrmWebhooks = ReturnType<typeof createCrmWebhooks>;

/** All that the CRM needs to have webhooks. */
export function createCrmWebhooks(repository: Repository) {
  return createWebhooks({
    store: memoryStore(),
    // The demo's receivers are on this machine; a real host leaves the guard on.
    senders: [httpSender({ allowPrivateNetworks: true })],
    entities: crmLoader(repository),
    tenancy: 'required',
    retry: demoRetry,
    payload: { applicationId: '7c3b8f4e-2a57-4d0c-9b51-0f6d8c1e4a92' },
  });
}
