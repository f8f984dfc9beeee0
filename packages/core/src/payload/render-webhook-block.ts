import type { StoredWebhook } from '../model/stored-webhook.ts';
import { writeJson } from '../record/write-json.ts';
import { toWebhookBlock } from './to-webhook-block.ts';

/** The `webhook` block of a body as JSON text (PA-2). */
export function renderWebhookBlock(webhook: StoredWebhook): string {
  return writeJson(toWebhookBlock(webhook));
}
