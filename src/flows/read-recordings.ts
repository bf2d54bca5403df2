import { open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { RECORDINGS_FOLDER, RECORDINGS_PATH, type Recordings, type SoundKind, soundKind } from './recordings.ts';

const NAMED = /\.(?:wav|mp3)$/i;

async function kindOf(file: string): Promise<SoundKind> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(12), 0, 12, 0);
    return soundKind(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** The recordings of a folder of flows, its subfolders included; none when there is no folder audio/. */
export async function readRecordings(flowsFolder: string): Promise<Recordings> {
  const folder = join(flowsFolder, RECORDINGS_FOLDER);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return [];
    throw thrown;
  });
  const files = entries.filter((entry) => entry.isFile() && NAMED.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(async (file) => [RECORDINGS_PATH + relative(folder, file).split(sep).join('/'), await kindOf(file)] as const),
    ),
  );
}
