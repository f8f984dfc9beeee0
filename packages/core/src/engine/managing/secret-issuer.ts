import { ValidationError } from '../../errors/validation-error.ts';
import { WebhookError } from '../../errors/webhook-error.ts';
import type { StoredSecret, StoredWebhook } from '../../model/stored-webhook.ts';
import type { SigningScheme } from '../../model/webhook-settings.ts';
import type { Random } from '../../ports/random.ts';
import { decodeSecret } from '../../signing/decode-secret.ts';
import { generateSecret } from '../../signing/generate-secret.ts';
import { isSealed } from '../../signing/key-ring.ts';

export interface IssuedSecrets {
  readonly secrets: readonly StoredSecret[];
  /** The `whsec_` that its customer is shown this once; null where none was made. */
  readonly shown: string | null;
}

/** Rotated secrets that sign on, of one kind: each is a signature more in a header that receivers bound. */
const maxOldSecrets = 4;

type SecretKind = 'whsec' | 'whsk';

const kindsOf: Readonly<Record<SigningScheme, readonly SecretKind[]>> = {
  v1: ['whsec'],
  v1a: ['whsk'],
  'v1+v1a': ['whsec', 'whsk'],
};

/** Makes and rotates the Standard Webhooks secrets of webhooks (SI-2, SI-4). */
export class SecretIssuer {
  readonly #random: Random;
  readonly #overlapMs: number;

  /** @param overlapMs - how long a rotated secret goes on signing */
  constructor(random: Random, overlapMs: number) {
    this.#random = random;
    this.#overlapMs = overlapMs;
  }

  /**
   * For a new webhook: none beside a vendor signature (SI-1).
   *
   * @param imported - one that its receiver has already
   * @throws {@link ValidationError} at `secret` for one that is malformed or of no use here
   */
  issue(signature: string | null, scheme: SigningScheme = 'v1', imported?: string): IssuedSecrets {
    if (imported === undefined) return this.#complete([], signature, scheme);
    if (signature !== null) throw refusedSecret('a webhook with a vendor signature has no secret beside it');
    const { secrets, shown } = this.#complete([readSecret(imported, kindsOf[scheme])], signature, scheme);
    return { secrets, shown: shown ?? shownOf(secrets) };
  }

  /** For a changed webhook: what it has stays as far as the scheme uses it, what it lacks is made. */
  reissue(webhook: StoredWebhook, signature: string | null, scheme: SigningScheme = 'v1'): IssuedSecrets {
    return this.#complete(webhook.secrets, signature, scheme);
  }

  /**
   * A new secret beside the old one, which signs on for the overlap (SI-4).
   *
   * @param imported - the new one, where its receiver has it already
   * @throws {@link ValidationError} at `secret`
   * @throws {@link WebhookError} `SIGNATURE_IS_OWNED_BY_CLIENT` (SI-1)
   */
  rotate(webhook: StoredWebhook, now: number, imported?: string): IssuedSecrets {
    if (webhook.signature !== null) {
      const message = 'the webhook is signed with its own signature; change that by update({ signature })';
      throw new WebhookError('SIGNATURE_IS_OWNED_BY_CLIENT', message);
    }
    const kinds = kindsOf[webhook.settings.signing ?? 'v1'];
    const own = imported === undefined ? null : readSecret(imported, kinds);
    const fresh = kinds.map((kind) => (own !== null && isOfKind(own, kind) ? own : this.#secret(kind)));
    const expiresAt = now + this.#overlapMs;
    const old = webhook.secrets
      .filter(({ value, expiresAt }) => !isSealed(value) && (expiresAt === null || expiresAt > now))
      .map((secret) => ({ ...secret, expiresAt: Math.min(secret.expiresAt ?? expiresAt, expiresAt) }));
    return { secrets: [...fresh, ...old.slice(0, maxOldSecrets * kinds.length)], shown: shownOf(fresh) };
  }

  #complete(existing: readonly StoredSecret[], signature: string | null, scheme: SigningScheme): IssuedSecrets {
    if (signature !== null) return { secrets: [], shown: null };
    // Sealed with a key that is missing: no reason to make new ones unasked.
    if (existing.some(({ value }) => isSealed(value))) return { secrets: existing, shown: null };
    const kinds = kindsOf[scheme];
    const kept = existing.filter((secret) => kinds.some((kind) => isOfKind(secret, kind)));
    const missing = kinds.filter((kind) => !kept.some((secret) => isOfKind(secret, kind) && secret.expiresAt === null));
    const fresh = missing.map((kind) => this.#secret(kind));
    return { secrets: [...fresh, ...kept], shown: shownOf(fresh) };
  }

  #secret(kind: SecretKind): StoredSecret {
    return { value: generateSecret(kind, this.#random), expiresAt: null };
  }
}

function isOfKind({ value }: StoredSecret, kind: SecretKind): boolean {
  return value.startsWith(`${kind}_`);
}

function shownOf(fresh: readonly StoredSecret[]): string | null {
  return fresh.find((secret) => isOfKind(secret, 'whsec'))?.value ?? null;
}

function readSecret(imported: string, kinds: readonly SecretKind[]): StoredSecret {
  if (typeof imported !== 'string') throw refusedSecret('expected a string that starts with "whsec_" or "whsk_"');
  const { scheme } = decodeSecret(imported);
  if (!kinds.includes(scheme)) throw refusedSecret(`expected "${kinds.join('_" or "')}_", as the webhook signs`);
  return { value: imported, expiresAt: null };
}

function refusedSecret(message: string): ValidationError {
  return new ValidationError([{ path: 'secret', code: 'INVALID_VALUE', message }]);
}
