import { RestError } from './errors/rest-error.ts';
import type { Authenticate, Caller, CallerRights } from './rest-api-options.ts';

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
  const { tenant, clientId, applicationId, rights } = caller ?? {};
  if (!isName(tenant)) throw new TypeError('authenticate: expected a tenant of 1…255 characters');
  for (const [name, id] of Object.entries({ clientId, applicationId })) {
    if (id === undefined || id === null || isName(id)) continue;
    throw new TypeError(`authenticate: expected ${name} to be absent, null, or 1…255 characters`);
  }
  checkRights(rights);
  return caller;
}

/** Left out, they are all: what was meant to be some must not become that. */
function checkRights(rights: unknown): void {
  if (rights === undefined) return;
  const { write, events } = typeof rights === 'object' && rights !== null ? (rights as CallerRights) : { events: null };
  const areNames =
    events === undefined || (Array.isArray(events) && events.every((event) => typeof event === 'string'));
  if (areNames && (write === undefined || typeof write === 'boolean')) return;
  throw new TypeError(
    'authenticate: expected rights to be absent, or { write: a boolean, events: a list of patterns }, each absent or so',
  );
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 255 && !unstorable.test(value);
}
