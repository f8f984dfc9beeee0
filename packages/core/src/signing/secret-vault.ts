import { WebhookError } from '../errors/webhook-error.ts';
import type { StoredWebhook } from '../model/stored-webhook.ts';
import { isSealed, type KeyRing } from './key-ring.ts';

type SecretParts = Pick<StoredWebhook, 'id' | 'tenant' | 'signature' | 'secrets' | 'settings'>;

/** Seals what is secret of a webhook before it goes to the store, and opens it after (SI-4). Without a ring it changes nothing. */
export class SecretVault {
  readonly #ring: KeyRing | null;
  /** By the sealed webhook, which a store gives again and again. */
  readonly #opened = new WeakMap<object, unknown>();

  constructor(ring: KeyRing | null) {
    this.#ring = ring;
  }

  /** What cannot be opened, and so is sealed still, stays as it is. */
  seal<Webhook extends SecretParts>(webhook: Webhook): Webhook {
    const ring = this.#ring;
    return ring === null
      ? webhook
      : mapSecrets(webhook, (text, place) => (isSealed(text) ? text : ring.seal(text, place)));
  }

  /** What cannot be opened stays sealed: it is not to be used, but what else there is to the webhook is. */
  open<Webhook extends SecretParts>(webhook: Webhook): Webhook {
    const ring = this.#ring;
    if (ring === null) return webhook;
    const known = this.#opened.get(webhook);
    if (known !== undefined) return known as Webhook;
    const opened = mapSecrets(webhook, (text, place) => (isSealed(text) ? (ring.open(text, place) ?? text) : text));
    this.#opened.set(webhook, opened);
    return opened;
  }

  /**
   * Opens what a request of the webhook needs.
   * @throws {@link WebhookError} `SECRET_UNREADABLE` where a key is missing, or an envelope was changed or moved
   */
  openForSending<Webhook extends SecretParts>(webhook: Webhook, now: number): Webhook {
    const opened = this.open(webhook);
    const { signature, secrets, settings } = opened;
    const isUnreadable =
      (signature !== null && isSealed(signature)) ||
      secrets.some(({ value, expiresAt }) => isSealed(value) && (expiresAt === null || expiresAt > now)) ||
      (settings.headers !== undefined && Object.values(settings.headers).some(isSealed));
    if (!isUnreadable) return opened;
    const message = `a secret of webhook ${webhook.id} does not open; give its key in secrets.keys, or rotate the secret`;
    throw new WebhookError('SECRET_UNREADABLE', message);
  }

  /** Whether something of it is not sealed by the first key of the ring. @param webhook - as it is stored */
  isStale(webhook: SecretParts): boolean {
    const ring = this.#ring;
    if (ring === null) return false;
    let isStale = false;
    mapSecrets(webhook, (text) => {
      isStale ||= !ring.isNewest(text);
      return text;
    });
    return isStale;
  }
}

/** Each secret with the place that it is bound to: one moved to another webhook, tenant or field does not open. */
function mapSecrets<Webhook extends SecretParts>(
  webhook: Webhook,
  map: (text: string, place: string) => string,
): Webhook {
  const { id, tenant, signature, secrets, settings } = webhook;
  const placeOf = (field: string) => JSON.stringify([tenant, id, field]);
  const { headers } = settings;
  return {
    ...webhook,
    signature: signature === null ? null : map(signature, placeOf('signature')),
    secrets: secrets.map((secret) => ({ ...secret, value: map(secret.value, placeOf('secret')) })),
    settings:
      headers === undefined
        ? settings
        : Object.freeze({
            ...settings,
            headers: Object.fromEntries(
              Object.entries(headers).map(([name, value]) => [
                name,
                map(value, placeOf(`header ${name.toLowerCase()}`)),
              ]),
            ),
          }),
  };
}
