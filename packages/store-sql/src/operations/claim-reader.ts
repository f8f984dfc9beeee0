import type { ClaimedDelivery, DeliveryItem, StoredWebhook } from '@hookwright/core';
import type { LaneLease } from '../lanes/lane.ts';
import type { Work } from '../session/work.ts';
import { readItems, toDelivery } from './delivery-rows.ts';
import { finishLeases } from './finish-leases.ts';
import { lockFreeLanes, saveLanes } from './lane-locks.ts';
import { writeToken } from './lease-token.ts';
import type { StoreParts } from './store-parts.ts';
import { VersionTexts } from './version-texts.ts';

/** A delivery that was taken, before it is read. */
export interface Taken {
  readonly webhook: StoredWebhook;
  readonly lease: LaneLease;
}

/** One of which something that is needed to send it is missing or malformed. */
interface Unreadable {
  readonly webhookId: string;
  readonly lease: LaneLease;
}

/** Makes deliveries that were taken into claims, with all it takes to compose their bodies. */
export class ClaimReader<Tx> {
  readonly #parts: StoreParts<Tx>;
  readonly #versions: VersionTexts<Tx>;

  constructor(parts: StoreParts<Tx>) {
    this.#parts = parts;
    this.#versions = new VersionTexts(parts);
  }

  /** Reads what is to be sent: it never changes, so no lock is held. */
  *read(
    taken: readonly Taken[],
  ): Work<{ readonly claimed: readonly ClaimedDelivery[]; readonly unreadable: readonly Unreadable[] }> {
    const { dispatchSql } = this.#parts;
    const rows = yield* dispatchSql.deliveries(taken.map(({ lease: { seq } }) => seq));
    const bySeq = new Map(rows.map((row) => [Number(row.seq), row]));
    const claims: {
      readonly taken: Taken;
      readonly row: (typeof rows)[number];
      readonly items: readonly DeliveryItem[];
    }[] = [];
    const unreadable: Unreadable[] = [];
    for (const one of taken) {
      const row = bySeq.get(one.lease.seq);
      const items = row === undefined ? null : itemsOf(row.items);
      if (row === undefined || items === null) unreadable.push({ webhookId: one.webhook.id, lease: one.lease });
      else claims.push({ taken: one, row, items });
    }
    const payloadIds = new Set(claims.flatMap(({ items }) => items.map(({ payloadId }) => payloadId)));
    const payloads = payloadIds.size === 0 ? [] : yield* dispatchSql.payloads([...payloadIds]);
    const textOf = new Map(payloads.map(({ id, text }) => [String(id), String(text)]));
    const versionOf = yield* this.#versions.load(
      claims.map(({ taken: { webhook }, row }) => ({ webhookId: webhook.id, revision: Number(row.revision) })),
    );
    const claimed: ClaimedDelivery[] = [];
    for (const {
      taken: { webhook, lease: own },
      row,
      items,
    } of claims) {
      const webhookText = versionOf(webhook.id, Number(row.revision));
      const payloadTexts = items.flatMap(({ payloadId }) => textOf.get(payloadId) ?? []);
      if (webhookText === undefined || payloadTexts.length < items.length) {
        unreadable.push({ webhookId: webhook.id, lease: own });
        continue;
      }
      const delivery = toDelivery(row, 'sending', items);
      const token = { webhookId: webhook.id, deliveryId: delivery.id, seq: own.seq, turn: own.turn };
      claimed.push({ delivery, webhook, webhookText, payloadTexts, lease: writeToken(token) });
    }
    return { claimed, unreadable };
  }

  /** What cannot be read will never be sent: it is ended, and holds up nothing. */
  *park(unreadable: readonly Unreadable[], maxLeased: number, now: number): Work<void> {
    const parts = this.#parts;
    const { entries } = yield* lockFreeLanes(
      parts,
      unreadable.map(({ webhookId }) => webhookId),
    );
    for (const { lane } of entries.values()) {
      const own = unreadable.filter(({ webhookId }) => webhookId === lane.webhookId).map(({ lease: one }) => one);
      const held = lane.leases.filter((one) => own.some(({ seq, turn }) => one.seq === seq && one.turn === turn));
      lane.leases = lane.leases.filter((one) => !held.includes(one));
      yield* finishLeases(parts, lane, held, { status: 'exhausted', code: 'UNREADABLE' }, now);
    }
    yield* saveLanes(parts, [...entries.values()], maxLeased, now);
  }
}

function itemsOf(text: unknown): readonly DeliveryItem[] | null {
  try {
    return readItems(text);
  } catch {
    return null;
  }
}
