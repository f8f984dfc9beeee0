import type { Registered, WebhookResource } from '@hookwright/core';
import { type SuccessBody, successBody } from '../bodies/success-body.ts';
import { toWebhookBody } from '../bodies/to-webhook-body.ts';
import { entityTag } from '../reading/entity-tag.ts';
import type { WebhookBody } from '../schemas/webhook-schemas.ts';
import type { RouteAnswer } from './route.ts';

/** A webhook as it is after a change. */
export function answerWebhook(webhook: WebhookResource): RouteAnswer<SuccessBody<WebhookBody>> {
  return { headers: { etag: entityTag(webhook) }, body: successBody(toWebhookBody(webhook)) };
}

interface RegisteredBody extends SuccessBody<WebhookBody> {
  secret?: string;
  warnings?: { path: string; message: string }[];
}

/** The same, with the secret beside it where one was made (SI-4: it is shown this once), and what had no effect. */
export function answerRegistered({
  webhook,
  secret,
  warnings,
}: Omit<Registered, 'isRepeat'>): RouteAnswer<RegisteredBody> {
  const { headers, body } = answerWebhook(webhook);
  return {
    ...(headers === undefined ? {} : { headers }),
    body: {
      ...body,
      ...(secret === null ? {} : { secret }),
      ...(warnings.length === 0 ? {} : { warnings: [...warnings] }),
    },
  };
}
