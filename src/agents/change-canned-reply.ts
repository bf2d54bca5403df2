import { AppError } from '../base/errors.ts';
import type { AgentBoard } from './agent-board.ts';
import { type CannedReply, type CannedWording, FIRST_CANNED_REPLIES, withWordings } from './canned-replies.ts';
import type { DeskSettings } from './desk-settings.ts';

interface Deps {
  readonly deskSettings: Pick<DeskSettings, 'cannedReplies' | 'replaceCannedReplies'>;
  readonly board: Pick<AgentBoard, 'signal'>;
}

interface Input {
  readonly shortcut: string;
  /** One per language; none: the reply is deleted. */
  readonly wordings: readonly CannedWording[];
}

/** Shortcuts; the whole list goes to every desk. */
const MOST_REPLIES = 100;
const TRIES = 10;

/**
 * Adds, changes or deletes one ready-made reply and tells the desks. Two who change different replies at once both
 * succeed. Throws `canned-reply-not-found` (deleting), `too-many-canned-replies`, `conflict`, `store-unavailable`.
 */
export async function changeCannedReply({ deskSettings, board }: Deps, { shortcut, wordings }: Input): Promise<void> {
  for (let n = 0; n < TRIES; n += 1) {
    const kept = await deskSettings.cannedReplies();
    const before = kept ?? FIRST_CANNED_REPLIES;
    const after = withWordings(before, shortcut, wordings);
    refuse(before, after, wordings.length === 0);
    if (!(await deskSettings.replaceCannedReplies(kept, after))) continue;
    await board.signal({ kind: 'canned' });
    return;
  }
  throw new AppError('conflict');
}

function refuse(before: readonly CannedReply[], after: readonly CannedReply[], isDeletion: boolean): void {
  if (isDeletion && after.length === before.length) throw new AppError('canned-reply-not-found');
  if (shortcutsOf(after) > Math.max(MOST_REPLIES, shortcutsOf(before))) throw new AppError('too-many-canned-replies');
}

function shortcutsOf(replies: readonly CannedReply[]): number {
  return new Set(replies.map(({ shortcut }) => shortcut)).size;
}
