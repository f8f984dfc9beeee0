import type { ClaimedDelivery, Delivery, DeliveryItem, PayloadFormatName, StoredWebhook } from '@hookwright/core';
import type { LaneLease } from '../lanes/lane.ts';
import { numberOrNull, textOrNull } from '../lanes/lane-row.ts';
import type { Driven } from '../schema/query-builder.ts';
import type { ClaimedRow } from '../session/dispatch-sql.ts';
import type { Work } from '../session/work.ts';
import { readItems } from './delivery-rows.ts';
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

type ClaimedRowOf = Driven<ClaimedRow>;

/** A delivery that was taken, with its row. */
interface Found extends Taken {
  readonly row: ClaimedRowOf;
  readonly items: readonly DeliveryItem[];
  readonly revision: number;
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
    const rows = yield* dispatchSql.claimed(taken.map(({ lease: { seq } }) => seq));
    const bySeq = new Map<number, ClaimedRowOf>();
    for (const row of rows) bySeq.set(Number(row.seq), row);
    const found: Found[] = [];
    const unreadable: Unreadable[] = [];
    for (const { webhook, lease } of taken) {
      const row = bySeq.get(lease.seq);
      const items = row === undefined ? null : itemsOf(row.items);
      if (row === undefined || items === null) unreadable.push({ webhookId: webhook.id, lease });
      else found.push({ webhook, lease, row, items, revision: Number(row.revision) });
    }
    const textOf = yield* this.#otherTexts(found);
    const versionOf = yield* this.#versions.load(
      found.map(({ webhook, revision }) => ({ webhookId: webhook.id, revision })),
    );
    const claimed: ClaimedDelivery[] = [];
    for (const one of found) {
      const { webhook, lease, row, items, revision } = one;
      const webhookText = versionOf(webhook.id, revision);
      const payloadTexts =
        row.text === null ? items.flatMap((item) => textOf.get(item.payloadId) ?? []) : [String(row.text)];
      if (webhookText === undefined || payloadTexts.length < items.length) {
        unreadable.push({ webhookId: webhook.id, lease });
        continue;
      }
      const delivery = deliveryOf(one);
      const token = { webhookId: webhook.id, deliveryId: delivery.id, seq: lease.seq, turn: lease.turn };
      claimed.push({ delivery, webhook, webhookText, payloadTexts, lease: writeToken(token) });
    }
    return { claimed, unreadable };
  }

  /** The texts that did not come with their deliveries: those of several items. */
  *#otherTexts(found: readonly Found[]): Work<ReadonlyMap<string, string>> {
    const ids = new Set<string>();
    for (const { row, items } of found) {
      if (row.text === null) for (const { payloadId } of items) ids.add(payloadId);
    }
    const rows = ids.size === 0 ? [] : yield* this.#parts.dispatchSql.payloads([...ids]);
    return new Map(rows.map(({ id, text }) => [String(id), String(text)]));
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

function deliveryOf({ webhook, lease, row, items, revision }: Found): Delivery {
  return {
    id: String(row.id),
    tenant: webhook.tenant,
    webhookId: webhook.id,
    status: 'sending',
    webhookRevision: revision,
    format: String(row.format) as PayloadFormatName,
    items,
    createdAt: Number(row.created_at),
    dueAt: lease.dueAt,
    attempts: Number(row.attempts),
    lastAttemptAt: numberOrNull(row.last_attempt_at),
    finishedAt: null,
    code: textOrNull(row.code),
    resendOf: textOrNull(row.resend_of),
    bodyId: String(row.body_id),
  };
}
