import type { Catalog, Change, Explanation } from '@hookwright/core';
import { maySubscribe } from './event-rights.ts';
import { readJsonObject } from './read-json-object.ts';
import type { Route } from './route.ts';

const listEvents: Route = {
  method: 'GET',
  path: '/entities/WebhookEvents',
  operationId: 'listEvents',
  summary: 'The events to which the caller may subscribe.',
  isReading: true,
  query: [],
  status: 200,
  output: 'Events',
  async handle({ catalog, caller }) {
    const allowed = caller.rights?.events ?? ['*'];
    const data = patternsOf(catalog).filter((pattern) => maySubscribe(pattern, allowed));
    return { body: { success: true, data } };
  },
};

const explainChange: Route = {
  method: 'POST',
  path: '/entities/Webhooks/explain',
  operationId: 'explainChange',
  summary: 'What a change would be for each webhook, and why. Changes nothing.',
  isReading: true,
  query: [],
  input: 'Change',
  status: 200,
  output: 'Explanations',
  async handle(context) {
    const json = await readJsonObject(context, [
      'event',
      'entity',
      'before',
      'related_entity',
      'custom_entity',
      'changed_fields',
      'skip_keys',
    ]);
    // The engine checks it: a change of whatever type is its to refuse.
    const change = {
      event: json.event,
      entity: json.entity,
      before: json.before,
      relatedEntity: json.related_entity,
      customEntity: json.custom_entity,
      changedFields: json.changed_fields,
    } as Change;
    const skipKeys = json.skip_keys as readonly string[] | undefined;
    const found = await context.engine.explain(change, { tenant: context.caller.tenant, skipKeys });
    return { body: { success: true, data: found.map(toExplanationBody) } };
  },
};

export const eventRoutes: readonly Route[] = [listEvents, explainChange];

/** Every event and pattern of a catalogue (EV-1). */
export function patternsOf({ entities }: Catalog): readonly string[] {
  const named = Object.entries(entities).flatMap(([entity, { actions }]) =>
    ['*', ...actions].map((action) => `${entity}.${action}`),
  );
  return ['*', ...named];
}

function toExplanationBody({ webhookId, decision, mismatch, held, notes }: Explanation): object {
  return { webhook_id: webhookId, decision, mismatch, held, notes };
}
