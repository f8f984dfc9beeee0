import type { Catalog, EntityName, EventName } from '../catalog/catalog.ts';
import type { Explanation } from '../matching/explanation.ts';
import type { Change, ChangePair } from '../model/change.ts';
import type { Sender } from '../ports/sender.ts';
import type { WebhookStore } from '../ports/webhook-store.ts';
import type { Dispatcher } from './delivering/dispatcher.ts';
import type { Retention } from './delivering/retention.ts';
import type { EventHub } from './event-hub.ts';
import type { Explainer } from './publishing/explainer.ts';
import type { Publisher } from './publishing/publisher.ts';
import type { Timekeeper } from './timekeeper.ts';
import type { Deliveries, Receipt, Registry, Webhooks } from './webhooks.ts';
import type { WebhooksEvents } from './webhooks-events.ts';
import type { PublishContext } from './webhooks-options.ts';

interface EngineParts<C extends Catalog, Tx> {
  readonly store: WebhookStore<Tx>;
  readonly senders: readonly Sender[];
  readonly time: Timekeeper;
  readonly events: EventHub;
  readonly registry: Registry<C, Tx>;
  readonly deliveries: Deliveries;
  readonly publisher: Publisher<Tx>;
  readonly explainer: Explainer<Tx>;
  readonly dispatcher: Dispatcher<Tx>;
  readonly retention: Retention<Tx>;
}

const defaultStopMs = 10_000;

/** {@link Webhooks}: hands calls to the parts, and starts and stops the second half. */
export class Engine<C extends Catalog, Tx> implements Webhooks<C, Tx> {
  readonly registry: Registry<C, Tx>;
  readonly deliveries: Deliveries;
  readonly #parts: EngineParts<C, Tx>;
  /** The last of the starts and stops: one waits for the other. */
  #transition: Promise<void> = Promise.resolve();
  #endWakeUps: (() => void) | null = null;
  #stops = 0;

  constructor(parts: EngineParts<C, Tx>) {
    this.registry = parts.registry;
    this.deliveries = parts.deliveries;
    this.#parts = parts;
  }

  migrate(): Promise<void> {
    return this.#parts.store.migrate();
  }

  publish(
    changes: Change<EventName<C>> | readonly Change<EventName<C>>[],
    context?: PublishContext<Tx>,
  ): Promise<Receipt> {
    return this.#parts.publisher.publish(changes, context);
  }

  recordChange(
    entity: EntityName<C>,
    pairs: ChangePair | readonly ChangePair[],
    context?: PublishContext<Tx>,
  ): Promise<Receipt> {
    return this.#parts.publisher.recordChange(entity, pairs, context);
  }

  explain(change: Change<EventName<C>>, context?: PublishContext<Tx>): Promise<readonly Explanation[]> {
    return this.#parts.explainer.explain(change, context);
  }

  start(): Promise<void> {
    return this.#after(async () => {
      if (this.#endWakeUps !== null) return;
      await this.#open();
      const { store, dispatcher, retention } = this.#parts;
      this.#endWakeUps = store.onWake(() => dispatcher.wake());
      dispatcher.start();
      retention.start();
    });
  }

  async drain(): Promise<void> {
    const stops = this.#stops;
    await this.#transition;
    await this.#open();
    // A stop that came meanwhile has ended this drain as it ends those under way.
    if (stops === this.#stops) await this.#parts.dispatcher.drain();
  }

  stop({ timeoutMs = defaultStopMs }: { readonly timeoutMs?: number | undefined } = {}): Promise<void> {
    this.#stops += 1;
    return this.#after(async () => {
      const { store, senders, dispatcher, retention } = this.#parts;
      this.#endWakeUps?.();
      this.#endWakeUps = null;
      await dispatcher.stop(timeoutMs);
      await retention.stop();
      // Each, though another fails.
      const closings = await Promise.allSettled([...senders, store].map(async (part) => part.close?.()));
      const failed = closings.find(({ status }) => status === 'rejected');
      if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
    });
  }

  async prune(): Promise<number> {
    await this.#parts.store.open();
    return this.#parts.retention.prune();
  }

  wake(): void {
    this.#parts.dispatcher.wake();
  }

  on<Name extends keyof WebhooksEvents>(name: Name, listener: WebhooksEvents[Name]): () => void {
    return this.#parts.events.on(name, listener);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #open(): Promise<void> {
    const { store, time, events } = this.#parts;
    await store.open();
    await time.synchronise(store, events);
  }

  #after(transition: () => Promise<void>): Promise<void> {
    const next = this.#transition.then(transition);
    this.#transition = next.catch(() => undefined);
    return next;
  }
}
