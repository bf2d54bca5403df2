/** Keeps what customers sent. The id of a medium is made from its bytes: the same twice is kept once. */
export interface MediaStore {
  /** Answers the id and the type that the bytes themselves show. */
  put(bytes: Uint8Array): Promise<{ readonly mediaId: string; readonly contentType: string }>;
  get(mediaId: string): Promise<{ readonly bytes: Uint8Array; readonly contentType: string } | undefined>;
}

/** The largest attachment that is fetched, in bytes (reference: WhatsApp media, 16 MB). */
export const MAX_MEDIA_BYTES = 16 * 1024 * 1024;
