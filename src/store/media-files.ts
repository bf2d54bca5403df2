import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { MediaStore } from '../chat/media-store.ts';
import { extensionOf, sniffMediaType, TYPE_OF_EXTENSION } from './media-type.ts';

const MEDIA_ID = /^[0-9a-f]{64}\.[a-z0-9]{2,5}$/;
const CHAT_FOLDER = /^t_\d{2}_[0-9A-Za-z]{1,40}$/;

/**
 * Media as files, one folder a chat, named by the hash of their bytes and the type the bytes show; `folder` is made when
 * needed. A file's own time says when it was last sent.
 */
export function createMediaFiles(folder: string, clock: Pick<Clock, 'nowMs'>): MediaStore {
  return {
    put: async (chatId, bytes, declared) => {
      const sniffed = sniffMediaType(bytes);
      const { extension, contentType } =
        (sniffed.extension === 'bin' || sniffed.extension === 'zip') && declared ? (extensionOf(declared) ?? sniffed) : sniffed;
      const mediaId = `${createHash('sha256').update(bytes).digest('hex')}.${extension}`;
      const own = join(folder, chatId);
      await mkdir(own, { recursive: true, mode: 0o700 });
      // Written beside and renamed: a process that dies in between leaves no half file under the name.
      const beside = join(own, `${mediaId}.${randomUUID()}.part`);
      await writeFile(beside, bytes, { mode: 0o600 });
      const now = new Date(clock.nowMs());
      await utimes(beside, now, now);
      await rename(beside, join(own, mediaId));
      return { mediaId, contentType };
    },
    get: async (chatId, mediaId) => {
      if (!MEDIA_ID.test(mediaId) || !CHAT_FOLDER.test(chatId)) return undefined;
      const contentType = TYPE_OF_EXTENSION[mediaId.slice(65)] ?? 'application/octet-stream';
      // Files of earlier versions lie in no chat's folder.
      const bytes = (await readIfThere(join(folder, chatId, mediaId))) ?? (await readIfThere(join(folder, mediaId)));
      return bytes && { bytes, contentType };
    },
    sweep: (beforeMs) => sweepFolder(folder, beforeMs),
  };
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** Another process may sweep at the same time: what is gone already is no trouble. */
async function sweepFolder(folder: string, beforeMs: number): Promise<number> {
  let removed = 0;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!CHAT_FOLDER.test(entry.name)) continue;
      removed += await sweepFolder(path, beforeMs);
      await rmdir(path).catch(() => undefined);
    } else if (isOurs(entry.name) && ((await stat(path).catch(() => undefined))?.mtimeMs ?? beforeMs) < beforeMs) {
      await rm(path, { force: true });
      removed += 1;
    }
  }
  return removed;
}

function isOurs(name: string): boolean {
  return MEDIA_ID.test(name) || name.endsWith('.part');
}
