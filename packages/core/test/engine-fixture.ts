import { memoryStore } from '@hookwright/store-memory';
import {
  type RecordingSender,
  recordingSender,
  seededRandom,
  type VirtualClock,
  virtualClock,
} from '@hookwright/testing';
import {
  type Catalog,
  createWebhooks,
  type crmCatalog,
  type WebhookStore,
  type Webhooks,
  type WebhooksOptions,
} from '../src/index.ts';

export type TestWebhooks = Webhooks<typeof crmCatalog, never>;

/** An engine and what stands around it. */
export interface EngineFixture<W = TestWebhooks> {
  readonly webhooks: W;
  readonly sender: RecordingSender;
  readonly clock: VirtualClock;
  readonly store: WebhookStore;
}

export interface EngineFixtureOptions<C extends Catalog = typeof crmCatalog>
  extends Partial<Omit<WebhooksOptions<C, never>, 'clock'>> {
  /** To be shared with another engine. Default: one that answers 200. */
  readonly sender?: RecordingSender;
  /** Default: a virtual one of its own. */
  readonly clock?: VirtualClock;
  /** Of the chance that repeats. Engines over one store need different ones, for their ids to differ. Default 1. */
  readonly seed?: number;
}

/** Makes an engine in memory whose time and chance repeat. It delivers on `drain()`, or once a test calls `start()`. */
export function startEngine<const C extends Catalog = typeof crmCatalog>({
  store = memoryStore(),
  sender = recordingSender(),
  clock = virtualClock(),
  seed = 1,
  senders = [sender],
  ...options
}: EngineFixtureOptions<C> = {}): EngineFixture<Webhooks<C, never>> {
  const webhooks = createWebhooks<C>({ random: seededRandom(seed), ...options, store, senders, clock });
  return { webhooks, sender, clock, store };
}
