import type { AuditTrail, KeptEntry } from './audit.ts';

/** What is looked for. */
export interface AuditSearch {
  /** Only entries for which this is true. */
  readonly fits: (kept: KeptEntry) => boolean;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Only entries before this one. */
  readonly before?: number | undefined;
}

const AT_ONCE = 500;
/** So far ahead of a change that was begun its end is looked for. */
const ENDS_WITHIN = 500;

/** The number of the newest entry that is not later than a moment; 0: none. Entries stand in the order of their times. */
async function newestUpTo(trail: AuditTrail, last: number, toMs: number): Promise<number> {
  let [low, high] = [0, last];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [found] = await trail.up(middle, 1);
    if (found && found.entry.atMs <= toMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The entries that fit, newest first, page by page of what was read; `next` is where the page after it begins. A change that
 * has ended is one entry, that of its end; what was begun and never ended is shown as begun.
 */
export async function* searchAudit(
  trail: AuditTrail,
  search: AuditSearch,
): AsyncGenerator<{ readonly found: readonly KeptEntry[]; readonly next: number }> {
  const newest = (await trail.head())?.seq ?? 0;
  let from = Math.min(search.before === undefined ? newest : search.before - 1, newest);
  if (search.toMs !== undefined) from = Math.min(from, await newestUpTo(trail, newest, search.toMs));
  const ended = new Set<number>();
  const remember = (page: readonly KeptEntry[]) => {
    for (const { entry } of page) if (entry.begun !== undefined) ended.add(entry.begun);
  };
  remember(await trail.up(from + 1, ENDS_WITHIN));
  while (from > 0) {
    const page = await trail.down(from, AT_ONCE);
    remember(page);
    const inTime = page.filter(({ entry }) => search.fromMs === undefined || entry.atMs >= search.fromMs);
    const shown = inTime.filter((kept) => !(kept.entry.outcome === 'begun' && ended.has(kept.place)) && search.fits(kept));
    from = inTime.length < page.length || page.length === 0 ? 0 : (page.at(-1)?.place ?? 1) - 1;
    yield { found: shown, next: from + 1 };
  }
}
