import {
  type Attempt,
  type ClaimedDelivery,
  type ClaimOptions,
  type Delivery,
  type EnqueueBatch,
  type EnqueueResult,
  type Lease,
  type Page,
  type SaveOptions,
  type SaveResult,
  type Settlement,
  type SettleResult,
  type StoreCall,
  type StoredWebhook,
  type TenantWebhooks,
  type WebhookPageQuery,
  type WebhookSave,
  type WebhookStore,
  webhookOrderValue,
} from '@hookwright/core';
import { MemoryStore, memoryStore } from '@hookwright/store-memory';
import { describe, expect, it } from 'vitest';
import { storeSuite } from '../src/index.ts';
import { collectSuite, failuresOf } from './collect-suite.ts';
import { logStore, logTransactions } from './log-store.ts';

/** @param only - a part of the names of the tests to be run; all by default */
function failuresWith(createStore: () => WebhookStore, only = ''): Promise<readonly string[]> {
  const tests = collectSuite((runner) => storeSuite(runner, { name: 'store', createStore }));
  return failuresOf(tests.filter(({ name }) => name.includes(only)));
}

class IgnoresLeases extends MemoryStore {
  override async claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    return super.claim({ ...options, leaseMs: 1 });
  }
}

class SettlesLateOnes extends MemoryStore {
  readonly #leases = new Map<string, Lease['lease']>();

  override async claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    const claims = await super.claim(options);
    for (const { delivery, lease } of claims) this.#leases.set(delivery.id, lease);
    return claims;
  }

  override async settle(settlements: readonly Settlement[], now: number): Promise<readonly SettleResult[]> {
    const current = ({ deliveryId, lease }: Settlement) => this.#leases.get(deliveryId) ?? lease;
    return super.settle(
      settlements.map((settlement) => ({ ...settlement, lease: current(settlement) })),
      now,
    );
  }
}

class CrossesTenants extends MemoryStore {
  readonly #tenants = new Map<string, string>();

  override async enqueue(batch: EnqueueBatch, call: StoreCall<never>): Promise<EnqueueResult> {
    for (const { id } of batch.deliveries) this.#tenants.set(id, batch.tenant);
    return super.enqueue(batch, call);
  }

  override async getDelivery(tenant: string, id: string): Promise<Delivery | null> {
    return super.getDelivery(this.#tenants.get(id) ?? tenant, id);
  }
}

class EnqueuesOneByOne extends MemoryStore {
  override async enqueue(batch: EnqueueBatch, call: StoreCall<never>): Promise<EnqueueResult> {
    let notifications = 0;
    for (const delivery of batch.deliveries) {
      notifications += (await super.enqueue({ ...batch, deliveries: [delivery] }, call)).notifications;
    }
    return { deliveryIds: batch.deliveries.map(({ id }) => id), notifications };
  }
}

class ForgetsKeys extends MemoryStore {
  override async enqueue(batch: EnqueueBatch, call: StoreCall<never>): Promise<EnqueueResult> {
    return super.enqueue({ ...batch, idempotencyKey: undefined }, call);
  }
}

class OverwritesOthers extends MemoryStore {
  override async saveWebhooks(saves: readonly WebhookSave[], options: SaveOptions<never>): Promise<SaveResult> {
    const blind = saves.map(async ({ webhook }) => {
      const current = await this.getWebhook(webhook.tenant, webhook.id, {});
      return { webhook, expectedRevision: current?.revision ?? null };
    });
    return super.saveWebhooks(await Promise.all(blind), options);
  }
}

class HidesDeletedWebhooks extends MemoryStore {
  override webhooksSince(tenant: string, revision: number, call: StoreCall<never>): TenantWebhooks {
    const since = super.webhooksSince(tenant, revision, call);
    return { ...since, webhooks: since.webhooks.filter(({ deletedAt }) => deletedAt === null) };
  }
}

class ClaimsAnyNumber extends MemoryStore {
  override async claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    return super.claim({ ...options, limit: 1_000 });
  }
}

class SkipsNone extends MemoryStore {
  override async claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    return super.claim({ ...options, skipWebhooks: new Set() });
  }
}

class IgnoresConcurrency extends MemoryStore {
  override async claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    return super.claim({ ...options, perWebhookConcurrency: 1_000 });
  }
}

class MixesTexts extends MemoryStore {
  override async claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]> {
    const claims = await super.claim(options);
    return claims.map((claim) => ({ ...claim, payloadTexts: claim.payloadTexts.toSorted() }));
  }
}

class NeverBlocks extends MemoryStore {
  override async settle(settlements: readonly Settlement[], now: number): Promise<readonly SettleResult[]> {
    return super.settle(
      settlements.map((settlement) => ({ ...settlement, blockWebhookUntil: null })),
      now,
    );
  }
}

class NeverSlows extends MemoryStore {
  override async settle(settlements: readonly Settlement[], now: number): Promise<readonly SettleResult[]> {
    const answered500 = (attempt: Attempt | null) => (attempt === null ? null : { ...attempt, status: 500 });
    return super.settle(
      settlements.map((settlement) => ({ ...settlement, attempt: answered500(settlement.attempt) })),
      now,
    );
  }
}

class RenewsNothing extends MemoryStore {
  override async renew(): Promise<readonly Lease[]> {
    return [];
  }
}

class KeepsOneAttempt extends MemoryStore {
  override async listAttempts(tenant: string, deliveryId: string): Promise<readonly Attempt[]> {
    return (await super.listAttempts(tenant, deliveryId)).slice(-1);
  }
}

class NormalisesTexts extends MemoryStore {
  override async enqueue(batch: EnqueueBatch, call: StoreCall<never>): Promise<EnqueueResult> {
    const payloads = batch.payloads.map(({ id, text }) => {
      const normal = JSON.stringify(JSON.parse(`{${text}}`));
      return { id, text: normal.slice(1, -1) };
    });
    return super.enqueue({ ...batch, payloads }, call);
  }
}

class IgnoresOrder extends MemoryStore {
  override async saveWebhooks(saves: readonly WebhookSave[], options: SaveOptions<never>): Promise<SaveResult> {
    const unordered = saves.map(({ webhook, ...save }) => {
      const { ordering: _, ...settings } = webhook.settings;
      return { ...save, webhook: { ...webhook, settings } };
    });
    return super.saveWebhooks(unordered, options);
  }
}

class PrunesAll extends MemoryStore {
  override async prune(finishedBefore: number): Promise<number> {
    return super.prune(finishedBefore, Number.POSITIVE_INFINITY);
  }
}

class RevivesDeleted extends MemoryStore {
  override async saveWebhooks(saves: readonly WebhookSave[], options: SaveOptions<never>): Promise<SaveResult> {
    const paused = saves.map(({ webhook, ...save }) => {
      const { deletedAt } = webhook;
      return {
        ...save,
        webhook: deletedAt === null ? webhook : ({ ...webhook, status: 'paused', deletedAt: null } as const),
      };
    });
    return super.saveWebhooks(paused, options);
  }
}

class NeverWakes extends MemoryStore {
  override onWake(): () => void {
    return () => {};
  }
}

class KnowsNoTimes extends MemoryStore {
  override nextDueAt(): null {
    return null;
  }
}

class IgnoresTransactions extends MemoryStore {
  override async enqueue(batch: EnqueueBatch): Promise<EnqueueResult> {
    return super.enqueue(batch, {});
  }
}

class SavesOneByOne extends MemoryStore {
  override async saveWebhooks(saves: readonly WebhookSave[], options: SaveOptions<never>): Promise<SaveResult> {
    const revisions: number[] = [];
    for (const save of saves) {
      const result = await super.saveWebhooks([save], options);
      if (result.status !== 'saved') return result;
      revisions.push(...result.revisions);
    }
    return { status: 'saved', revisions };
  }
}

class HasNoBound extends MemoryStore {
  override async saveWebhooks(saves: readonly WebhookSave[], options: SaveOptions<never>): Promise<SaveResult> {
    return super.saveWebhooks(saves, { ...options, maxWebhooks: undefined });
  }
}

class CreatesTwice extends MemoryStore {
  override async saveWebhooks(saves: readonly WebhookSave[], options: SaveOptions<never>): Promise<SaveResult> {
    return super.saveWebhooks(saves, { ...options, creation: undefined });
  }
}

class FoldsKeys extends MemoryStore {
  override async saveWebhooks(saves: readonly WebhookSave[], options: SaveOptions<never>): Promise<SaveResult> {
    const { creation } = options;
    const folded = creation && { ...creation, key: creation.key.toLowerCase() };
    return super.saveWebhooks(saves, { ...options, creation: folded });
  }
}

class ListsOneWay extends MemoryStore {
  override async listWebhooks(query: WebhookPageQuery, call: StoreCall<never>): Promise<Page<StoredWebhook>> {
    const order = query.order.map((one) => ({ ...one, direction: 'asc' as const }));
    return super.listWebhooks({ ...query, order }, call);
  }
}

class GoesOnFromWebhooks extends MemoryStore {
  override async listWebhooks(query: WebhookPageQuery, call: StoreCall<never>): Promise<Page<StoredWebhook>> {
    const { tenant, order, after } = query;
    const webhook = after === null ? null : await this.getWebhook(tenant, String(after.at(-1)), {});
    const place = webhook === null ? after : order.map(({ field }) => webhookOrderValue(webhook, field));
    return super.listWebhooks({ ...query, after: place }, call);
  }
}

describe('storeSuite', () => {
  it('passes a store that keeps the rules', async () => {
    expect(await failuresWith(() => memoryStore())).toEqual([]);
  });

  it.each([
    { Broken: IgnoresLeases, caughtBy: 'a lease is exclusive until it ends' },
    { Broken: SettlesLateOnes, caughtBy: 'who lost its lease can neither settle nor renew' },
    { Broken: CrossesTenants, caughtBy: 'a tenant reads nothing of another' },
    { Broken: EnqueuesOneByOne, caughtBy: 'a batch that fails leaves nothing' },
    { Broken: ForgetsKeys, caughtBy: 'a batch whose idempotency key is known' },
    { Broken: OverwritesOthers, caughtBy: 'a webhook is replaced at the revision that the caller read' },
    { Broken: SavesOneByOne, caughtBy: 'of many, all or none are saved' },
    { Broken: HasNoBound, caughtBy: 'a tenant is filled to its bound' },
    { Broken: CreatesTwice, caughtBy: 'a repeat of a creation inserts nothing' },
    { Broken: FoldsKeys, caughtBy: 'keys are compared byte by byte' },
    { Broken: ListsOneWay, caughtBy: 'in the order of url, desc' },
    { Broken: GoesOnFromWebhooks, caughtBy: 'a place stays where it is' },
    { Broken: HidesDeletedWebhooks, caughtBy: 'webhooksSince has what was saved' },
    { Broken: ClaimsAnyNumber, caughtBy: 'no more than the limit is claimed' },
    { Broken: SkipsNone, caughtBy: 'webhooks to be skipped' },
    { Broken: IgnoresConcurrency, caughtBy: 'perWebhookConcurrency holds over all workers' },
    { Broken: MixesTexts, caughtBy: 'a hundred items come in their order' },
    { Broken: NeverBlocks, caughtBy: 'blockWebhookUntil holds back the whole webhook' },
    { Broken: NeverSlows, caughtBy: 'is called half as often at once each time' },
    { Broken: RenewsNothing, caughtBy: 'a renewed lease lasts' },
    { Broken: KeepsOneAttempt, caughtBy: 'every attempt is kept' },
    { Broken: NormalisesTexts, caughtBy: 'keys out of order, and twice' },
    { Broken: IgnoresOrder, caughtBy: 'deliveries go one at a time' },
    { Broken: PrunesAll, caughtBy: 'at most `limit` are pruned at once' },
    { Broken: RevivesDeleted, caughtBy: 'are cancelled for good' },
    { Broken: NeverWakes, caughtBy: 'onWake tells of what is enqueued' },
    { Broken: KnowsNoTimes, caughtBy: 'a retry waits until its time' },
    { Broken: IgnoresTransactions, caughtBy: 'a transaction is refused rather than ignored' },
  ])('catches a store that is wrong: $Broken.name', async ({ Broken, caughtBy }) => {
    expect(await failuresWith(() => new Broken(), caughtBy)).not.toEqual([]);
  });
});

describe('storeSuite with transactions', () => {
  const file = (transaction: typeof logTransactions) =>
    collectSuite((runner) => storeSuite(runner, { name: 'log', createStore: logStore, transaction })).filter(
      ({ name }) => name.includes('transactions'),
    );

  it('passes transactions that hold', async () => {
    expect(await failuresOf(file(logTransactions))).toEqual([]);
  });

  it('catches a rollback that is lost', async () => {
    const lost = { ...logTransactions, rollback: logTransactions.commit };
    expect(await failuresOf(file(lost))).toEqual([
      expect.stringContaining('a rollback leaves nothing'),
      expect.stringContaining('a registration that is rolled back was never there'),
      expect.stringContaining('a key and a count of a transaction that is rolled back'),
      expect.stringContaining('a status that is rolled back holds nothing'),
    ]);
  });

  it('catches a commit that is lost', async () => {
    const lost = { ...logTransactions, commit: logTransactions.rollback };
    expect(await failuresOf(file(lost))).toContainEqual(expect.stringContaining('if and when the transaction commits'));
  });
});
