import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A private Redis of one test file. Everything of it is gone after `stop`. */
export interface TestRedis {
  /** For REDIS_URL. */
  readonly url: string;
  readonly port: number;
  /** A client with ioredis' own settings (patient); closed by `stop`. */
  client(): Redis;
  flush(): Promise<void>;
  /** Freeze: the server is there and answers nothing, until `resume`. */
  pause(): void;
  resume(): void;
  /** kill -9. `start` brings it back on the same port with what its log has kept. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestRedisSettings {
  /** Keep an append-only file, so that `kill` and `start` lose nothing. */
  readonly appendOnly?: boolean;
  readonly extraArgs?: readonly string[];
  /** `redis-server` by default. */
  readonly program?: string;
}

/** A real redis-server on 127.0.0.1 and a free port, in a folder of its own. */
export async function startTestRedis(settings: TestRedisSettings = {}): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'relevo-redis-'));
  const port = await freePort();
  const clients = new Set<Redis>();
  const args = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--loglevel', 'warning'],
    ...['--appendonly', settings.appendOnly ? 'yes' : 'no', ...(settings.extraArgs ?? [])],
  ];
  const program = settings.program ?? 'redis-server';
  let child = await launch(program, args, port);
  const client = () => {
    const made = new Redis(port, '127.0.0.1');
    made.on('error', ignore);
    clients.add(made);
    return made;
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    client,
    flush: async () => {
      await withClient(port, (redis) => redis.flushall());
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    kill,
    start: async () => {
      await kill();
      child = await launch(program, args, port);
    },
    stop: async () => {
      for (const each of clients) each.disconnect();
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface TestCluster {
  /** For REDIS_URL: the three nodes, comma-separated. */
  readonly url: string;
  readonly nodes: readonly TestRedis[];
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis Cluster of three masters on 127.0.0.1, ready for commands when this returns. */
export async function startTestCluster(): Promise<TestCluster> {
  const extraArgs = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '5000'];
  const nodes = await Promise.all(
    [0, 1, 2].map(async () => {
      // The bus port is by default 10000 above, which may be no port at all.
      const bus = String(await freePort());
      return startTestRedis({ extraArgs: [...extraArgs, '--cluster-port', bus] });
    }),
  );
  const clients = nodes.map((node) => node.client());
  const busPorts = await Promise.all(clients.map(async (client) => String((await client.config('GET', 'cluster-port'))[1])));
  const bounds = [0, 5461, 10923, 16384];
  await Promise.all(
    clients.map((client, i) => client.call('CLUSTER', 'ADDSLOTSRANGE', String(bounds[i]), String((bounds[i + 1] ?? 0) - 1))),
  );
  await Promise.all(clients.map((client, i) => client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(i + 1))));
  for (const [i, node] of nodes.entries()) {
    if (i > 0) await clients[0]?.call('CLUSTER', 'MEET', '127.0.0.1', String(node.port), busPorts[i] ?? '');
  }
  await Promise.all(clients.map((client) => until(async () => isWhole(await client.cluster('INFO')))));
  return {
    url: nodes.map((node) => node.url).join(','),
    nodes,
    flush: async () => {
      await Promise.all(nodes.map((node) => node.flush()));
    },
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

function isWhole(info: string): boolean {
  return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3');
}

/** Ask again and again until the answer is yes. Throws after the limit (generous: a busy machine is no failure). */
export async function until(condition: () => Promise<boolean> | boolean, limitMs = 20_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not so within ${limitMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function launch(program: string, args: readonly string[], port: number): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  child.stdout?.on('data', (chunk) => said.push(String(chunk)));
  child.stderr?.on('data', (chunk) => said.push(String(chunk)));
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}: ${said.join('')}`)));
  });
  failed.catch(ignore);
  await Promise.race([failed, until(() => withClient(port, async (redis) => (await redis.ping()) === 'PONG').catch(() => false))]);
  return child;
}

async function withClient<T>(port: number, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: null });
  redis.on('error', ignore);
  try {
    await redis.connect();
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

function ignore(): void {}
