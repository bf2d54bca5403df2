import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PROCESS_KEY } from '../../src/store/redis/keys.ts';
import { type CarrierForProcesses, PROCESS_ENTRY, staffDesk, startCarrierForProcesses } from '../support/carrier-for-processes.ts';
import { freePort, startTestRedis, type TestRedis, until } from '../support/redis.ts';
import { runBuilt } from '../support/run-built.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

let folder: string;
let redis: TestRedis;
const running: ServerProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relevo-starting-'));
  redis = await startTestRedis();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.end('SIGKILL')));
  await redis.flush();
});
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = await startServerProcess({ REDIS_URL: redis.url, DATA_DIR: join(folder, 'data'), ...environment });
  running.push(server);
  return server;
}

/** What a process said that could not start, and the code of its exit. */
async function refused(environment: Readonly<Record<string, string>>): Promise<{ readonly code: number | null; readonly said: string }> {
  const env = { LOG_LEVEL: 'silent', REDIS_URL: redis.url, DATA_DIR: join(folder, 'data'), ...environment };
  const { code, err } = await runBuilt('server', [], { env });
  return { code, said: err };
}

describe('a setting that can’t be used: one sentence with its name and what to do, exit 78', () => {
  it('PORT, in use', async () => {
    const other: Server = createServer().listen(0);
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, said } = await refused({ PORT: String(port) });
    other.close();
    expect(said).toBe(`Relevo can't start: PORT: ${port} is in use by another program. End that program, or choose another PORT.\n`);
    expect(code).toBe(78);
  });

  it('DATA_DIR, no folder or not to be made', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const [itself, below, elsewhere] = await Promise.all(
      [file, join(file, 'below'), '/sys/relevo'].map((DATA_DIR) => refused({ PORT: '0', DATA_DIR })),
    );
    expect([itself?.code, below?.code, elsewhere?.code]).toEqual([78, 78, 78]);
    expect(itself?.said).toBe(
      `Relevo can't start: DATA_DIR: ${file} is a file, not a folder. Name a folder that this user may write to.\n`,
    );
    expect(below?.said).toContain('DATA_DIR');
    expect(elsewhere?.said).toContain('DATA_DIR: /sys/relevo ');
  });

  it('ROLE and REDIS_URL, listed together', async () => {
    const { code, said } = await refused({ ROLE: 'worker', REDIS_URL: 'localhost:6379' });
    expect(code).toBe(78);
    expect(said).toMatch(/REDIS_URL: address 1 must begin with redis:\/\/[\s\S]*ROLE: web and worker .*CLICKHOUSE_URL/);
  });
});

describe('stopping', () => {
  it('a lost lease ends the process, which says why and leaves the store to the other', { timeout: 120_000 }, async () => {
    const server = await start({ PORT: String(await freePort()) });
    const client = redis.client();
    const gone = once(server.child, 'exit');
    await client.set(PROCESS_KEY, 'elsewhere:7:1');
    expect((await gone)[0]).toBe(1);
    expect(server.output()).toMatch(/Relevo ends: Another Relevo process \(elsewhere, process 7\)/);
    expect(await client.get(PROCESS_KEY)).toBe('elsewhere:7:1');
  });

  it('SIGTERM ends it, though a client keeps its connection', { timeout: 120_000 }, async () => {
    const port = await freePort();
    const server = await start({ PORT: String(port) });
    const agent = new Agent({ keepAlive: true });
    const closed = new Promise((resolve) => {
      get({ host: '127.0.0.1', port, path: '/healthz', agent }, (answer) => {
        answer.resume();
        answer.socket.once('close', resolve);
      });
    });
    await until(() => Object.keys(agent.freeSockets).length === 1);
    expect(await server.end('SIGTERM')).toBe(0);
    await closed;
    agent.destroy();
  });
});

describe('the roles, as processes on one Redis', () => {
  let beside: CarrierForProcesses;
  beforeAll(async () => {
    beside = await startCarrierForProcesses();
  }, 60_000);
  afterAll(() => beside.carrier.close());

  it('web answers and sends nothing; worker sends, and answers its probes alone', { timeout: 180_000 }, async () => {
    const { carrier } = beside;
    const environment = { ...beside.environment, CLICKHOUSE_URL: 'http://127.0.0.1:9' };
    await staffDesk(redis.client());
    const web = await start({ ...environment, ROLE: 'web' });
    const call = await carrier.call({ from: '+34600111222' });
    await call.press('121');
    await until(() => call.heard().some((line) => line.includes('Le estamos escribiendo al móvil')));
    const groups = await redis.client().xinfo('GROUPS', '{s00}:events');
    expect(JSON.stringify(groups)).toContain('"consumers",0');
    expect(carrier.messages()).toEqual([]);

    const worker = await start({ ...environment, PORT: String(await freePort()), ROLE: 'worker' });
    await until(() => carrier.messages().length > 0, 60_000);
    expect(carrier.messages().map(({ to }) => to)).toEqual(['whatsapp:+34600111222']);

    for (const path of ['/healthz', '/readyz', '/metrics']) expect((await supertest(worker.url).get(path)).status).toBe(200);
    for (const path of ['/', '/login', '/desk', '/api/overview', '/api/openapi.json', '/demo/orders/123456', '/ws/desk']) {
      expect([path, (await supertest(worker.url).get(path)).status]).toEqual([path, 404]);
    }
    const voice = { CallSid: `CA${'a'.repeat(32)}`, From: '+34600111333', To: PROCESS_ENTRY, CallStatus: 'in-progress' };
    expect((await beside.post(worker.url, '/webhooks/twilio/voice/incoming', voice)).status).toBe(404);
    expect((await beside.post(web.url, '/webhooks/twilio/voice/incoming', voice)).text).toContain('<Gather');
    await call.hangUp();
    expect(await Promise.all([web.end('SIGTERM'), worker.end('SIGTERM')])).toEqual([0, 0]);
  });
});
