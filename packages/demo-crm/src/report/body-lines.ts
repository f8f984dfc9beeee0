import type { ArrivedRequest } from '../receiver/messages.ts';

/** The first item of a body as indented JSON, but for the webhook block that every item repeats. */
export function bodyLines({ body }: ArrivedRequest): readonly string[] {
  const [first] = Array.isArray(body) ? body : [body];
  const { webhook: _, ...item } = first ?? {};
  return JSON.stringify(item, null, 2).split('\n');
}
