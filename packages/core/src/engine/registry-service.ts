import type { Catalog, EventPattern } from '../catalog/catalog.ts';
import { ValidationError, type ValidationIssue } from '../errors/validation-error.ts';
import { WebhookError } from '../errors/webhook-error.ts';
import type { WebhookStatus } from '../model/stored-webhook.ts';
import { uuidV7 } from '../model/uuid-v7.ts';
import type { WebhookInput, WebhookPatch } from '../model/webhook-input.ts';
import type { WebhookResource } from '../model/webhook-resource.ts';
import type { WebhookSettings } from '../model/webhook-settings.ts';
import { toWebhookResource } from '../payload/to-webhook-resource.ts';
import type { Random } from '../ports/random.ts';
import type { WebhookStore } from '../ports/webhook-store.ts';
import type { HeaderRules } from '../registry/check-headers.ts';
import { checkSettings } from '../registry/check-settings.ts';
import { checkWebhook } from '../registry/check-webhook.ts';
import type { Findings } from '../registry/findings.ts';
import { mergePatch, toWebhookFields, toWebhookInput } from '../registry/webhook-fields.ts';
import { publicKeyOf } from '../signing/generate-secret.ts';
import type { SecretVault } from '../signing/secret-vault.ts';
import type { CallContexts } from './call-context.ts';
import { readPageQuery } from './read-page-query.ts';
import type { IssuedSecrets, SecretIssuer } from './secret-issuer.ts';
import type { TestPublisher } from './test-publisher.ts';
import type { Timekeeper } from './timekeeper.ts';
import type { UrlChecker } from './url-checker.ts';
import { requireNotDeleted, type WebhookEditor } from './webhook-editor.ts';
import type { ImportedSecret, ListPage, Receipt, Registered, Registry, WebhookListQuery } from './webhooks.ts';
import type { Scope } from './webhooks-options.ts';

export interface RegistrySettings<C extends Catalog> {
  readonly catalog: C;
  /** Schemes that some sender serves. */
  readonly schemes: readonly string[];
  /** Of webhooks registered without one (PA-2). */
  readonly applicationId: string | null;
  readonly headerRules: HeaderRules;
}

const defaultPageSize = 30;
const maxPageSize = 100;

/** {@link Registry} over a store. */
export class RegistryService<C extends Catalog, Tx> implements Registry<C, Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #time: Timekeeper;
  readonly #random: Random;
  readonly #contexts: CallContexts<Tx>;
  readonly #editor: WebhookEditor<Tx>;
  readonly #secrets: SecretIssuer;
  readonly #vault: SecretVault;
  readonly #tests: TestPublisher<Tx>;
  readonly #urls: UrlChecker;
  readonly #settings: RegistrySettings<C>;

  constructor(parts: {
    readonly store: WebhookStore<Tx>;
    readonly time: Timekeeper;
    readonly random: Random;
    readonly contexts: CallContexts<Tx>;
    readonly editor: WebhookEditor<Tx>;
    readonly secrets: SecretIssuer;
    readonly vault: SecretVault;
    readonly tests: TestPublisher<Tx>;
    readonly urls: UrlChecker;
    readonly settings: RegistrySettings<C>;
  }) {
    this.#store = parts.store;
    this.#time = parts.time;
    this.#random = parts.random;
    this.#contexts = parts.contexts;
    this.#editor = parts.editor;
    this.#secrets = parts.secrets;
    this.#vault = parts.vault;
    this.#tests = parts.tests;
    this.#urls = parts.urls;
    this.#settings = parts.settings;
  }

  parse(json: unknown): WebhookInput<EventPattern<C>> {
    this.#check(json, undefined, []);
    return json as WebhookInput<EventPattern<C>>;
  }

  async create(
    input: WebhookInput<EventPattern<C>>,
    scope: Scope<Tx> = {},
    settings: WebhookSettings = {},
    imported: ImportedSecret = {},
  ): Promise<Registered> {
    const tenant = this.#contexts.tenant(scope);
    const issues: ValidationIssue[] = [];
    const clientId = readOwner(scope.clientId, 'clientId', issues);
    const applicationId = readOwner(scope.applicationId, 'applicationId', issues) ?? this.#settings.applicationId;
    const { warnings } = this.#check(input, settings, issues);
    const fields = toWebhookFields(input);
    const now = this.#time.now();
    const issued = this.#secrets.issue(fields.signature, settings.signing, imported.secret);
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
    const { transaction } = scope;
    const urlWarnings = await this.#urls.check(webhook.url);
    const sealed = this.#vault.seal(webhook);
    const revision = await this.#store.saveWebhook(sealed, { expectedRevision: null, now, transaction });
    if (revision === null) throw new WebhookError('CONFLICT', `there is a webhook ${webhook.id} already`);
    const resource = toWebhookResource({ ...webhook, revision });
    return { webhook: resource, secret: issued.shown, warnings: [...warnings, ...urlWarnings] };
  }

  async get(id: string, scope: Scope<Tx> = {}): Promise<WebhookResource> {
    return toWebhookResource(await this.#editor.read(this.#contexts.tenant(scope), id, scope.transaction));
  }

  async list(query: WebhookListQuery = {}, scope: Scope<Tx> = {}): Promise<ListPage<WebhookResource>> {
    const { limit, after } = readPageQuery(query, defaultPageSize, maxPageSize);
    const includeDeleted = query.includeDeleted === true;
    const tenant = this.#contexts.tenant(scope);
    const { transaction } = scope;
    const page = await this.#store.listWebhooks({ tenant, after, limit, includeDeleted }, { transaction });
    return { ...page, items: page.items.map(toWebhookResource) };
  }

  async update(
    id: string,
    patch: WebhookPatch<EventPattern<C>>,
    scope: Scope<Tx> = {},
    settings: WebhookSettings = {},
  ): Promise<Registered> {
    let findings: Findings | null = null;
    let issued: IssuedSecrets | null = null;
    const tenant = this.#contexts.tenant(scope);
    const urlWarnings = await this.#urls.check(patch?.url);
    const saved = await this.#editor.edit(tenant, id, scope.transaction, (webhook, now) => {
      requireNotDeleted(webhook);
      const input = mergePatch(toWebhookInput(webhook), patch);
      const merged = { ...webhook.settings, ...settings };
      findings = this.#check(input, merged, []);
      const fields = toWebhookFields(input);
      issued = this.#secrets.reissue(webhook, fields.signature, merged.signing);
      const secrets = issued.secrets;
      return { ...webhook, ...fields, secrets, settings: Object.freeze(merged), modifiedAt: now };
    });
    const { warnings } = findings as unknown as Findings;
    return {
      webhook: toWebhookResource(saved),
      secret: (issued as unknown as IssuedSecrets).shown,
      warnings: [...warnings, ...urlWarnings],
    };
  }

  delete(id: string, scope: Scope<Tx> = {}): Promise<WebhookResource> {
    return this.#edit(id, scope, (webhook, now) => {
      if (webhook.deletedAt !== null) return webhook;
      if (webhook.isDeleteProtected) {
        const message = `webhook ${id} is protected; update it with is_delete_protected: false first`;
        throw new WebhookError('DELETE_PROTECTED', message);
      }
      return { ...webhook, deletedAt: now, modifiedAt: now };
    });
  }

  restore(id: string, scope: Scope<Tx> = {}): Promise<WebhookResource> {
    return this.#edit(id, scope, (webhook, now) =>
      webhook.deletedAt === null ? webhook : { ...webhook, deletedAt: null, modifiedAt: now },
    );
  }

  pause(id: string, scope: Scope<Tx> = {}): Promise<WebhookResource> {
    return this.#move(id, scope, ['active'], 'paused');
  }

  resume(id: string, scope: Scope<Tx> = {}): Promise<WebhookResource> {
    return this.#move(id, scope, ['paused'], 'active');
  }

  disable(id: string, scope: Scope<Tx> = {}): Promise<WebhookResource> {
    return this.#move(id, scope, ['active', 'paused'], 'disabled');
  }

  enable(id: string, scope: Scope<Tx> = {}): Promise<WebhookResource> {
    return this.#move(id, scope, ['paused', 'disabled'], 'active');
  }

  async rotateSecret(
    id: string,
    scope: Scope<Tx> = {},
    imported: ImportedSecret = {},
  ): Promise<{ readonly webhook: WebhookResource; readonly secret: string | null }> {
    let secret: string | null = null;
    const webhook = await this.#edit(id, scope, (current, now) => {
      requireNotDeleted(current);
      const rotated = this.#secrets.rotate(current, now, imported.secret);
      secret = rotated.shown;
      return { ...current, secrets: rotated.secrets, modifiedAt: now };
    });
    return { webhook, secret };
  }

  async publicKey(id: string, scope: Scope<Tx> = {}): Promise<string | null> {
    const stored = await this.#editor.read(this.#contexts.tenant(scope), id, scope.transaction);
    const webhook = this.#vault.openForSending(stored, this.#time.now());
    const signing = webhook.secrets.find(({ value }) => value.startsWith('whsk_'));
    return signing === undefined ? null : publicKeyOf(signing.value);
  }

  async resealSecrets(scope: Scope<Tx> = {}): Promise<number> {
    const tenant = this.#contexts.tenant(scope);
    const { transaction } = scope;
    let count = 0;
    let after: string | null = null;
    for (;;) {
      const query = { tenant, after, limit: maxPageSize, includeDeleted: true };
      const { items, hasNextPage } = await this.#store.listWebhooks(query, { transaction });
      for (const webhook of items) {
        if (!this.#vault.isStale(webhook)) continue;
        await this.#editor.edit(tenant, webhook.id, transaction, (current) => ({ ...current }));
        count += 1;
      }
      after = items.at(-1)?.id ?? null;
      if (!hasNextPage || after === null) return count;
    }
  }

  async sendTest(id: string, scope: Scope<Tx> = {}): Promise<Receipt> {
    const tenant = this.#contexts.tenant(scope);
    const webhook = await this.#editor.read(tenant, id, scope.transaction);
    requireNotDeleted(webhook);
    return this.#tests.send(webhook, scope.transaction);
  }

  async #edit(id: string, scope: Scope<Tx>, edit: Parameters<WebhookEditor<Tx>['edit']>[3]): Promise<WebhookResource> {
    const tenant = this.#contexts.tenant(scope);
    return toWebhookResource(await this.#editor.edit(tenant, id, scope.transaction, edit));
  }

  async #move(
    id: string,
    scope: Scope<Tx>,
    from: readonly WebhookStatus[],
    to: WebhookStatus,
  ): Promise<WebhookResource> {
    const tenant = this.#contexts.tenant(scope);
    const change = { tenant, id, from, to, reason: 'HOST' } as const;
    return toWebhookResource(await this.#editor.changeStatus(change, scope.transaction));
  }

  /** @throws {@link ValidationError} with `issues` and everything else that is wrong */
  #check(input: unknown, settings: WebhookSettings | undefined, issues: readonly ValidationIssue[]): Findings {
    const { catalog, schemes } = this.#settings;
    const findings = checkWebhook(input, { catalog, schemes });
    if (settings !== undefined) checkSettings(settings, this.#settings.headerRules, findings);
    const all = [...issues, ...findings.issues];
    if (all.length > 0) throw new ValidationError(all);
    return findings;
  }
}

function readOwner(id: unknown, path: string, issues: ValidationIssue[]): string | null {
  if (id === undefined || id === null) return null;
  if (typeof id === 'string' && id !== '' && id.length <= 255) return id;
  issues.push({ path, code: 'INVALID_VALUE', message: 'expected a string of 1…255 characters, normally a UUID' });
  return null;
}
