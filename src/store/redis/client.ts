import { Cluster, type Command, Redis, type RedisOptions } from 'ioredis';
import { AppError } from '../../base/errors.ts';
import { inTime } from '../../base/in-time.ts';

/** One server or a Cluster; both take the same commands. */
export type RedisClient = Redis | Cluster;

export interface ClientSettings {
  /** How long one command may take before it counts as failed, ms. */
  readonly timeLimitMs: number;
  /** How the connection is named at the server. */
  readonly name: string;
}

/** The name of a running service's connections: a server without one, whose service is gone, is known for an orphan. */
export const OWNER_NAME = 'relevo';
/** The name of a tool's connections, which own nothing. */
export const TOOL_NAME = 'relevo-tool';

/** Of a command for those who can wait: pages, messages, jobs, the start. On a busy machine an answer takes a while. */
export const DEFAULT_TIME_LIMIT_MS = 2_000;
/** Of a command while somebody is on the telephone: then they are put through to a person instead. */
export const LINE_TIME_LIMIT_MS = 300;

/**
 * Nothing waits for a server that is gone; a lost one is tried again soon. No auto-pipelining: commands of one tick travel
 * together anyway, and ioredis' own queue for it costs a third more time per step (measured).
 */
function connectionOptions(settings: ClientSettings) {
  return {
    connectionName: settings.name,
    commandTimeout: settings.timeLimitMs,
    connectTimeout: 2_000,
    // A peer that vanished without a word: no answer for this long ends the connection, and a new one is tried.
    socketTimeout: 5_000,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    disableClientInfo: true,
  } satisfies RedisOptions;
}

const TIMED_OUT = 'Command timed out';

/** What ioredis leaves to be wished for, for one server. */
class ServerClient extends Redis {
  override sendCommand(command: Command, stream?: Parameters<Redis['sendCommand']>[1]): unknown {
    if (this.status === 'ready') this.#sendTogether();
    const answer = super.sendCommand(command, stream);
    waitForWhatCame(command);
    return answer;
  }

  /** Commands of one turn of the event loop leave in one system call: webhooks that come together wake the server once, not once each. */
  #sendTogether(): void {
    const { stream } = this;
    if (stream.writableCorked > 0) return;
    stream.cork();
    setImmediate(() => stream.uncork());
  }
}

/**
 * A process that did not get to run sees its timers before the answers that came meanwhile: a command is late only when,
 * after the limit, what has arrived was read and its answer was not there.
 */
function waitForWhatCame(command: Command): void {
  const { reject } = command;
  command.reject = (error) => {
    if (error.message === TIMED_OUT) setImmediate(reject, error);
    else reject(error);
  };
}

/** `address`: a redis:// or rediss:// URL, or the path of a Unix socket. */
export function createServerClient(address: string, settings: ClientSettings): Redis {
  return new ServerClient(address, {
    ...connectionOptions(settings),
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy: (times) => Math.min(times * 20, 500),
  });
}

/** `addresses`: some nodes of the Cluster; the others are found through them. */
export function createClusterClient(addresses: readonly string[], settings: ClientSettings): Cluster {
  const first = new URL(addresses[0] ?? '');
  return new Cluster([...addresses], {
    lazyConnect: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: (times) => Math.min(times * 50, 500),
    retryDelayOnFailover: 50,
    retryDelayOnClusterDown: 50,
    maxRedirections: 4,
    slotsRefreshTimeout: 2_000,
    slotsRefreshInterval: 10_000,
    redisOptions: {
      ...connectionOptions(settings),
      ...(first.username && { username: decodeURIComponent(first.username) }),
      ...(first.password && { password: decodeURIComponent(first.password) }),
      ...(first.protocol === 'rediss:' && { tls: {} }),
    },
  });
}

/** Replies by which a server says that it can't or won't serve us at present, not that the command was wrong. */
const NOT_SERVING =
  /^(LOADING|CLUSTERDOWN|MASTERDOWN|READONLY|OOM|MISCONF|TRYAGAIN|MOVED|ASK|NOREPLICAS|BUSY|UNKILLABLE|NOPERM|NOAUTH|WRONGPASS)\b/;

/** What ioredis threw, as `store-unavailable` if the server is to blame; a command that was wrong stays what it is: a bug. */
function toStoreError(thrown: unknown): unknown {
  if (thrown instanceof AppError || thrown instanceof TypeError || thrown instanceof RangeError) return thrown;
  const error = withoutCommand(thrown);
  if (error instanceof Error && error.name === 'ReplyError' && !NOT_SERVING.test(error.message)) return error;
  return new AppError('store-unavailable', undefined, { cause: error });
}

/** ioredis hangs the command with all it carried, whole records, on the errors of replies: it goes no further than here. */
function withoutCommand(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('command' in thrown)) return thrown;
  const error = new Error(thrown.message);
  error.name = thrown.name;
  return error;
}

/**
 * The answer of `work` if it comes within the time limit. Throws `store-unavailable` otherwise: what was asked may or may
 * not have happened by then, which is why commits carry marks and versions.
 */
export function withinLimit<T>(work: Promise<T>, timeLimitMs: number): Promise<T> {
  return inTime(work, timeLimitMs, tooLate).catch(failAsStore);
}

function tooLate(): AppError {
  return new AppError('store-unavailable');
}

function failAsStore(thrown: unknown): never {
  throw toStoreError(thrown);
}

/**
 * withinLimit for work of single commands, each sent at once: a client of one server that limits its commands to that time
 * itself needs no second timer.
 */
export function commandLimit(client: RedisClient, timeLimitMs: number): <T>(work: Promise<T>) => Promise<T> {
  const limitsItself = client instanceof Redis && (client.options.commandTimeout ?? Number.POSITIVE_INFINITY) <= timeLimitMs;
  return limitsItself ? (work) => work.catch(failAsStore) : (work) => withinLimit(work, timeLimitMs);
}

/**
 * The answers that came: where one node of a Cluster is lost, the shards of the others are worked on. Throws the first
 * failure when nothing came at all.
 */
export async function whatAnswered<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work);
  const [failure] = settled.filter((result) => result.status === 'rejected');
  const answers = settled.filter((result) => result.status === 'fulfilled').map((result) => result.value);
  if (failure && answers.length === 0) throw failure.reason;
  return answers;
}
