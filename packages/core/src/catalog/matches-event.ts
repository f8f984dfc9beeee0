/**
 * Whether a pattern covers an event (EV-1): `*`, `<Entity>.*`, or the event's own name. Asks no catalogue.
 *
 * @param name - a concrete event: `Account.Create`
 */
export function matchesEvent(pattern: string, name: string): boolean {
  if (pattern === '*' || pattern === name) return true;
  return pattern.endsWith('.*') && name.length >= pattern.length && name.startsWith(pattern.slice(0, -1));
}
