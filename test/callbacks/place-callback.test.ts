import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../src/base/clock.ts';
import type { DomainEvent } from '../../src/base/events.ts';
import { makeId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { silentLogger } from '../../src/base/log.ts';
import { answerLeg } from '../../src/callbacks/answer-leg.ts';
import { bookCallback, callbackIdOf } from '../../src/callbacks/book-callback.ts';
import type { Callback } from '../../src/callbacks/callback.ts';
import { cancelCallback } from '../../src/callbacks/cancel-callback.ts';
import { checkCallback } from '../../src/callbacks/check-callback.ts';
import { callDue } from '../../src/callbacks/place-callback.ts';
import { projectCallback } from '../../src/callbacks/project-callback.ts';
import type { CallbackPart, CallCarrier, LegStatus, OutboundCall, PlacedCall, PlaceOutcome } from '../../src/channels/calls.ts';
import { createAgentBoard } from '../../src/store/redis/agent-board.ts';
import { createCallbackIndex } from '../../src/store/redis/callback-index.ts';
import { createEventLog } from '../../src/store/redis/event-log.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import { createRefusedPhones } from '../../src/store/redis/refused-phones.ts';
import { createTimers } from '../../src/store/redis/timers.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const SHARDS = 4;
const keyring = createKeyring('a secret of at least thirty-two bytes', SHARDS);
const ANA = '+34600111222';
const ENTRY = '+34910000000';
/** Monday, 11:00 in Madrid. */
const MONDAY = Date.parse('2026-11-23T10:00:00Z');

function sid(n: number): string {
  return `CA${String(n).padStart(32, '0')}`;
}

type Answer = PlaceOutcome | (() => Promise<PlaceOutcome>);

/** A carrier whose phones are in the test's hand; without orders it accepts. */
function scriptedCalls() {
  const answers: Answer[] = [];
  const placed: (Pick<OutboundCall, 'to' | 'from'> & PlacedCall)[] = [];
  const asked: OutboundCall[] = [];
  const hungUp: string[] = [];
  const standing = new Map<string, LegStatus>();
  const port: CallCarrier = {
    place: async (call) => {
      asked.push(call);
      const answer = answers.shift();
      return typeof answer === 'function' ? answer() : (answer ?? { kind: 'accepted', providerCallId: sid(asked.length) });
    },
    findPlaced: async ({ to, sinceMs }) => placed.filter((call) => call.to === to && call.createdAtMs >= sinceMs),
    statusOf: async (id) => standing.get(id),
    hangUp: async (id) => void hungUp.push(id),
  };
  return { ...port, asked, placed, hungUp, standing, next: (...more: Answer[]) => void answers.push(...more) };
}

let redis: TestRedis;
let s: Awaited<ReturnType<typeof setting>>;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  s = await setting();
});

async function setting() {
  await redis.flush();
  const client = redis.client();
  onTestFinished(() => client.disconnect());
  const clock = createManualClock(MONDAY);
  const store = createRedisStore({ client, keyring }, { timeLimitMs: 5_000 });
  const eventLog = await createEventLog({ client, shards: SHARDS, clock });
  const timers = createTimers({ client, shards: SHARDS });
  const board = createAgentBoard(client, () => clock.nowMs());
  const callbackIndex = createCallbackIndex(client, 5_000);
  const refusedPhones = createRefusedPhones(client, 5_000);
  const calls = scriptedCalls();
  const deps = {
    store,
    clock,
    log: silentLogger,
    calls,
    board,
    callbackIndex,
    refusedPhones,
    agentDial: '+34910000001',
    voiceOf: async () => undefined,
  };
  const agent = (userId: string, phone?: string) =>
    board.setPresence({
      userId,
      name: userId,
      teams: ['support'],
      skills: [],
      languages: ['es'],
      status: 'available',
      capacity: 3,
      seenAtMs: MONDAY + 86_400_000,
      ...(phone !== undefined && { phone }),
    });
  const book = async (by: string, more: Partial<Callback> = {}) => {
    const contactId = keyring.contactId(ANA);
    const booked = bookCallback({
      id: callbackIdOf(keyring, contactId, by),
      contactId,
      to: ANA,
      entryNumber: ENTRY,
      business: 'Luz Clara',
      language: 'es',
      flow: 'support@1',
      step: 'callback',
      team: 'support',
      skills: [],
      origin: { kind: 'call', callId: makeId('c', Number(contactId.slice(2, 4)), by) },
      requestedAtMs: clock.nowMs(),
      asap: true,
      zone: 'Europe/Madrid',
      callable: { from: '09:00', to: '21:00' },
      rules: { tries: 2, everyMinutes: 30, giveUpHours: 48 },
      ...more,
    });
    await store.commit({
      shard: Number(contactId.slice(2, 4)),
      writes: [booked.write],
      timers: [booked.timer],
      events: booked.events,
    });
    await projectCallback(deps, booked.callback.id);
    return booked.callback.id;
  };
  const read = async (id: Callback['id']) => (await store.load([{ kind: 'callback', id }]))[0]?.value as Callback;
  const events = async () => {
    const all: DomainEvent[] = [];
    for await (const page of eventLog.range(0, clock.nowMs() + 1e10)) all.push(...page);
    return all;
  };
  const due = async (afterMs: number) => {
    clock.set(clock.nowMs() + afterMs);
    const found = await timers.lease(clock.nowMs(), 100, 60_000);
    await timers.acknowledge(found);
    return found.map(({ payload }) => payload.type);
  };
  const leg = (id: Callback['id'], part: CallbackPart, more: Partial<Parameters<typeof answerLeg>[1]> = {}, attempt = 1) =>
    answerLeg(deps, { action: { kind: 'callback', part, callbackId: id, attempt, round: 0 }, providerCallId: sid(1), ...more });
  return { deps, clock, calls, board, agent, book, read, events, due, leg };
}

const never = () => new Promise<never>(() => {});

describe('placing', () => {
  beforeEach(() => s.agent('luis', '+34910000011'));

  it('writes the attempt down before the carrier is asked, and the leg afterwards', async () => {
    const id = await s.book('one');
    s.calls.next(async () => {
      expect(await s.read(id)).toMatchObject({ state: 'calling-agent', attempt: 1, placing: { userId: 'luis', phone: '+34910000011' } });
      return { kind: 'accepted', providerCallId: sid(7) };
    });
    await callDue(s.deps, id);
    expect(await s.read(id)).toMatchObject({ placing: { providerCallId: sid(7) } });
    expect(s.calls.asked).toMatchObject([{ to: '+34910000011', from: ENTRY }]);
  });

  it('in three processes at once, and again: one phone rings once', async () => {
    const id = await s.book('one');
    await Promise.all([callDue(s.deps, id), callDue(s.deps, id), callDue(s.deps, id)]);
    await callDue(s.deps, id);
    expect(s.calls.asked).toHaveLength(1);
  });

  it('killed after the commit, before the carrier was asked: looked up, not found, asked once by whoever looks', async () => {
    const id = await s.book('one');
    s.calls.next(never);
    void callDue(s.deps, id);
    await expect.poll(async () => (await s.read(id)).state).toBe('calling-agent');
    // The intent stands: nobody else begins.
    await callDue(s.deps, id);
    expect(s.calls.asked).toHaveLength(1);
    expect(await s.due(20_000)).toEqual(['callback.check']);
    await checkCallback(s.deps, id);
    s.calls.standing.set(sid(2), 'ringing');
    await checkCallback(s.deps, id);
    expect(s.calls.asked).toHaveLength(2);
    expect(await s.read(id)).toMatchObject({ state: 'calling-agent', attempt: 1, placing: { repeated: true, providerCallId: sid(2) } });
  });

  it('killed after the carrier placed it: the leg that rings is adopted, nothing is asked again', async () => {
    const id = await s.book('one');
    s.calls.next(never);
    void callDue(s.deps, id);
    await expect.poll(async () => (await s.read(id)).state).toBe('calling-agent');
    const [asked] = s.calls.asked as [OutboundCall];
    s.calls.placed.push({ to: asked.to, from: asked.from, providerCallId: sid(9), status: 'ringing', createdAtMs: s.clock.nowMs() });
    await s.due(20_000);
    await checkCallback(s.deps, id);
    expect(s.calls.asked).toHaveLength(1);
    expect(await s.read(id)).toMatchObject({ attempt: 1, placing: { providerCallId: sid(9) } });
  });

  it('the leg of another callback to the same phone is not taken for its own', async () => {
    const first = await s.book('one');
    await callDue(s.deps, first);
    const [asked] = s.calls.asked as [OutboundCall];
    s.calls.placed.push({ to: asked.to, from: asked.from, providerCallId: sid(1), status: 'in-progress', createdAtMs: s.clock.nowMs() });
    await s.agent('eva', '+34910000011');
    const second = await s.book('two');
    s.calls.next({ kind: 'unknown', cause: 'timeout' });
    await callDue(s.deps, second);
    await checkCallback(s.deps, second);
    expect((await s.read(second)).placing?.providerCallId).toBe(sid(3));
    expect((await s.read(first)).placing?.providerCallId).toBe(sid(1));
  });

  it('the carrier refuses the agent’s phone: it is not rung again, the next agent is; another phone of theirs is', async () => {
    await s.agent('ana', '+34910000012');
    const id = await s.book('one');
    const refused = { kind: 'refused', code: '21215', message: 'no', number: true } as const;
    s.calls.next(refused);
    await callDue(s.deps, id);
    const first = s.calls.asked[0]?.to;
    const other = first === '+34910000011' ? '+34910000012' : '+34910000011';
    expect(await s.deps.refusedPhones.all()).toMatchObject([{ phone: first, code: '21215', atMs: s.clock.nowMs() }]);
    s.clock.advance(2_000);
    s.calls.next(refused);
    await callDue(s.deps, id);
    expect(s.calls.asked.map(({ to }) => to)).toEqual([first, other]);
    for (let n = 0; n < 5; n += 1) {
      s.clock.advance(3_600_000 / 4);
      await callDue(s.deps, id);
    }
    expect(s.calls.asked).toHaveLength(2);
    await s.agent('luis', '+34910000099');
    // Everybody was asked: anew after two minutes.
    await callDue(s.deps, id);
    s.clock.advance(2 * 60_000);
    await callDue(s.deps, id);
    expect(s.calls.asked.at(-1)?.to).toBe('+34910000099');
  });

  it('a refusal for another reason says nothing about the phone', async () => {
    const id = await s.book('one');
    s.calls.next({ kind: 'refused', code: '20003', message: 'no' });
    await callDue(s.deps, id);
    expect(await s.deps.refusedPhones.all()).toEqual([]);
  });

  it('neither found nor placed twice: put off, and the agent’s phone is free', async () => {
    const id = await s.book('one');
    const unknown = { kind: 'unknown', cause: 'timeout' } as const;
    s.calls.next(unknown, unknown);
    await callDue(s.deps, id);
    await checkCallback(s.deps, id);
    await checkCallback(s.deps, id);
    expect(await s.read(id)).toMatchObject({ state: 'scheduled', tries: 0, dueAtMs: s.clock.nowMs() + 60_000 });
    expect(await s.board.seatsOf('phone:luis')).toEqual([]);
  });
});

describe('an agent who does not take it', () => {
  it('busy, no answer, or declined: the next is rung at once, each on their own phone; all asked, anew after two minutes', async () => {
    await s.agent('eva', '+34910000012');
    await s.agent('luis', '+34910000011');
    const id = await s.book('one');
    await callDue(s.deps, id);
    await s.leg(id, 'status', { status: 'busy' });
    expect(await s.due(1_000)).toEqual(['callback.due']);
    await callDue(s.deps, id);
    await s.leg(id, 'status', { status: 'no-answer' }, 2);
    expect(s.calls.asked.map(({ to }) => to)).toEqual(['+34910000012', '+34910000011']);
    expect(await s.due(1_000)).toEqual(['callback.due']);
    await callDue(s.deps, id);
    expect(s.calls.asked).toHaveLength(2);
    expect(await s.read(id)).toMatchObject({ state: 'scheduled', asked: [], tries: 0 });
    expect(await s.due(120_000)).toEqual(['callback.due']);
    await callDue(s.deps, id);
    expect(s.calls.asked).toHaveLength(3);
  });
});

const PARTS = ['agent', 'agent-key', 'customer', 'customer-key', 'result', 'status'] as const;
const FINAL = ['completed', 'busy', 'no-answer', 'failed', 'canceled'] as const;

const anyWebhook = fc.record({
  part: fc.constantFrom(...PARTS),
  attempt: fc.constantFrom(0, 1, 1, 1, 2),
  digits: fc.constantFrom('1', '1', '2', '9', undefined),
  status: fc.constantFrom<LegStatus>(...FINAL, 'ringing', 'in-progress'),
  joined: fc.boolean(),
});

describe('webhooks in any order, doubled, late, and of other attempts', () => {
  it('connect at most once for each ringing, close once, stay closed, and leave no phone taken', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyWebhook, { minLength: 1, maxLength: 12 }), async (webhooks) => {
        const t = await setting();
        await t.agent('luis');
        const id = await t.book('one');
        await callDue(t.deps, id);
        let closed: Callback | undefined;
        for (const { part, attempt, digits, ...rest } of webhooks) {
          const reply = await t.leg(id, part, { ...rest, ...(digits !== undefined && { digits }) }, attempt);
          const now = await t.read(id);
          // Nothing lets the two talk but the customer's key on a ringing that stands.
          if (part === 'customer-key' && reply.verbs.length === 0) expect(now).toMatchObject({ state: 'talking', attempt });
          if (closed) expect(now).toEqual(closed);
          if (now.state === 'closed') closed = now;
        }
        // Whatever was lost: once the carrier says that the leg is over, it is settled.
        t.calls.standing.set(sid(1), 'completed');
        await checkCallback(t.deps, id);
        const after = await t.read(id);
        expect(['scheduled', 'closed']).toContain(after.state);
        expect(after.tries).toBeLessThanOrEqual(after.attempt);
        const types = (await t.events()).map(({ type }) => type);
        expect(types.filter((type) => type === 'callback.connected').length).toBeLessThanOrEqual(after.attempt);
        expect(types.filter((type) => type === 'callback.closed')).toHaveLength(after.state === 'closed' ? 1 : 0);
        expect(await t.board.seatsOf('phone:luis')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('the end of the agent’s leg overtakes the result of the customer’s: the result is waited for', async () => {
    await s.agent('luis');
    const id = await s.book('one');
    await callDue(s.deps, id);
    await s.leg(id, 'agent');
    await s.leg(id, 'agent-key', { digits: '1' });
    await s.leg(id, 'status', { status: 'completed' });
    expect(await s.read(id)).toMatchObject({ state: 'calling-customer' });
    await s.leg(id, 'result', { status: 'busy', joined: false });
    expect(await s.read(id)).toMatchObject({ state: 'scheduled', tries: 1, dueAtMs: s.clock.nowMs() + 30 * 60_000 });
  });
});

describe('cancelling', () => {
  it('before, while the agent’s phone rings, and twice; a leg whose answer comes afterwards is told that it is over', async () => {
    await s.agent('luis');
    const id = await s.book('one');
    await callDue(s.deps, id);
    expect(await cancelCallback(s.deps, id, 'cancelled-by-agent')).toBe(true);
    expect(await cancelCallback(s.deps, id, 'cancelled-by-agent')).toBe(false);
    expect(s.calls.hungUp).toEqual([sid(1)]);
    expect(JSON.stringify(await s.leg(id, 'agent'))).toContain('ya no hace falta');
    expect(JSON.stringify(await s.leg(id, 'agent-key', { digits: '1' }))).not.toContain('dial');
    expect(await s.read(id)).toMatchObject({ closed: { reason: 'cancelled-by-agent' }, tries: 0 });
    expect(await s.board.seatsOf('phone:luis')).toEqual([]);
  });

  it('not once they talk', async () => {
    await s.agent('luis');
    const id = await s.book('one');
    await callDue(s.deps, id);
    await s.leg(id, 'agent-key', { digits: '1' });
    await s.leg(id, 'customer-key', { digits: '1' });
    expect(await cancelCallback(s.deps, id, 'served-meanwhile')).toBe(false);
    expect(await s.read(id)).toMatchObject({ state: 'talking' });
  });
});

describe('what is kept', () => {
  it('a callback with a full context is at most 2 KB', async () => {
    const variables = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`variable${n}`, 'x'.repeat(60)]));
    await s.agent('luis', 'sip:luis@example.com');
    const id = await s.book('one', { intent: 'billing', card: { variables } as never });
    await callDue(s.deps, id);
    expect(JSON.stringify(await s.read(id)).length).toBeLessThan(2048);
  });
});
