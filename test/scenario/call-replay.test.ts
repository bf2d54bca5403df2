import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/access/prepare-first-users.ts';
import { startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let agent: ReturnType<typeof supertest.agent>;
beforeAll(async () => {
  t = await startTestService();
  agent = supertest.agent(t.publicUrl);
  await agent.post('/api/session').send({ username: 'demo', password: DEMO_PASSWORD }).expect(200);
});
afterAll(() => t?.stop());

interface Moment {
  readonly side: string;
  readonly kind: string;
  readonly atMs: number;
  readonly untilMs?: number;
  readonly step?: string;
  readonly exit?: { readonly name: string };
  readonly did?: string;
  readonly type?: string;
  readonly isEntered: boolean;
  readonly heard: readonly { readonly text?: string; readonly place: string }[];
}

interface Replay {
  readonly result: string;
  readonly caller?: string;
  readonly isEnteredKept: boolean;
  readonly chatIds: readonly string[];
  readonly moments: readonly Moment[];
  readonly offers: readonly object[];
}

async function callOf(sid: string): Promise<string> {
  const events = await t.events('call.started');
  return events.find(({ callId }) => callId?.endsWith(sid))?.callId ?? '';
}

async function replayOf(callId: string): Promise<Replay> {
  const { body } = await agent.get(`/api/flows/support/calls/${callId}`).expect(200);
  return body;
}

const plain = (text: string) =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** The words of the release, with anything where something was filled in, as they were really heard. */
function fits(heard: string, words: string): boolean {
  const parts = plain(words)
    .split(/‹[^›]*›/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').trim());
  return new RegExp(`^${parts.join('.*')}$`, 's').test(plain(heard));
}

const walked = (moments: readonly Moment[], side: string) =>
  moments.flatMap((moment) => (moment.kind === 'step' && moment.side === side ? [moment.step] : []));

describe('a real call is walked again', () => {
  it('hears what the caller heard, step by step, and goes by the exits that were taken', async () => {
    const call = await t.sandbox.call({ from: '+34600810001' });
    await t.pass(3_000);
    await call.press('1');
    await t.pass(5_000);
    await call.press('7');
    await call.stayQuiet();
    await t.pass(2_000);
    await call.press('1');
    await t.pass(4_000);
    await call.press('123456');
    await t.pass(1_000);
    const heard = call.heard();
    await call.hangUp();
    await t.settle();
    const replay = await replayOf(await callOf(call.sid));
    const told = replay.moments.flatMap((moment) => moment.heard.map(({ text }) => text ?? ''));
    expect(told.length).toBe(heard.length);
    for (const [n, words] of told.entries()) expect(fits(heard[n] ?? '', words), `${words} | ${heard[n]}`).toBe(true);
    expect(walked(replay.moments, 'call')).toEqual([
      'greeting',
      'choose-language',
      'speak-spanish',
      'main-menu',
      'order-number',
      'order-confirm',
    ]);
    const menu = replay.moments.filter((moment) => moment.step === 'main-menu' && moment.kind !== 'event');
    // Of what is entered in one stay in a step, the last is kept.
    expect(menu.map(({ kind, did, isEntered }) => [kind, did, isEntered])).toEqual([
      ['step', 'keys', false],
      ['again', 'silence', false],
      ['again', 'keys', true],
    ]);
    const order = replay.moments.find((moment) => moment.step === 'order-number');
    expect(order?.exit).toEqual({ name: 'key 1' });
    expect(order).toMatchObject({ did: 'keys', isEntered: true });
    expect((order?.untilMs ?? 0) - (order?.atMs ?? 0)).toBe(4_000);
  });

  it('shows nothing that was typed and no number, until it is asked for with a reason', async () => {
    await t.pass(1_000);
    const from = '+34600810002';
    const call = await t.sandbox.call({ from });
    for (const key of ['1', '1', '123456']) await call.press(key);
    await call.hangUp();
    await t.settle();
    const callId = await callOf(call.sid);
    const replay = await replayOf(callId);
    expect(replay.caller).toBe('+34 ••• ••• 002');
    expect(JSON.stringify(replay)).not.toMatch(/123456|600810002/);
    const look = agent.post(`/api/flows/support/calls/${callId}/caller`);
    await agent.post(`/api/flows/support/calls/${callId}/caller`).send({}).expect(400);
    const { body } = await look.send({ reason: 'A complaint' }).expect(200);
    expect(body.number).toBe(from);
    expect(body.entered).toContainEqual(expect.objectContaining({ step: 'order-number', value: '123456' }));
    const { body: trail } = await agent.get('/api/audit').expect(200);
    const noted = trail.items.find(({ action }: { action: string }) => action === 'person.unmasked');
    expect(noted).toMatchObject({ why: 'A complaint', outcome: 'done', object: { kind: 'person', id: expect.stringMatching(/^#/) } });
    expect(JSON.stringify(noted)).not.toContain('600810002');
  });

  it('outlives the record of the call, and what was entered goes with its time', async () => {
    await t.pass(1_000);
    const call = await t.sandbox.call({ from: '+34600810003' });
    for (const key of ['1', '1', '123456']) await call.press(key);
    await call.hangUp();
    await t.settle();
    const callId = await callOf(call.sid);
    await t.client.del(`{s${callId.slice(2, 4)}}:call:${callId}`);
    expect((await replayOf(callId)).isEnteredKept).toBe(true);
    await t.client.del(`{s${callId.slice(2, 4)}}:parts:call:${callId}`);
    expect((await replayOf(callId)).isEnteredKept).toBe(false);
    const { body } = await agent.post(`/api/flows/support/calls/${callId}/caller`).send({ reason: 'A complaint' }).expect(200);
    expect(body.entered).toBeUndefined();
  });

  it('goes on with the handoff and the steps of the chat', async () => {
    await t.pass(1_000);
    const from = '+34600810004';
    const call = await t.sandbox.call({ from });
    for (const key of ['1', '2', '1']) await call.press(key);
    await t.pass(4_000);
    await call.hangUp();
    await t.settle();
    await t.sandbox.handset(from).pressButton('Seguir aquí');
    await t.settle();
    const replay = await replayOf(await callOf(call.sid));
    expect(replay.result).toBe('whatsapp');
    const types = replay.moments.flatMap(({ type }) => type ?? []);
    for (const type of [
      'offer.made',
      'offer.accepted',
      'handoff.sent',
      'handoff.delivered',
      'handoff.engaged',
      'handoff.linked',
      'chat.opened',
    ])
      expect(types).toContain(type);
    expect(walked(replay.moments, 'chat').length).toBeGreaterThan(0);
    expect(replay.offers[0]).toMatchObject({ made: true });
    expect(replay.chatIds).toHaveLength(1);
  });
});

describe('the list of calls', () => {
  it('is newest first, by what they came to, the step they came to and the release, a page at a time', async () => {
    const list = async (query: string) => (await agent.get(`/api/flows/support/calls${query}`).expect(200)).body;
    const all = await list('');
    expect(all.items).toHaveLength(4);
    expect(all.items[0]).toMatchObject({ result: 'whatsapp', caller: '+34 ••• ••• 004', release: 1, entryNumber: '+34910000000' });
    expect(all.logSinceMs).toBeLessThanOrEqual(all.items[3].startedAtMs);
    expect((await list('?result=whatsapp')).items).toHaveLength(1);
    expect((await list('?step=order-number')).items).toHaveLength(3);
    expect((await list('?release=2')).items).toEqual([]);
    const first = await list('?limit=3');
    expect(first.items).toHaveLength(3);
    expect((await list(`?limit=3&cursor=${first.next}`)).items).toHaveLength(1);
    expect((await list(`?untilMs=${all.items[3].startedAtMs}`)).items).toHaveLength(1);
    await agent.get('/api/flows/support/calls?result=nothing').expect(400);
  });

  it('a call of another flow, and one that is not known, are not found', async () => {
    const [{ callId } = { callId: '' }] = await t.events('call.started');
    const { body } = await agent.get(`/api/flows/appointment/calls/${callId}`).expect(404);
    expect(body.error.code).toBe('call-not-found');
    await agent.get('/api/flows/support/calls/c_00_CAunknown').expect(404);
    await agent.get('/api/flows/support/calls/nothing').expect(400);
  });
});
