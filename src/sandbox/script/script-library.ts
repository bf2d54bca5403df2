import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../base/log.ts';
import { SandboxScript, type ScriptList } from '../../http/contract/sandbox-script.ts';

/** The scripts that can be chosen, by the name of their files. */
export type ScriptLibrary = () => Promise<ScriptList['items']>;

const ENDING = '.sandbox.json';

/** The scripts of a folder, read each time; one with a mistake is left out and logged. */
export function createScriptLibrary(folder: string | undefined, log: Logger): ScriptLibrary {
  return async () => {
    if (folder === undefined) return [];
    const files = (await readdir(folder)).filter((file) => file.endsWith(ENDING)).sort();
    const found = await Promise.all(files.map((file) => readScript(folder, file, log)));
    return found.flatMap((script, at) => (script ? [{ file: files[at] ?? '', script }] : []));
  };
}

async function readScript(folder: string, file: string, log: Logger): Promise<SandboxScript | undefined> {
  try {
    return SandboxScript.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
  } catch (error) {
    log.warn({ file, err: error }, 'carrier emulator: a script can not be used');
    return undefined;
  }
}
