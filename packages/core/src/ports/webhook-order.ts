import type { StoredWebhook } from '../model/stored-webhook.ts';

/** What a store can put webhooks in order by. `id` is also the order of creation: ids begin with their instant. */
export type WebhookOrderField = 'id' | 'modified' | 'status' | 'url';

export interface WebhookOrder {
  readonly field: WebhookOrderField;
  readonly direction: 'asc' | 'desc';
}

/** The `webhookOrderValue` of each field of an order: where a webhook stands in it. */
export type WebhookPosition = readonly (string | number)[];

/** Of a url, so many characters count in an order: an index has no room for more. */
const maxUrlLength = 255;
/** What databases refuse, or make something else of. */
const unstorable = /[\0\p{Surrogate}]/gu;

/** What a webhook is put in order by: strings by their code points, numbers by size. */
export function webhookOrderValue(webhook: Omit<StoredWebhook, 'revision'>, field: WebhookOrderField): string | number {
  switch (field) {
    case 'id':
      return webhook.id;
    case 'modified':
      return webhook.modifiedAt;
    case 'status':
      return webhook.status;
    case 'url':
      return [...webhook.url.slice(0, 2 * maxUrlLength)].slice(0, maxUrlLength).join('').replace(unstorable, '\ufffd');
  }
}

/** Where a webhook stands in an order. */
export function webhookPosition(webhook: StoredWebhook, order: readonly WebhookOrder[]): WebhookPosition {
  return order.map(({ field }) => webhookOrderValue(webhook, field));
}
