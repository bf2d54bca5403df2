import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { freePort, startTestRedis, type TestRedis } from '../support/redis.ts';
import { type CarrierProcess, carrierEnvironment, startCarrier } from './carrier-process.ts';
import { type MeasuredProcess, startMeasured } from './measured-process.ts';

export const SECRET_KEY = 'bench-secret-bench-secret-bench-secret';

export interface Contender {
  readonly port: number;
  /** What addresses are signed over. */
  readonly url: string;
  readonly process: MeasuredProcess;
}

/** Everything that is measured, running: the service on its own Redis with its carrier, and the two references. */
export interface Contenders {
  readonly relevo: Contender;
  readonly express: Contender;
  readonly http: Contender;
  readonly redis: Redis;
  readonly carrier: CarrierProcess;
  stop(): Promise<void>;
}

/** Starts all contenders. `prepare` is called once Redis runs and before the service does. */
export async function startContenders(folder: string, prepare: (redis: Redis) => Promise<void>): Promise<Contenders> {
  const server = await startTestRedis({ appendOnly: true });
  const redis = server.client();
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const each of started.reverse()) await each.stop();
    await server.stop();
  };
  const keep = <T extends { stop(): Promise<void> }>(each: T): T => {
    started.push(each);
    return each;
  };
  try {
    await prepare(redis);
    const express = await startReference('test/bench/bare-express.mjs', server, folder);
    keep(express.process);
    const http = await startReference('test/bench/bare-http.mjs', server, folder);
    keep(http.process);
    const { relevo, carrier } = await startRelevo(server, folder);
    keep(carrier);
    keep(relevo.process);
    return { relevo, express, http, redis, carrier, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startReference(script: string, redis: TestRedis, folder: string): Promise<Contender> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { PORT: String(port), PUBLIC_URL: url, REDIS_URL: redis.url, ...carrierEnvironment('') };
  const isReady = () => answers(`${url}/`);
  return { port, url, process: await startMeasured({ script, env, outputFile: join(folder, 'reference.log'), isReady }) };
}

async function startRelevo(redis: TestRedis, folder: string): Promise<{ relevo: Contender; carrier: CarrierProcess }> {
  const [port, carrierPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...carrierEnvironment(`http://127.0.0.1:${carrierPort}`),
    PORT: String(port),
    PUBLIC_URL: url,
    REDIS_URL: redis.url,
    DATA_DIR: join(folder, 'data'),
    SECRET_KEY,
    LOG_LEVEL: 'info',
  };
  const carrier = await startCarrier(carrierPort, url, env);
  const isReady = async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.status === 200;
  const outputFile = join(folder, 'relevo.log');
  return { relevo: { port, url, process: await startMeasured({ script: 'dist/server.js', env, outputFile, isReady }) }, carrier };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { method: 'POST' }).then(
    () => true,
    () => false,
  );
}
