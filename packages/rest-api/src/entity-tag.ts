import type { WebhookResource } from '@hookwright/core';
import { digest } from './digest.ts';
import { RestError } from './rest-error.ts';

/** The strong ETag of a webhook as it is read: another state has another one. */
export async function entityTag(webhook: WebhookResource): Promise<string> {
  return `"${(await digest(JSON.stringify(webhook))).slice(0, 22)}"`;
}

/** @throws RestError 412 when the request's If-Match names none of the webhook's states */
export async function checkIfMatch(headers: Headers, webhook: WebhookResource): Promise<void> {
  const wanted = headers.get('if-match');
  if (wanted === null || wanted.trim() === '*') return;
  const tags = wanted.split(',').map((tag) => tag.trim());
  if (tags.includes(await entityTag(webhook))) return;
  throw new RestError(412, 'ERROR_PRECONDITION_FAILED', 'the webhook has changed since; read it again');
}
