import { projectRecord, type Registered, type WebhookInput, type WebhookPatch } from '@hookwright/core';
import { checkEventRights } from './event-rights.ts';
import { readCursor } from './cursor.ts';
import { checkIfMatch, entityTag } from './entity-tag.ts';
import { findWebhook } from './find-webhook.ts';
import { toPageBody } from './page-body.ts';
import { readJsonBody } from './read-json-body.ts';
import type { Route, RouteAnswer } from './route.ts';
import { toWebhookBody } from './webhook-body.ts';

const collection = '/entities/Webhooks';
const item = '/entities/Webhooks/{id}';

const createWebhook: Route = {
  method: 'POST',
  path: collection,
  operationId: 'createWebhook',
  summary: 'Registers a webhook; the secret is shown this once.',
  isReading: false,
  query: [],
  input: 'WebhookInput',
  status: 201,
  output: 'Webhook',
  async handle({ request, engine, caller, scope, limits }) {
    const input = (await readJsonBody(request, limits)) as WebhookInput;
    checkEventRights(input, caller);
    return answerRegistered(await engine.registry.create(input, scope));
  },
};

const listWebhooks: Route = {
  method: 'GET',
  path: collection,
  operationId: 'listWebhooks',
  summary: 'Lists webhooks, page by page.',
  isReading: true,
  query: ['first', 'after', 'include-deleted', 'load-only'],
  status: 200,
  output: 'Webhook',
  isList: true,
  async handle({ engine, caller, scope, query }) {
    const list = ['webhooks', caller.tenant];
    const cursor = query.text('after');
    const after = cursor === undefined ? undefined : await readCursor(list, cursor);
    const first = query.pageSize();
    const loadOnly = query.list('load-only');
    const page = await engine.registry.list({ first, after, includeDeleted: query.flag('include-deleted') }, scope);
    return {
      body: await toPageBody(page, { list, after }, (webhook) => projectRecord(toWebhookBody(webhook), loadOnly)),
    };
  },
};

const getWebhook: Route = {
  method: 'GET',
  path: item,
  operationId: 'getWebhook',
  summary: 'Reads a webhook.',
  isReading: true,
  query: ['include-deleted', 'load-only'],
  status: 200,
  output: 'Webhook',
  async handle(context) {
    const { query, id } = context;
    const webhook = await findWebhook(context, id, { includeDeleted: query.flag('include-deleted') });
    const data = projectRecord(toWebhookBody(webhook), query.list('load-only'));
    return { headers: { etag: await entityTag(webhook) }, body: { success: true, data } };
  },
};

const updateWebhook: Route = {
  method: 'PATCH',
  path: item,
  operationId: 'updateWebhook',
  summary: 'Changes a webhook: what is left out stays, options are replaced whole.',
  isReading: false,
  query: [],
  input: 'WebhookPatch',
  status: 200,
  output: 'Webhook',
  async handle(context) {
    const { request, engine, caller, scope, limits, id } = context;
    const current = await findWebhook(context, id);
    await checkIfMatch(request.headers, current);
    const patch = (await readJsonBody(request, limits)) as WebhookPatch;
    checkEventRights(patch, caller);
    return answerRegistered(await engine.registry.update(current.id, patch, scope));
  },
};

const deleteWebhook: Route = {
  method: 'DELETE',
  path: item,
  operationId: 'deleteWebhook',
  summary: 'Deletes a webhook; batch-restore brings it back.',
  isReading: false,
  query: [],
  status: 200,
  output: 'Id',
  async handle(context) {
    const { request, engine, scope, id } = context;
    const webhook = await findWebhook(context, id);
    await checkIfMatch(request.headers, webhook);
    await engine.registry.delete(webhook.id, scope);
    return { body: { success: true, data: webhook.id } };
  },
};

export const webhookRoutes: readonly Route[] = [createWebhook, listWebhooks, getWebhook, updateWebhook, deleteWebhook];

async function answerRegistered({ webhook, secret, warnings }: Registered): Promise<RouteAnswer> {
    return {
      headers: { etag: await entityTag(webhook) },
      body: {
        success: true,
        data: toWebhookBody(webhook),
        ...(secret === null ? {} : { secret }),
        ...(warnings.length === 0 ? {} : { warnings }),
      },
    };
}
