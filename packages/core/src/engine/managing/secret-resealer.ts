import { type WebhookOrder, type WebhookPosition, webhookPosition } from '../../ports/webhook-order.ts';
import type { WebhookStore } from '../../ports/webhook-store.ts';
import type { SecretVault } from '../../signing/secret-vault.ts';
import type { WebhookEditor } from './webhook-editor.ts';

const pageSize = 100;
const order: readonly WebhookOrder[] = [{ field: 'id', direction: 'asc' }];

/** Seals the secrets of a tenant anew that the ring's first key has not sealed (SI-4). */
export class SecretResealer<Tx> {
  readonly #store: WebhookStore<Tx>;
  readonly #editor: WebhookEditor<Tx>;
  readonly #vault: SecretVault;

  constructor(store: WebhookStore<Tx>, editor: WebhookEditor<Tx>, vault: SecretVault) {
    this.#store = store;
    this.#editor = editor;
    this.#vault = vault;
  }

  /** @returns how many webhooks it has saved */
  async reseal(tenant: string, transaction: Tx | undefined): Promise<number> {
    let count = 0;
    for (let after: WebhookPosition | null = null; ; ) {
      const query = { tenant, order, after, limit: pageSize, includeDeleted: true };
      const { items, hasNextPage } = await this.#store.listWebhooks(query, { transaction });
      for (const webhook of items) {
        if (!this.#vault.isStale(webhook)) continue;
        await this.#editor.edit(tenant, webhook.id, transaction, (current) => ({ ...current }));
        count += 1;
      }
      const last = items.at(-1);
      if (!hasNextPage || last === undefined) return count;
      after = webhookPosition(last, order);
    }
  }
}
