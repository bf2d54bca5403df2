import type supertest from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { DomainEvent } from '../../src/base/events.ts';
import type { Keyring } from '../../src/base/keyring.ts';
import type { Call } from '../../src/ivr/call.ts';
import { identifyCall } from '../../src/ivr/identify-call.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import type { RedisStore } from '../../src/store/redis/redis-store.ts';
import { type BesideProcess, startBesideProcess } from '../support/beside-a-process.ts';
import { type CarrierForProcesses, PROCESS_ENTRY } from '../support/carrier-for-processes.ts';
import { until } from '../support/redis.ts';
import type { ReplyGate } from '../support/reply-gate.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';

const FROM = '+34600111222';

let ground: BesideProcess;
let store: RedisStore;
let keyring: Keyring;
let gate: ReplyGate;
let beside: CarrierForProcesses;
let environment: Record<string, string>;
let running: ServerProcess;
let calls = 0;

/** The service as a process, a carrier beside it, and between it and its Redis a gate that can hold the replies back. */
beforeAll(async () => {
  ground = await startBesideProcess();
  ({ store, keyring, gate, beside, environment } = ground);
}, 60_000);

afterAll(() => ground?.stop());

beforeEach(async () => {
  running = await startServerProcess(environment);
}, 90_000);

afterEach(async () => {
  gate.release();
  await running.end('SIGKILL');
});

/** Starts the service again, as a supervisor would. The lease of the one that was killed has to run out first. */
async function restart(): Promise<void> {
  gate.release();
  running = await startServerProcess(environment);
}

const post = (path: string, fields: Readonly<Record<string, string>>, token?: string) => beside.post(running.url, path, fields, token);

function someCall() {
  calls += 1;
  const sid = `CA${String(calls).padStart(32, '0')}`;
  const from = FROM.slice(0, -2) + String(10 + calls);
  const fields = { CallSid: sid, From: from, To: PROCESS_ENTRY, CallStatus: 'in-progress' };
  const { callId } = identifyCall(keyring, from, sid);
  const load = async () => (await store.load([{ kind: 'call', id: callId }]))[0]?.value as Call | undefined;
  return {
    from,
    load,
    start: () => post('/webhooks/twilio/voice/incoming', fields, `start-${sid}`),
    press: (turn: number, digits: string, token?: string) =>
      post(`/webhooks/twilio/voice/input?c=${callId}&t=${turn}`, { ...fields, Digits: digits }, token),
    turn: async () => (await load())?.turn ?? 0,
    events: async () => {
      const log = await createEventLog({ client: ground.client, shards: 16, clock: systemClock });
      const all: DomainEvent[] = [];
      for await (const page of log.range(0, Date.now() + 1e10)) all.push(...page);
      return all.filter((event) => event.callId === callId);
    },
    sent: () => beside.carrier.messages().filter((message) => message.to === `whatsapp:${from}`),
  };
}

/** The commit of a call's turn is the first request to hold its number; loading it comes before. */
const holdCommitOf = (turn: number) => gate.holdFrom(`"turn":${turn}`);

/**
 * Sends a webhook and returns while it is in flight: committed, and nobody has heard of it. On a machine so busy that it
 * was answered from memory instead, it is sent again, as a carrier would.
 */
async function commitUnheard(webhook: () => supertest.Test, call: { turn(): Promise<number> }, turn: number) {
  holdCommitOf(turn);
  for (;;) {
    let over = false;
    const answer = webhook().then(
      (response) => response,
      () => undefined,
    );
    void answer.then(() => {
      over = true;
    });
    await until(async () => over || (await call.turn()) >= turn);
    if ((await call.turn()) >= turn) return { answer };
  }
}

/** Sends a webhook, and ends the process once it is committed and before anybody has heard of it. */
async function killBetweenCommitAndAnswer(turn: number, webhook: () => supertest.Test, call: { turn(): Promise<number> }): Promise<void> {
  const { answer } = await commitUnheard(webhook, call, turn);
  await running.end('SIGKILL');
  await answer;
}

describe('kill -9 between commit and answer', () => {
  it('the carrier’s retry of a new call gets the answer, and the call began once', { timeout: 120_000 }, async () => {
    const call = someCall();
    await killBetweenCommitAndAnswer(1, call.start, call);
    await restart();
    const retry = await call.start();
    expect(retry.status).toBe(200);
    expect(retry.text).toContain('Para español, pulse 1.');
    expect(await call.load()).toMatchObject({ turn: 1 });
    expect((await call.events()).map((event) => event.type)).toEqual(['call.started', 'call.step']);
  });

  it('the carrier’s retry of a key gets the answer, nothing happens twice, and the call goes on', { timeout: 120_000 }, async () => {
    const call = someCall();
    await call.start();
    await killBetweenCommitAndAnswer(2, () => call.press(1, '1', 'key-1'), call);
    await restart();
    const retry = await call.press(1, '1', 'key-1');
    expect(retry.text).toContain('Para saber cómo va su pedido');
    expect(await call.load()).toMatchObject({ turn: 2 });
    const next = await call.press(2, '9', 'key-2');
    expect(next.text).toContain('Para saber cómo va su pedido');
    expect(await call.load()).toMatchObject({ turn: 3 });
  });

  it('the key that accepts: one handoff, one consent, one message, though the process died on it', { timeout: 120_000 }, async () => {
    const call = someCall();
    await call.start();
    await call.press(1, '1', 'a');
    await call.press(2, '2', 'b');
    await killBetweenCommitAndAnswer(4, () => call.press(3, '1', 'c'), call);
    expect(call.sent()).toEqual([]);
    await restart();
    const retry = await call.press(3, '1', 'c');
    expect(retry.text).toContain('Le estamos escribiendo al móvil');
    await until(() => call.sent().length > 0, 60_000);
    await until(async () => (await call.events()).some((event) => event.type === 'handoff.delivered'), 60_000);
    const types = (await call.events()).map((event) => event.type);
    expect(types.filter((type) => type === 'handoff.requested')).toHaveLength(1);
    expect(types.filter((type) => type === 'consent.recorded')).toHaveLength(1);
    expect(call.sent()).toHaveLength(1);
  });
});

describe('a restart', () => {
  it('SIGTERM: the webhook in flight is answered, the exit is clean, and the call goes on in the next process', {
    timeout: 120_000,
  }, async () => {
    const call = someCall();
    await call.start();
    const { answer } = await commitUnheard(() => call.press(1, '1', 'key'), call, 2);
    const ended = running.end('SIGTERM');
    gate.release();
    const response = await answer;
    expect(response?.status).toBe(200);
    expect(response?.text).toMatch(/Para saber cómo va su pedido|Le paso con una persona/);
    expect(await ended).toBe(0);
    await restart();
    const next = await call.press(2, '2', 'next');
    expect(next.text).toContain('Si pulsa 1, Luz Clara le escribirá');
  });

  it('a refused setting: every problem at once, exit 78', { timeout: 60_000 }, async () => {
    await running.end('SIGTERM');
    await expect(startServerProcess({ ...environment, PUBLIC_URL: 'nowhere', SECRET_KEY: 'short' })).rejects.toThrow(
      /it ended with 78: [\s\S]*PUBLIC_URL[\s\S]*SECRET_KEY/,
    );
  });
});
