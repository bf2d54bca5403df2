import type { ReleaseHead } from '../releases.ts';
import type { AliasMove } from './alias.ts';
import { LIVE, releaseAt, type Standing } from './alias.ts';
import type { ApprovalRequest } from './approval.ts';
import type { DraftHead, Editor } from './draft.ts';

/** What an installation wants of its publishers. */
export interface StudioSettings {
  /** Nobody has callers hear alone what they edited themselves. */
  readonly secondPerson: boolean;
}

/** The port to them. Kept for good. Throws AppError `store-unavailable`. */
export interface StudioSettingsStore {
  read(): Promise<StudioSettings>;
  write(settings: StudioSettings): Promise<void>;
}

/** An API key: it may ask, but is nobody who could have looked. */
export function isMachine({ maker }: Editor): boolean {
  return maker !== undefined;
}

/** Are two the same person? A key is whoever made it. Pure. */
export function isSamePerson(one: Editor, other: Editor): boolean {
  if (one.userId === other.userId) return true;
  const [first, second] = [one, other].map(({ username, maker }) => maker ?? username);
  return first !== undefined && first === second;
}

/** Who has edited a draft once `by` has saved it. Pure. */
export function editorsWith(before: Partial<Pick<DraftHead, 'editors' | 'savedBy'>>, by: Editor): readonly Editor[] {
  const editors = editorsOf(before);
  return editors.some(({ userId }) => userId === by.userId) ? editors : [...editors, by];
}

/** Who has edited a draft; of one from before that was kept, who saved it last. Pure. */
export function editorsOf({ editors, savedBy }: Partial<Pick<DraftHead, 'editors' | 'savedBy'>>): readonly Editor[] {
  return editors ?? (savedBy ? [savedBy] : []);
}

/** Is whoever acts a second person beside those who edited? Pure. */
export function isSecond(by: Editor, editors: readonly Editor[]): boolean {
  return !isMachine(by) && !editors.some((each) => isSamePerson(each, by));
}

interface Moved {
  readonly by: Editor;
  readonly release: Omit<ReleaseHead, 'problems'>;
  readonly standing: Standing;
  readonly moves: readonly AliasMove[];
}

/**
 * May they point an alias there without asking anybody? Back to what callers heard before always: at three in the morning
 * nobody else is awake. Pure.
 */
export function mayMoveAlone({ by, release, standing, moves }: Moved): boolean {
  const { number, seenByTwo, editors = [], author } = release;
  const wasLive =
    releaseAt(standing, LIVE) === number || moves.some(({ alias, from, to }) => alias === LIVE && (from === number || to === number));
  return wasLive || seenByTwo === true || (author !== by.userId && isSecond(by, editors));
}

/** Why somebody can't approve what was asked for; undefined: they can. Pure. */
export function whyNotApprove({ by, editors }: ApprovalRequest, who: Editor): 'person-needed' | 'approval-own' | undefined {
  if (isMachine(who)) return 'person-needed';
  // A key is no person: whoever edited what it asks for would be alone.
  if (isSamePerson(by, who) || (isMachine(by) && !isSecond(who, editors))) return 'approval-own';
  return undefined;
}
