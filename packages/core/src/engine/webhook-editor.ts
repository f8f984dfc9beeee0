import { WebhookError } from '../errors/webhook-error.ts';
import type { StoredWebhook, WebhookStatus } from '../model/stored-webhook.ts';
import type { WebhookStore } from '../ports/webhook-store.ts';
import type { SecretVault } from '../signing/secret-vault.ts';
import type { EventHub } from './event-hub.ts';
import type { Timekeeper } from './timekeeper.ts';
import type { WebhookStatusEvent } from './webhooks-events.ts';

/** What an edit makes of a webhook; the same object means that nothing is to be saved. */
export type Edit = (webhook: StoredWebhook, now: number) => Omit<StoredWebhook, 'revision'>;

const maxTries = 5;

/** Reads, changes and saves webhooks so that no concurrent change is overwritten. */
export class WebhookEditor<Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #time: Timekeeper;
  readonly #events: EventHub;
  readonly #vault: SecretVault;

  constructor(store: WebhookStore<Tx>, time: Timekeeper, events: EventHub, vault: SecretVault) {
    this.#store = store;
    this.#time = time;
    this.#events = events;
    this.#vault = vault;
  }

  /** @throws {@link WebhookError} `NOT_FOUND` */
  async read(tenant: string, id: string, transaction: Tx | undefined): Promise<StoredWebhook> {
    const webhook = await this.#store.getWebhook(tenant, id, { transaction });
    if (webhook === null) throw new WebhookError('NOT_FOUND', `there is no webhook ${id}`);
    return this.#vault.open(webhook);
  }

  /**
   * Applies `edit` to the webhook as it is; again, when somebody else saved it meanwhile.
   *
   * @throws {@link WebhookError} `NOT_FOUND`; `CONFLICT` (retryable) when others were faster five times over
   */
  async edit(tenant: string, id: string, transaction: Tx | undefined, edit: Edit): Promise<StoredWebhook> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const webhook = await this.read(tenant, id, transaction);
      const now = this.#time.now();
      const next = edit(webhook, now);
      if (next === webhook) return webhook;
      const options = { expectedRevision: webhook.revision, now, transaction };
      const revision = await this.#store.saveWebhook(this.#vault.seal(next), options);
      if (revision !== null) return { ...next, revision };
    }
    throw new WebhookError('CONFLICT', `webhook ${id} is being changed by others; try again`, { retryable: true });
  }

  /**
   * Moves a webhook to a status (DE-4) and tells the host.
   *
   * @param from - the statuses in which it is moved; in others it stays as it is
   * @throws {@link WebhookError} `NOT_FOUND`, `CONFLICT`; `WEBHOOK_DELETED` for reason `HOST`, otherwise a deleted one stays as it is
   */
  async changeStatus(
    change: {
      readonly tenant: string;
      readonly id: string;
      readonly from: readonly WebhookStatus[];
      readonly to: WebhookStatus;
      readonly reason: WebhookStatusEvent['reason'];
    },
    transaction: Tx | undefined,
  ): Promise<StoredWebhook> {
    const { tenant, id, from, to, reason } = change;
    let moved = false;
    const saved = await this.edit(tenant, id, transaction, (webhook, now) => {
      // What a receiver's answer asks for comes too late for a deleted one; a host is told so.
      if (reason === 'HOST') requireNotDeleted(webhook);
      moved = webhook.deletedAt === null && from.includes(webhook.status);
      return moved ? { ...webhook, status: to, statusSince: now } : webhook;
    });
    if (moved && to !== 'active') {
      const event = { tenant, webhookId: id, status: to, reason };
      this.#events.emit(to === 'paused' ? 'webhook-paused' : 'webhook-disabled', event);
    }
    return saved;
  }
}

/** @throws {@link WebhookError} `WEBHOOK_DELETED` */
export function requireNotDeleted(webhook: StoredWebhook): void {
  if (webhook.deletedAt === null) return;
  throw new WebhookError('WEBHOOK_DELETED', `webhook ${webhook.id} is deleted; restore it first`);
}
