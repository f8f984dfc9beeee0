import {
  advanceHealth,
  advancePace,
  type ClaimedDelivery,
  type ClaimOptions,
  type Delivery,
  fullPace,
  type Lease as LeaseKey,
  type Settlement,
  type SettlementNext,
  type SettleResult,
} from '@hookwright/core';
import type { DeliveryRow } from './delivery-row.ts';
import { type Lane, untried } from './lane.ts';
import { LaneSchedule } from './lane-schedule.ts';
import type { Lease } from './lease.ts';
import { LeaseBook } from './lease-book.ts';
import type { Retention } from './retention.ts';
import { never } from './schedule-slot.ts';
import type { TenantTable } from './tenant-table.ts';

/** What waits and what is under way: claims, leases, outcomes, and what a webhook's status does to them. */
export class Dispatch {
  readonly #tenants: TenantTable;
  readonly #retention: Retention;
  readonly #schedule = new LaneSchedule<Lane<DeliveryRow>>();
  readonly #leases = new LeaseBook<DeliveryRow>();
  /** Lanes that are not open. */
  readonly #held = new Set<Lane<DeliveryRow>>();
  /** `perWebhookConcurrency` of the last claim: when to look at a lane again depends on it. */
  #maxLeased = never;

  constructor(tenants: TenantTable, retention: Retention) {
    this.#tenants = tenants;
    this.#retention = retention;
  }

  /** Takes in a delivery that waits, whatever its webhook's status. */
  admit(row: DeliveryRow, now: number): void {
    if (row.lane.webhook.deletedAt !== null) {
      this.#retention.finish(row, 'cancelled', null, now);
      return;
    }
    row.lane.put(row, now);
    this.#plan(row.lane, now);
  }

  claim(options: ClaimOptions): readonly ClaimedDelivery[] {
    const { now, limit, skipWebhooks, perWebhookConcurrency } = options;
    this.#useMaxLeased(perWebhookConcurrency, now);
    this.#endExpired(now);
    this.#schedule.advance(now, limit);
    const claims: ClaimedDelivery[] = [];
    const skipped: Lane<DeliveryRow>[] = [];
    while (claims.length < limit) {
      const lane = this.#nextLane(now);
      if (lane === null) break;
      if (skipWebhooks.has(lane.webhook.id)) {
        skipped.push(lane);
        continue;
      }
      // Its time may have been reckoned by a worker whose clock runs ahead of this one's.
      const row = lane.nextAt(perWebhookConcurrency) <= now ? lane.take(now) : undefined;
      if (row !== undefined) claims.push(this.#lease(row, now + options.leaseMs));
      this.#plan(lane, now);
    }
    for (const lane of skipped) this.#plan(lane, now);
    return claims;
  }

  /** @returns those that were lost */
  renew(leases: readonly LeaseKey[], until: number): readonly LeaseKey[] {
    return leases.filter((key) => {
      const lease = this.#find(key);
      if (lease !== null) this.#leases.extend(lease, until);
      return lease === null;
    });
  }

  settle(settlement: Settlement, now: number): SettleResult {
    const { deliveryId, attempt, next, blockWebhookUntil } = settlement;
    const lease = this.#find(settlement);
    if (lease === null) {
      const health = this.#tenants.findDelivery(deliveryId)?.lane.health ?? untried;
      return { deliveryId, settled: false, health };
    }
    const { row, isDoomed } = lease;
    const { lane } = row;
    this.#leases.end(lease);
    lane.leased -= 1;
    if (blockWebhookUntil !== null) lane.blockedUntil = Math.max(lane.blockedUntil, blockWebhookUntil);
    if (attempt !== null) {
      const { lastAttemptAt: previousAttemptAt } = row;
      row.record(attempt);
      const tried = { ok: next.status === 'succeeded', at: row.lastAttemptAt ?? now, previousAttemptAt };
      lane.health = advanceHealth(lane.health, tried);
      lane.pace = advancePace(lane.pace, attempt, lane.limit(this.#maxLeased));
    }
    this.#follow(row, next, isDoomed, now);
    this.#plan(lane, now);
    return { deliveryId, settled: true, health: lane.health };
  }

  /** Whether some lane has, or will have, something to give. */
  hasWork(now: number): boolean {
    return this.#schedule.nextAt(now) !== never;
  }

  /** Unix ms, or {@link never}. */
  nextDueAt(now: number): number {
    const lease = this.#leases.first;
    return Math.min(this.#schedule.nextAt(now), lease === null ? never : Math.max(lease.until, now));
  }

  /** Brings a lane in line with its webhook as it was just saved (DE-4). */
  follow(lane: Lane<DeliveryRow>, now: number): void {
    if (lane.webhook.deletedAt !== null) this.#cancel(lane, now);
    if (lane.isOpen) {
      if (this.#held.delete(lane)) this.#free(lane, now);
    } else if (!this.#held.has(lane)) {
      this.#held.add(lane);
      lane.heldSince = now;
    }
    this.#plan(lane, now);
  }

  expireHeld(heldBefore: number, now: number, limit: number): readonly Delivery[] {
    const expired: Delivery[] = [];
    for (const lane of this.#held) {
      if (expired.length >= limit) break;
      if (lane.heldSince >= heldBefore || lane.waiting === 0) continue;
      for (const row of lane.drain()) {
        if (expired.length < limit && row.waitingSince < heldBefore) {
          this.#retention.finish(row, 'exhausted', 'HELD_TOO_LONG', now);
          expired.push(row.toDelivery());
        } else lane.put(row, now);
      }
    }
    return expired;
  }

  #nextLane(now: number): Lane<DeliveryRow> | null {
    const lane = this.#schedule.next();
    if (lane !== null) return lane;
    this.#schedule.advance(now, 1);
    return this.#schedule.next();
  }

  #plan(lane: Lane<DeliveryRow>, now: number): void {
    this.#schedule.place(lane.slot, lane.nextAt(this.#maxLeased), now);
  }

  #lease(row: DeliveryRow, until: number): ClaimedDelivery {
    const { lane } = row;
    lane.leased += 1;
    const { token } = this.#leases.grant(row, until);
    return {
      delivery: row.toDelivery(),
      webhook: lane.webhook,
      webhookText: row.webhookText,
      payloadTexts: row.payloadTexts,
      lease: token,
    };
  }

  #find({ deliveryId, lease: token }: LeaseKey): Lease<DeliveryRow> | null {
    const lease = this.#leases.find(token);
    return lease !== undefined && lease.row.source.id === deliveryId ? lease : null;
  }

  #follow(row: DeliveryRow, next: SettlementNext, isDoomed: boolean, now: number): void {
    if (next.status === 'succeeded') this.#retention.finish(row, 'succeeded', null, now);
    else if (next.status === 'exhausted') this.#retention.finish(row, 'exhausted', next.code, now);
    else if (isDoomed) this.#retention.finish(row, 'cancelled', row.code, now);
    else {
      row.dueAt = next.dueAt;
      this.admit(row, now);
    }
  }

  #endExpired(now: number): void {
    for (let lease = this.#leases.first; lease !== null && lease.until <= now; lease = this.#leases.first) {
      const { row, isDoomed } = lease;
      this.#leases.end(lease);
      row.lane.leased -= 1;
      if (isDoomed) this.#retention.finish(row, 'cancelled', row.code, now);
      else this.admit(row, now);
    }
  }

  /** Another worker allows another number at once: the lanes with some under way may have room now. */
  #useMaxLeased(maxLeased: number, now: number): void {
    if (maxLeased === this.#maxLeased) return;
    this.#maxLeased = maxLeased;
    for (let lease = this.#leases.first; lease !== null; lease = lease.next) this.#plan(lease.row.lane, now);
  }

  #cancel(lane: Lane<DeliveryRow>, now: number): void {
    for (const row of lane.drain()) this.#retention.finish(row, 'cancelled', row.code, now);
    if (lane.leased === 0) return;
    for (let lease = this.#leases.first; lease !== null; lease = lease.next) {
      if (lease.row.lane === lane) lease.isDoomed = true;
    }
  }

  #free(lane: Lane<DeliveryRow>, now: number): void {
    // A fresh start: else a webhook that paused itself would do so again at its first failure.
    lane.health = untried;
    lane.pace = fullPace;
    for (const row of lane.drain()) {
      row.dueAt = now;
      lane.put(row, now);
    }
  }
}
