import { digest } from './digest.ts';
import { isUuid } from './is-uuid.ts';
import { parameterInvalid } from './rest-error.ts';

const shape = /^([0-9a-f-]{36})\.([\w-]{12})$/;

/**
 * A place in a list, for the tenant whose list it is. The check in it finds what was changed or is of another list; nothing in it is
 * secret, and it leads to nothing but the tenant's own rows.
 *
 * @param list - the name of the list and the tenant
 */
export async function writeCursor(list: readonly string[], id: string): Promise<string> {
  return btoa(`${id}.${await check(list, id)}`).replaceAll('=', '');
}

/**
 * @returns the id that it points to
 * @throws RestError 400 for what `writeCursor` has not made for this list
 */
export async function readCursor(list: readonly string[], cursor: string): Promise<string> {
  const [, id = '', found] = shape.exec(decode(cursor)) ?? [];
  const isCanonical = isUuid(id) && (await writeCursor(list, id)) === cursor;
  if (!isCanonical || found !== (await check(list, id))) {
    throw parameterInvalid('after: expected the end_cursor of a page of this list');
  }
  return id;
}

async function check(list: readonly string[], id: string): Promise<string> {
  return (await digest(JSON.stringify([...list, id]))).slice(0, 12);
}

function decode(cursor: string): string {
  try {
    return atob(cursor);
  } catch {
    return '';
  }
}
