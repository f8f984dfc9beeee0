import { RestError } from './errors/rest-error.ts';
import type { Authenticate, Caller } from './rest-api-options.ts';

/** NUL, and halves of surrogate pairs: two tenants would be one on their way into a database. */
const unstorable = /\0|\p{Surrogate}/u;

/**
 * Asks the host who sent a request.
 *
 * @throws RestError 401; TypeError where the host's answer is no caller: without a tenant of its own it would be another customer
 */
export async function readCaller(request: Request, authenticate: Authenticate, challenge: string): Promise<Caller> {
  const caller = await authenticate(request);
  if (caller === null) {
    const headers = { 'www-authenticate': challenge };
    throw new RestError(401, 'ERROR_UNAUTHORIZED', 'expected valid credentials', { headers });
  }
  const { tenant, clientId, applicationId } = caller ?? {};
  if (!isName(tenant)) throw new TypeError('authenticate: expected a tenant of 1…255 characters');
  for (const [name, id] of Object.entries({ clientId, applicationId })) {
    if (id === undefined || id === null || isName(id)) continue;
    throw new TypeError(`authenticate: expected ${name} to be absent, null, or 1…255 characters`);
  }
  return caller;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 255 && !unstorable.test(value);
}
