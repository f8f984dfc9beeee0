import type { WebhookResource } from '@hookwright/core';
import { preconditionFailed } from '../errors/rest-error.ts';

/** The ETag of a webhook: another one after each change. */
export function entityTag({ id, revision }: WebhookResource): string {
  return `"${id}.${revision}"`;
}

/**
 * @returns what the change that is asked for depends on: the webhook's revision where the request has an If-Match
 * @throws RestError 412 when the request's If-Match does not name the webhook as it is
 */
export function readIfMatch(headers: Headers, webhook: WebhookResource): { readonly ifRevision?: number } {
  const wanted = headers.get('if-match');
  if (wanted === null) return {};
  if (wanted.trim() === '*') return {};
  // If-Match compares strongly: a weak tag is never the same.
  if (tagsOf(wanted).includes(entityTag(webhook))) return { ifRevision: webhook.revision };
  throw preconditionFailed();
}

/** Whether the request's If-None-Match says that its sender has the webhook as it is. */
export function isUnchanged(headers: Headers, webhook: WebhookResource): boolean {
  const known = headers.get('if-none-match');
  if (known === null) return false;
  return known.trim() === '*' || tagsOf(known).some((tag) => tag.replace(/^W\//, '') === entityTag(webhook));
}

function tagsOf(header: string): readonly string[] {
  return header.split(',').map((tag) => tag.trim());
}
