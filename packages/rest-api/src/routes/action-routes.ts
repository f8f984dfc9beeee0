import type { ApiSchemas } from '../schemas/api-schemas.ts';
import { findOwnWebhook } from './find-webhook.ts';
import { defineRoute, type Route } from './route.ts';
import { answerRegistered, answerWebhook } from './webhook-answer.ts';

const shared = {
  method: 'POST',
  tag: 'Webhooks',
  isReading: false,
  query: {},
  status: 200,
  answerHeaders: ['ETag'],
} as const;

/** Changes of a webhook's status (DE-4), and of its secret (SI-4). */
export function actionRoutes(schemas: ApiSchemas): readonly Route[] {
  const statusRoute = (action: 'enable' | 'disable' | 'pause' | 'resume', summary: string): Route =>
    defineRoute({
      ...shared,
      path: `/entities/Webhooks/{id}/${action}`,
      operationId: `${action}Webhook`,
      summary,
      answer: schemas.WebhookAnswer,
      refusals: [404, 409],
      async handle(call) {
        const { id } = await findOwnWebhook(call, call.id);
        return answerWebhook(await call.engine.registry[action](id, call.scope));
      },
    });
  return [
    statusRoute('enable', 'Makes a paused or disabled webhook active.'),
    statusRoute('disable', 'Makes no new notifications, and holds what waits.'),
    statusRoute('pause', 'Holds deliveries, new ones too.'),
    statusRoute('resume', 'Sends what a pause has held.'),
    defineRoute({
      ...shared,
      path: '/entities/Webhooks/{id}/rotate-secret',
      operationId: 'rotateWebhookSecret',
      summary: 'Makes a new secret, shown this once; the old one signs too for a while.',
      answer: schemas.RegisteredAnswer,
      refusals: [404, 409],
      async handle(call) {
        const { id } = await findOwnWebhook(call, call.id);
        const rotated = await call.engine.registry.rotateSecret(id, call.scope);
        return answerRegistered({ ...rotated, warnings: [] });
      },
    }),
  ];
}
