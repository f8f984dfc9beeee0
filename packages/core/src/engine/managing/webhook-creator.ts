import { WebhookError } from '../../errors/webhook-error.ts';
import { uuidV7 } from '../../model/uuid-v7.ts';
import type { WebhookInput } from '../../model/webhook-input.ts';
import type { WebhookSettings } from '../../model/webhook-settings.ts';
import { toWebhookResource } from '../../payload/to-webhook-resource.ts';
import type { Random } from '../../ports/random.ts';
import type { WebhookCreation, WebhookStore } from '../../ports/webhook-store.ts';
import { type OptionsBounds, toWebhookFields, type WebhookFields } from '../../registry/webhook-fields.ts';
import { digestText } from '../../signing/digest-text.ts';
import type { SecretVault } from '../../signing/secret-vault.ts';
import type { Timekeeper } from '../timekeeper.ts';
import type { CreateOptions, Registered } from '../webhooks.ts';
import type { SecretIssuer } from './secret-issuer.ts';
import type { UrlChecker } from './url-checker.ts';

/** A registration that was checked. */
export interface CheckedCreation<Tx> {
  readonly tenant: string;
  readonly input: WebhookInput;
  readonly clientId: string | null;
  readonly applicationId: string | null;
  readonly settings: WebhookSettings;
  readonly options: CreateOptions;
  readonly transaction: Tx | undefined;
}

/** Makes webhooks, each key's once. */
export class WebhookCreator<Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #time: Timekeeper;
  readonly #random: Random;
  readonly #secrets: SecretIssuer;
  readonly #vault: SecretVault;
  readonly #urls: UrlChecker;
  readonly #maxWebhooks: number;
  readonly #bounds: OptionsBounds;

  constructor(parts: {
    readonly store: WebhookStore<Tx>;
    readonly time: Timekeeper;
    readonly random: Random;
    readonly secrets: SecretIssuer;
    readonly vault: SecretVault;
    readonly urls: UrlChecker;
    readonly maxWebhooks: number;
    readonly bounds: OptionsBounds;
  }) {
    this.#store = parts.store;
    this.#time = parts.time;
    this.#random = parts.random;
    this.#secrets = parts.secrets;
    this.#vault = parts.vault;
    this.#urls = parts.urls;
    this.#maxWebhooks = parts.maxWebhooks;
    this.#bounds = parts.bounds;
  }

  /** @throws {@link WebhookError} `CONFLICT`, `TENANT_FULL`; {@link ValidationError} */
  async create(creation: CheckedCreation<Tx>): Promise<Registered> {
    const { tenant, input, clientId, applicationId, settings, options, transaction } = creation;
    const fields = toWebhookFields(input, this.#bounds);
    const now = this.#time.now();
    const issued = this.#secrets.issue(fields.signature, settings.signing, options.secret);
    const webhook = {
      ...fields,
      id: uuidV7(now, this.#random.bytes(10)),
      tenant,
      clientId,
      applicationId,
      settings: Object.freeze({ ...settings }),
      secrets: issued.secrets,
      status: 'active',
      statusSince: now,
      deletedAt: null,
      createdAt: now,
      modifiedAt: now,
    } as const;
    const warnings = await this.#urls.check(webhook.url);
    const save = { webhook: this.#vault.seal(webhook), expectedRevision: null };
    const key = creationOf(creation, fields);
    const saving = { now, maxWebhooks: this.#maxWebhooks, creation: key, transaction };
    const result = await this.#store.saveWebhooks([save], saving);
    if (result.status === 'stale') throw new WebhookError('CONFLICT', `there is a webhook ${webhook.id} already`);
    if (result.status === 'saved') {
      const revision = result.revisions[0] as number;
      return { webhook: toWebhookResource({ ...webhook, revision }), secret: issued.shown, warnings, isRepeat: false };
    }
    if (result.digest !== key?.digest) {
      const message = 'the idempotency key came with another input before; repeat that one, or take a new key';
      throw new WebhookError('CONFLICT', message);
    }
    return { webhook: toWebhookResource(result.webhook), secret: null, warnings, isRepeat: true };
  }
}

/** A digest of all that was asked for, not the thing itself: there are secrets in it. */
function creationOf<Tx>(
  { clientId, applicationId, settings, options }: CheckedCreation<Tx>,
  fields: WebhookFields,
): WebhookCreation | undefined {
  const { idempotencyKey: key, secret } = options;
  if (key === undefined) return undefined;
  const sortedSettings = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  const asked = [
    fields.url,
    fields.events,
    fields.options,
    fields.insecureSsl,
    fields.signature,
    fields.isDeleteProtected,
    clientId,
    applicationId,
    sortedSettings,
    secret,
  ];
  return { key, digest: digestText(JSON.stringify(asked)) };
}
