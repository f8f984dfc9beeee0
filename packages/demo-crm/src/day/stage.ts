import { setTimeout as sleep } from 'node:timers/promises';
import type { Decision, WebhookResource } from '@hookwright/core';
import type { Crm } from '../crm/crm.ts';
import { type CrmWebhooks, tenant } from '../crm/crm-webhooks.ts';
import type { ArrivedRequest, WrittenBack } from '../receiver/messages.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { decisionLines } from '../report/decision-lines.ts';
import type { Palette } from '../report/palette.ts';
import type { InitialData } from './initial-data.ts';
import type { Observed, ObservedEvent } from './observe-webhooks.ts';
import type { RegistrationPlan } from './registrations.ts';

/** Something that happens in the CRM, once. */
export interface Step<T> {
  /** For people: who does what. */
  readonly told: string;
  readonly act: () => Promise<T> | T;
  /** What the engine must decide, by webhook; of those not named, that they do not listen to the event. */
  readonly decisions: Readonly<Record<string, Decision>>;
  /** Whether its transaction is rolled back by the end of the act: nothing of it is sent. Default false. */
  readonly isUndone?: boolean;
}

export interface StageParts {
  readonly crm: Crm;
  /** Path of the SQLite file. */
  readonly databaseFile: string;
  readonly data: InitialData;
  readonly webhooks: CrmWebhooks;
  readonly plans: readonly RegistrationPlan[];
  readonly receiver: Receiver;
  readonly write: (line: string) => void;
  readonly palette: Palette;
}

const waitMs = 8_000;
const pollMs = 10;

/** Where the scenes are played: the CRM, the engine, the receiver, and what was seen of them. */
export class Stage {
  readonly crm: Crm;
  readonly databaseFile: string;
  readonly data: InitialData;
  readonly webhooks: CrmWebhooks;
  readonly plans: readonly RegistrationPlan[];
  readonly receiver: Receiver;
  readonly palette: Palette;
  /** The registrations by name, as the registry gave them. */
  readonly registered = new Map<string, WebhookResource>();
  readonly write: (line: string) => void;
  #observed: Observed[] = [];
  #arrived: ArrivedRequest[] = [];
  #writtenBack: WrittenBack[] = [];
  #problems: string[] = [];

  constructor(parts: StageParts) {
    this.crm = parts.crm;
    this.databaseFile = parts.databaseFile;
    this.data = parts.data;
    this.webhooks = parts.webhooks;
    this.plans = parts.plans;
    this.receiver = parts.receiver;
    this.palette = parts.palette;
    this.write = parts.write;
  }

  /** Takes what the CRM reported, for the step that it belongs to. */
  readonly observe = (observed: Observed): void => {
    this.#observed.push(observed);
  };

  /** Lets something happen in the CRM, tells what the engine decides about it, and checks the decisions. */
  async step<T>({ told, act, decisions, isUndone = false }: Step<T>): Promise<T> {
    this.write(`  CRM     ${this.palette.strong(told)}`);
    const result = await act();
    await this.until(() => this.#observed.length > 0, 'the CRM to report a change');
    for (const event of this.#observed.shift() ?? []) {
      const changes = event.changes === 1 ? '' : ` (${event.changes.toLocaleString('en')} changes, one batch)`;
      this.write(`          ${event.event}${changes}`);
      const lines = decisionLines({ ...event, isUndone }, this.registered, this.palette);
      for (const line of lines) this.write(`            ${line}`);
      this.#checkDecisions(event, decisions);
    }
    return result;
  }

  tell(who: string, what: string): void {
    this.write(`  ${who.padEnd(7)} ${what}`);
  }

  problem(text: string): void {
    this.#problems.push(text);
  }

  webhook(name: string): WebhookResource {
    const webhook = this.registered.get(name);
    if (webhook === undefined) throw new RangeError(`no webhook is called ${name}`);
    return webhook;
  }

  /** What the receiver got in this scene so far. */
  async arrivals(): Promise<{
    readonly arrived: readonly ArrivedRequest[];
    readonly writtenBack: readonly WrittenBack[];
  }> {
    const { requests, writtenBack } = await this.receiver.collect();
    this.#arrived.push(...requests);
    this.#writtenBack.push(...writtenBack);
    return { arrived: this.#arrived, writtenBack: this.#writtenBack };
  }

  /** Waits until no delivery waits or is under way. */
  async settle(): Promise<void> {
    await this.until(async () => {
      const { total } = await this.webhooks.deliveries.list({ statuses: ['pending', 'sending'], first: 1 }, { tenant });
      return total === 0;
    }, 'all deliveries to end');
  }

  /** @throws Error after 8 s */
  async until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const deadline = Date.now() + waitMs;
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error(`waited ${waitMs / 1_000} s in vain for ${what}`);
      await sleep(pollMs);
    }
  }

  /** Ends a scene: hands over what it brought, and forgets it. */
  async endScene(): Promise<{ readonly arrived: readonly ArrivedRequest[]; readonly problems: readonly string[] }> {
    const { arrived } = await this.arrivals();
    for (const [event] of this.#observed) this.problem(`the CRM reported an unexpected ${event?.event}`);
    const ended = { arrived, problems: this.#problems };
    this.#arrived = [];
    this.#observed = [];
    this.#problems = [];
    this.#writtenBack = [];
    return ended;
  }

  /** Every webhook has one explanation for each change, and it is the one wanted. */
  #checkDecisions({ event, changes, explanations }: ObservedEvent, wanted: Step<unknown>['decisions']): void {
    for (const [name, { id }] of this.registered) {
      const decision = wanted[name] ?? 'event-not-subscribed';
      const found = explanations.filter(({ webhookId }) => webhookId === id).map((explanation) => explanation.decision);
      const others = new Set(found.filter((other) => other !== decision));
      if (found.length !== changes) {
        this.problem(`${name}: ${event}: expected ${changes} explanations, found ${found.length}`);
      }
      for (const other of others) this.problem(`${name}: ${event}: expected "${decision}", explained "${other}"`);
    }
  }
}
