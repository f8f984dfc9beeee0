import { parameterInvalid, RestError } from '../errors/rest-error.ts';
import { checkJson, type JsonLimits } from './check-json.ts';
import { readBodyBytes } from './read-body-bytes.ts';

const jsonType = /^application\/(?:json|[\w.+-]+\+json)$/i;

/**
 * Reads a request's body as JSON of any shape.
 *
 * @throws RestError 400 for what is not JSON or is refused by `checkJson`, 413, 415
 */
export async function readJsonBody(
  request: Request,
  limits: JsonLimits & { readonly maxBodyBytes: number },
): Promise<unknown> {
  checkMediaType(request.headers);
  const text = decode(await readBodyBytes(request, limits.maxBodyBytes));
  const json = parse(text);
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

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw parameterInvalid('the body is not UTF-8');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would show the body, and a secret that is in it.
    throw parameterInvalid('the body is not well-formed JSON');
  }
}
