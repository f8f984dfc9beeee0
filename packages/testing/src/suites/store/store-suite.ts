import type { WebhookStore } from '@hookwright/core';
import type { SuiteRunner } from '../suite-runner.ts';
import { claimTests } from './claim-tests.ts';
import { creationKeyTests } from './creation-key-tests.ts';
import { deliveryReadTests } from './delivery-read-tests.ts';
import { enqueueTests } from './enqueue-tests.ts';
import { healthTests } from './health-tests.ts';
import { leaseTests } from './lease-tests.ts';
import { paceTests } from './pace-tests.ts';
import { rateTests } from './rate-tests.ts';
import { registrationListTests } from './registration-list-tests.ts';
import { registrationTests } from './registration-tests.ts';
import { retentionTests } from './retention-tests.ts';
import { saveManyTests } from './save-many-tests.ts';
import { settleTests } from './settle-tests.ts';
import { statusTests } from './status-tests.ts';
import { StoreScene } from './store-scene.ts';
import type { StoreTest } from './store-test.ts';
import { strictOrderTests } from './strict-order-tests.ts';
import { textTests } from './text-tests.ts';
import { noTransactionTests, type TransactionSupport, transactionTests } from './transaction-tests.ts';
import { wakeTests } from './wake-tests.ts';
import { wholeLifeTests } from './whole-life-tests.ts';

export interface StoreSuiteOptions<Tx> {
  /** What the tests are filed under. */
  readonly name: string;
  /** Makes a store with nothing in it, for each test anew. The suite calls `migrate` and `open`. */
  createStore(): WebhookStore<Tx> | Promise<WebhookStore<Tx>>;
  /** Makes a second handle on a store's data, as another process would. Default: the store itself serves for both. */
  openAnother?(store: WebhookStore<Tx>): WebhookStore<Tx> | Promise<WebhookStore<Tx>>;
  /** Removes a store's data, after the suite has closed it. */
  destroy?(store: WebhookStore<Tx>): void | Promise<void>;
  /** How a host's transaction is had. Without it, the store is expected to refuse transactions. */
  readonly transaction?: TransactionSupport<Tx>;
}

/**
 * What every {@link WebhookStore} does, as tests of the runner that is passed in. They know a store by its port alone, and each
 * has a store to itself. Its time is an argument, so nothing waits for a clock.
 */
export function storeSuite<Tx>({ describe, it }: SuiteRunner, options: StoreSuiteOptions<Tx>): void {
  const test: StoreTest<Tx> = (name, body) => it(name, () => withScene(options, body));
  const group = (name: string, tests: (test: StoreTest<Tx>) => void) => describe(name, () => tests(test));
  describe(options.name, () => {
    group('registrations', registrationTests);
    group('saves of many', saveManyTests);
    group('creation keys', creationKeyTests);
    group('lists of registrations', registrationListTests);
    group('enqueue', enqueueTests);
    group('claim', claimTests);
    group('leases', leaseTests);
    group('settle', settleTests);
    group('health', healthTests);
    group('statuses', statusTests);
    group('strict order', strictOrderTests);
    group('rate', rateTests);
    group('pace', paceTests);
    group('reads', deliveryReadTests);
    group('retention', retentionTests);
    group('texts', textTests);
    group('wake', wakeTests);
    group('whole lives', wholeLifeTests);
    const { transaction } = options;
    if (transaction === undefined) group('transactions', noTransactionTests);
    else group('transactions', (test) => transactionTests(test, transaction));
  });
}

async function withScene<Tx>(
  options: StoreSuiteOptions<Tx>,
  body: (scene: StoreScene<Tx>) => Promise<void>,
): Promise<void> {
  const store = await options.createStore();
  const handles = [store];
  try {
    await store.migrate();
    await store.open();
    const other = (await options.openAnother?.(store)) ?? store;
    if (other !== store) {
      handles.push(other);
      await other.open();
    }
    await body(new StoreScene(store, other));
  } finally {
    for (const handle of handles.reverse()) await handle.close();
    await options.destroy?.(store);
  }
}
