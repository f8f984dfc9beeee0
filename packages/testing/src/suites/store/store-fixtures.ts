import { randomUUID } from 'node:crypto';
import type {
  Attempt,
  DeliveryItem,
  EnqueueBatch,
  NewDelivery,
  PayloadPiece,
  StoredWebhook,
  WebhookVersionPiece,
} from '@hookwright/core';

/** When the suite's time begins, Unix ms. */
export const startOfTime = 1_767_225_600_000;

/** A webhook of tenant `acme` as the registry makes one. */
export function newWebhook(overrides: Partial<StoredWebhook> = {}): Omit<StoredWebhook, 'revision'> {
  const { revision: _, ...webhook } = {
    id: randomUUID(),
    tenant: 'acme',
    url: 'https://receiver.test/hook',
    events: ['Account.*'],
    options: {},
    insecureSsl: false,
    signature: null,
    secrets: [{ value: 'whsec_c3RvcmUgc3VpdGUgc2VjcmV0IG9mIDMyIGJ5dGVzIQ==', expiresAt: null }],
    settings: {},
    status: 'active' as const,
    statusSince: startOfTime,
    deletedAt: null,
    isDeleteProtected: false,
    createdAt: startOfTime,
    modifiedAt: startOfTime,
    applicationId: null,
    clientId: null,
    ...overrides,
  };
  return webhook;
}

/** A success unless `overrides` say otherwise. */
export function newAttempt(overrides: Partial<Attempt> & Pick<Attempt, 'deliveryId'>): Attempt {
  return {
    number: 1,
    startedAt: startOfTime,
    durationMs: 0,
    status: 200,
    code: null,
    message: null,
    responseHeaders: null,
    responseBody: null,
    ...overrides,
  };
}

export interface DeliveryPart {
  readonly webhook: StoredWebhook;
  /** One item for each. Default one item with a payload of its own. */
  readonly payloads?: readonly PayloadPiece[];
  readonly overrides?: Partial<NewDelivery>;
}

/** A batch with everything that its deliveries show. */
export function newBatch(parts: readonly DeliveryPart[], overrides: Partial<EnqueueBatch> = {}): EnqueueBatch {
  const now = overrides.now ?? startOfTime;
  const payloads = new Map<string, PayloadPiece>();
  const versions = new Map<string, WebhookVersionPiece>();
  const deliveries = parts.map(({ webhook, payloads: own = [newPayload()], overrides: fields = {} }) => {
    for (const payload of own) payloads.set(payload.id, payload);
    versions.set(webhook.id, newVersion(webhook));
    return newDelivery(webhook, { dueAt: now, items: own.map((payload) => newItem(payload, now)), ...fields });
  });
  return {
    tenant: parts[0]?.webhook.tenant ?? 'acme',
    now,
    payloads: [...payloads.values()],
    webhookVersions: [...versions.values()],
    deliveries,
    idempotencyKey: undefined,
    ...overrides,
  };
}

export function newPayload(text?: string): PayloadPiece {
  const id = randomUUID();
  return { id, text: text ?? `"entity":{"id":"${id}"},"related_entity":null` };
}

export function newItem({ id: payloadId }: PayloadPiece, eventTime: number): DeliveryItem {
  return { event: 'Account.Update', eventTime, subject: 'record-1', payloadId };
}

function newVersion({ id: webhookId, revision }: StoredWebhook): WebhookVersionPiece {
  return { webhookId, revision, text: versionText(revision) };
}

/** The block of a webhook's revision, as these fixtures write it. */
export function versionText(revision: number): string {
  return `{"revision":${revision}}`;
}

function newDelivery(
  webhook: StoredWebhook,
  part: Partial<NewDelivery> & Pick<NewDelivery, 'dueAt' | 'items'>,
): NewDelivery {
  const id = part.id ?? randomUUID();
  return {
    id,
    webhookId: webhook.id,
    webhookRevision: webhook.revision,
    format: 'crm',
    resendOf: null,
    bodyId: id,
    ...part,
  };
}
