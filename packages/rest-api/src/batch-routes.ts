import { ValidationError, WebhookError } from '@hookwright/core';
import { findWebhook } from './find-webhook.ts';
import { readError, toErrorBody } from './read-error.ts';
import { readJsonBody } from './read-json-body.ts';
import type { Route, RouteAnswer, RouteContext } from './route.ts';

/** What is done to each webhook of a batch. */
interface BatchStep {
  /** @throws what keeps it from being done */
  readonly check: (context: RouteContext, id: string) => Promise<unknown>;
  readonly apply: (context: RouteContext, id: string) => Promise<unknown>;
  readonly revert: (context: RouteContext, id: string) => Promise<unknown>;
}

const remove: BatchStep['apply'] = ({ engine, scope }, id) => engine.registry.delete(id.toLowerCase(), scope);
const restore: BatchStep['apply'] = ({ engine, scope }, id) => engine.registry.restore(id.toLowerCase(), scope);

const deletion: BatchStep = {
  async check(context, id) {
    const webhook = await findWebhook(context, id);
    if (!webhook.is_delete_protected) return;
    throw new WebhookError('DELETE_PROTECTED', `webhook ${id} is protected against deletion`);
  },
  apply: remove,
  revert: restore,
};

const restoration: BatchStep = {
  check: (context, id) => findWebhook(context, id, { includeDeleted: true }),
  apply: restore,
  revert: remove,
};

const shared = { method: 'POST', isReading: false, query: ['rollback-method'], input: 'Ids', status: 200 } as const;

export const batchRoutes: readonly Route[] = [
  {
    ...shared,
    path: '/entities/Webhooks/batch-delete',
    operationId: 'deleteWebhooks',
    summary: 'Deletes webhooks: all or none, or each for itself.',
    output: 'BatchResults',
    handle: (context) => runBatch(context, deletion),
  },
  {
    ...shared,
    path: '/entities/Webhooks/batch-restore',
    operationId: 'restoreWebhooks',
    summary: 'Restores deleted webhooks: all or none, or each for itself.',
    output: 'BatchResults',
    handle: (context) => runBatch(context, restoration),
  },
];

// RS-4
async function runBatch(context: RouteContext, step: BatchStep): Promise<RouteAnswer> {
  const isEachForItself = context.query.flag('rollback-method');
  const ids = readIds(await readJsonBody(context.request, context.limits), context.limits.maxBatchIds);
  return isEachForItself ? runEach(context, ids, step) : runAll(context, ids, step);
}

async function runEach(context: RouteContext, ids: readonly string[], step: BatchStep): Promise<RouteAnswer> {
  const data: unknown[] = [];
  let success = true;
  for (const id of ids) {
    try {
      await step.check(context, id);
      await step.apply(context, id);
      data.push(id);
    } catch (error) {
      const answer = readError(error);
      if (answer.status >= 500) throw error;
      success = false;
      data.push(toErrorBody(answer));
    }
  }
  return { body: { success, data } };
}

/** Core has no call for many: all are checked first, and what fails after that is taken back. */
async function runAll(context: RouteContext, ids: readonly string[], step: BatchStep): Promise<RouteAnswer> {
  for (const id of ids) await step.check(context, id);
  const done: string[] = [];
  try {
    for (const id of ids) {
      await step.apply(context, id);
      done.push(id);
    }
  } catch (error) {
    for (const id of done.reverse()) await step.revert(context, id);
    throw error;
  }
  return { body: { success: true, data: ids } };
}

function readIds(json: unknown, maxIds: number): readonly string[] {
  if (!Array.isArray(json)) {
    throw new ValidationError([{ path: 'body', code: 'WRONG_TYPE', message: 'expected a list of ids' }]);
  }
  if (json.length > maxIds) {
    const message = `expected at most ${maxIds} ids, got ${json.length}`;
    throw new ValidationError([{ path: 'body', code: 'TOO_LARGE', message }]);
  }
  const issues = json.flatMap((id, index) =>
    typeof id === 'string' ? [] : [{ path: `[${index}]`, code: 'WRONG_TYPE', message: 'expected an id' } as const],
  );
  if (issues.length > 0) throw new ValidationError(issues);
  return [...new Set(json as string[])];
}
