import type { DeliveryRow } from './delivery-row.ts';
import { Tenant } from './tenant.ts';

/** The tenants by name. */
export class TenantTable {
  readonly #tenants = new Map<string, Tenant>();

  get(name: string): Tenant | undefined {
    return this.#tenants.get(name);
  }

  getOrAdd(name: string): Tenant {
    const known = this.#tenants.get(name);
    if (known !== undefined) return known;
    const tenant = new Tenant();
    this.#tenants.set(name, tenant);
    return tenant;
  }

  /** Looks for a delivery of which nothing but the id is known. Slow with many tenants: for what hardly ever happens. */
  findDelivery(id: string): DeliveryRow | undefined {
    for (const { deliveries } of this.#tenants.values()) {
      const row = deliveries.find(id);
      if (row !== undefined) return row;
    }
    return undefined;
  }

  /** Forgets a finished delivery, and with it its attempts and the texts that no other shows. */
  forget(row: DeliveryRow): void {
    const { lane, batch } = row;
    const tenant = this.getOrAdd(lane.webhook.tenant);
    tenant.deliveries.remove(row);
    if (batch === null) return;
    batch.deliveries -= 1;
    if (batch.deliveries === 0) tenant.batches.delete(batch.key);
  }
}
