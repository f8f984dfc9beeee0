import { parameterInvalid } from '../errors/rest-error.ts';

const maxLength = 255;

/** @throws RestError 400 for an `Idempotency-Key` that is empty or above 255 characters */
export function readIdempotencyKey(headers: Headers): string | undefined {
  const key = headers.get('idempotency-key');
  if (key === null) return undefined;
  if (key !== '' && key.length <= maxLength) return key;
  throw parameterInvalid(`Idempotency-Key: expected 1…${maxLength} characters, got ${key.length}`);
}
