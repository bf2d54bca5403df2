import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SettingError } from '../config.ts';

const WHY: Readonly<Record<string, string>> = {
  EEXIST: 'is a file, not a folder',
  ENOTDIR: 'lies below a file, not a folder',
  EACCES: 'may not be written by this user',
  EPERM: 'may not be written by this user',
  EROFS: 'lies on a file system that can only be read',
  ENOENT: 'can not be made there',
};

/** The folder of the embedded data, made if it is missing. Throws SettingError if nothing can be written there. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new SettingError(
      `DATA_DIR: ${resolve(dataDir)} ${WHY[code] ?? `can not be used (${message})`}. Name a folder that this user may write to.`,
      { cause },
    );
  }
}
