import type { Delivery, DeliveryListQuery, Receipt } from '@hookwright/core';
import { type SuccessBody, successBody } from '../bodies/success-body.ts';
import { toAttemptBody } from '../bodies/to-attempt-body.ts';
import { toDeliveryBody } from '../bodies/to-delivery-body.ts';
import { notFound } from '../errors/rest-error.ts';
import { readInstant } from '../reading/read-instant.ts';
import { answerOf } from '../schemas/answer-schemas.ts';
import type { ApiSchemas } from '../schemas/api-schemas.ts';
import type { ReceiptBody } from '../schemas/delivery-schemas.ts';
import { uuidSchema } from '../schemas/uuid-schema.ts';
import { requireDeliveryRights } from './event-rights.ts';
import { findOwnWebhook } from './find-webhook.ts';
import { type Call, defineRoute, type Route, type RouteAnswer } from './route.ts';

const sending = { method: 'POST', tag: 'Deliveries', isReading: false, query: {}, status: 202 } as const;

/** What was delivered, and its being sent again (DE-7). */
export function deliveryRoutes(schemas: ApiSchemas): readonly Route[] {
  const answer = schemas.ReceiptAnswer;
  return [
    defineRoute({
      method: 'GET',
      path: '/entities/WebhookDeliveries/{id}',
      operationId: 'getDelivery',
      summary: 'Reads a delivery with its attempts.',
      tag: 'Deliveries',
      isReading: true,
      query: {},
      status: 200,
      answer: answerOf(schemas.DeliveryWithAttempts),
      refusals: [404],
      async handle(call) {
        const delivery = await findDelivery(call, call.id);
        const attempts = await call.engine.deliveries.attempts(delivery.id, call.scope);
        const data = { ...toDeliveryBody(delivery), attempts: attempts.map(toAttemptBody) };
        return { body: successBody(data) };
      },
    }),
    defineRoute({
      ...sending,
      path: '/entities/WebhookDeliveries/{id}/resend',
      operationId: 'resendDelivery',
      summary: 'Sends a delivery again, as a new one with the same body.',
      answer,
      refusals: [404],
      async handle(call) {
        const delivery = await findDelivery(call, call.id);
        await findOwnWebhook(call, delivery.webhookId);
        requireDeliveryRights(delivery, call.caller);
        return answerReceipt(await call.engine.deliveries.resend(delivery.id, call.scope));
      },
    }),
    defineRoute({
      ...sending,
      path: '/entities/Webhooks/{id}/resend',
      operationId: 'resendDeliveryOfWebhook',
      summary: 'Sends one delivery of the webhook again.',
      body: schemas.Resend,
      answer,
      refusals: [404, 422],
      async handle(call) {
        const webhook = await findOwnWebhook(call, call.id);
        const delivery = await findDelivery(call, call.body.delivery_id);
        if (delivery.webhookId !== webhook.id) throw notFound('delivery', delivery.id);
        requireDeliveryRights(delivery, call.caller);
        return answerReceipt(await call.engine.deliveries.resend(delivery.id, call.scope));
      },
    }),
    defineRoute({
      ...sending,
      path: '/entities/Webhooks/{id}/replay',
      operationId: 'replayDeliveries',
      summary: "Sends a time span's finished deliveries again, in their order.",
      body: schemas.Replay,
      answer,
      refusals: [404, 422],
      async handle(call) {
        const { id: webhookId } = await findOwnWebhook(call, call.id);
        const { from, until, statuses } = call.body;
        const span = { from: readInstant(from), until: readInstant(until), statuses: statuses ?? undefined };
        await requireSpanRights(call, { webhookId, ...span });
        return answerReceipt(await call.engine.deliveries.replay({ webhookId, ...span }, call.scope));
      },
    }),
    defineRoute({
      ...sending,
      path: '/entities/Webhooks/{id}/test',
      operationId: 'testWebhook',
      summary: 'Sends one notification of the first event, past the filters.',
      answer,
      refusals: [404],
      async handle(call) {
        const { id } = await findOwnWebhook(call, call.id);
        return answerReceipt(await call.engine.registry.sendTest(id, call.scope));
      },
    }),
  ];
}

/**
 * What comes meanwhile is of the webhook's own events, which are in reach.
 *
 * @throws RestError 403 where some delivery of the span has events that are out of the caller's reach
 */
async function requireSpanRights({ engine, caller, scope }: Call, query: DeliveryListQuery): Promise<void> {
  if (caller.rights?.events === undefined) return;
  for (let after: string | undefined; ; ) {
    const page = await engine.deliveries.list({ ...query, first: 1_000, after }, scope);
    for (const delivery of page.items) requireDeliveryRights(delivery, caller);
    if (!page.hasNextPage || page.endCursor === null) return;
    after = page.endCursor;
  }
}

/** @throws RestError 404 for ids that are unknown, malformed or another tenant's (RS-3) */
async function findDelivery({ engine, scope }: Pick<Call, 'engine' | 'scope'>, id: string): Promise<Delivery> {
  if (!uuidSchema.safeParse(id).success) throw notFound('delivery', id);
  return engine.deliveries.get(id.toLowerCase(), scope);
}

function answerReceipt({ deliveryIds, notifications }: Receipt): RouteAnswer<SuccessBody<ReceiptBody>> {
  return { body: successBody({ delivery_ids: [...deliveryIds], notifications }) };
}
