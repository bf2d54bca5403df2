import type { Logger } from '../../base/log.ts';
import {
  type ClientSettings,
  createClusterClient,
  createServerClient,
  DEFAULT_TIME_LIMIT_MS,
  LINE_TIME_LIMIT_MS,
  OWNER_NAME,
  type RedisClient,
  TOOL_NAME,
} from './client.ts';
import { COMMIT } from './commit-script.ts';
import { findRunningServer, startEmbeddedRedis } from './embedded-redis.ts';
import { findServer } from './find-server.ts';
import { startInMemoryRedis } from './in-memory-redis.ts';
import { probe } from './probe.ts';

export interface RedisSettings {
  /** REDIS_URL; absent: the embedded server. */
  readonly redisUrl?: string;
  readonly dataDir: string;
  /** REDIS_SERVER_BIN. */
  readonly serverBinary?: string;
  /** Of one command, ms; 2,000 by default. */
  readonly timeLimitMs?: number;
  /** How long to wait for a server at start, ms; 10,000 by default. */
  readonly startLimitMs?: number;
  /** For tools beside a running service: use its embedded server instead of refusing to start a second. */
  readonly joinRunning?: boolean;
  readonly logger: Logger;
}

export interface RedisConnection {
  readonly client: RedisClient;
  readonly kind: 'server' | 'cluster' | 'embedded' | 'debian-package' | 'in-memory';
  /** Does what was acknowledged survive the end of the server's process? */
  readonly durable: boolean;
  /** A connection of its own for those on the telephone: nothing else stands before them in it. Ends with this one. */
  openLine(): Promise<RedisClient>;
  /** One line for the banner and the health page; no password in it. */
  describe(): string;
  close(): Promise<void>;
}

/** The live store's server, found or started, and a client that is ready. Throws one sentence when there is none. */
export async function connectRedis(settings: RedisSettings): Promise<RedisConnection> {
  if (settings.redisUrl) return connectGiven(settings, settings.redisUrl);
  const running = settings.joinRunning ? await findRunningServer(settings.dataDir) : undefined;
  if (running) {
    const connect = serverAt(running, settings.logger);
    return connection(settings, connect, {
      kind: 'embedded',
      durable: true,
      text: `the embedded Redis of the running service, ${running}`,
    });
  }
  const program = await findServer(settings);
  if (!program) {
    const server = await startInMemoryRedis(settings.logger);
    const about = { kind: 'in-memory', durable: false, text: 'in memory: NOTHING IS KEPT after this process ends' } as const;
    return connection(settings, serverAt(server.address, settings.logger), about, server);
  }
  const server = await startEmbeddedRedis({ dataDir: settings.dataDir, program, logger: settings.logger });
  const name = program.kind === 'embedded' ? 'embedded Redis' : 'embedded Redis unpacked from the system’s packages';
  return connection(
    settings,
    serverAt(server.address, settings.logger),
    { kind: program.kind, durable: true, text: `${name} (${shortVersion(program.version)}), kept in ${settings.dataDir}` },
    server,
  );
}

async function connectGiven(settings: RedisSettings, redisUrl: string): Promise<RedisConnection> {
  const addresses = redisUrl
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
  const [first = ''] = addresses;
  const wrong = addresses.findIndex((address) => !/^rediss?:\/\/[^/]/.test(address) || !URL.canParse(address));
  if (wrong >= 0) throw new Error(`REDIS_URL: address ${wrong + 1} is no redis:// or rediss:// address, such as redis://127.0.0.1:6379.`);
  const info = await untilAnswered(addresses, settings);
  const isCluster = addresses.length > 1 || info.includes('cluster_enabled:1');
  const durable = info.includes('aof_enabled:1');
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
  if (policy && policy !== 'noeviction')
    settings.logger.warn({ policy }, 'this Redis may throw records away when full: set maxmemory-policy to noeviction');
  if (!durable) settings.logger.warn({}, 'this Redis has no append-only file: set appendonly to yes, or a restart of it loses calls');
  const connect = isCluster ? clusterAt(addresses, settings.logger) : serverAt(first, settings.logger);
  const place = addresses.map((address) => new URL(address).host).join(', ');
  const text = `${isCluster ? 'Redis Cluster' : 'Redis'} at ${place}${durable ? '' : ' (append-only file off)'}`;
  return connection(settings, connect, { kind: isCluster ? 'cluster' : 'server', durable, text });
}

/** INFO of the first node that answers. */
async function untilAnswered(addresses: readonly string[], settings: RedisSettings): Promise<string> {
  const deadline = performance.now() + (settings.startLimitMs ?? 10_000);
  let cause: unknown;
  do {
    for (const address of addresses) {
      try {
        const info = await probe(address, (redis) => redis.info());
        if (!info.includes('loading:1')) return info;
      } catch (thrown) {
        cause = thrown;
      }
    }
    await new Promise((done) => setTimeout(done, 50));
  } while (performance.now() < deadline);
  const why = cause instanceof Error ? cause.message : 'it is reading its files';
  throw new Error(`REDIS_URL: no server answers (${why}). Check the address, the password and that it runs.`, { cause });
}

type Connect = (client: ClientSettings) => Promise<RedisClient>;

function serverAt(address: string, logger: Logger): Connect {
  return async (settings) => {
    const client = createServerClient(address, settings);
    logChanges(client, logger);
    await client.connect();
    await client.script('LOAD', COMMIT.source);
    return client;
  };
}

function clusterAt(addresses: readonly string[], logger: Logger): Connect {
  return async (settings) => {
    const client = createClusterClient(addresses, settings);
    logChanges(client, logger);
    await client.connect();
    await Promise.all(client.nodes('master').map((node) => node.script('LOAD', COMMIT.source)));
    return client;
  };
}

/** One line when the server is lost, one when it is back. */
function logChanges(client: RedisClient, logger: Logger): void {
  let lost = false;
  client.on('error', (cause: Error) => {
    if (!lost) logger.error({ cause: cause.message }, 'Redis is not to be reached');
    lost = true;
  });
  client.on('ready', () => {
    if (lost) logger.warn({}, 'Redis is back');
    lost = false;
  });
}

interface About {
  readonly kind: RedisConnection['kind'];
  readonly durable: boolean;
  readonly text: string;
}

async function connection(
  { timeLimitMs = DEFAULT_TIME_LIMIT_MS, joinRunning }: RedisSettings,
  connect: Connect,
  about: About,
  server?: { close(): Promise<void> },
): Promise<RedisConnection> {
  const name = joinRunning ? TOOL_NAME : OWNER_NAME;
  const client = await connect({ timeLimitMs, name });
  const clients = [client];
  return {
    client,
    kind: about.kind,
    durable: about.durable,
    openLine: async () => {
      const line = await connect({ timeLimitMs: Math.min(timeLimitMs, LINE_TIME_LIMIT_MS), name });
      clients.push(line);
      return line;
    },
    describe: () => about.text,
    close: async () => {
      await Promise.all(clients.map((each) => each.quit().catch(() => {})));
      for (const each of clients) each.disconnect();
      await server?.close();
    },
  };
}

function shortVersion(version: string): string {
  return /^(\w+) server v=(\S+)/.exec(version)?.slice(1).join(' ') ?? version;
}
