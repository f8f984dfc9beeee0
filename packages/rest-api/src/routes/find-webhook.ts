import type { WebhookResource } from '@hookwright/core';
import { notFound } from '../errors/rest-error.ts';
import { uuidSchema } from '../schemas/uuid-schema.ts';
import { requireEventRights } from './event-rights.ts';
import type { Call } from './route.ts';

type Reading = Pick<Call, 'engine' | 'scope'>;
type Changing = Pick<Call, 'engine' | 'scope' | 'caller'>;

/**
 * The tenant's webhook of that id.
 *
 * @throws RestError 404 for ids that are unknown, malformed, another tenant's or, unless `includeDeleted`, deleted (RS-3)
 */
export async function findWebhook(
  { engine, scope }: Reading,
  id: string,
  includeDeleted = false,
): Promise<WebhookResource> {
  if (!uuidSchema.safeParse(id).success) throw notFound('webhook', id);
  const webhook = await engine.registry.get(id.toLowerCase(), scope);
  if (webhook.is_deleted && !includeDeleted) throw notFound('webhook', id);
  return webhook;
}

/**
 * The same, for a caller who is to change it.
 *
 * @throws RestError 404; 403 where its events are out of the caller's reach
 */
export async function findOwnWebhook(call: Changing, id: string, includeDeleted = false): Promise<WebhookResource> {
  const webhook = await findWebhook(call, id, includeDeleted);
  requireEventRights(webhook, call.caller);
  return webhook;
}
