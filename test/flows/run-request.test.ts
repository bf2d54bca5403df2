import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { RequestCall } from '../../src/flows/outcomes.ts';
import { isPrivateAddress } from '../../src/flows/private-address.ts';
import { runRequest } from '../../src/flows/run-request.ts';

let server: Server;
let origin = '';
let hits = 0;

beforeAll(async () => {
  server = createServer((req, res) => {
    hits += 1;
    const path = req.url ?? '';
    if (path === '/json') res.end('{"order":{"state":"shipped"}}');
    else if (path === '/never') return;
    else if (path === '/html') res.end('<p>no</p>');
    else if (path === '/large') res.end(`"${'x'.repeat(70_000)}"`);
    else if (path === '/flaky') res.writeHead(hits === 1 ? 503 : 200).end('{"ok":true}');
    else if (path === '/redirect') res.writeHead(302, { location: '/json' }).end();
    else if (path === '/switch') req.socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    else res.writeHead(404).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const call = (url: string, more: Partial<RequestCall> = {}): RequestCall => ({
  method: 'GET',
  url,
  headers: {},
  timeoutMs: 1000,
  retries: 0,
  ...more,
});
const ask = (url: string, more: Partial<RequestCall> = {}, allowHosts: readonly string[] = [], withinMs = 5000) => {
  hits = 0;
  return runRequest({ clock: systemClock, ownUrl: () => origin, allowHosts }, call(url, more), Date.now() + withinMs);
};

describe('runRequest', () => {
  it('asks a path on this service itself', async () => {
    expect(await ask('/json')).toEqual({ kind: 'ok', status: 200, body: { order: { state: 'shipped' } } });
  });
  it('refuses a private address, written as an address or behind a name', async () => {
    expect(await ask(`${origin}/json`)).toEqual({ kind: 'failed', reason: 'forbidden-address' });
    expect(await ask(`${origin.replace('127.0.0.1', 'localhost')}/json`)).toEqual({ kind: 'failed', reason: 'forbidden-address' });
    expect(hits).toBe(0);
  });
  it('refuses what reads as a path and leads to another host, however an empty variable made it', async () => {
    const elsewhere = createServer((_req, res) => res.end('{"secret":true}'));
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    for (const url of [`//${host}/x`, `/\\${host}/x`, `/\t/${host}/x`, `//user@${host}/x`]) {
      expect(await ask(url)).toEqual({ kind: 'failed', reason: 'forbidden-address' });
    }
    elsewhere.close();
  });
  it('reaches a private host that the operator allows', async () => {
    expect((await ask(`${origin}/json`, {}, ['127.0.0.1'])).kind).toBe('ok');
  });
  it('is not held by a server that switches protocols unasked', async () => {
    expect(await ask('/switch')).toEqual({ kind: 'failed', reason: 'network' });
  });
  it('gives up at the step’s time limit, and at the caller’s', async () => {
    expect(await ask('/never', { timeoutMs: 120 })).toEqual({ kind: 'failed', reason: 'timeout' });
    expect(await ask('/never', { timeoutMs: 1500 }, [], 120)).toEqual({ kind: 'failed', reason: 'timeout' });
  });
  it('does not ask at all when no time is left', async () => {
    expect(await ask('/json', {}, [], 0)).toEqual({ kind: 'failed', reason: 'timeout' });
    expect(hits).toBe(0);
  });
  it('repeats after a 5xx as often as the step allows, and not after a 404', async () => {
    expect((await ask('/flaky', { retries: 1 })).kind).toBe('ok');
    expect(hits).toBe(2);
    expect(await ask('/none', { retries: 2 })).toEqual({ kind: 'failed', reason: 'status', status: 404 });
    expect(hits).toBe(1);
  });
  it('takes no redirect, no page and no flood for an answer', async () => {
    expect(await ask('/redirect')).toEqual({ kind: 'failed', reason: 'status', status: 302 });
    expect(await ask('/html')).toEqual({ kind: 'failed', reason: 'not-json', status: 200 });
    expect(await ask('/large')).toEqual({ kind: 'failed', reason: 'too-large', status: 200 });
  });
  it('says that nobody answers', async () => {
    expect(
      await runRequest({ clock: systemClock, ownUrl: () => 'http://127.0.0.1:1', allowHosts: [] }, call('/x'), Date.now() + 1000),
    ).toEqual({ kind: 'failed', reason: 'network' });
  });
});

describe('isPrivateAddress', () => {
  it.each([
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    'nonsense',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });
  it.each(['8.8.8.8', '172.32.0.1', '2a00:1450:4003::1', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});
