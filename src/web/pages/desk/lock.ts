import type { DeskChat } from '../../../http/contract/desk.ts';

/** Why nothing can be written now, or undefined when it can. */
export type ComposerLock = 'closed' | 'not-yours' | 'waiting' | 'bot' | 'opted-out' | 'not-consented' | 'window';

/** What stands between the agent and a reply; notes only need a chat that is open. */
export function composerLock(chat: DeskChat, userId: string | undefined, kind: 'reply' | 'note', nowMs: number): ComposerLock | undefined {
  if (chat.state === 'closed') return 'closed';
  if (kind === 'note') return undefined;
  if (chat.state === 'waiting') return 'waiting';
  if (chat.state === 'bot') return 'bot';
  if (chat.agent?.userId !== userId) return 'not-yours';
  // Who opted out and writes again may be answered while the window is open; after it there are only templates, and none for them.
  if (chat.optedOut && !(chat.reopened && chat.windowUntilMs > nowMs)) return 'opted-out';
  if (chat.voicemail && !chat.voicemail.mayWrite) return 'not-consented';
  if (chat.windowUntilMs <= nowMs) return 'window';
  return undefined;
}
