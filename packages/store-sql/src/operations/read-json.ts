import { WebhookError } from '@hookwright/core';

/**
 * What this store has written as JSON.
 *
 * @param what - in words, for the error
 * @throws {@link WebhookError} `STORE_FAILED` when it is no JSON
 */
export function readJson<Value>(text: unknown, what: string): Value {
  try {
    return JSON.parse(String(text)) as Value;
  } catch {
    throw malformed(what);
  }
}

export function malformed(what: string): WebhookError {
  return new WebhookError(
    'STORE_FAILED',
    `${what} is stored in a form that the store did not write; restore it from a backup`,
  );
}
