import { parameterInvalid, RestError } from '../errors/rest-error.ts';

/**
 * Reads a request's body to its end.
 *
 * @throws RestError 413 as soon as it is longer than `maxBytes`; 400 where it breaks off
 */
export async function readBodyBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const isAnnouncedTooLarge = Number(request.headers.get('content-length')) > maxBytes;
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    if (isAnnouncedTooLarge || length > maxBytes) {
      // Not waited for: of a request that the host has cloned it ends only once the other one is cancelled too.
      reader.cancel().catch(() => undefined);
      throw new RestError(413, 'ERROR_TOO_LARGE', `expected a body of at most ${maxBytes} bytes`);
    }
    const { done, value } = await reader.read().catch(breaksOff);
    if (done) break;
    length += value.byteLength;
    parts.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

/** A client that goes away is not a fault of the host's, and nobody is left to read of it. */
function breaksOff(): never {
  throw parameterInvalid('the body breaks off');
}
