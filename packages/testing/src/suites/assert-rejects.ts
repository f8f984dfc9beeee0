import assert from 'node:assert/strict';
import { WebhookError, type WebhookErrorCode } from '@hookwright/core';

/** Expects a call to reject, or throw, with a {@link WebhookError} of that code. */
export async function assertRejects(
  call: () => unknown,
  code: WebhookErrorCode,
  { retryable = false }: { readonly retryable?: boolean } = {},
): Promise<void> {
  await assert.rejects(
    async () => call(),
    (error: unknown) => {
      assert.ok(WebhookError.is(error), `expected a WebhookError ${code}, got ${String(error)}`);
      assert.equal(error.code, code);
      assert.equal(error.retryable, retryable);
      return true;
    },
  );
}
