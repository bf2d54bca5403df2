import type { Logger } from '../../base/log.ts';
import { createClusterClient, createServerClient, DEFAULT_TIME_LIMIT_MS, OWNER_NAME, type RedisClient, TOOL_NAME } from './client.ts';
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
  /** Of one command, ms; 300 by default. */
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
  /** One line for the banner and the health page; no password in it. */
  describe(): string;
  close(): Promise<void>;
}

/** The live store's server, found or started, and a client that is ready. Throws one sentence when there is none. */
export async function connectRedis(settings: RedisSettings): Promise<RedisConnection> {
  if (settings.redisUrl) return connectGiven(settings, settings.redisUrl);
  const running = settings.joinRunning ? await findRunningServer(settings.dataDir) : undefined;
  if (running) {
    const client = await connectServer(running, settings);
    return connection(client, { kind: 'embedded', durable: true, text: `the embedded Redis of the running service, ${running}` });
  }
  const program = await findServer(settings);
  if (!program) {
    const server = await startInMemoryRedis(settings.logger);
    const client = await connectServer(server.address, settings);
    return connection(client, { kind: 'in-memory', durable: false, text: 'in memory: NOTHING IS KEPT after this process ends' }, server);
  }
  const server = await startEmbeddedRedis({ dataDir: settings.dataDir, program, logger: settings.logger });
  const client = await connectServer(server.address, settings);
  const name = program.kind === 'embedded' ? 'embedded Redis' : 'embedded Redis unpacked from the system’s packages';
  return connection(
    client,
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
  const client = isCluster ? await connectCluster(addresses, settings) : await connectServer(first, settings);
  const place = addresses.map((address) => new URL(address).host).join(', ');
  const text = `${isCluster ? 'Redis Cluster' : 'Redis'} at ${place}${durable ? '' : ' (append-only file off)'}`;
  return connection(client, { kind: isCluster ? 'cluster' : 'server', durable, text });
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

function clientSettings(settings: RedisSettings) {
  return { timeLimitMs: settings.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS, name: settings.joinRunning ? TOOL_NAME : OWNER_NAME };
}

async function connectServer(address: string, settings: RedisSettings): Promise<RedisClient> {
  const client = createServerClient(address, clientSettings(settings));
  logChanges(client, settings.logger);
  await client.connect();
  await client.script('LOAD', COMMIT.source);
  return client;
}

async function connectCluster(addresses: readonly string[], settings: RedisSettings): Promise<RedisClient> {
  const client = createClusterClient(addresses, clientSettings(settings));
  logChanges(client, settings.logger);
  await client.connect();
  await Promise.all(client.nodes('master').map((node) => node.script('LOAD', COMMIT.source)));
  return client;
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

function connection(client: RedisClient, about: About, server?: { close(): Promise<void> }): RedisConnection {
  return {
    client,
    kind: about.kind,
    durable: about.durable,
    describe: () => about.text,
    close: async () => {
      await client.quit().catch(() => {});
      client.disconnect();
      await server?.close();
    },
  };
}

function shortVersion(version: string): string {
  return /^(\w+) server v=(\S+)/.exec(version)?.slice(1).join(' ') ?? version;
}
