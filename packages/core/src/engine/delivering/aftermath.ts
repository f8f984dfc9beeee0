import { classifyOutcome } from '../../delivery/classify-outcome.ts';
import { shouldPause } from '../../delivery/webhook-health.ts';
import { WebhookError } from '../../errors/webhook-error.ts';
import type { SettleResult } from '../../ports/settlement.ts';
import type { EventHub } from '../event-hub.ts';
import type { WebhookEditor } from '../managing/webhook-editor.ts';
import type { Timekeeper } from '../timekeeper.ts';
import type { SettlingTry } from './settler.ts';

/** What follows from a settled try: the host is told, and a webhook that has failed for too long is paused (DE-4). */
export class Aftermath<Tx> {
  readonly #events: EventHub;
  readonly #time: Timekeeper;
  readonly #editor: WebhookEditor<Tx>;

  constructor(events: EventHub, time: Timekeeper, editor: WebhookEditor<Tx>) {
    this.#events = events;
    this.#time = time;
    this.#editor = editor;
  }

  of(tries: readonly SettlingTry[], results: readonly SettleResult[]): void {
    for (let index = 0; index < tries.length; index += 1) {
      const settling = tries[index] as SettlingTry;
      if (settling.settlement.attempt === null) continue;
      try {
        this.#follow(settling, results[index] as SettleResult);
      } catch (cause) {
        this.#events.error(cause, `the store gave no answer to the outcome of delivery ${settling.claim.delivery.id}`);
      }
    }
  }

  #follow(settling: SettlingTry, { settled, health }: SettleResult): void {
    if (!settled) {
      this.#reportLost(settling);
      return;
    }
    this.#report(settling);
    if (shouldPause(health, this.#time.now())) void this.#pause(settling);
  }

  #report({ claim, outcome, settlement }: SettlingTry): void {
    const { next, attempt } = settlement;
    const name =
      next.status === 'succeeded'
        ? 'delivery-succeeded'
        : next.status === 'pending'
          ? 'delivery-retrying'
          : 'delivery-exhausted';
    if (attempt === null || outcome === null || !this.#events.hears(name)) return;
    const { tenant, webhookId, id } = claim.delivery;
    const event = { tenant, webhookId, deliveryId: id, attempts: attempt.number };
    if (next.status === 'succeeded') {
      const { status, durationMs } = attempt;
      this.#events.emit('delivery-succeeded', { ...event, status: status ?? 0, durationMs });
      return;
    }
    const { status, code, message, detail } = classifyOutcome(outcome);
    const failed = { ...event, status, message: message ?? '', detail: detail ?? null };
    if (next.status === 'pending') {
      this.#events.emit('delivery-retrying', { ...failed, code: code ?? 'UNKNOWN', dueAt: next.dueAt });
    } else {
      this.#events.emit('delivery-exhausted', { ...failed, code: next.code });
    }
  }

  #reportLost({ claim }: SettlingTry): void {
    const message = `the lease of delivery ${claim.delivery.id} ended before its outcome came; it may be sent twice`;
    this.#events.emit('error', new WebhookError('LEASE_LOST', message));
  }

  async #pause({ claim }: SettlingTry): Promise<void> {
    const { tenant, webhookId } = claim.delivery;
    try {
      const change = { tenant, id: webhookId, from: ['active'], to: 'paused', reason: 'FAILING' } as const;
      await this.#editor.changeStatus(change, undefined);
    } catch (cause) {
      this.#events.error(cause, `webhook ${webhookId} could not be paused`);
    }
  }
}
