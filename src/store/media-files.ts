import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaStore } from '../chat/media-store.ts';
import { sniffMediaType, TYPE_OF_EXTENSION } from './media-type.ts';

const MEDIA_ID = /^[0-9a-f]{64}\.[a-z0-9]{2,5}$/;

/** Media as files, named by the hash of their bytes and the type the bytes show; `folder` is made when needed. */
export function createMediaFiles(folder: string): MediaStore {
  return {
    put: async (bytes) => {
      const { extension, contentType } = sniffMediaType(bytes);
      const mediaId = `${createHash('sha256').update(bytes).digest('hex')}.${extension}`;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Written beside and renamed: a process that dies in between leaves no half file under the name.
      const beside = join(folder, `${mediaId}.${randomUUID()}.part`);
      await writeFile(beside, bytes, { mode: 0o600 });
      await rename(beside, join(folder, mediaId));
      return { mediaId, contentType };
    },
    get: async (mediaId) => {
      if (!MEDIA_ID.test(mediaId)) return undefined;
      const contentType = TYPE_OF_EXTENSION[mediaId.slice(65)] ?? 'application/octet-stream';
      try {
        return { bytes: await readFile(join(folder, mediaId)), contentType };
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw thrown;
      }
    },
  };
}
