import { z } from 'zod';

/** What every list takes: how many, and where the page before ended. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many entries at most, 1 to 200.'),
  cursor: z.string().max(200).optional().describe('The `next` of the page before.'),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** One page of a list; `next` is absent on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().optional().describe('Hand it in as `cursor` for the next page.') });
}
