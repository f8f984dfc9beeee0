import { type Catalog, type Change, type EventName, type Explanation, ValidationError } from '@hookwright/core';
import * as z from 'zod';
import { successBody } from '../bodies/success-body.ts';
import { answerOf } from '../schemas/answer-schemas.ts';
import type { ApiSchemas } from '../schemas/api-schemas.ts';
import type { ExplanationBody } from '../schemas/event-schemas.ts';
import { patternsOf } from '../schemas/patterns-of.ts';
import { maySubscribe } from './event-rights.ts';
import { defineRoute, type Route } from './route.ts';

/** The catalogue, and what a change would do (RE-1). */
export function eventRoutes(schemas: ApiSchemas): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/entities/WebhookEvents',
      operationId: 'listEvents',
      summary: 'The events and patterns to which the caller may subscribe.',
      tag: 'Events',
      isReading: true,
      query: {},
      status: 200,
      answer: answerOf(z.array(schemas.EventPattern)),
      refusals: [],
      async handle({ catalog, caller }) {
        return {
          body: successBody(patternsOf(catalog).filter((pattern) => maySubscribe(pattern, caller))),
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/entities/Webhooks/explain',
      operationId: 'explainChange',
      summary: 'What a change would be for each webhook, and why. Changes nothing.',
      tag: 'Events',
      isReading: true,
      query: {},
      body: schemas.Change,
      status: 200,
      answer: answerOf(z.array(schemas.Explanation)),
      refusals: [422],
      async handle({ engine, caller, body }) {
        const change: Change<EventName<Catalog>> = {
          // The engine says which there are.
          event: body.event as EventName<Catalog>,
          entity: body.entity,
          before: body.before,
          relatedEntity: body.related_entity,
          customEntity: body.custom_entity,
          changedFields: body.changed_fields,
        };
        // Both are given, so that nothing of the host's own context is left to fill in.
        const context = { tenant: caller.tenant, skipKeys: body.skip_keys ?? [] };
        const found = await asFields(engine.explain(change, context));
        return { body: successBody(found.map(toExplanationBody)) };
      },
    }),
  ];
}

/** The engine's names of a change's parts, as the body writes them: `change.relatedEntity.id` is `related_entity.id` there. */
async function asFields<Found>(found: Promise<Found>): Promise<Found> {
  try {
    return await found;
  } catch (error) {
    if (!ValidationError.is(error)) throw error;
    const issues = error.issues.map(({ path, code, message }) => ({
      path: fieldOf(path),
      code,
      message: inFields(message),
    }));
    throw new ValidationError(issues);
  }
}

function fieldOf(path: string): string {
  const [, part = '', rest = ''] = /^change\.(\w+)(.*)$/s.exec(path) ?? [];
  return part === '' ? path : `${snakeCased(part)}${rest}`;
}

/** A message that speaks of the engine's names. */
function inFields(message: string): string {
  return message.replaceAll(/\b(?:customEntity|relatedEntity|changedFields)\b/g, snakeCased);
}

function snakeCased(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function toExplanationBody({ webhookId, decision, mismatch, held, notes }: Explanation): ExplanationBody {
  return {
    webhook_id: webhookId,
    decision,
    ...(mismatch === undefined ? {} : { mismatch: { ...mismatch } }),
    ...(held === undefined ? {} : { held }),
    ...(notes === undefined ? {} : { notes: [...notes] }),
  };
}
