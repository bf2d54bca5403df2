import type { ChatId } from '../base/ids.ts';

/** Keeps what customers sent, by chat. The id of a medium is made from its bytes: the same twice in a chat is kept once. */
export interface MediaStore {
  /** Answers the id and the type that the bytes themselves show; `declared` where they show none. */
  put(chatId: ChatId, bytes: Uint8Array, declared?: string): Promise<{ readonly mediaId: string; readonly contentType: string }>;
  get(chatId: ChatId, mediaId: string): Promise<{ readonly bytes: Uint8Array; readonly contentType: string } | undefined>;
  /** Removes everything that was kept before that time; answers how many files. */
  sweep(beforeMs: number): Promise<number>;
}

/** The largest attachment that is fetched, in bytes (reference: WhatsApp media, 16 MB). */
export const MAX_MEDIA_BYTES = 16 * 1024 * 1024;
