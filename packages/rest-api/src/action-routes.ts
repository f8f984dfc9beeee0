import type { WebhookResource } from '@hookwright/core';
import { entityTag } from './entity-tag.ts';
import { findWebhook } from './find-webhook.ts';
import type { RestEngine } from './rest-api-options.ts';
import type { Route } from './route.ts';
import { toWebhookBody } from './webhook-body.ts';

const shared = { method: 'POST', isReading: false, query: [], status: 200, output: 'Webhook' } as const;

function statusRoute(action: 'enable' | 'disable' | 'pause' | 'resume', summary: string): Route {
  const move = ({ registry }: RestEngine, ...call: Parameters<typeof registry.enable>): Promise<WebhookResource> =>
    registry[action](...call);
  return {
    ...shared,
    path: `/entities/Webhooks/{id}/${action}`,
    operationId: `${action}Webhook`,
    summary,
    async handle(context) {
      const { id } = await findWebhook(context, context.id);
      const webhook = await move(context.engine, id, context.scope);
      return { headers: { etag: await entityTag(webhook) }, body: { success: true, data: toWebhookBody(webhook) } };
    },
  };
}

const rotateSecret: Route = {
  ...shared,
  path: '/entities/Webhooks/{id}/rotate-secret',
  operationId: 'rotateWebhookSecret',
  summary: 'Makes a new secret, shown this once; the old one signs too for a while.',
  async handle(context) {
    const { id } = await findWebhook(context, context.id);
    const { webhook, secret } = await context.engine.registry.rotateSecret(id, context.scope);
    return {
      headers: { etag: await entityTag(webhook) },
      body: { success: true, data: toWebhookBody(webhook), ...(secret === null ? {} : { secret }) },
    };
  },
};

export const actionRoutes: readonly Route[] = [
  statusRoute('enable', 'Makes a paused or disabled webhook active.'),
  statusRoute('disable', 'Makes no new notifications, and holds what waits.'),
  statusRoute('pause', 'Holds deliveries, new ones too.'),
  statusRoute('resume', 'Sends what a pause has held.'),
  rotateSecret,
];
