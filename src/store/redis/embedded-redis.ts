import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Logger } from '../../base/log.ts';
import { claimFolder, folderInUse } from './claim-folder.ts';
import { OWNER_NAME } from './client.ts';
import type { ServerProgram } from './find-server.ts';
import { answers, probe, shutDown, whoIsConnected } from './probe.ts';
import { socketPath } from './socket-path.ts';

export interface EmbeddedRedis {
  /** Path of the Unix socket. */
  readonly address: string;
  /** Stops the server cleanly: everything is on the disk when this returns. */
  close(): Promise<void>;
}

export interface EmbeddedRedisSettings {
  readonly dataDir: string;
  readonly program: ServerProgram;
  readonly logger: Logger;
}

/**
 * A Redis server of our own, a child of this process, its data in `<dataDir>/redis`. A server that a killed service left
 * behind is stopped cleanly first; a folder in use by a live service is refused. A child that dies is started again.
 */
export async function startEmbeddedRedis(settings: EmbeddedRedisSettings): Promise<EmbeddedRedis> {
  const folder = join(resolve(settings.dataDir), 'redis');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const release = await claimFolder(folder);
  try {
    const address = await socketPath(folder);
    await stopOrphan(address, folder, settings.logger);
    const child = new ServerChild(settings, folder, address);
    await child.start();
    return {
      address,
      close: async () => {
        await child.stop();
        await release();
      },
    };
  } catch (thrown) {
    await release();
    throw thrown;
  }
}

/** The socket of a server that runs in this folder already, ours or another process's; undefined if none answers. */
export async function findRunningServer(dataDir: string): Promise<string | undefined> {
  const address = await socketPath(join(resolve(dataDir), 'redis'));
  return (await answers(address)) === 'no' ? undefined : address;
}

async function stopOrphan(address: string, folder: string, logger: Logger): Promise<void> {
  if ((await answers(address)) === 'no') return;
  const owners = await probe(address, whoIsConnected).catch((cause) => {
    throw new Error(`A Redis holds ${address} but does not answer. End its process (${join(folder, 'redis.pid')}) and start again.`, {
      cause,
    });
  });
  if (owners.includes(OWNER_NAME)) throw folderInUse(folder);
  logger.warn({ folder }, 'stopping the Redis that a killed service left behind');
  await shutDown(address);
}

const KEEP_LINES = 20;
const RESTART_PAUSES_MS = [0, 100, 500, 2_000, 5_000];

/** Owns the child process: starts it, starts it again when it dies, stops it. */
class ServerChild {
  readonly #settings: EmbeddedRedisSettings;
  readonly #folder: string;
  readonly #address: string;
  #child: ChildProcess | undefined;
  #lastWords: string[] = [];
  #restarts = 0;
  #stopping = false;
  readonly #stopWithUs = () => this.#child?.kill('SIGTERM');

  constructor(settings: EmbeddedRedisSettings, folder: string, address: string) {
    this.#settings = settings;
    this.#folder = folder;
    this.#address = address;
  }

  /** Returns when the server has read its files and answers. */
  async start(): Promise<void> {
    process.once('exit', this.#stopWithUs);
    const child = this.#spawn();
    const ended = once(child, 'exit').then(() => Promise.reject(this.#failure()));
    ended.catch(() => {});
    await Promise.race([ended, this.#untilServing(child)]);
    child.once('exit', (code, signal) => void this.#restart(code, signal));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    process.off('exit', this.#stopWithUs);
    const child = this.#child;
    if (!child || !isAlive(child)) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }

  #spawn(): ChildProcess {
    const [command = '', ...before] = this.#settings.program.command;
    const options = [
      ...['--port', '0', '--unixsocket', this.#address, '--unixsocketperm', '700', '--dir', this.#folder],
      ...['--pidfile', join(this.#folder, 'redis.pid'), '--appendonly', 'yes', '--appendfsync', 'everysec'],
      ...['--save', '', '--maxmemory-policy', 'noeviction', '--daemonize', 'no'],
    ];
    // Its own process group: a Ctrl-C in the terminal must reach the service first, which then stops it in order.
    const child = spawn(command, [...before, ...options], { stdio: ['ignore', 'pipe', 'pipe'], detached: true, cwd: this.#folder });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => this.#hear(String(chunk)));
    child.on('error', (cause) => this.#hear(cause.message));
    this.#child = child;
    return child;
  }

  #hear(text: string): void {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    this.#lastWords = [...this.#lastWords, ...lines].slice(-KEEP_LINES);
  }

  async #untilServing(child: ChildProcess): Promise<void> {
    let toldAtMs = performance.now();
    while (isAlive(child)) {
      const state = await answers(this.#address);
      if (state === 'serving') return;
      if (performance.now() - toldAtMs > 2_000) {
        this.#settings.logger.warn({ state }, 'waiting for the embedded Redis to read its files');
        toldAtMs = performance.now();
      }
      await pause(5);
    }
  }

  #failure(): Error {
    return new Error(`The embedded Redis did not start. Its last words:\n${this.#lastWords.join('\n')}`);
  }

  async #restart(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (this.#stopping) return;
    this.#settings.logger.error({ code, signal, lastWords: this.#lastWords }, 'the embedded Redis died and is started again');
    await pause(RESTART_PAUSES_MS[Math.min(this.#restarts, RESTART_PAUSES_MS.length - 1)] ?? 0);
    this.#restarts += 1;
    if (this.#stopping) return;
    const child = this.#spawn();
    child.once('exit', (nextCode, nextSignal) => void this.#restart(nextCode, nextSignal));
    await this.#untilServing(child);
    if (isAlive(child)) {
      this.#restarts = 0;
      this.#settings.logger.warn({}, 'the embedded Redis is back');
    }
  }
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
