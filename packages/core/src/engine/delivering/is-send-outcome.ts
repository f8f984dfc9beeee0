import type { SendFailure, SendOutcome, SendResponse } from '../../ports/sender.ts';

/** What may stand where a `Shape` is to be. */
type Unchecked<Shape> = { readonly [Key in keyof Shape]?: unknown };

/** Whether a sender answered what its port describes: senders are the host's, and their types may be lost on the way. */
export function isSendOutcome(answer: unknown): answer is SendOutcome {
  if (typeof answer !== 'object' || answer === null) return false;
  const { kind } = answer as Unchecked<SendOutcome>;
  return (kind === 'response' && isResponse(answer)) || (kind === 'failure' && isFailure(answer));
}

function isResponse({ status, headers, body }: Unchecked<SendResponse>): boolean {
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 999) return false;
  if (!isBytes(body) || typeof headers !== 'object' || headers === null) return false;
  for (const name in headers) {
    if (typeof (headers as Readonly<Record<string, unknown>>)[name] !== 'string') return false;
  }
  return true;
}

function isFailure({ code, message, detail }: Unchecked<SendFailure>): boolean {
  const isNamed = typeof code === 'string' && code !== '' && typeof message === 'string';
  return isNamed && (detail === undefined || typeof detail === 'string');
}

/** Not by `instanceof`: a test runner's realm has a class of its own. */
function isBytes(body: unknown): boolean {
  return ArrayBuffer.isView(body) && (body as Partial<Uint8Array>)[Symbol.toStringTag] === 'Uint8Array';
}
