import { createWebhooks, type crmCatalog, type WebhookStore, type WebhooksOptions } from '@hookwright/core';
import { memoryStore } from '@hookwright/store-memory';
import { recordingSender, seededRandom, virtualClock } from '@hookwright/testing';
import { type Caller, createRestApi, type RestApiOptions } from '../src/index.ts';

/** What a test asks for. */
export interface Ask {
  /** JSON; a text or bytes are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Who asks; null has no credentials. Default `acme`. */
  readonly as?: string | null;
}

/** JSON of whatever shape. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined for what is not JSON. What it holds is for the test to say. */
  readonly json: Json;
}

type FixtureOptions = Partial<Omit<RestApiOptions<typeof crmCatalog, never>, 'webhooks'>> & {
  readonly store?: WebhookStore;
  readonly engine?: Partial<WebhooksOptions<typeof crmCatalog, never>>;
  /** By the name under which they ask. Default: each name is a tenant. */
  readonly callers?: Readonly<Record<string, Caller>>;
};

const base = 'http://host.example';

/** An engine in memory, and the resource over it. A caller is who the `authorization` header names. */
export function startRest({ store = memoryStore(), engine = {}, callers = {}, ...options }: FixtureOptions = {}) {
  const sender = recordingSender();
  const clock = virtualClock();
  const webhooks = createWebhooks({ random: seededRandom(1), store, senders: [sender], clock, ...engine });
  const errors: unknown[] = [];
  const authenticate = (request: Request): Caller | null => {
    const name = request.headers.get('authorization');
    return name === null ? null : (callers[name] ?? { tenant: name });
  };
  const api = createRestApi({
    webhooks,
    authenticate,
    onError: (error) => errors.push(error),
    ...options,
    limits: { maxRequestsPerSecond: 1_000_000, ...options.limits },
  });

  async function ask(method: string, path: string, { body, headers = {}, as = 'acme' }: Ask = {}): Promise<Answered> {
    const response = await api(
      new Request(`${base}${path}`, {
        method,
        headers: {
          ...(as === null ? {} : { authorization: as }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: asBody(body) }),
      }),
    );
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  }

  /** Registers a webhook. @returns the resource */
  async function register(more: object = {}, as = 'acme') {
    const { status, json, text } = await ask('POST', '/entities/Webhooks', { body: { ...registration, ...more }, as });
    if (status !== 201) throw new Error(`expected 201, got ${status}: ${text}`);
    return json.data;
  }

  return { api, webhooks, sender, clock, errors, ask, register };
}

export type RestFixture = ReturnType<typeof startRest>;

/** The least that is registered. */
export const registration = { url: 'https://customer.example/hook', events: ['Account.*'], insecure_ssl: false };

function asBody(body: unknown): string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array
    ? (body as string | Uint8Array<ArrayBuffer>)
    : JSON.stringify(body);
}
