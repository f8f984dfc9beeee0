import type { StoredWebhook } from '../model/stored-webhook.ts';
import type { WebhookResource } from '../model/webhook-resource.ts';
import { toWebhookBlock } from './to-webhook-block.ts';

/** A webhook as the host and its customers read it back (RS-2). */
export function toWebhookResource(webhook: StoredWebhook): WebhookResource {
  const { headers, ...settings } = webhook.settings;
  return {
    ...toWebhookBlock(webhook),
    is_delete_protected: webhook.isDeleteProtected,
    status: webhook.status,
    settings,
    ...(headers === undefined ? {} : { header_names: Object.keys(headers) }),
    revision: webhook.revision,
  };
}
