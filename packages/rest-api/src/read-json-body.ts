import { checkJson } from './check-json.ts';
import type { ResolvedLimits } from './rest-api-options.ts';
import { parameterInvalid, RestError } from './rest-error.ts';

const jsonType = /^application\/(?:json|[\w.+-]+\+json)$/i;

/**
 * Reads a request's body as JSON of any shape.
 *
 * @throws RestError 400 for what is not JSON or is refused by `checkJson`, 413, 415
 */
export async function readJsonBody(request: Request, limits: ResolvedLimits): Promise<unknown> {
  checkMediaType(request.headers);
  const text = decode(await readBytes(request, limits.maxBodyBytes));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message would show the body, and a secret that is in it.
    throw parameterInvalid('the body is not well-formed JSON');
  }
  checkJson(text, limits);
  return json;
}

function checkMediaType(headers: Headers): void {
  const given = headers.get('content-type') ?? '';
  const [type = '', ...parameters] = given.split(';').map((part) => part.trim());
  const charset = parameters.find((part) => /^charset=/i.test(part));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/i.test(charset);
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (jsonType.test(type) && isUtf8 && encoding === 'identity') return;
  const message = 'expected content-type: application/json in UTF-8, without a content-encoding';
  throw new RestError(415, 'ERROR_MEDIA_TYPE', message);
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge(maxBytes);
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (next?.value === undefined) break;
    length += next.value.byteLength;
    if (length > maxBytes) {
      await reader?.cancel();
      throw tooLarge(maxBytes);
    }
    parts.push(next.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

function tooLarge(maxBytes: number): RestError {
  return new RestError(413, 'ERROR_TOO_LARGE', `expected a body of at most ${maxBytes} bytes`);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw parameterInvalid('the body is not UTF-8');
  }
}
