import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VoiceAction } from '../../src/channels/voice.ts';
import { actionUrl } from '../../src/providers/twilio/voice-action.ts';
import { foldFunnel } from '../../src/reporting/fold-funnel.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { ANA, ENTRY, startTestService, type TestService } from '../support/service.ts';

let redis: TestRedis;
let t: TestService;
let people = 0;
beforeAll(async () => {
  redis = await startTestRedis({ appendOnly: true });
  t = await startTestService({ redis });
});
afterAll(async () => {
  await t.stop();
  await redis.stop();
});

interface Trouble {
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
}
const TROUBLES: Readonly<Record<string, Trouble>> = {
  frozen: { begin: () => redis.pause(), end: () => redis.resume() },
  stopped: { begin: () => redis.kill(), end: () => redis.start() },
};

const SENTENCE = 'Un momento, por favor. Le paso con una persona.';
const DIAL = '<Number>+34910000001</Number></Dial>';

/** A call that waits in the queue, by its own webhooks alone. */
async function someCall() {
  people += 1;
  const sid = `CA${String(people).padStart(32, '0')}`;
  const fields = { CallSid: sid, From: `+346006${String(20_000 + people)}`, To: ENTRY, CallStatus: 'in-progress' };
  await t.signed('/webhooks/twilio/voice/incoming', fields);
  const call = await t.call(sid, fields.From);
  if (!call) throw new Error('the call did not begin');
  const at = (kind: VoiceAction['kind'], turn = 1) => actionUrl('', { kind, callId: call.id, turn });
  return { sid, fields, at, callId: call.id };
}

async function backAgain() {
  await expect
    .poll(async () => (await t.signed('/webhooks/twilio/voice/status', endOf('9'))).text, { timeout: 20_000 })
    .toContain('<Response/>');
  await expect.poll(() => t.metric('relevo_call_notes_pending'), { timeout: 20_000 }).toContain('relevo_call_notes_pending 0');
}

const endOf = (digit: string) => ({ CallSid: `CA${digit.repeat(32)}`, From: ANA, To: ENTRY, CallStatus: 'completed' });

describe.each(Object.entries(TROUBLES))('Redis %s in the middle of a call', (_, trouble) => {
  let some: Awaited<ReturnType<typeof someCall>>;
  beforeEach(async () => {
    some = await someCall();
    await trouble.begin();
    return async () => {
      await trouble.end();
      await backAgain();
    };
  });

  it.each<[string, (call: typeof some) => string, Record<string, string>]>([
    ['a new call', () => '/webhooks/twilio/voice/incoming', { CallSid: `CA${'5'.repeat(32)}` }],
    ['a key', (call) => call.at('input'), { Digits: '1' }],
    ['a hold', (call) => call.at('hold'), {}],
    ['a redirect', (call) => call.at('resume'), {}],
    ['the end of a queue', (call) => call.at('queue-result'), { QueueResult: 'leave', QueueTime: '9' }],
    ['a queue that is full', (call) => call.at('queue-result'), { QueueResult: 'queue-full', QueueTime: '0' }],
    ['the end of a dialling', (call) => call.at('dial-result'), { DialCallStatus: 'no-answer' }],
  ])('%s: 200, one sentence, a person is dialled; noted when Redis is back', async (_title, path, more) => {
    const fields = { ...some.fields, ...more };
    const answer = await t.signed(path(some), fields);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8');
    expect(answer.text).toContain(SENTENCE);
    expect(answer.text).toContain(DIAL);
    await trouble.end();
    await backAgain();
    const noted = (await t.events('call.failed-over')).filter((event) => event.providerId === fields.CallSid);
    expect(noted.at(-1)?.data).toEqual({ why: 'store-unavailable' });
  });

  it('a wait in the queue: 200, the place is kept, nobody is dialled there', async () => {
    const answer = await t.signed(some.at('queue-wait'), { ...some.fields, QueuePosition: '2', QueueTime: '12' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Siga a la espera, por favor. Conserva su turno.');
    expect(answer.text).not.toMatch(/<Dial|<Enqueue|<Hangup|<Leave|<Redirect/);
  });

  it('the end of a call: silence, and it is written down when Redis is back', async () => {
    const answer = await t.signed('/webhooks/twilio/voice/status', { ...some.fields, CallStatus: 'completed', CallDuration: '7' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<Response/>');
    await trouble.end();
    await backAgain();
    const ended = (await t.events('call.ended')).filter((event) => event.callId === some.callId);
    expect(ended.map((event) => event.data?.durationSeconds)).toEqual([7]);
  });

  it('a caller who hangs up in the queue: silence, and it is written down when Redis is back', async () => {
    const answer = await t.signed(some.at('queue-result'), { ...some.fields, QueueResult: 'hangup', QueueTime: '9' });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('<Dial');
    await trouble.end();
    await backAgain();
    expect((await t.events('call.ended')).filter((event) => event.callId === some.callId)).toHaveLength(1);
  });

  it.each<[string, (call: typeof some) => string, Record<string, string>, Record<string, unknown>]>([
    ['queue', (call) => call.at('queue-result'), { QueueResult: 'bridged', QueueTime: '9' }, { by: 'queue' }],
    ['dial', (call) => call.at('dial-result'), { DialCallStatus: 'completed', DialCallDuration: '30' }, { by: 'dial' }],
  ])(
    'a conversation that is over (%s): nobody is dialled once more, and the conversation counts when Redis is back',
    async (_title, path, more, data) => {
      const answer = await t.signed(path(some), { ...some.fields, ...more });
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('<Hangup/>');
      expect(answer.text).not.toMatch(/<Dial|<Say|<Enqueue/);
      await trouble.end();
      await expect
        .poll(async () => (await t.signed('/webhooks/twilio/voice/status', { ...some.fields, CallStatus: 'completed' })).text, {
          timeout: 20_000,
        })
        .toContain('<Response/>');
      await backAgain();
      const events = (await t.events()).filter((event) => event.callId === some.callId);
      const types = events.map((event) => event.type);
      expect(types.filter((type) => ['call.connected', 'call.ended', 'call.abandoned', 'call.failed-over'].includes(type))).toEqual([
        'call.connected',
        'call.ended',
      ]);
      expect(events.find((event) => event.type === 'call.connected')?.data).toMatchObject(data);
      expect(events.find((event) => event.type === 'call.ended')?.data).toMatchObject({ reachedPerson: true });
    },
  );

  it('a call that nobody could write down at its beginning is counted all the same, once, also when it fell back', async () => {
    const calls = async () => {
      const funnel = foldFunnel(await t.events(), { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
      return [funnel.stages[0]?.journeys ?? 0, funnel.voice.failedOver] as const;
    };
    people += 1;
    const fields = { ...some.fields, CallSid: `CA${'e'.repeat(28)}${1000 + people}` };
    expect((await t.signed('/webhooks/twilio/voice/incoming', fields)).text).toContain(DIAL);
    expect((await t.signed('/webhooks/twilio/voice/fallback', { ...fields, ErrorCode: '11200' })).text).toContain(DIAL);
    await trouble.end();
    await backAgain();
    const own = (await t.events()).filter((event) => event.providerId === fields.CallSid);
    expect(own.map(({ type }) => type)).toEqual(['call.started', 'call.failed-over', 'call.failed-over']);
    expect(own.slice(1).map(({ data }) => data?.why)).toEqual(['store-unavailable', 'fallback-asked']);
    const others = (await t.events()).filter((event) => event.providerId !== fields.CallSid);
    const [all, failedOver] = await calls();
    const without = foldFunnel(others, { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
    expect([all - (without.stages[0]?.journeys ?? 0), failedOver - without.voice.failedOver]).toEqual([1, 1]);
  });

  it('the fallback address needs no Redis', async () => {
    const answer = await t.signed('/webhooks/twilio/voice/fallback', { ...some.fields, ErrorCode: '11200' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(SENTENCE);
    expect(answer.text).toContain(DIAL);
  });

  it('a message and a receipt are not taken: 503, so that the carrier keeps them', async () => {
    const message = { MessageSid: `SM${'7'.repeat(32)}`, From: `whatsapp:${ANA}`, To: `whatsapp:${ENTRY}`, Body: 'hola' };
    expect((await t.signed('/webhooks/twilio/whatsapp/incoming', message)).status).toBe(503);
    const receipt = { MessageSid: `SM${'7'.repeat(32)}`, MessageStatus: 'delivered' };
    expect((await t.signed('/webhooks/twilio/whatsapp/status?k=invite&h=h_03_AAAAAAAA&n=1', receipt)).status).toBe(503);
  });
});
