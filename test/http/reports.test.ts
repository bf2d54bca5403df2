import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventType, NewEvent } from '../../src/base/events.ts';
import type { CallId, ChatId, HandoffId } from '../../src/base/ids.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startApi, type TestApi } from './start-api.ts';

let redis: TestRedis;
let api: TestApi;
let cookie: string;

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(async () => {
  await api?.stop();
  await redis?.stop();
});
beforeEach(async () => {
  await api?.stop();
  api = await startApi(redis);
  await api.addUser('vera', 'supervisor');
  cookie = await api.signIn('vera');
});

const get = async (path: string) => (await api.request.get(path).set('Cookie', cookie).expect(200)).body;
const CALL = { callId: 'c_01_CALL' as CallId };
const HANDOFF = { ...CALL, handoffId: 'h_01_HANDOFF' as HandoffId };
const CHAT = { chatId: 't_02_CHAT' as ChatId };
const event = (type: EventType, ids: object, more: Partial<NewEvent> = {}): NewEvent => ({
  type,
  atMs: api.clock.nowMs(),
  ...ids,
  ...more,
});
const stage = (funnel: { stages: { id: string; journeys: number }[] }, id: string) =>
  funnel.stages.find((each) => each.id === id)?.journeys;

async function acceptedCall(): Promise<void> {
  await api.commit(1, [
    event('call.started', CALL),
    event('offer.made', CALL),
    event('offer.accepted', CALL),
    event('handoff.requested', HANDOFF),
  ]);
}

describe('today’s funnel', () => {
  it('follows the event log as it grows, through events that are dated back', async () => {
    expect(stage(await get('/api/reports/funnel'), 'calls')).toBe(0);
    await acceptedCall();
    expect(stage(await get('/api/reports/funnel'), 'accepted')).toBe(1);
    await api.commit(1, [event('handoff.delivered', HANDOFF)]);
    // What is known only after a conversation is dated to its beginning.
    await api.commit(1, [event('call.connected', CALL, { atMs: api.clock.nowMs() - 600_000 })]);
    // The customer writes from another number: the rest of the journey is in another shard.
    await api.commit(2, [event('handoff.engaged', { ...HANDOFF, ...CHAT }), event('chat.replied', CHAT)]);
    const funnel = await get('/api/reports/funnel');
    expect(['calls', 'offered', 'accepted', 'delivered', 'engaged'].map((id) => stage(funnel, id))).toEqual([1, 1, 1, 1, 1]);
    expect(funnel.voice.connected).toBe(1);
    expect(stage(funnel, 'replied')).toBe(1);
  });

  it('is the same for questions asked at the same moment', async () => {
    await acceptedCall();
    const answers = await Promise.all(Array.from({ length: 8 }, () => get('/api/reports/funnel')));
    expect(answers.map((funnel) => stage(funnel, 'calls'))).toEqual(Array(8).fill(1));
  });

  it('begins anew at midnight, and the day before can still be asked for', async () => {
    await acceptedCall();
    const today = await get('/api/reports/funnel');
    api.clock.advance(24 * 3_600_000);
    cookie = await api.signIn('vera');
    const tomorrow = await get('/api/reports/funnel');
    expect([stage(tomorrow, 'calls'), tomorrow.fromMs]).toEqual([0, today.toMs]);
    const before = await get(`/api/reports/funnel?day=${today.day}`);
    expect(before).toEqual({ ...today, atMs: before.atMs });
  });

  it('reads thousands of events', async () => {
    const calls = Array.from({ length: 3_000 }, (_, n) => event('call.started', { callId: `c_03_N${n}` as CallId }));
    await get('/api/reports/funnel');
    for (let n = 0; n < calls.length; n += 500) await api.commit(3, calls.slice(n, n + 500));
    expect(stage(await get('/api/reports/funnel'), 'calls')).toBe(3_000);
  });
});

describe('live counts', () => {
  it('count what has begun and has not ended', async () => {
    await acceptedCall();
    await api.commit(2, [
      event('call.started', { callId: 'c_02_QUEUED' as CallId, flow: 'support@1' }),
      event('call.queued', { callId: 'c_02_QUEUED' as CallId }),
    ]);
    await api.commit(3, [event('call.started', { callId: 'c_03_OVER' as CallId }), event('call.ended', { callId: 'c_03_OVER' as CallId })]);
    const live = () => (api.deps.today as unknown as { live(): Promise<unknown> }).live();
    expect(await live()).toEqual({
      callsInFlows: 1,
      callsQueued: 1,
      handoffsUnderWay: 1,
      waitingForDelivery: 1,
      callsByFlow: { support: 1 },
    });
    await api.commit(1, [event('handoff.delivered', HANDOFF), event('call.ended', CALL)]);
    expect(await live()).toEqual({
      callsInFlows: 0,
      callsQueued: 1,
      handoffsUnderWay: 1,
      waitingForDelivery: 0,
      callsByFlow: { support: 1 },
    });
    await api.commit(1, [event('handoff.engaged', HANDOFF)]);
    await api.commit(2, [
      event('call.abandoned', { callId: 'c_02_QUEUED' as CallId }),
      event('call.ended', { callId: 'c_02_QUEUED' as CallId }),
    ]);
    expect(await live()).toEqual({ callsInFlows: 0, callsQueued: 0, handoffsUnderWay: 0, waitingForDelivery: 0, callsByFlow: {} });
  });
});

describe('a journey', () => {
  beforeEach(async () => {
    await acceptedCall();
    await api.commit(2, [event('handoff.linked', { ...HANDOFF, ...CHAT }, { data: { method: 'number' } }), event('chat.replied', CHAT)]);
    // The same person phones again: another journey, which names the handoff of this one.
    const next = { callId: 'c_01_NEXT' as CallId };
    await api.commit(1, [event('call.started', next), event('call.returned', { ...next, handoffId: HANDOFF.handoffId })]);
  });

  it.each(['c_01_CALL', 'h_01_HANDOFF', 't_02_CHAT'])('is found whole by %s', async (id) => {
    const journey = await get(`/api/journeys/${id}`);
    expect(journey).toMatchObject({ callIds: ['c_01_CALL'], handoffIds: ['h_01_HANDOFF'], chatIds: ['t_02_CHAT'], truncated: false });
    expect(journey.events.map(({ type }: { type: string }) => type).sort()).toEqual([
      'call.returned',
      'call.started',
      'chat.replied',
      'handoff.linked',
      'handoff.requested',
      'offer.accepted',
      'offer.made',
    ]);
  });

  it('that nobody knows is not found', async () => {
    const answer = await api.request.get('/api/journeys/c_01_OTHER').set('Cookie', cookie);
    expect(answer.status).toBe(404);
    expect(answer.body.error.code).toBe('journey-not-found');
  });
});

describe('closed chats', () => {
  it('are listed once each, newest first, in pages', async () => {
    for (const n of [1, 2, 3]) {
      api.clock.advance(1_000);
      await api.commit(2, [event('chat.closed', { chatId: `t_02_CHAT${n}` }, { data: { disposition: 'solved', by: 'u_1' } })]);
    }
    await api.commit(2, [event('chat.closed', { chatId: 't_02_CHAT1' }, { data: { disposition: 'again' } })]);
    const first = await get('/api/chats?state=closed&limit=2');
    expect(first.items.map(({ chatId }: { chatId: string }) => chatId).sort()).toEqual(['t_02_CHAT1', 't_02_CHAT3']);
    const second = await get(`/api/chats?limit=2&cursor=${first.next}`);
    expect(second).toEqual({ items: [{ chatId: 't_02_CHAT2', closedAtMs: expect.any(Number), disposition: 'solved', by: 'u_1' }] });
  });
});

describe('dead letters', () => {
  it('are shown with their reason and can be replayed once', async () => {
    await acceptedCall();
    const { eventLog } = api.deps as unknown as { eventLog: import('../../src/base/event-log.ts').EventLog };
    const [dead] = await eventLog.read('effects', 'a-reader', 10);
    if (!dead) throw new Error('no event was read');
    await eventLog.bury('effects', dead, 'the carrier said no five times');
    const { items } = await get('/api/dead-letters');
    expect(items).toMatchObject([{ group: 'effects', reason: 'the carrier said no five times', event: { id: dead.id, type: dead.type } }]);
    const replay = () =>
      api.request.post('/api/dead-letters/replay').set('Cookie', cookie).send({ group: 'effects', shard: dead.shard, eventId: dead.id });
    expect((await replay()).status).toBe(202);
    expect((await get('/api/dead-letters')).items).toEqual([]);
    expect((await replay()).body.error.code).toBe('dead-letter-not-found');
  });

  it('are given up singly, and settled all together as far as they were seen', async () => {
    const { eventLog } = api.deps as unknown as { eventLog: import('../../src/base/event-log.ts').EventLog };
    for (let n = 0; n < 3; n += 1) await acceptedCall();
    const read = await eventLog.read('effects', 'a-reader', 100);
    for (const event of read.slice(0, 4)) await eventLog.bury('effects', event, 'no');
    const post = (path: string, body: object) => api.request.post(`/api/dead-letters/${path}`).set('Cookie', cookie).send(body);
    const { items } = await get('/api/dead-letters');
    const [{ group, event, atMs }] = items;
    const one = { group, shard: event.shard, eventId: event.id };
    expect((await post('discard', one)).body).toEqual({ discarded: true });
    expect((await post('discard', one)).body.error.code).toBe('dead-letter-not-found');
    expect((await post('replay-all', { untilMs: atMs - 1 })).body).toEqual({ replayed: 0 });
    expect((await post('discard-all', { untilMs: atMs, type: 'chat.opened' })).body).toEqual({ discarded: 0 });
    expect((await post('replay-all', { untilMs: atMs })).body).toEqual({ replayed: 3 });
    expect((await get('/api/dead-letters')).items).toEqual([]);
    expect((await post('replay-all', { untilMs: 'now' })).status).toBe(400);
  });
});

describe('flows', () => {
  it('are listed in pages and shown one by one', async () => {
    const first = await get('/api/flows?limit=2');
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual(['billing', 'sales']);
    expect(first.items[0]).not.toHaveProperty('problems');
    expect((await get(`/api/flows?limit=2&cursor=${first.next}`)).items.map(({ id }: { id: string }) => id)).toEqual(['support']);
    expect((await get('/api/flows/support')).problems).toHaveLength(1);
    expect((await api.request.get('/api/flows/none').set('Cookie', cookie)).body.error.code).toBe('flow-not-found');
  });
});
