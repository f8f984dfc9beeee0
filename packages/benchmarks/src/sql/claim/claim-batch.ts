import { randomBytes, randomUUID } from 'node:crypto';
import type { EnqueueBatch, StoredWebhook } from '@hookwright/core';
import { kilobyteRecord } from '../kilobyte-record.ts';

/** A webhook of a store's benchmark. */
export function plainWebhook(tenant: string, now: number): Omit<StoredWebhook, 'revision'> {
  return {
    id: randomUUID(),
    tenant,
    url: 'https://example.com/hook',
    events: ['Opportunity.Update'],
    options: {},
    insecureSsl: false,
    signature: null,
    secrets: [{ value: `whsec_${Buffer.alloc(32, 1).toString('base64')}`, expiresAt: null }],
    settings: {},
    status: 'active',
    statusSince: now,
    deletedAt: null,
    isDeleteProtected: false,
    createdAt: now,
    modifiedAt: now,
    applicationId: null,
    clientId: null,
  };
}

const payloadText = `"entity":${JSON.stringify(kilobyteRecord(0))},"related_entity":null`;

/** One delivery of 1 KB for each of `webhooks`, which are of one tenant and may repeat. */
export function plainBatch(webhooks: readonly StoredWebhook[], now: number, dueAt: number): EnqueueBatch {
  const payloads: EnqueueBatch['payloads'][number][] = [];
  const versions = new Map<string, EnqueueBatch['webhookVersions'][number]>();
  const deliveries: EnqueueBatch['deliveries'][number][] = [];
  for (const { id: webhookId, revision } of webhooks) {
    const payload = { id: timedId(now), text: payloadText };
    const id = timedId(now);
    const item = { event: 'Opportunity.Update', eventTime: now, subject: 'record', payloadId: payload.id };
    payloads.push(payload);
    versions.set(webhookId, { webhookId, revision, text: `{"id":"${webhookId}"}` });
    deliveries.push({
      id,
      webhookId,
      webhookRevision: revision,
      format: 'crm',
      items: [item],
      dueAt,
      resendOf: null,
      bodyId: id,
    });
  }
  const tenant = webhooks[0]?.tenant ?? 'none';
  return { tenant, now, payloads, webhookVersions: [...versions.values()], deliveries, idempotencyKey: undefined };
}

/** A UUID as the engine makes them: it begins with the time. */
function timedId(now: number): string {
  const time = now.toString(16).padStart(12, '0');
  const random = randomBytes(9).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6)}`;
}
