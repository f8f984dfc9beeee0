import { createHash } from 'node:crypto';
import { parameterInvalid } from '../errors/rest-error.ts';

/** What a cursor belongs to: the list, its tenant, its order and filter. */
export type ListName = readonly unknown[];

const digestLength = 16;

/**
 * A place in a list as the resource shows it: the engine's own, and a digest that finds what was changed, or is of another tenant, list or
 * order. Nothing in it is secret, and it leads to nothing but the tenant's own rows, so it needs no key and holds in every process of a host.
 */
export function writeCursor(list: ListName, place: string): string {
  return Buffer.from(`${digestOf(list, place)}${place}`).toString('base64url');
}

/**
 * @param name - of the parameter: `after`, `before`
 * @returns the place that it was made of
 * @throws RestError 400 for what `writeCursor` has not made for this list
 */
export function readCursor(list: ListName, cursor: string, name: string): string {
  const place = Buffer.from(cursor, 'base64url').toString('utf8').slice(digestLength);
  // Written anew, it is the same text, or some other text was decoded to the same bytes.
  if (writeCursor(list, place) === cursor) return place;
  throw parameterInvalid(`${name}: expected a cursor of this list, in this order and with this filter`);
}

function digestOf(list: ListName, place: string): string {
  return createHash('sha256')
    .update(JSON.stringify([list, place]))
    .digest('base64url')
    .slice(0, digestLength);
}
