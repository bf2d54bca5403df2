import type { Logger } from '../base/log.ts';
import type { LookedUpLine } from '../channels/outlook.ts';
import type { ReadFacts } from '../rules/facts.ts';

export interface LineCache {
  read(e164: string): Promise<LookedUpLine | undefined>;
  write(e164: string, type: LookedUpLine, days: number): Promise<void>;
  /** Takes one of the paid look-ups of this day; false when they are used up. */
  spend(nowMs: number, most: number): Promise<boolean>;
}

export interface LineDeps {
  readonly cache: LineCache;
  /** Asks the carrier; undefined when it can't tell. Never throws. */
  readonly ask: (e164: string) => Promise<LookedUpLine | undefined>;
  readonly log: Logger;
}

export interface LineQuestion {
  readonly e164: string;
  readonly nowMs: number;
  /** When the caller must be answered. */
  readonly deadlineMs: number;
  readonly keepDays: number;
  readonly perDay: number;
  readonly timeoutMs: number;
}

type Line = NonNullable<ReadFacts['line']>;
const FAILED: Line = { type: 'unknown', from: 'failed' };

/**
 * What kind of line a number is, by a paid look-up: from the cache, or in time from the carrier within the budget of the
 * day. Never throws and never holds the caller longer than it may; an answer that comes too late is kept for the next call.
 */
export async function lookUpLine(deps: LineDeps, question: LineQuestion): Promise<Line> {
  const { e164, nowMs, keepDays } = question;
  try {
    const known = await deps.cache.read(e164);
    if (known) return { type: known, from: 'cache' };
    const withinMs = Math.min(question.timeoutMs, question.deadlineMs - nowMs);
    if (withinMs <= 0) return FAILED;
    if (!(await deps.cache.spend(nowMs, question.perDay))) return { type: 'unknown', from: 'budget' };
    const asked = deps.ask(e164).then((type) => keep(deps, e164, type, keepDays));
    return await within(asked, withinMs);
  } catch (error) {
    deps.log.warn({ err: error }, 'a line could not be looked up');
    return FAILED;
  }
}

async function keep(deps: LineDeps, e164: string, type: LookedUpLine | undefined, days: number): Promise<Line> {
  if (type === undefined) return FAILED;
  // What nobody knows today may be known tomorrow.
  await deps.cache
    .write(e164, type, type === 'unknown' ? 1 : days)
    .catch((error) => deps.log.warn({ err: error }, 'a line could not be kept'));
  return { type, from: 'carrier' };
}

async function within(work: Promise<Line>, ms: number): Promise<Line> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Line>((resolve) => {
    timer = setTimeout(() => resolve(FAILED), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
