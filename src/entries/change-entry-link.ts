import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { RandomBytes } from '../base/random.ts';
import { type EntryLink, type EntryLinkStore, makeEntryCode } from './entry-link.ts';

export interface EntryLinkDeps {
  readonly entryLinks: EntryLinkStore;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

const MOST_LINKS = 500;
const TRIES = 5;

/** Makes a link with a code of its own. Throws `too-many-entry-links`. */
export async function addEntryLink(
  deps: EntryLinkDeps,
  wanted: Omit<EntryLink, 'code' | 'createdAtMs' | 'retiredAtMs'>,
): Promise<EntryLink> {
  if ((await deps.entryLinks.list()).length >= MOST_LINKS) throw new AppError('too-many-entry-links');
  for (let n = 0; n < TRIES; n += 1) {
    const link: EntryLink = { ...wanted, code: makeEntryCode(deps.random), createdAtMs: deps.clock.nowMs() };
    if (await deps.entryLinks.add(link)) return link;
  }
  throw new AppError('conflict');
}

/** From now on it opens a chat like any other. Done twice, it keeps its first time. Throws `entry-link-not-found`. */
export async function retireEntryLink(deps: EntryLinkDeps, code: string): Promise<EntryLink> {
  const found = await deps.entryLinks.byCode(code);
  if (!found) throw new AppError('entry-link-not-found');
  if (found.retiredAtMs !== undefined) return found;
  const retired: EntryLink = { ...found, retiredAtMs: deps.clock.nowMs() };
  await deps.entryLinks.replace(retired);
  return retired;
}
