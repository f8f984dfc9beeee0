import { util } from 'undici';

/**
 * Response headers as the port wants them: names in lower case, repeated ones joined by ", ", values as Latin-1.
 *
 * @param raw - names and values in turn, as they came
 */
export function joinHeaders(raw: readonly Buffer[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = util.headerNameToString(raw[index] as Buffer);
    const value = (raw[index + 1] as Buffer).toString('latin1');
    // Inherited members (`constructor`) are no earlier values; `__proto__` cannot be set to a string and is left out.
    const earlier: unknown = headers[name];
    headers[name] = typeof earlier === 'string' ? `${earlier}, ${value}` : value;
  }
  return headers;
}
