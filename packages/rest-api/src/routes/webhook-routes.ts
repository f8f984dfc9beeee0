import { type Catalog, type EventPattern, projectRecord, type WebhookInput, type WebhookPatch } from '@hookwright/core';
import { successBody } from '../bodies/success-body.ts';
import { toWebhookBody } from '../bodies/to-webhook-body.ts';
import { entityTag, isUnchanged, readIfMatch } from '../reading/entity-tag.ts';
import { queryParameters } from '../reading/query-parameter.ts';
import { readIdempotencyKey } from '../reading/read-idempotency-key.ts';
import { answerOf } from '../schemas/answer-schemas.ts';
import type { ApiSchemas } from '../schemas/api-schemas.ts';
import { checkEventRights } from './event-rights.ts';
import { findInputIssues, findPatchIssues } from './find-input-issues.ts';
import { findOwnWebhook, findWebhook } from './find-webhook.ts';
import { defineRoute, type Route } from './route.ts';
import { answerRegistered } from './webhook-answer.ts';

const collection = '/entities/Webhooks';
const item = '/entities/Webhooks/{id}';
const ifMatch = { 'If-Match': 'The `ETag` of the webhook as the caller knows it; 412 if it has changed since.' };
const { includeDeleted, loadOnly } = queryParameters;

/** Registers, reads, changes and deletes one webhook. */
export function webhookRoutes(schemas: ApiSchemas): readonly Route[] {
  const registered = schemas.RegisteredAnswer;
  return [
    defineRoute({
      method: 'POST',
      path: collection,
      operationId: 'createWebhook',
      summary: 'Registers a webhook. Its secret is shown this once.',
      tag: 'Webhooks',
      isReading: false,
      query: {},
      headers: {
        'Idempotency-Key':
          'A repeat with the same key and body makes nothing, and answers the same webhook without its secret.',
      },
      body: schemas.WebhookInput,
      findIssues: findInputIssues,
      status: 201,
      answerHeaders: ['ETag', 'Location'],
      answer: registered,
      refusals: [409, 422],
      async handle({ headers, engine, caller, scope, body, basePath }) {
        checkEventRights(body.events, caller);
        const idempotencyKey = readIdempotencyKey(headers);
        const found = await engine.registry.create(
          body as WebhookInput<EventPattern<Catalog>>,
          scope,
          {},
          { idempotencyKey },
        );
        const answer = answerRegistered(found);
        const location = `${basePath}${collection}/${found.webhook.id}`;
        return { ...answer, headers: { ...answer.headers, location } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: item,
      operationId: 'getWebhook',
      summary: 'Reads a webhook.',
      tag: 'Webhooks',
      isReading: true,
      query: { 'include-deleted': includeDeleted, 'load-only': loadOnly },
      headers: {
        'If-None-Match': 'The `ETag` of the webhook as the caller knows it; 304 if it has not changed since.',
      },
      status: 200,
      answerHeaders: ['ETag'],
      answer: answerOf(schemas.WebhookView),
      refusals: [304, 404],
      async handle(call) {
        const webhook = await findWebhook(call, call.id, call.query['include-deleted']);
        // To be asked about again before each use: it may be another tomorrow.
        const headers = { etag: entityTag(webhook), 'cache-control': 'private, no-cache' };
        const data = projectRecord(toWebhookBody(webhook), call.query['load-only'] ?? []);
        const status = isUnchanged(call.headers, webhook) ? 304 : 200;
        return { status, headers, body: successBody(data) };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: item,
      operationId: 'updateWebhook',
      summary: 'Changes a webhook.',
      tag: 'Webhooks',
      isReading: false,
      query: {},
      headers: ifMatch,
      body: schemas.WebhookPatch,
      findIssues: findPatchIssues,
      status: 200,
      answerHeaders: ['ETag'],
      answer: registered,
      refusals: [404, 409, 412, 422],
      async handle(call) {
        const { engine, caller, scope, body } = call;
        const webhook = await findOwnWebhook(call, call.id);
        const condition = readIfMatch(call.headers, webhook);
        checkEventRights(body.events, caller);
        return answerRegistered(
          await engine.registry.update(webhook.id, body as WebhookPatch<EventPattern<Catalog>>, scope, {}, condition),
        );
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: item,
      operationId: 'deleteWebhook',
      summary: 'Deletes a webhook; `batch-restore` brings it back.',
      tag: 'Webhooks',
      isReading: false,
      query: {},
      headers: ifMatch,
      status: 200,
      answer: answerOf(schemas.Webhook.shape.id),
      refusals: [404, 409, 412, 422],
      async handle(call) {
        const webhook = await findOwnWebhook(call, call.id);
        const condition = readIfMatch(call.headers, webhook);
        const { id } = await call.engine.registry.delete(webhook.id, call.scope, condition);
        return { body: successBody(id) };
      },
    }),
  ];
}
