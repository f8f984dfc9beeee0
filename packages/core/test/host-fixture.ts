import { memoryStore } from '@hookwright/store-memory';
import type {
  EnqueueBatch,
  EventPattern,
  Registered,
  Scope,
  ValidationIssue,
  WebhookOptions,
  WebhookSettings,
  WebhookStore,
} from '../src/index.ts';
import { type crmCatalog, ValidationError } from '../src/index.ts';
import type { EngineFixture } from './engine-fixture.ts';

export const hookUrl = 'https://hooks.example/crm';

export interface Subscription {
  readonly url?: string;
  readonly options?: WebhookOptions | null;
  readonly signature?: string;
  readonly scope?: Scope;
  readonly settings?: WebhookSettings;
}

/** Registers a webhook for events of the CRM. */
export function subscribe(
  { webhooks }: Pick<EngineFixture, 'webhooks'>,
  events: EventPattern<typeof crmCatalog> | readonly EventPattern<typeof crmCatalog>[],
  { url = hookUrl, options = {}, signature, scope, settings }: Subscription = {},
): Promise<Registered> {
  const list = typeof events === 'string' ? [events] : events;
  return webhooks.registry.create({ url, events: list, insecure_ssl: false, options, signature }, scope, settings);
}

/** An item of a request body in the `crm` format (PA-1). */
export interface Notification {
  readonly webhook: Readonly<Record<string, unknown>>;
  readonly event: string;
  readonly event_time: string;
  readonly team_space_id: string;
  readonly entity: Readonly<Record<string, unknown>>;
  readonly related_entity: Readonly<Record<string, unknown>> | null;
}

type Delivering = Pick<EngineFixture, 'sender'> & { readonly webhooks: { drain(): Promise<void> } };

/** Delivers what is due. @returns the bodies of all requests since the last call, in their order */
export async function deliver({ webhooks, sender }: Delivering): Promise<Notification[][]> {
  await webhooks.drain();
  const bodies = sender.requests.map((request) => request.json() as Notification[]);
  sender.clear();
  return bodies;
}

/** {@link deliver}, the notifications of all requests in one list. */
export async function notified(engine: Delivering): Promise<Notification[]> {
  return (await deliver(engine)).flat();
}

/** {@link notified}, where there is to be exactly one. */
export async function notifiedOnce(engine: Delivering): Promise<Notification> {
  const [notification, ...more] = await notified(engine);
  if (notification === undefined || more.length > 0)
    throw new Error(`expected one notification, got ${more.length + 1}`);
  return notification;
}

/** What a call that breaks a rule rejects with. */
export async function issuesOf(call: Promise<unknown>): Promise<readonly ValidationIssue[]> {
  const error: unknown = await call.then(
    () => new Error('expected a ValidationError, but the call went through'),
    (cause: unknown) => cause,
  );
  if (ValidationError.is(error)) return error.issues;
  throw error;
}

/** Path and code of each problem. */
export async function faultsOf(call: Promise<unknown>): Promise<string[]> {
  return (await issuesOf(call)).map(({ path, code }) => `${path} ${code}`);
}

/** A memory store that answers about webhooks after a wait, as one over a network does. */
export function asyncStore(): WebhookStore {
  const store: WebhookStore = memoryStore();
  const { tenantRevision, webhooksSince } = store;
  store.tenantRevision = async (...call) => {
    await new Promise(setImmediate);
    return tenantRevision.apply(store, call);
  };
  store.webhooksSince = async (...call) => {
    await new Promise(setImmediate);
    return webhooksSince.apply(store, call);
  };
  return store;
}

/** The two ways in which a store answers about webhooks: a publish that waits is to do what one does that need not. */
export const storeModes = [
  { mode: 'a store that answers at once', newStore: (): WebhookStore => memoryStore() },
  { mode: 'a store that answers later', newStore: asyncStore },
];

/** All batches that the store takes from now on. */
export function recordBatches(store: WebhookStore): EnqueueBatch[] {
  const batches: EnqueueBatch[] = [];
  const { enqueue } = store;
  store.enqueue = (batch, call) => {
    batches.push(batch);
    return enqueue.call(store, batch, call);
  };
  return batches;
}
