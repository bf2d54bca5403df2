import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger, silentLogger } from '../../src/base/log.ts';
import { connectRedis, type RedisConnection, type RedisSettings } from '../../src/store/redis/connect.ts';
import { fixShards } from '../../src/store/redis/shards.ts';
import { startTestCluster, startTestRedis, until } from '../support/redis.ts';
import { startServiceProcess } from '../support/service-process.ts';

let dataDir: string;
const open: RedisConnection[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'relevo-data-'));
});
afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function connect(settings: Partial<RedisSettings> = {}): Promise<RedisConnection> {
  const connection = await connectRedis({ dataDir, logger: silentLogger, timeLimitMs: 5_000, ...settings });
  open.push(connection);
  return connection;
}

async function serverPid(): Promise<number> {
  return Number(await readFile(join(dataDir, 'redis', 'redis.pid'), 'utf8'));
}

/** A process that has ended and that nobody has asked about yet does not count. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('without REDIS_URL a server of our own is started, and keeps what it was given', async () => {
  const first = await connect();
  expect(first).toMatchObject({ kind: 'embedded', durable: true });
  expect(first.describe()).toContain(dataDir);
  await first.client.set('a', '1');
  await first.close();
  const second = await connect();
  expect(await second.client.get('a')).toBe('1');
});

test('the server listens on nothing but a socket of its user, appends to a file and throws nothing away', async () => {
  const { client } = await connect();
  const setting = async (name: string) => ((await client.config('GET', name)) as string[])[1];
  expect(await setting('port')).toBe('0');
  expect(await setting('unixsocketperm')).toBe('700');
  expect(await setting('appendonly')).toBe('yes');
  expect(await setting('appendfsync')).toBe('everysec');
  expect(await setting('maxmemory-policy')).toBe('noeviction');
});

test('a second service on the same folder is refused with a sentence, and the first goes on', async () => {
  const first = await connect();
  await expect(connect()).rejects.toThrow(/Another Relevo is running on .*DATA_DIR.*REDIS_URL/);
  expect(await first.client.ping()).toBe('PONG');
});

test('a tool joins the server of a running service and leaves it running', async () => {
  const first = await connect();
  await first.client.set('a', '1');
  const tool = await connect({ joinRunning: true });
  expect(await tool.client.get('a')).toBe('1');
  await tool.close();
  expect(await first.client.ping()).toBe('PONG');
});

test('kill -9 of the service loses nothing and does not stand in the way of the next start', async () => {
  const killed = await startServiceProcess([dataDir, 'before the kill']);
  const orphan = await serverPid();
  await killed.end('SIGKILL');
  expect(isRunning(orphan)).toBe(true);
  const next = await connect();
  expect(await next.client.get('written')).toBe('before the kill');
  expect(await serverPid()).not.toBe(orphan);
  await until(() => !isRunning(orphan));
});

test('a server left behind that does not answer is named, and nothing is started beside it', async () => {
  const killed = await startServiceProcess([dataDir, 'kept']);
  const orphan = await serverPid();
  await killed.end('SIGKILL');
  process.kill(orphan, 'SIGSTOP');
  try {
    await expect(connect()).rejects.toThrow(/does not answer\. End its process \(.*redis\.pid\)/);
    expect(await serverPid()).toBe(orphan);
  } finally {
    process.kill(orphan, 'SIGCONT');
  }
  expect(await (await connect()).client.get('written')).toBe('kept');
});

test('a running service in another process refuses us', async () => {
  const other = await startServiceProcess([dataDir]);
  await expect(connect()).rejects.toThrow('Another Relevo is running');
  await other.end('SIGTERM');
  expect((await connect()).kind).toBe('embedded');
});

test('a server that dies is started again, with what it had, and the log says so', async () => {
  const lines: string[] = [];
  const { client } = await connect({ logger: createLogger('info', { write: (line) => lines.push(line) }) });
  await client.set('a', '1');
  const before = await serverPid();
  process.kill(before, 'SIGKILL');
  await until(async () => (await client.get('a').catch(() => null)) === '1');
  expect(await serverPid()).not.toBe(before);
  expect(lines.join('')).toContain('the embedded Redis died and is started again');
});

test('a folder whose path is too long for a socket is no obstacle', async () => {
  const long = join(dataDir, 'x'.repeat(120));
  const first = await connect({ dataDir: long });
  await first.client.set('a', '1');
  await first.close();
  expect(await (await connect({ dataDir: long })).client.get('a')).toBe('1');
});

test('where no server is to be had, memory serves, and says loudly that nothing is kept', async () => {
  const service = await startServiceProcess([dataDir, 'x'], { path: join(dataDir, 'nothing-here') });
  expect(service.ready).toMatchObject({ kind: 'in-memory', durable: false, text: expect.stringContaining('NOTHING IS KEPT') });
  await until(() => service.lines.join('\n').includes('*** NOTHING IS KEPT'));
  await service.end('SIGTERM');
});

test('a REDIS_SERVER_BIN that is no server is refused by name', async () => {
  await expect(connect({ serverBinary: '/bin/true' })).rejects.toThrow('REDIS_SERVER_BIN: /bin/true');
});

test('REDIS_URL without a server behind it is refused with a sentence that holds no password', async () => {
  const attempt = connect({ redisUrl: 'redis://:hunter2@127.0.0.1:1', startLimitMs: 100 });
  await expect(attempt).rejects.toThrow(/^REDIS_URL: no server answers/);
  await expect(attempt).rejects.not.toThrow('hunter2');
  await expect(connect({ redisUrl: 'redis://a:6379,hunter2@b' })).rejects.toThrow(/^REDIS_URL: address 2 is no redis:/);
});

test('a given server tells whether it keeps anything, and its password is not shown', async () => {
  const [kept, lost] = [await startTestRedis({ appendOnly: true }), await startTestRedis()];
  try {
    expect(await connect({ redisUrl: kept.url })).toMatchObject({ kind: 'server', durable: true });
    const unkept = await connect({ redisUrl: lost.url });
    expect(unkept).toMatchObject({ kind: 'server', durable: false });
    expect(unkept.describe()).toBe(`Redis at 127.0.0.1:${lost.port} (append-only file off)`);
  } finally {
    for (const connection of open.splice(0)) await connection.close();
    await kept.stop();
    await lost.stop();
  }
});

test('a Cluster is known for one by a list of its nodes, and by one of them', async () => {
  const cluster = await startTestCluster();
  try {
    for (const redisUrl of [cluster.url, cluster.nodes[1]?.url ?? '']) {
      const connection = await connect({ redisUrl });
      expect(connection.kind).toBe('cluster');
      await connection.client.set('{s03}:a', '1');
      expect(await connection.client.get('{s03}:a')).toBe('1');
    }
  } finally {
    for (const connection of open.splice(0)) await connection.close();
    await cluster.stop();
  }
});

test('the number of shards is fixed by the first start', async () => {
  const { client } = await connect();
  expect(await fixShards(client)).toBe(16);
  expect(await fixShards(client, 16)).toBe(16);
  await expect(fixShards(client, 32)).rejects.toThrow(/set up with 16 shards; 32 are configured/);
  await expect(fixShards(client, 0)).rejects.toThrow('must be 1 to 100');
});
