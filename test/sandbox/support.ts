import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import request from 'supertest';
import { onTestFinished } from 'vitest';
import { createManualClock } from '../../src/base/clock.ts';
import { toAppError } from '../../src/base/errors.ts';
import { silentLogger } from '../../src/base/log.ts';
import { createSeededRandom } from '../../src/base/random.ts';
import { createSandbox, INSTANT, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { createManualScheduler } from '../../src/sandbox/scheduler.ts';
import type { Delays, Webhooks } from '../../src/sandbox/world.ts';

export const ACCOUNT = { sid: `AC${'a'.repeat(32)}`, token: '0123456789abcdef0123456789abcdef' };
export const ENTRY = '+34910000000';
export const SENDER = '+34910000001';
export const SMS_SENDER = '+34910000002';
export const ANA = '+34600111222';
export const AUTHORIZATION = `Basic ${Buffer.from(`${ACCOUNT.sid}:${ACCOUNT.token}`).toString('base64')}`;
export const START_MS = Date.UTC(2026, 10, 21, 10, 0, 0);

/** A request that reached the service which the carrier calls. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
}

type Answer =
  | string
  | { readonly status?: number; readonly type?: string; readonly body?: string; readonly headers?: Record<string, string> };
type Handler = (received: Received, response: ServerResponse) => Answer | undefined | Promise<Answer | undefined>;

/** The service under the carrier: a table of paths, each answered with a TwiML string or more; undefined leaves it open. */
export interface Service {
  readonly url: string;
  readonly received: Received[];
  on(path: string, handler: Answer | Handler): void;
  at(path: string): Received[];
  stop(): Promise<void>;
}

export async function startService(): Promise<Service> {
  const handlers = new Map<string, Answer | Handler>();
  const received: Received[] = [];
  const server = createServer((request, response) => void answer(request, response, handlers, received));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => stopServer(server);
  onTestFinished(stop);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    on: (path, handler) => void handlers.set(path, handler),
    at: (path) => received.filter((request) => request.path === path),
    stop,
  };
}

function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, handlers: Map<string, Answer | Handler>, log: Received[]) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://service');
  const received: Received = {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    parameters: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8'))),
    headers: request.headers,
  };
  log.push(received);
  const handler = handlers.get(url.pathname) ?? '<Response/>';
  const result = typeof handler === 'function' ? await handler(received, response) : handler;
  if (result === undefined) return;
  const { status = 200, type = 'text/xml', body = '', headers = {} } = typeof result === 'string' ? { body: result } : result;
  response.writeHead(status, { 'Content-Type': type, ...headers }).end(body);
}

/** An emulator in manual time, calling a service of its own. */
export async function startSandbox(options: { readonly webhooks?: Partial<Webhooks>; readonly delays?: Partial<Delays> } = {}) {
  const service = await startService();
  const clock = createManualClock(START_MS);
  const sandbox = createSandbox({
    accountSid: ACCOUNT.sid,
    authToken: ACCOUNT.token,
    serviceUrl: () => service.url,
    whatsappFrom: SENDER,
    smsFrom: SMS_SENDER,
    entryNumbers: [ENTRY],
    clock,
    scheduler: createManualScheduler(clock),
    random: createSeededRandom(7),
    log: silentLogger,
    delays: { ...INSTANT, ...options.delays },
    scriptsFolder: new URL('../../flows/', import.meta.url).pathname,
    ...(options.webhooks && { webhooks: options.webhooks }),
  });
  const api = await sandbox.listen();
  onTestFinished(() => sandbox.close());
  return { service, sandbox, api, clock };
}

/** A request to the emulator's REST API, signed in. */
export async function rest(api: string, method: string, path: string, body?: Record<string, unknown> | URLSearchParams) {
  const form = body instanceof URLSearchParams;
  const response = await fetch(api + path.replace('{AC}', `/2010-04-01/Accounts/${ACCOUNT.sid}`), {
    method,
    headers: { Authorization: AUTHORIZATION, ...(body && !form && { 'Content-Type': 'application/json' }) },
    ...(body && { body: form ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** Sends a message through the REST API. */
export function send(api: string, fields: Record<string, string>) {
  return rest(api, 'POST', '{AC}/Messages.json', new URLSearchParams(fields));
}

/** An approved template with a quick reply that carries its third variable. */
export function addInvite(sandbox: Sandbox): string {
  return sandbox.addTemplate({
    friendly_name: 'call_follow_up_es',
    language: 'es',
    variables: { '1': 'Ejemplo S.A.', '2': 'su consulta de hoy', '3': 'A1B2C3' },
    types: {
      'twilio/quick-reply': {
        body: 'Hola, le escribimos de {{1}}. Asunto: {{2}}. Pulse un botón para continuar.',
        actions: [
          { type: 'QUICK_REPLY', title: 'Seguir aquí', id: 'go:{{3}}' },
          { type: 'QUICK_REPLY', title: 'No era yo', id: 'no:{{3}}' },
        ],
      },
    },
  });
}

/** The emulator with its control API over HTTP, as the service mounts it. */
export async function startControl() {
  const world = await startSandbox();
  const app = express();
  app.use('/sandbox/api', world.sandbox.controlRouter());
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const { status, code, message, details } = toAppError(error);
    response.status(status).json({ error: { code, message, details } });
  });
  return { ...world, app, http: request(app) };
}
