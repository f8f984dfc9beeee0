import { type Delivery, type DeliveryStatus, type Receipt, ValidationError } from '@hookwright/core';
import { readCursor } from './cursor.ts';
import { toAttemptBody, toDeliveryBody } from './delivery-body.ts';
import { findWebhook } from './find-webhook.ts';
import { isUuid } from './is-uuid.ts';
import { toPageBody } from './page-body.ts';
import { readInstant } from './query-reader.ts';
import { readJsonObject } from './read-json-object.ts';
import { notFound } from './rest-error.ts';
import type { Route, RouteAnswer, RouteContext } from './route.ts';

const sending = { method: 'POST', isReading: false, query: [], status: 202, output: 'Receipt' } as const;

const listDeliveries: Route = {
  method: 'GET',
  path: '/entities/Webhooks/{id}/deliveries',
  operationId: 'listDeliveries',
  summary: 'Lists the deliveries of a webhook, newest first.',
  isReading: true,
  query: ['first', 'after', 'status', 'from', 'until', 'include-deleted'],
  status: 200,
  output: 'Delivery',
  isList: true,
  async handle(context) {
    const { engine, caller, scope, query } = context;
    const webhook = await findWebhook(context, context.id, { includeDeleted: query.flag('include-deleted') });
    const list = ['deliveries', caller.tenant, webhook.id];
    const cursor = query.text('after');
    const after = cursor === undefined ? undefined : await readCursor(list, cursor);
    const statuses = query.text('status') === undefined ? undefined : (query.list('status') as DeliveryStatus[]);
    const first = query.pageSize();
    const span = { from: query.instant('from'), until: query.instant('until') };
    const page = await engine.deliveries.list({ webhookId: webhook.id, first, after, statuses, ...span }, scope);
    return { body: await toPageBody(page, { list, after }, toDeliveryBody) };
  },
};

const getDelivery: Route = {
  method: 'GET',
  path: '/entities/WebhookDeliveries/{id}',
  operationId: 'getDelivery',
  summary: 'Reads a delivery with its attempts.',
  isReading: true,
  query: [],
  status: 200,
  output: 'DeliveryWithAttempts',
  async handle(context) {
    const delivery = await findDelivery(context, context.id);
    const attempts = await context.engine.deliveries.attempts(delivery.id, context.scope);
    return { body: { success: true, data: { ...toDeliveryBody(delivery), attempts: attempts.map(toAttemptBody) } } };
  },
};

const resendDelivery: Route = {
  ...sending,
  path: '/entities/WebhookDeliveries/{id}/resend',
  operationId: 'resendDelivery',
  summary: 'Sends a delivery again, as a new one with the same body.',
  async handle(context) {
    const { id } = await findDelivery(context, context.id);
    return answerReceipt(await context.engine.deliveries.resend(id, context.scope));
  },
};

const resendOfWebhook: Route = {
  ...sending,
  path: '/entities/Webhooks/{id}/resend',
  operationId: 'resendWebhookDelivery',
  summary: 'Sends one delivery of the webhook again.',
  input: 'Resend',
  async handle(context) {
    const webhook = await findWebhook(context, context.id);
    const { delivery_id: id } = await readJsonObject(context, ['delivery_id']);
    if (typeof id !== 'string') {
      throw new ValidationError([{ path: 'delivery_id', code: 'REQUIRED', message: "expected a delivery's id" }]);
    }
    const delivery = await findDelivery(context, id);
    if (delivery.webhookId !== webhook.id) throw notFound('delivery', id);
    return answerReceipt(await context.engine.deliveries.resend(delivery.id, context.scope));
  },
};

const replayDeliveries: Route = {
  ...sending,
  path: '/entities/Webhooks/{id}/replay',
  operationId: 'replayDeliveries',
  summary: "Sends a time span's finished deliveries again, in their order.",
  input: 'Replay',
  async handle(context) {
    const { id: webhookId } = await findWebhook(context, context.id);
    const { from, until, statuses } = await readJsonObject(context, ['from', 'until', 'statuses']);
    const query = {
      webhookId,
      from: readSpanEnd('from', from),
      until: readSpanEnd('until', until),
      statuses: statuses as DeliveryStatus[] | undefined,
    };
    return answerReceipt(await context.engine.deliveries.replay(query, context.scope));
  },
};

const testWebhook: Route = {
  ...sending,
  path: '/entities/Webhooks/{id}/test',
  operationId: 'testWebhook',
  summary: 'Sends one notification of the first event, past the filters.',
  async handle(context) {
    const { id } = await findWebhook(context, context.id);
    return answerReceipt(await context.engine.registry.sendTest(id, context.scope));
  },
};

export const deliveryRoutes: readonly Route[] = [
  listDeliveries,
  getDelivery,
  resendDelivery,
  resendOfWebhook,
  replayDeliveries,
  testWebhook,
];

async function findDelivery({ engine, scope }: RouteContext, id: string): Promise<Delivery> {
  if (!isUuid(id)) throw notFound('delivery', id);
  return engine.deliveries.get(id.toLowerCase(), scope);
}

function readSpanEnd(name: string, given: unknown): Date | undefined {
  if (given === undefined || given === null) return undefined;
  return readInstant(name, typeof given === 'string' ? given : '');
}

function answerReceipt({ deliveryIds, notifications }: Receipt): RouteAnswer {
  return { body: { success: true, data: { delivery_ids: deliveryIds, notifications } } };
}
