import type { RecordedRequest } from '@hookwright/testing';
import { onTestFinished } from 'vitest';
import type { Delivery, DeliveryStatus, WebhookOptions, WebhookSettings, WebhooksEvents } from '../src/index.ts';
import { type EngineFixture, type EngineFixtureOptions, startEngine, type TestWebhooks } from './engine-fixture.ts';

/** An engine that delivers from the start; it is stopped at the end of the test. Time moves by `clock.advance` alone. */
export async function runEngine(options: EngineFixtureOptions = {}): Promise<EngineFixture> {
  const engine = startEngine(options);
  onTestFinished(() => engine.webhooks.stop({ timeoutMs: 0 }));
  await engine.webhooks.start();
  return engine;
}

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export const urlA = 'https://a.example/hook';
export const urlB = 'https://b.example/hook';

export interface RegisterOptions {
  readonly url?: string;
  readonly options?: WebhookOptions;
  readonly settings?: WebhookSettings;
  readonly signature?: string;
}

/** Registers a webhook for all Account events. */
export async function register(
  webhooks: TestWebhooks,
  { url = urlA, options = {}, settings = {}, signature }: RegisterOptions = {},
): Promise<{ readonly id: string; readonly secret: string }> {
  const input = { url, events: ['Account.*'] as const, insecure_ssl: false, options, signature };
  const { webhook, secret } = await webhooks.registry.create(input, {}, settings);
  return { id: webhook.id, secret: secret ?? '' };
}

/** Publishes one Account per name in calls of their own. @returns the delivery ids */
export async function publish(webhooks: TestWebhooks, ...names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names.length === 0 ? ['Acme'] : names) {
    const { deliveryIds } = await webhooks.publish({ event: 'Account.Create', entity: { id: name, name } });
    ids.push(...deliveryIds);
  }
  return ids;
}

/** Publishes one Account and gives the id of its only delivery. */
export async function publishOne(webhooks: TestWebhooks, name = 'Acme'): Promise<string> {
  const ids = await publish(webhooks, name);
  if (ids.length !== 1) throw new Error(`expected one delivery, got ${ids.length}`);
  return ids[0] as string;
}

/** Names of the accounts in a request. */
function namesIn(request: RecordedRequest): string[] {
  return (request.json() as readonly { readonly entity: { readonly name: string } }[]).map(({ entity }) => entity.name);
}

export function sentNames({ sender }: Pick<EngineFixture, 'sender'>): string[] {
  return sender.requests.flatMap(namesIn);
}

export async function statusOf(webhooks: TestWebhooks, id: string): Promise<DeliveryStatus> {
  return (await webhooks.deliveries.get(id)).status;
}

export async function statusesOf(webhooks: TestWebhooks, ids: readonly string[]): Promise<DeliveryStatus[]> {
  return Promise.all(ids.map((id) => statusOf(webhooks, id)));
}

/** The fields of a delivery that tell how it stands. */
export async function standing(
  webhooks: TestWebhooks,
  id: string,
): Promise<Pick<Delivery, 'status' | 'attempts' | 'code' | 'dueAt'>> {
  const { status, attempts, code, dueAt } = await webhooks.deliveries.get(id);
  return { status, attempts, code, dueAt };
}

type EventName = keyof WebhooksEvents;
type EventEntry = { [Name in EventName]: [Name, Parameters<WebhooksEvents[Name]>[0]] }[EventName];

const eventNames: readonly EventName[] = [
  'delivery-succeeded',
  'delivery-retrying',
  'delivery-exhausted',
  'webhook-paused',
  'webhook-disabled',
  'expand-failed',
  'error',
];

/** All events from now on, or those of some names, in their order. */
export function recordEvents(webhooks: TestWebhooks, names: readonly EventName[] = eventNames): EventEntry[] {
  const events: EventEntry[] = [];
  for (const name of names) webhooks.on(name, (event: unknown) => void events.push([name, event] as EventEntry));
  return events;
}

/** Codes of the `error` events from now on. */
export function recordErrors(webhooks: TestWebhooks): string[] {
  const codes: string[] = [];
  webhooks.on('error', ({ code }) => void codes.push(code));
  return codes;
}

/** A promise and the function that fulfils it. */
export function gate<Value = void>(): { readonly opened: Promise<Value>; readonly open: (value: Value) => void } {
  let open: (value: Value) => void = () => {};
  const opened = new Promise<Value>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** What no request can be answered with: it stays under way until it is aborted. */
export function forever(): Promise<never> {
  return new Promise(() => {});
}
