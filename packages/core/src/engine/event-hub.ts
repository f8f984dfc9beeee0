import { EventEmitter } from 'eventemitter3';
import { WebhookError } from '../errors/webhook-error.ts';
import type { WebhooksEvents } from './webhooks-events.ts';

/** Tells the host's listeners what happens. Nothing that a listener does reaches the code that tells. */
export class EventHub {
  readonly #emitter = new EventEmitter<WebhooksEvents>();

  on<Name extends keyof WebhooksEvents>(name: Name, listener: WebhooksEvents[Name]): () => void {
    // The emitter's own listener types do not resolve for a generic name.
    const add = this.#emitter.on as (name: Name, listener: WebhooksEvents[Name]) => unknown;
    const remove = this.#emitter.off as (name: Name, listener: WebhooksEvents[Name]) => unknown;
    // A function of its own, so that ending one of two subscriptions of the same listener leaves the other.
    const own = ((event: never) => (listener as (event: never) => unknown)(event)) as WebhooksEvents[Name];
    add.call(this.#emitter, name, own);
    return () => void remove.call(this.#emitter, name, own);
  }

  /** Whether it is worth building an event. */
  hears(name: keyof WebhooksEvents): boolean {
    return this.#emitter.listenerCount(name) > 0;
  }

  emit<Name extends keyof WebhooksEvents>(name: Name, event: Parameters<WebhooksEvents[Name]>[0]): void {
    for (const listener of this.#emitter.listeners(name)) {
      try {
        const result: unknown = (listener as (event: unknown) => unknown)(event);
        if (result instanceof Promise) result.catch((cause: unknown) => this.#report(name, cause));
      } catch (cause) {
        this.#report(name, cause);
      }
    }
  }

  /** An error of the engine's own work, as a {@link WebhookError}. */
  error(cause: unknown, doing: string): void {
    this.emit('error', asWebhookError(cause, doing));
  }

  #report(name: keyof WebhooksEvents, cause: unknown): void {
    // A failing listener of 'error' has nobody left to tell.
    if (name === 'error') return;
    this.emit('error', new WebhookError('LISTENER_FAILED', `a listener of "${name}" failed`, { cause }));
  }
}

function asWebhookError(cause: unknown, doing: string): WebhookError {
  if (WebhookError.is(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new WebhookError('STORE_UNAVAILABLE', `${doing}: ${reason}`, { cause, retryable: true });
}
