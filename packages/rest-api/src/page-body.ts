import type { ListPage } from '@hookwright/core';
import { writeCursor } from './cursor.ts';

/** A page as RS-1 writes it. */
export async function toPageBody<Item extends { readonly id: string }>(
  page: ListPage<Item>,
  place: { readonly list: readonly string[]; readonly after: string | undefined },
  toBody: (item: Item) => object,
): Promise<Readonly<Record<string, unknown>>> {
  const cursorOf = (item: Item | undefined) => (item === undefined ? null : writeCursor(place.list, item.id));
  return {
    success: true,
    total: page.total,
    page_info: {
      start_cursor: await cursorOf(page.items[0]),
      end_cursor: await cursorOf(page.items.at(-1)),
      has_previous_page: place.after !== undefined,
      has_next_page: page.hasNextPage,
    },
    data: page.items.map(toBody),
  };
}
