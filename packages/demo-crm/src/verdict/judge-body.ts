import type { WebhookResource } from '@hookwright/core';
import type { ExpectedItem } from './expected-request.ts';
import { firstDifference } from './first-difference.ts';

const instant = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}\+00:00$/;

/** What every body says, whatever happened: the registration, and whose it is. */
export interface BodyContext {
  readonly webhook: WebhookResource;
  readonly tenant: string;
}

/** The first thing about a body that is not as expected, as a sentence, or null. The body is whole: no key more, none less. */
export function judgeBody(expected: readonly ExpectedItem[], body: unknown, context: BodyContext): string | null {
  const times = findInstants(body);
  const wrong = times.find(({ value }) => typeof value !== 'string' || !instant.test(value));
  if (wrong !== undefined) return `${wrong.path}: expected an instant, found ${JSON.stringify(wrong.value)}`;
  const items = expected.map(({ event, entity, relatedEntity = null }, index) => ({
    webhook: blockOf(context.webhook),
    event,
    event_time: times[index]?.value,
    team_space_id: context.tenant,
    entity,
    related_entity: relatedEntity,
  }));
  return firstDifference(asJson(items), body, 'body');
}

/** What a body shows of its webhook: never a secret. */
function blockOf(webhook: WebhookResource): object {
  const { id, url, events, options, insecure_ssl, is_deleted, created, modified, application_id, client_id } = webhook;
  return { id, url, events, options, insecure_ssl, is_deleted, created, modified, application_id, client_id };
}

function findInstants(body: unknown): readonly { readonly path: string; readonly value: unknown }[] {
  if (!Array.isArray(body)) return [];
  return body.map((item, index) => ({ path: `body[${index}].event_time`, value: item?.event_time }));
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
