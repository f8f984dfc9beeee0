import type { StoredWebhook } from '../../model/stored-webhook.ts';
import { composeBody, contentTypeOf } from '../../payload/compose-body.ts';
import type { ClaimedDelivery } from '../../ports/claim.ts';
import type { SendFailure, SendOutcome } from '../../ports/sender.ts';
import type { SecretVault } from '../../signing/secret-vault.ts';
import { type SigningHeaderNames, signatureHeaders } from '../../signing/sign-request.ts';
import type { SenderTable } from '../sender-table.ts';
import type { Timekeeper } from '../timekeeper.ts';
import { BodyEncoder } from './body-encoder.ts';
import { isSendOutcome } from './is-send-outcome.ts';
import { type ComposedRequest, PreparedRequest, type RequestComposer } from './prepared-request.ts';

export interface CourierOptions {
  readonly senders: SenderTable;
  /** Bound on a whole exchange, in ms. */
  readonly timeoutMs: number;
  readonly vendorEncoding: 'hex' | 'base64';
  readonly time: Timekeeper;
  readonly vault: SecretVault;
  readonly headerNames: SigningHeaderNames;
}

/** Makes a claimed delivery into a signed request and has it sent. */
export class Courier implements RequestComposer {
  readonly #senders: SenderTable;
  readonly timeoutMs: number;
  readonly #vendorEncoding: 'hex' | 'base64';
  readonly #time: Timekeeper;
  readonly #vault: SecretVault;
  readonly #headerNames: SigningHeaderNames;
  readonly #encoder = new BodyEncoder();

  constructor({ senders, timeoutMs, vendorEncoding, time, vault, headerNames }: CourierOptions) {
    this.#senders = senders;
    this.timeoutMs = timeoutMs;
    this.#vendorEncoding = vendorEncoding;
    this.#time = time;
    this.#vault = vault;
    this.#headerNames = headerNames;
  }

  /** Never rejects. */
  async send(claim: ClaimedDelivery, signal: AbortSignal): Promise<SendOutcome> {
    try {
      const sender = this.#senders.of(claim.webhook.url);
      if (sender === undefined) {
        return { kind: 'failure', code: 'NO_SENDER', message: 'no sender serves the scheme of this url' };
      }
      const answer: unknown = await sender.send(
        new PreparedRequest(this, claim, this.#vault.openForSending(claim.webhook, this.#time.now())),
        signal,
      );
      return isSendOutcome(answer) ? answer : senderFailed('it answered what is no outcome');
    } catch (cause) {
      return senderFailed(cause);
    }
  }

  compose({ delivery, webhookText, payloadTexts }: ClaimedDelivery, webhook: StoredWebhook): ComposedRequest {
    const { format, items, bodyId, tenant } = delivery;
    const parts = { format, tenant, deliveryBodyId: bodyId, webhookId: webhook.id, webhookText, items, payloadTexts };
    const body = this.#encoder.encode(composeBody(parts));
    const now = this.#time.now();
    const signed = signatureHeaders({
      webhook,
      id: delivery.id,
      timestampSeconds: Math.floor(now / 1_000),
      body,
      now,
      vendorEncoding: this.#vendorEncoding,
      names: this.#headerNames,
    });
    const { headers: custom } = webhook.settings;
    // The signature's win, whatever was allowed when the custom ones were set.
    const headers = custom === undefined ? signed : { ...lowerCased(custom), ...signed };
    headers['content-type'] = contentTypeOf(format);
    headers['user-agent'] = 'Hookwright';
    return { headers, body };
  }
}

function senderFailed(cause: unknown): SendFailure {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return { kind: 'failure', code: 'SENDER_FAILED', message: 'the request could not be sent', detail };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
