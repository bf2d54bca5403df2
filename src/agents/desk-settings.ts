import type { CannedReply } from './canned-replies.ts';
import type { OpeningHours } from './opening-hours.ts';

/** What supervisors set for the desk. */
export interface DeskSettings {
  /** The ready-made replies; undefined until set: then FIRST_CANNED_REPLIES are used. */
  cannedReplies(): Promise<readonly CannedReply[] | undefined>;
  setCannedReplies(replies: readonly CannedReply[]): Promise<void>;
  /** Writes `after` if what is kept is still `before`; false: somebody changed it meanwhile. Atomic. */
  replaceCannedReplies(before: readonly CannedReply[] | undefined, after: readonly CannedReply[]): Promise<boolean>;
  /** Undefined until set: then nobody is told when the desk opens. */
  openingHours(): Promise<OpeningHours | undefined>;
  setOpeningHours(hours: OpeningHours | undefined): Promise<void>;
}
