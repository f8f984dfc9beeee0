import { type SaveOptions, type SaveResult, WebhookError, type WebhookSave } from '@hookwright/core';
import type { DeliveryRow } from './delivery-row.ts';
import type { Lane } from './lane.ts';
import { liveCount, type WebhookTable } from './webhook-table.ts';

/**
 * Saves webhooks, all or none.
 *
 * @param follow - called with each lane that was saved
 * @throws {@link WebhookError} `TENANT_FULL`
 */
export function saveWebhooks(
  table: WebhookTable,
  saves: readonly WebhookSave[],
  { maxWebhooks = Number.POSITIVE_INFINITY, creation }: SaveOptions<never>,
  follow: (lane: Lane<DeliveryRow>) => void,
): SaveResult {
  let added = 0;
  for (const { webhook, expectedRevision } of saves) {
    const stored = table.lane(webhook.id)?.webhook;
    if ((stored?.revision ?? null) !== expectedRevision) return { status: 'stale' };
    added += liveCount(webhook) - (stored === undefined ? 0 : liveCount(stored));
  }
  const known = creation === undefined ? undefined : table.creations.get(creation.key);
  const earlier = known === undefined ? undefined : table.lane(known.id);
  if (known !== undefined && earlier !== undefined) {
    return { status: 'repeated', webhook: earlier.webhook, digest: known.digest };
  }
  if (added > 0 && table.live + added > maxWebhooks) {
    const message = `the tenant has ${table.live} webhooks, and limits.maxWebhooksPerTenant is ${maxWebhooks}; delete some first`;
    throw new WebhookError('TENANT_FULL', message);
  }
  const revisions = saves.map(({ webhook }) => {
    const stored = table.lane(webhook.id);
    if (stored !== undefined) table.replace(stored, webhook);
    const lane = stored ?? table.insert(webhook);
    follow(lane);
    return lane.webhook.revision;
  });
  const [first] = saves;
  if (creation !== undefined && first !== undefined) {
    table.creations.set(creation.key, { id: first.webhook.id, digest: creation.digest });
  }
  return { status: 'saved', revisions };
}
