import type { DeliveryItem } from '../model/delivery.ts';
import { formatInstant } from '../model/format-instant.ts';
import type { PayloadFormatName } from '../model/webhook-settings.ts';

/** All that an item of a body is made of. */
export interface ItemParts {
  readonly tenant: string;
  readonly deliveryBodyId: string;
  readonly webhookId: string;
  /** The `webhook` block, JSON text. */
  readonly webhookText: string;
  readonly item: DeliveryItem;
  /** Its place in the body, from 0. */
  readonly index: number;
  /** `PayloadPiece.text`. */
  readonly payloadText: string;
}

/** How bodies are written (PA-6). */
export interface PayloadFormat {
  readonly contentType: string;
  /** Whether a body is one item; else it is a JSON list of them. */
  readonly single: boolean;
  /** Whether an item shows the webhook block. */
  readonly showsWebhook: boolean;
  /** An item as JSON text: the same for the same parts. */
  readonly renderItem: (parts: ItemParts) => string;
}

/** Items that follow each other mostly have one time, event and tenant, and writing those costs more than the rest of the item. */
function rememberLast<Value extends number | string>(format: (value: Value) => string): (value: Value) => string {
  let last: Value | undefined;
  let text = '';
  return (value) => {
    if (value !== last) {
      text = format(value);
      last = value;
    }
    return text;
  };
}

const wireTime = rememberLast((instant: number) => formatInstant(instant));
const isoTime = rememberLast((instant: number) => new Date(instant).toISOString());
const eventText = rememberLast((event: string) => JSON.stringify(event));
const tenantText = rememberLast((tenant: string) => JSON.stringify(tenant));

const crm: PayloadFormat = {
  contentType: 'application/json',
  single: false,
  showsWebhook: true,
  // PA-1: exactly these keys.
  renderItem: ({ tenant, webhookText, item, payloadText }) =>
    `{"webhook":${webhookText},"event":${eventText(item.event)},"event_time":"${wireTime(
      item.eventTime,
    )}","team_space_id":${tenantText(tenant)},${payloadText}}`,
};

const standard: PayloadFormat = {
  contentType: 'application/json',
  single: true,
  showsWebhook: false,
  renderItem: ({ tenant, webhookId, item, payloadText }) =>
    `{"type":${eventText(item.event)},"timestamp":"${isoTime(
      item.eventTime,
    )}","data":{${payloadText},"webhook_id":${JSON.stringify(webhookId)},"team_space_id":${tenantText(tenant)}}}`,
};

const cloudevents: PayloadFormat = {
  contentType: 'application/cloudevents-batch+json',
  single: false,
  showsWebhook: false,
  renderItem: ({ tenant, deliveryBodyId, item, index, payloadText }) => {
    // The specification has no empty subject.
    const subject = item.subject === null || item.subject === '' ? '' : `"subject":${JSON.stringify(item.subject)},`;
    return `{"specversion":"1.0","id":${JSON.stringify(`${deliveryBodyId}_${index}`)},"source":${JSON.stringify(
      sourceOf(tenant),
    )},"type":${eventText(item.event)},${subject}"time":"${isoTime(
      item.eventTime,
    )}","datacontenttype":"application/json","data":{${payloadText}}}`;
  },
};

export const payloadFormats: Readonly<Record<PayloadFormatName, PayloadFormat>> = { crm, standard, cloudevents };

/** A URI reference; a lone surrogate, which has no UTF-8, becomes U+FFFD. */
function sourceOf(tenant: string): string {
  return `/${encodeURIComponent(tenant.replace(/\p{Surrogate}/gu, '\ufffd'))}`;
}
