import { Agent, get, type IncomingMessage, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listener, listen } from '../../src/compose/listen.ts';
import { SettingError } from '../../src/config.ts';
import { until } from '../support/redis.ts';

/** Longer than a test may take: what waits for it fails. */
const GRACE_MS = 600_000;
const agents: Agent[] = [];
let listener: Listener;
afterEach(() => {
  for (const agent of agents.splice(0)) agent.destroy();
});

async function start(handler: RequestListener): Promise<void> {
  listener = await listen(0, handler);
}
function client(): Agent {
  const agent = new Agent({ keepAlive: true });
  agents.push(agent);
  return agent;
}
function ask(agent: Agent, path = '/'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: listener.port, path, agent }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer));
    }).once('error', reject);
  });
}

describe('closing', () => {
  it('does not wait for clients that keep their connections', async () => {
    await start((_req, res) => res.end('ok'));
    const agent = client();
    expect((await ask(agent)).headers.connection).toBe('keep-alive');
    await listener.close(GRACE_MS);
  });

  it('answers what is under way, and ends its connection', async () => {
    let finish = () => {};
    await start((req, res) => {
      if (req.url !== '/slow') return void res.end('ok');
      finish = () => res.end('late');
    });
    const [agent, busy] = [client(), client()];
    await ask(agent);
    const answer = ask(busy, '/slow');
    const asked = finish;
    await until(() => finish !== asked);
    const closed = listener.close(GRACE_MS);
    await expect(ask(client())).rejects.toThrow();
    finish();
    expect((await answer).headers.connection).toBe('close');
    await closed;
  });

  it('ends a connection whose answer had begun', async () => {
    let finish: (() => void) | undefined;
    await start((_req, res) => {
      res.writeHead(200);
      res.write('begun');
      finish = () => res.end();
    });
    const answer = ask(client());
    await until(() => finish !== undefined);
    const closed = listener.close(GRACE_MS);
    finish?.();
    expect((await answer).statusCode).toBe(200);
    await closed;
  });

  it('is over when its time is', async () => {
    await start(() => {});
    const answer = ask(client()).catch((error: Error) => error.message);
    await until(() => new Promise<boolean>((resolve) => listener.server.getConnections((_error, count) => resolve(count === 1))));
    await Promise.all([listener.close(20), listener.close(GRACE_MS)]);
    expect(await answer).toMatch(/hang up|reset/);
  });
});

describe('a port that can’t be had', () => {
  it('is a wrong setting, named with what to do', async () => {
    await start((_req, res) => res.end());
    const second = listen(listener.port, () => {});
    await expect(second).rejects.toThrow(SettingError);
    await expect(second).rejects.toThrow(`PORT: ${listener.port} is in use by another program.`);
    await listener.close(GRACE_MS);
  });
});
