import { createHash } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** The kernel takes 107 bytes for the path of a Unix socket on Linux, 103 on macOS. */
const LONGEST = 103;

/** Where the server of this folder listens: inside it, or, where that is too long, in a folder of this user alone. */
export async function socketPath(folder: string): Promise<string> {
  const inside = join(folder, 'redis.sock');
  if (Buffer.byteLength(inside) <= LONGEST) return inside;
  const aside = join(tmpdir(), `relevo-${userInfo().uid}`);
  await mkdir(aside, { recursive: true, mode: 0o700 });
  // Fails when the folder is somebody else's: then it must not be used.
  await chmod(aside, 0o700);
  return join(aside, `${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`);
}
