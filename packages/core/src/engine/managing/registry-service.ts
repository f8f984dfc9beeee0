import type { Catalog, EventPattern } from '../../catalog/catalog.ts';
import { ValidationError, type ValidationIssue } from '../../errors/validation-error.ts';
import { WebhookError } from '../../errors/webhook-error.ts';
import type { StoredWebhook, WebhookStatus } from '../../model/stored-webhook.ts';
import type { WebhookInput, WebhookPatch } from '../../model/webhook-input.ts';
import type { WebhookResource } from '../../model/webhook-resource.ts';
import type { WebhookSettings } from '../../model/webhook-settings.ts';
import { toWebhookResource } from '../../payload/to-webhook-resource.ts';
import type { HeaderRules } from '../../registry/check-headers.ts';
import { checkSettings } from '../../registry/check-settings.ts';
import { checkWebhook } from '../../registry/check-webhook.ts';
import type { Findings } from '../../registry/findings.ts';
import { mergePatch, type OptionsBounds, toWebhookFields, toWebhookInput } from '../../registry/webhook-fields.ts';
import { publicKeyOf } from '../../signing/generate-secret.ts';
import type { SecretVault } from '../../signing/secret-vault.ts';
import { type CallContexts, checkName } from '../call-context.ts';
import type { TestPublisher } from '../publishing/test-publisher.ts';
import type { Timekeeper } from '../timekeeper.ts';
import type {
  CreateOptions,
  EditCondition,
  ImportedSecret,
  ListPage,
  Receipt,
  Registered,
  Registry,
  WebhookListQuery,
} from '../webhooks.ts';
import type { Scope } from '../webhooks-options.ts';
import { readIds } from './read-ids.ts';
import type { IssuedSecrets, SecretIssuer } from './secret-issuer.ts';
import type { SecretResealer } from './secret-resealer.ts';
import type { UrlChecker } from './url-checker.ts';
import type { WebhookCreator } from './webhook-creator.ts';
import { deleted, findDeleteProblem, restored } from './webhook-deletion.ts';
import { type Edit, requireNotDeleted, requireRevision, type WebhookEditor } from './webhook-editor.ts';
import type { WebhookLister } from './webhook-lister.ts';

export interface RegistrySettings<C extends Catalog> {
  readonly catalog: C;
  /** Schemes that some sender serves. */
  readonly schemes: readonly string[];
  /** Of webhooks registered without one (PA-2). */
  readonly applicationId: string | null;
  readonly headerRules: HeaderRules;
  /** Of one webhook. */
  readonly maxEvents: number;
  readonly optionsBounds: OptionsBounds;
}

/** {@link Registry} over a store. */
export class RegistryService<C extends Catalog, Tx> implements Registry<C, Tx> {
  readonly #time: Timekeeper;
  readonly #contexts: CallContexts<Tx>;
  readonly #editor: WebhookEditor<Tx>;
  readonly #creator: WebhookCreator<Tx>;
  readonly #lister: WebhookLister<Tx>;
  readonly #resealer: SecretResealer<Tx>;
  readonly #secrets: SecretIssuer;
  readonly #vault: SecretVault;
  readonly #tests: TestPublisher<Tx>;
  readonly #urls: UrlChecker;
  readonly #settings: RegistrySettings<C>;

  constructor(parts: {
    readonly time: Timekeeper;
    readonly contexts: CallContexts<Tx>;
    readonly editor: WebhookEditor<Tx>;
    readonly creator: WebhookCreator<Tx>;
    readonly lister: WebhookLister<Tx>;
    readonly resealer: SecretResealer<Tx>;
    readonly secrets: SecretIssuer;
    readonly vault: SecretVault;
    readonly tests: TestPublisher<Tx>;
    readonly urls: UrlChecker;
    readonly settings: RegistrySettings<C>;
  }) {
    this.#time = parts.time;
    this.#contexts = parts.contexts;
    this.#editor = parts.editor;
    this.#creator = parts.creator;
    this.#lister = parts.lister;
    this.#resealer = parts.resealer;
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
    options: CreateOptions = {},
  ): Promise<Registered> {
    const tenant = this.#contexts.tenant(scope);
    const issues: ValidationIssue[] = [];
    const owner = this.#contexts.owner(scope);
    const clientId = readOwner(owner.clientId, 'clientId', issues);
    const applicationId = readOwner(owner.applicationId, 'applicationId', issues) ?? this.#settings.applicationId;
    if (options.idempotencyKey !== undefined) checkName(options.idempotencyKey, 'idempotencyKey', issues);
    const { warnings } = this.#check(input, settings, issues);
    const { transaction } = scope;
    const creation = { tenant, input, clientId, applicationId, settings, options, transaction };
    const registered = await this.#creator.create(creation);
    return { ...registered, warnings: [...warnings, ...registered.warnings] };
  }

  async get(id: string, scope: Scope<Tx> = {}): Promise<WebhookResource> {
    return toWebhookResource(await this.#editor.read(this.#contexts.tenant(scope), id, scope.transaction));
  }

  list(query: WebhookListQuery = {}, scope: Scope<Tx> = {}): Promise<ListPage<WebhookResource>> {
    return this.#lister.list(query, scope);
  }

  async update(
    id: string,
    patch: WebhookPatch<EventPattern<C>>,
    scope: Scope<Tx> = {},
    settings: WebhookSettings = {},
    condition: EditCondition = {},
  ): Promise<Registered> {
    let findings: Findings | null = null;
    let issued: IssuedSecrets | null = null;
    const tenant = this.#contexts.tenant(scope);
    const urlWarnings = await this.#urls.check(patch?.url);
    const saved = await this.#editor.edit(tenant, id, scope.transaction, (webhook, now) => {
      requireRevision(webhook, condition);
      requireNotDeleted(webhook);
      const input = mergePatch(toWebhookInput(webhook), patch);
      const merged = { ...webhook.settings, ...settings };
      findings = this.#check(input, merged, []);
      const fields = toWebhookFields(input, this.#settings.optionsBounds);
      issued = this.#secrets.reissue(webhook, fields.signature, merged.signing);
      const secrets = issued.secrets;
      return { ...webhook, ...fields, secrets, settings: Object.freeze(merged), modifiedAt: now };
    });
    const { warnings } = findings as unknown as Findings;
    return {
      webhook: toWebhookResource(saved),
      secret: (issued as unknown as IssuedSecrets).shown,
      warnings: [...warnings, ...urlWarnings],
      isRepeat: false,
    };
  }

  delete(id: string, scope: Scope<Tx> = {}, condition: EditCondition = {}): Promise<WebhookResource> {
    return this.#edit(id, scope, (webhook, now) => {
      requireRevision(webhook, condition);
      const problem = findDeleteProblem(webhook);
      if (problem !== null) throw new WebhookError('DELETE_PROTECTED', problem);
      return deleted(webhook, now);
    });
  }

  restore(id: string, scope: Scope<Tx> = {}): Promise<WebhookResource> {
    return this.#edit(id, scope, restored);
  }

  deleteMany(ids: readonly string[], scope: Scope<Tx> = {}): Promise<readonly WebhookResource[]> {
    return this.#editMany(ids, scope, deleted, findDeleteProblem);
  }

  restoreMany(ids: readonly string[], scope: Scope<Tx> = {}): Promise<readonly WebhookResource[]> {
    return this.#editMany(ids, scope, restored, () => null);
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

  resealSecrets(scope: Scope<Tx> = {}): Promise<number> {
    return this.#resealer.reseal(this.#contexts.tenant(scope), scope.transaction);
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

  /** @param findProblem - why a webhook must not be edited, or null */
  async #editMany(
    ids: readonly string[],
    scope: Scope<Tx>,
    edit: Edit,
    findProblem: (webhook: StoredWebhook) => string | null,
  ): Promise<readonly WebhookResource[]> {
    const tenant = this.#contexts.tenant(scope);
    const places = readIds(ids);
    const edited = await this.#editor.editAll(tenant, [...places.keys()], scope.transaction, (webhooks, now) => {
      const issues: ValidationIssue[] = [];
      const next = webhooks.flatMap((webhook, index) => {
        const [id, path] = [...places][index] as [string, string];
        const problem = webhook === null ? null : findProblem(webhook);
        if (webhook === null) issues.push({ path, code: 'NOT_FOUND', message: `there is no webhook ${id}` });
        else if (problem !== null) issues.push({ path, code: 'DELETE_PROTECTED', message: problem });
        else return [edit(webhook, now)];
        return [];
      });
      if (issues.length > 0) throw new ValidationError(issues);
      return next;
    });
    return edited.map(toWebhookResource);
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
    const { catalog, schemes, maxEvents } = this.#settings;
    const findings = checkWebhook(input, { catalog, schemes, maxEvents });
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
