import type { SendFailure } from '@hookwright/core';

/** Carries a failure of the way to a connection (name, guard, TCP, TLS) through undici to the exchange that waits for it. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly failure: SendFailure;

  constructor(failure: SendFailure) {
    super(failure.message);
    this.failure = failure;
  }
}
