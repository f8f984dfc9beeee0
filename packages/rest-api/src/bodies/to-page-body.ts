import type { ListPage } from '@hookwright/core';
import { type ListName, writeCursor } from '../reading/cursor.ts';
import type { PageInfo } from '../schemas/page-info.ts';

/** A page as RS-1 writes it. */
export interface PageBody<Body> {
  success: true;
  total: number;
  page_info: PageInfo;
  data: Body[];
}

/** @param list - what the page's cursors are to belong to */
export function toPageBody<Item, Body>(
  page: ListPage<Item>,
  list: ListName,
  toBody: (item: Item) => Body,
): PageBody<Body> {
  const cursorOf = (place: string | null) => (place === null ? null : writeCursor(list, place));
  return {
    success: true,
    total: page.total,
    page_info: {
      start_cursor: cursorOf(page.startCursor),
      end_cursor: cursorOf(page.endCursor),
      has_previous_page: page.hasPreviousPage,
      has_next_page: page.hasNextPage,
    },
    data: page.items.map(toBody),
  };
}
