import { ValidationError, type WebhookResource } from '@hookwright/core';
import { readError } from '../errors/read-error.ts';
import { toErrorBody } from '../errors/to-error-body.ts';
import { queryParameters } from '../reading/query-parameter.ts';
import type { ApiSchemas } from '../schemas/api-schemas.ts';
import type { ErrorBody } from '../schemas/error-schemas.ts';
import { findOwnWebhook } from './find-webhook.ts';
import { type Call, defineRoute, type Route, type RouteAnswer } from './route.ts';

/** What is done to the webhooks of a batch. */
interface BatchStep {
  /** Whether it is for webhooks that are deleted already. */
  readonly includeDeleted: boolean;
  readonly each: (call: Call, id: string) => Promise<WebhookResource>;
  readonly all: (call: Call, ids: readonly string[]) => Promise<readonly WebhookResource[]>;
}

const deletion: BatchStep = {
  includeDeleted: false,
  each: ({ engine, scope }, id) => engine.registry.delete(id, scope),
  all: ({ engine, scope }, ids) => engine.registry.deleteMany(ids, scope),
};

const restoration: BatchStep = {
  includeDeleted: true,
  each: ({ engine, scope }, id) => engine.registry.restore(id, scope),
  all: ({ engine, scope }, ids) => engine.registry.restoreMany(ids, scope),
};

/** Deletes and restores many webhooks (RS-4). */
export function batchRoutes(schemas: ApiSchemas): readonly Route[] {
  const shared = {
    method: 'POST',
    tag: 'Webhooks',
    isReading: false,
    query: { 'rollback-method': queryParameters.rollbackMethod },
    body: schemas.WebhookIds,
    status: 200,
    answer: schemas.BatchAnswer,
    refusals: [404, 409, 422],
  } as const;
  return [
    defineRoute({
      ...shared,
      path: '/entities/Webhooks/batch-delete',
      operationId: 'deleteWebhooks',
      summary: 'Deletes webhooks: all or none, or each for itself.',
      handle: (call) => runBatch(call, call.query['rollback-method'] === 1, call.body, deletion),
    }),
    defineRoute({
      ...shared,
      path: '/entities/Webhooks/batch-restore',
      operationId: 'restoreWebhooks',
      summary: 'Restores deleted webhooks: all or none, or each for itself.',
      handle: (call) => runBatch(call, call.query['rollback-method'] === 1, call.body, restoration),
    }),
  ];
}

type BatchAnswer = RouteAnswer<{ success: boolean; data: (string | ErrorBody)[] }>;

async function runBatch(
  call: Call,
  isEachForItself: boolean,
  given: readonly string[],
  step: BatchStep,
): Promise<BatchAnswer> {
  const { maxBatchIds } = call.limits;
  if (given.length > maxBatchIds) {
    const message = `expected at most ${maxBatchIds} ids, got ${given.length}`;
    throw new ValidationError([{ path: 'body', code: 'TOO_LARGE', message }]);
  }
  const wanted = given.map((id) => id.toLowerCase());
  const ids = [...new Set(wanted)];
  const data = isEachForItself ? await runEach(call, ids, step) : await runAll(call, ids, wanted, step);
  const byId = new Map(ids.map((id, index) => [id, data[index] as string | ErrorBody]));
  // One for each that was given, however often.
  const answers = wanted.map((id) => byId.get(id) as string | ErrorBody);
  return { body: { success: answers.every((one) => typeof one === 'string'), data: answers } };
}

/** @param wanted - as they were given, in which an id may be there twice */
async function runAll(
  call: Call,
  ids: readonly string[],
  wanted: readonly string[],
  step: BatchStep,
): Promise<readonly string[]> {
  const webhooks: WebhookResource[] = [];
  for (const id of ids) webhooks.push(await findOwnWebhook(call, id, step.includeDeleted));
  const done = await asItems(
    step.all(
      call,
      webhooks.map(({ id }) => id),
    ),
    (index) => wanted.indexOf(ids[index] as string),
  );
  return done.map(({ id }) => id);
}

/**
 * The engine calls the list `ids`; here it is the body itself.
 *
 * @param placeOf - where in the body what the engine has at an index is
 */
async function asItems<Done>(done: Promise<Done>, placeOf: (index: number) => number): Promise<Done> {
  try {
    return await done;
  } catch (error) {
    if (!ValidationError.is(error)) throw error;
    const inBody = (path: string) => path.replace(/^ids\[(\d+)\]/, (_, index) => `[${placeOf(Number(index))}]`);
    throw new ValidationError(error.issues.map((issue) => ({ ...issue, path: inBody(issue.path) })));
  }
}

async function runEach(call: Call, ids: readonly string[], step: BatchStep): Promise<readonly (string | ErrorBody)[]> {
  const data: (string | ErrorBody)[] = [];
  for (const id of ids) {
    try {
      const webhook = await findOwnWebhook(call, id, step.includeDeleted);
      data.push((await step.each(call, webhook.id)).id);
    } catch (error) {
      const answer = readError(error);
      // Not the id's fault: the batch ends here, and what was done before it stands.
      if (answer.status >= 500) throw error;
      data.push(toErrorBody(answer));
    }
  }
  return data;
}
