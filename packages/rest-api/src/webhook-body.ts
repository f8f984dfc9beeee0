import type { WebhookResource } from '@hookwright/core';

/** The fields of RS-2, and the status (DE-4); the host's settings are not the customer's to read. */
export const webhookFields = [
  'id',
  'url',
  'events',
  'options',
  'insecure_ssl',
  'is_deleted',
  'is_delete_protected',
  'status',
  'created',
  'modified',
  'application_id',
  'client_id',
] as const satisfies readonly (keyof WebhookResource)[];

/** A webhook as the resource answers with it: never with `signature` or a secret. */
export function toWebhookBody(webhook: WebhookResource): Readonly<Record<string, unknown>> {
  return Object.fromEntries(webhookFields.map((field) => [field, webhook[field]]));
}
