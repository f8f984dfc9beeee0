import * as z from 'zod';

const cursor = z.string().nullable();

export const pageInfoSchema = z
  .object({
    start_cursor: cursor.describe('For `before`: the pages that come before this one. Null where the page is empty.'),
    end_cursor: cursor.describe('For `after`: the pages that come after this one. Null where the page is empty.'),
    has_previous_page: z.boolean(),
    has_next_page: z.boolean(),
  })
  .describe('Where a page stands in its list (RS-1).');

/** Where a page stands in its list (RS-1). */
export type PageInfo = z.infer<typeof pageInfoSchema>;
