import { formatInstant } from '../model/format-instant.ts';
import type { StoredWebhook } from '../model/stored-webhook.ts';
import type { WebhookBlock } from '../model/webhook-resource.ts';

/** What a customer may see of a webhook (PA-2): in this order, and no secret. */
export function toWebhookBlock(webhook: StoredWebhook): WebhookBlock {
  return {
    id: webhook.id,
    url: webhook.url,
    events: webhook.events,
    options: webhook.options,
    insecure_ssl: webhook.insecureSsl,
    is_deleted: webhook.deletedAt !== null,
    created: formatInstant(webhook.createdAt),
    modified: formatInstant(webhook.modifiedAt),
    application_id: webhook.applicationId,
    client_id: webhook.clientId,
  };
}
