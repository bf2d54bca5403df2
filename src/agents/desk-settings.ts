import type { CannedReply } from './canned-replies.ts';
import type { OpeningHours } from './opening-hours.ts';

/** What supervisors set for the desk. */
export interface DeskSettings {
  /** The ready-made replies; those that come with the product until others were set. */
  cannedReplies(): Promise<readonly CannedReply[]>;
  setCannedReplies(replies: readonly CannedReply[]): Promise<void>;
  /** Undefined until set: then nobody is told when the desk opens. */
  openingHours(): Promise<OpeningHours | undefined>;
  setOpeningHours(hours: OpeningHours | undefined): Promise<void>;
}
