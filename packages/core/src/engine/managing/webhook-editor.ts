import { WebhookError } from '../../errors/webhook-error.ts';
import type { StoredWebhook, WebhookStatus } from '../../model/stored-webhook.ts';
import type { WebhookStore } from '../../ports/webhook-store.ts';
import type { SecretVault } from '../../signing/secret-vault.ts';
import type { EventHub } from '../event-hub.ts';
import { runBounded } from '../run-bounded.ts';
import type { Timekeeper } from '../timekeeper.ts';
import type { EditCondition } from '../webhooks.ts';
import type { WebhookStatusEvent } from '../webhooks-events.ts';

/** What an edit makes of a webhook; the same object means that nothing is to be saved. */
export type Edit = (webhook: StoredWebhook, now: number) => Omit<StoredWebhook, 'revision'>;

/** What an edit makes of several; null stands for one that there is not. */
export type EditAll = (
  webhooks: readonly (StoredWebhook | null)[],
  now: number,
) => readonly Omit<StoredWebhook, 'revision'>[];

const maxTries = 5;

/** Reads, changes and saves webhooks so that no concurrent change is overwritten. */
export class WebhookEditor<Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #time: Timekeeper;
  readonly #events: EventHub;
  readonly #vault: SecretVault;
  readonly #maxWebhooks: number;

  constructor(parts: {
    readonly store: WebhookStore<Tx>;
    readonly time: Timekeeper;
    readonly events: EventHub;
    readonly vault: SecretVault;
    /** Of one tenant. */
    readonly maxWebhooks: number;
  }) {
    this.#store = parts.store;
    this.#time = parts.time;
    this.#events = parts.events;
    this.#vault = parts.vault;
    this.#maxWebhooks = parts.maxWebhooks;
  }

  /** @throws {@link WebhookError} `NOT_FOUND` */
  async read(tenant: string, id: string, transaction: Tx | undefined): Promise<StoredWebhook> {
    return found(await this.#find(tenant, id, transaction), id);
  }

  /**
   * Applies `edit` to the webhook as it is; again, when somebody else saved it meanwhile.
   *
   * @throws {@link WebhookError} `NOT_FOUND`; `CONFLICT` (retryable) when others were faster five times over; `TENANT_FULL`
   */
  async edit(tenant: string, id: string, transaction: Tx | undefined, edit: Edit): Promise<StoredWebhook> {
    const [edited] = await this.editAll(tenant, [id], transaction, ([webhook = null], now) => [
      edit(found(webhook, id), now),
    ]);
    return edited as StoredWebhook;
  }

  /**
   * Likewise for several, all or none.
   * @param ids - each once
   */
  async editAll(
    tenant: string,
    ids: readonly string[],
    transaction: Tx | undefined,
    edit: EditAll,
  ): Promise<readonly StoredWebhook[]> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const webhooks = await this.#findAll(tenant, ids, transaction);
      const now = this.#time.now();
      const edited = edit(webhooks, now);
      const changed = edited.flatMap((webhook, index) => {
        const before = webhooks[index];
        return before === undefined || before === null || before === webhook ? [] : [{ webhook, before }];
      });
      if (changed.length === 0) return edited as readonly StoredWebhook[];
      const saves = changed.map(({ webhook, before }) => ({
        webhook: this.#vault.seal(webhook),
        expectedRevision: before.revision,
      }));
      const result = await this.#store.saveWebhooks(saves, { now, maxWebhooks: this.#maxWebhooks, transaction });
      if (result.status !== 'saved') continue;
      const revisions = new Map(changed.map(({ webhook }, index) => [webhook, result.revisions[index] as number]));
      return edited.map((webhook) => {
        const revision = revisions.get(webhook);
        return revision === undefined ? (webhook as StoredWebhook) : { ...webhook, revision };
      });
    }
    const which = ids.length === 1 ? `webhook ${ids[0]} is` : 'webhooks are';
    throw new WebhookError('CONFLICT', `${which} being changed by others; try again`, { retryable: true });
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

  async #find(tenant: string, id: string, transaction: Tx | undefined): Promise<StoredWebhook | null> {
    const webhook = await this.#store.getWebhook(tenant, id, { transaction });
    return webhook === null ? null : this.#vault.open(webhook);
  }

  async #findAll(
    tenant: string,
    ids: readonly string[],
    transaction: Tx | undefined,
  ): Promise<readonly (StoredWebhook | null)[]> {
    const found = new Map<string, StoredWebhook | null>();
    await runBounded(ids, async (id) => {
      found.set(id, await this.#find(tenant, id, transaction));
    });
    return ids.map((id) => found.get(id) ?? null);
  }
}

/** @throws {@link WebhookError} `REVISION_CHANGED` */
export function requireRevision({ id, revision }: StoredWebhook, { ifRevision }: EditCondition): void {
  if (ifRevision === undefined || ifRevision === revision) return;
  const message = `webhook ${id} has changed: it is at revision ${revision}, not ${ifRevision}; read it again`;
  throw new WebhookError('REVISION_CHANGED', message);
}

function found(webhook: StoredWebhook | null, id: string): StoredWebhook {
  if (webhook === null) throw new WebhookError('NOT_FOUND', `there is no webhook ${id}`);
  return webhook;
}

/** @throws {@link WebhookError} `WEBHOOK_DELETED` */
export function requireNotDeleted(webhook: StoredWebhook): void {
  if (webhook.deletedAt === null) return;
  throw new WebhookError('WEBHOOK_DELETED', `webhook ${webhook.id} is deleted; restore it first`);
}
