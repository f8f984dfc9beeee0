import type { StoredWebhook } from '../../model/stored-webhook.ts';
import { composeBody, contentTypeOf } from '../../payload/compose-body.ts';
import type { ClaimedDelivery } from '../../ports/claim.ts';
import type { SendFailure, SendOutcome } from '../../ports/sender.ts';
import { messageHead } from '../../signing/prepare-signer.ts';
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
  /** The same in lower case: what no webhook's own header stands beside. */
  readonly reservedHeaders: ReadonlySet<string>;
}

/** Makes a claimed delivery into a signed request and has it sent. */
export class Courier implements RequestComposer {
  readonly #senders: SenderTable;
  readonly timeoutMs: number;
  readonly #vendorEncoding: 'hex' | 'base64';
  readonly #time: Timekeeper;
  readonly #vault: SecretVault;
  readonly #headerNames: SigningHeaderNames;
  readonly #reservedHeaders: ReadonlySet<string>;
  readonly #encoder = new BodyEncoder();

  constructor({ senders, timeoutMs, vendorEncoding, time, vault, headerNames, reservedHeaders }: CourierOptions) {
    this.#senders = senders;
    this.timeoutMs = timeoutMs;
    this.#vendorEncoding = vendorEncoding;
    this.#time = time;
    this.#vault = vault;
    this.#headerNames = headerNames;
    this.#reservedHeaders = reservedHeaders;
  }

  /** Calls back with the outcome, later. Not a promise: it is called for every try, and each promise costs as much as finding the sender. */
  send(claim: ClaimedDelivery, signal: AbortSignal, onOutcome: (outcome: SendOutcome) => void): void {
    try {
      const sender = this.#senders.of(claim.webhook.url);
      if (sender === undefined) {
        const message = 'no sender serves the scheme of this url';
        onLater(onOutcome, { kind: 'failure', code: 'NO_SENDER', message });
        return;
      }
      const webhook = this.#vault.openForSending(claim.webhook, this.#time.now());
      // A host's own sender may give what is no promise.
      const answer: unknown = sender.send(new PreparedRequest(this, claim, webhook), signal);
      Promise.resolve(answer).then(
        (given) => onOutcome(readAnswer(given)),
        (cause: unknown) => onOutcome(senderFailed(cause)),
      );
    } catch (cause) {
      onLater(onOutcome, senderFailed(cause));
    }
  }

  compose({ delivery, webhookText, payloadTexts }: ClaimedDelivery, webhook: StoredWebhook): ComposedRequest {
    const { format, items, bodyId, tenant } = delivery;
    const parts = { format, tenant, deliveryBodyId: bodyId, webhookId: webhook.id, webhookText, items, payloadTexts };
    const now = this.#time.now();
    const timestampSeconds = Math.floor(now / 1_000);
    const head = messageHead(delivery.id, timestampSeconds);
    // The signed head before the body, in one go: what is signed is then one piece, and what is sent a part of it.
    const message = this.#encoder.encode(head + composeBody(parts));
    const body = message.subarray(head.length);
    const signed = signatureHeaders({
      webhook,
      id: delivery.id,
      timestampSeconds,
      message,
      body,
      now,
      vendorEncoding: this.#vendorEncoding,
      names: this.#headerNames,
    });
    const { headers: custom } = webhook.settings;
    // The signature's win, whatever was allowed when the custom ones were set.
    const headers = custom === undefined ? signed : { ...withoutNames(custom, this.#reservedHeaders), ...signed };
    headers['content-type'] = contentTypeOf(format);
    headers['user-agent'] = 'Hookwright';
    return { headers, body };
  }
}

function onLater(onOutcome: (outcome: SendOutcome) => void, outcome: SendOutcome): void {
  Promise.resolve(outcome).then(onOutcome);
}

function readAnswer(answer: unknown): SendOutcome {
  try {
    return isSendOutcome(answer) ? answer : senderFailed('it answered what is no outcome');
  } catch (cause) {
    return senderFailed(cause);
  }
}

function senderFailed(cause: unknown): SendFailure {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return { kind: 'failure', code: 'SENDER_FAILED', message: 'the request could not be sent', detail };
}

/** In lower case, without those of the signature, whatever they are called now. */
function withoutNames(headers: Readonly<Record<string, string>>, names: ReadonlySet<string>): Record<string, string> {
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(own.filter(([name]) => !names.has(name)));
}
