import * as z from 'zod';
import { pageInfoSchema } from './page-info.ts';

/** `{ success: true, data }` (RS-1). */
export function answerOf<Data extends z.ZodType>(data: Data) {
  return z.object({ success: z.literal(true), data });
}

/** A page (RS-1). */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    success: z.literal(true),
    total: z.int().min(0).describe('Over all pages; may be some seconds old.'),
    page_info: pageInfoSchema,
    data: z.array(item),
  });
}
