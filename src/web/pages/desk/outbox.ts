import type { PendingPost } from './desk-state.ts';

/** What of an agent must survive a reload: unconfirmed posts and unfinished replies. One entry each, so that two tabs don't overwrite each other. */
export interface Outbox {
  load(): PendingPost[];
  keep(post: PendingPost): void;
  drop(messageId: string): void;
  draft(chatId: string): string;
  keepDraft(chatId: string, text: string): void;
}

export function createOutbox(storage: Storage, userId: string): Outbox {
  const postPrefix = `relevo.outbox.${userId}.`;
  const draftKey = (chatId: string) => `relevo.draft.${userId}.${chatId}`;
  return {
    load: () =>
      Object.keys(storage)
        .filter((key) => key.startsWith(postPrefix))
        .map((key) => JSON.parse(storage.getItem(key) ?? 'null') as PendingPost | null)
        .filter((post) => post !== null)
        .sort((a, b) => a.atMs - b.atMs),
    keep: (post) => storage.setItem(postPrefix + post.messageId, JSON.stringify(post)),
    drop: (messageId) => storage.removeItem(postPrefix + messageId),
    draft: (chatId) => storage.getItem(draftKey(chatId)) ?? '',
    keepDraft: (chatId, text) => (text ? storage.setItem(draftKey(chatId), text) : storage.removeItem(draftKey(chatId))),
  };
}
