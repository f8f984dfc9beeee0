import type { WebhookResource } from '@hookwright/core';
import type { WebhookBody } from '../schemas/webhook-schemas.ts';

/**
 * A webhook as the resource answers with it: the fields of RS-2, and the status (DE-4). Named one by one, so that nothing which the engine
 * adds for hosts, settings or names of headers, is shown to customers.
 */
export function toWebhookBody(webhook: WebhookResource): WebhookBody {
  return {
    id: webhook.id,
    url: webhook.url,
    events: [...webhook.events],
    options: webhook.options,
    insecure_ssl: webhook.insecure_ssl,
    is_deleted: webhook.is_deleted,
    is_delete_protected: webhook.is_delete_protected,
    status: webhook.status,
    created: webhook.created,
    modified: webhook.modified,
    application_id: webhook.application_id,
    client_id: webhook.client_id,
  };
}
