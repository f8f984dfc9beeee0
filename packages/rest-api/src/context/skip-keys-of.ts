/** Node's request, and what wraps it: Express's and Fastify's. */
interface NodeRequest {
  readonly headersDistinct: Readonly<Record<string, readonly string[] | undefined>>;
}

/** A web-standard request. */
interface WebRequest {
  readonly headers: { get(name: string): string | null };
}

const header = 'webhook-skip-key';

/**
 * The values of a request's `Webhook-Skip-Key` headers (SK-1): as they came, in order, never split.
 *
 * Of a web-standard request whose header is repeated the values can no longer be told apart: they are one, with commas. Where Node's request is
 * at hand (`request.raw` of Fastify, `context.env.incoming` of Hono), give that.
 */
export function skipKeysOf(request: NodeRequest | WebRequest): readonly string[] {
  if ('headersDistinct' in request) return request.headersDistinct[header] ?? [];
  const value = request.headers.get(header);
  return value === null ? [] : [value];
}
