import type { WebhookResource } from '@hookwright/core';
import { isUuid } from './is-uuid.ts';
import { notFound } from './rest-error.ts';
import type { RouteContext } from './route.ts';

/**
 * The caller's webhook of that id.
 *
 * @throws RestError 404 for ids that are unknown, malformed, another tenant's or, unless `includeDeleted`, deleted (RS-3)
 */
export async function findWebhook(
  { engine, scope }: RouteContext,
  id: string,
  { includeDeleted = false }: { readonly includeDeleted?: boolean } = {},
): Promise<WebhookResource> {
  if (!isUuid(id)) throw notFound('webhook', id);
  const webhook = await engine.registry.get(id.toLowerCase(), scope);
  if (webhook.is_deleted && !includeDeleted) throw notFound('webhook', id);
  return webhook;
}
