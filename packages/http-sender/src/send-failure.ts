import type { SendErrorCode, SendFailure } from '@hookwright/core';

/** A failure outcome; `detail` is left out when there is nothing beyond the message. */
export function sendFailure(code: SendErrorCode, message: string, detail?: string): SendFailure {
  return detail === undefined ? { kind: 'failure', code, message } : { kind: 'failure', code, message, detail };
}
