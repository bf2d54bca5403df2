import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Logger } from '../../base/log.ts';
import { unpackDebianPackage } from './debian-package.ts';

/** A server program that runs on this machine. */
export interface ServerProgram {
  readonly kind: 'embedded' | 'debian-package';
  /** The program and what stands before its options. */
  readonly command: readonly string[];
  /** As the program says it, e.g. `Redis server v=7.0.15 …`. */
  readonly version: string;
}

export interface FindServerSettings {
  readonly dataDir: string;
  /** REDIS_SERVER_BIN: used alone when given. */
  readonly serverBinary?: string;
  readonly logger: Logger;
}

const ON_PATH = ['valkey-server', 'redis-server'];

/** The first real server to be had: the one named, one on the PATH, one unpacked from the system's own packages; or none. */
export async function findServer(settings: FindServerSettings): Promise<ServerProgram | undefined> {
  if (settings.serverBinary) {
    const named = await tryProgram('embedded', [settings.serverBinary]);
    if (!named) throw new Error(`REDIS_SERVER_BIN: ${settings.serverBinary} is no Redis or Valkey server that starts here.`);
    return named;
  }
  for (const name of ON_PATH) {
    const found = await tryProgram('embedded', [name]);
    if (found) return found;
  }
  const unpacked = await unpackDebianPackage(settings.dataDir, settings.logger);
  return unpacked && tryProgram('debian-package', unpacked);
}

/** The program if it starts and says that it is version 7 or later of Redis or Valkey. */
export async function tryProgram(kind: ServerProgram['kind'], command: readonly string[]): Promise<ServerProgram | undefined> {
  const [program = '', ...before] = command;
  try {
    const { stdout } = await promisify(execFile)(program, [...before, '--version'], { timeout: 5_000 });
    const major = Number(/ v=(\d+)\./.exec(stdout)?.[1]);
    return major >= 7 ? { kind, command, version: stdout.trim() } : undefined;
  } catch {
    return undefined;
  }
}
