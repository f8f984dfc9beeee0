import type { StoredWebhook } from '../model/stored-webhook.ts';
import type { WebhookInput, WebhookPatch } from '../model/webhook-input.ts';
import type { WebhookOptions } from '../model/webhook-options.ts';
import { snapshotRecord } from '../record/snapshot-record.ts';

/** The fields of a webhook that its customer decides. */
export type WebhookFields = Pick<
  StoredWebhook,
  'url' | 'events' | 'options' | 'insecureSsl' | 'signature' | 'isDeleteProtected'
>;

/** Of a webhook's options. */
export interface OptionsBounds {
  /** Serialised, in bytes. */
  readonly maxBytes: number;
  /** Objects and lists inside each other, the options themselves included. */
  readonly maxDepth: number;
}

/** Takes the fields of a checked registration into the stored form, as a private copy. */
export function toWebhookFields(input: WebhookInput, bounds: OptionsBounds): WebhookFields {
  return {
    url: input.url,
    events: Object.freeze([...input.events]),
    options: copyOptions(input.options, bounds),
    insecureSsl: input.insecure_ssl,
    signature: input.signature ?? null,
    isDeleteProtected: input.is_delete_protected ?? false,
  };
}

/** A stored webhook as the registration it came from. */
export function toWebhookInput(webhook: WebhookFields): WebhookInput {
  return {
    url: webhook.url,
    events: webhook.events,
    options: webhook.options,
    insecure_ssl: webhook.insecureSsl,
    signature: webhook.signature,
    is_delete_protected: webhook.isDeleteProtected,
  };
}

/** The registration that a patch makes of another; what the patch leaves out, or has as undefined, stays. */
export function mergePatch(current: WebhookInput, patch: WebhookPatch): WebhookInput {
  // What is no object is for the check to name.
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch as unknown as WebhookInput;
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...current, ...Object.fromEntries(given) };
}

function copyOptions(options: WebhookOptions | null | undefined, bounds: OptionsBounds): WebhookOptions {
  const copy = snapshotRecord(options ?? {}, { path: 'options', ...bounds });
  return deepFreeze(copy) as WebhookOptions;
}

function deepFreeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) deepFreeze(child);
    Object.freeze(value);
  }
  return value;
}
