import { projectRecord, ValidationError, WebhookError } from '@hookwright/core';
import { toDeliveryBody } from '../bodies/to-delivery-body.ts';
import { toPageBody } from '../bodies/to-page-body.ts';
import { toWebhookBody } from '../bodies/to-webhook-body.ts';
import { parameterInvalid } from '../errors/rest-error.ts';
import { type ListName, readCursor } from '../reading/cursor.ts';
import { queryParameters } from '../reading/query-parameter.ts';
import { readInstant } from '../reading/read-instant.ts';
import { pageOf } from '../schemas/answer-schemas.ts';
import type { ApiSchemas } from '../schemas/api-schemas.ts';
import { findWebhook } from './find-webhook.ts';
import { readOrder } from './read-order.ts';
import { defineRoute, type Route } from './route.ts';

const { first, after, last, before, orderBy, filter, filterOp, includeDeleted, loadOnly, statuses, from, until } =
  queryParameters;
const defaultPageSize = 30;
const maxPageSize = 100;

/** The lists, page by page. */
export function listRoutes(schemas: ApiSchemas): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/entities/Webhooks',
      operationId: 'listWebhooks',
      summary: 'Lists webhooks, page by page.',
      tag: 'Webhooks',
      isReading: true,
      query: {
        first,
        after,
        last,
        before,
        'order-by': orderBy,
        filter,
        'filter-op': filterOp,
        'include-deleted': includeDeleted,
        'load-only': loadOnly,
      },
      status: 200,
      answer: pageOf(schemas.WebhookView),
      refusals: [],
      async handle({ engine, caller, scope, query }) {
        const selection = {
          orderBy: readOrder(query['order-by']),
          filter: query.filter,
          filterOp: query['filter-op'],
          includeDeleted: query['include-deleted'] === true,
        };
        const list = ['webhooks', caller.tenant, selection];
        const page = await asParameters(engine.registry.list({ ...selection, ...readWindow(query, list) }, scope));
        const paths = query['load-only'] ?? [];
        return { body: toPageBody(page, list, (webhook) => projectRecord(toWebhookBody(webhook), paths)) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/entities/Webhooks/{id}/deliveries',
      operationId: 'listDeliveries',
      summary: 'Lists the deliveries of a webhook, newest first.',
      tag: 'Deliveries',
      isReading: true,
      query: { first, after, status: statuses, from, until, 'include-deleted': includeDeleted },
      status: 200,
      answer: pageOf(schemas.Delivery),
      refusals: [404],
      async handle(call) {
        const { engine, caller, scope, query } = call;
        const { id: webhookId } = await findWebhook(call, call.id, query['include-deleted']);
        const selection = {
          webhookId,
          statuses: query.status,
          from: readInstant(query.from),
          until: readInstant(query.until),
        };
        const list = ['deliveries', caller.tenant, selection];
        const page = await asParameters(engine.deliveries.list({ ...selection, ...readWindow(query, list) }, scope));
        return { body: toPageBody(page, list, toDeliveryBody) };
      },
    }),
  ];
}

interface Window {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

/** Sizes above 100 are 100 (RS-3), and cursors are the engine's own again. */
function readWindow(query: Window, list: ListName): Window {
  const isBackward = query.last !== undefined || query.before !== undefined;
  if (isBackward && (query.first !== undefined || query.after !== undefined)) {
    throw parameterInvalid('expected first and after, or last and before');
  }
  if (isBackward) {
    const { before: cursor, last: size = defaultPageSize } = query;
    return {
      last: Math.min(size, maxPageSize),
      before: cursor === undefined ? undefined : readCursor(list, cursor, 'before'),
    };
  }
  const { after: cursor, first: size = defaultPageSize } = query;
  return {
    first: Math.min(size, maxPageSize),
    after: cursor === undefined ? undefined : readCursor(list, cursor, 'after'),
  };
}

/** What the engine says of a query is said of parameters: 400, not 422. */
async function asParameters<Page>(page: Promise<Page>): Promise<Page> {
  try {
    return await page;
  } catch (error) {
    if (ValidationError.is(error)) throw parameterInvalid(error.message);
    // Deliveries go when their time has come, and with them the places of cursors.
    if (WebhookError.is(error) && error.code === 'NOT_FOUND') {
      throw parameterInvalid('after: what it points to is no longer kept; begin with the first page');
    }
    throw error;
  }
}
