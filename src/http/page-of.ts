import { AppError } from '../base/errors.ts';
import type { PageQuery } from './contract/paging.ts';

/** One page of a list that is at hand as a whole. The cursor is the number of entries before it. */
export function pageFrom<T>(all: readonly T[], query: PageQuery): { items: T[]; next?: string } {
  const start = query.cursor === undefined ? 0 : Number(query.cursor);
  if (!Number.isInteger(start) || start < 0) {
    throw new AppError('body-invalid', undefined, {
      details: [{ path: 'query.cursor', message: 'must be the `next` of the page before' }],
    });
  }
  const end = start + query.limit;
  const items = all.slice(start, end);
  return end < all.length ? { items, next: String(end) } : { items };
}
