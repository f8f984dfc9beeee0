import type { RestApi } from '../create-rest-api.ts';

/** The API as a handler of Hono: `app.all('/api/*', toHonoHandler(api))`, with `/api` as the base path. */
export function toHonoHandler(
  api: RestApi,
): (context: { readonly req: { readonly raw: Request } }) => Promise<Response> {
  return (context) => api(context.req.raw);
}
