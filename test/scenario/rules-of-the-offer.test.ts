import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfferRules } from '../../src/http/contract/offer-rules.ts';
import { until } from '../support/redis.ts';
import { runCli } from '../support/run-cli.ts';
import { ENTRY, startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let cookie = '';
let people = 0;
beforeAll(async () => {
  t = await startTestService();
  cookie = await t.signIn('demo');
});
afterAll(() => t.stop());

const somebody = (): string => {
  people += 1;
  return `+346003${String(20_000 + people)}`;
};
const api = () => supertest(t.publicUrl);
const rules = async () => (await api().get('/api/offer-rules').set('Cookie', cookie).expect(200)).body as OfferRules;
const tune = async (id: string, on: boolean, parameters: object = {}) => {
  const { version } = await rules();
  await api().put(`/api/offer-rules/${id}`).set('Cookie', cookie).send({ on, parameters, version }).expect(200);
};
/** A caller who gets as far as the offer (Spanish, a bill), and what was decided there. */
const atOffer = async (from = somebody()) => {
  const call = await t.sandbox.call({ from });
  await call.press('12');
  const ofCall = (await t.events()).filter((event) => event.callId?.endsWith(call.sid));
  const made = ofCall.find(({ type }) => type === 'offer.made');
  const withheld = ofCall.find(({ type }) => type === 'offer.withheld');
  const reasons = ((withheld?.data?.reasons ?? []) as { rule: string }[]).map(({ rule }) => rule);
  return { call, from, made, withheld, reasons, ofCall };
};
const lookUps = async () =>
  (await t.metric('relevo_carrier_request_seconds_count'))
    .filter((line) => line.includes('look-up'))
    .reduce((sum, line) => sum + Number(line.split(' ')[1]), 0);

describe('a decision on an offer', () => {
  it('is stored with what each rule saw, also where the offer is made; the live call stays small', async () => {
    const { call, made, from } = await atOffer();
    expect(made?.data).toMatchObject({ rules: 0, against: [], saw: { 'invited-too-often': [0, 3, 24], 'budget-number': [0, 10] } });
    expect(Buffer.byteLength(JSON.stringify(await t.call(call.sid, from)))).toBeLessThan(2048);
    await call.hangUp();
  });

  it('is told in words by flow explain, live and after the end, by our id and by the carrier’s', async () => {
    const { call, made } = await atOffer();
    const explain = (...args: string[]) => runCli(t.redis, 'flow', ['explain', ...args]);
    const live = await explain(made?.callId ?? '');
    expect(live.code).toBe(0);
    expect(live.said).toContain('The chat was offered.');
    expect(live.said).toMatch(/ok +Invited too often +0 invites in 24 h; at most 3 are allowed\./);
    expect(live.said).toMatch(/off +Country not on the list/);
    await call.hangUp();
    const after = await explain(call.sid, '--language', 'es');
    expect(after.said).toContain('Se ofreció el chat.');
    expect(after.said).toMatch(/bien +Invitado demasiadas veces +0 invitaciones en 24 h; como mucho se permiten 3\./);
    const unknown = await explain('c_01_CA0');
    expect([unknown.code, unknown.said]).toEqual([1, expect.stringContaining('Nothing is known of c_01_CA0')]);
  });

  it('is told on the journey, in both languages', async () => {
    const { call, made } = await atOffer();
    const journey = await api().get(`/api/journeys/${made?.callId}`).set('Cookie', cookie).expect(200);
    expect(journey.body.offers).toMatchObject([
      { made: true, step: 'offer', head: { en: 'The chat was offered.', es: 'Se ofreció el chat.' } },
    ]);
    await call.hangUp();
  });
});

describe('settings of the rules', () => {
  it('hold for the next caller at once, and the page counts what was withheld', async () => {
    await tune('country-not-allowed', true, { countries: ['PT'] });
    const { call, reasons } = await atOffer();
    expect(reasons).toEqual(['country-not-allowed']);
    expect(call.view()).toMatchObject({ state: 'queued' });
    expect((await rules()).rules.find(({ id }) => id === 'country-not-allowed')).toMatchObject({ withheld: 1, alone: 1 });
    await call.hangUp();
    await tune('country-not-allowed', false);
  });

  it('send a VIP straight to a person, marked by a machine', async () => {
    const from = somebody();
    await api().put('/api/contact-marks').set('Cookie', cookie).send({ number: from, vip: true }).expect(200);
    const { call, reasons } = await atOffer(from);
    expect(reasons).toEqual(['vip']);
    expect(call.view()).toMatchObject({ state: 'queued' });
    await call.hangUp();
  });

  it('withhold from a forged caller id, by what the carrier sent with the first webhook', async () => {
    const sid = `CA${'f'.repeat(32)}`;
    const from = somebody();
    await t
      .signed('/webhooks/twilio/voice/incoming', {
        CallSid: sid,
        From: from,
        To: ENTRY,
        StirVerstat: 'TN-Validation-Failed-B',
        CallStatus: 'ringing',
      })
      .expect(200);
    expect((await t.call(sid, from))?.attestation).toBe('TN-Validation-Failed-B');
  });
});

describe('a blocked caller', () => {
  it('hears a sentence in the languages of the line, then the end; delivered twice it is counted once', async () => {
    const from = somebody();
    await tune('caller-blocked', true, { numbers: [from] });
    const fields = { CallSid: `CA${'b'.repeat(32)}`, From: from, To: ENTRY, CallStatus: 'ringing' };
    const first = await t.signed('/webhooks/twilio/voice/incoming', fields).expect(200);
    expect(first.text).toContain('No podemos atender su llamada');
    expect(first.text).toContain('We can’t take your call');
    expect(first.text).toContain('<Hangup');
    const again = await t.signed('/webhooks/twilio/voice/incoming', fields).expect(200);
    expect(again.text).toBe(first.text);
    expect((await t.events('call.refused')).map(({ data }) => data)).toEqual([{ rule: 'caller-blocked', goes: 'hang-up' }]);
    expect(await t.call(fields.CallSid, from)).toBeUndefined();
  });

  it('is put through, or gets the flow without an offer, where the settings say so', async () => {
    const from = somebody();
    await tune('caller-blocked', true, { numbers: [from], goes: 'person' });
    const fields = { CallSid: `CA${'c'.repeat(32)}`, From: from, To: ENTRY, CallStatus: 'ringing' };
    expect((await t.signed('/webhooks/twilio/voice/incoming', fields)).text).toContain('<Dial');
    await tune('caller-blocked', true, { numbers: [from], goes: 'no-offer' });
    const { call, reasons } = await atOffer(from);
    expect(reasons).toEqual(['caller-blocked']);
    await call.hangUp();
    await tune('caller-blocked', true);
  });
});

describe('a caller who calls and calls', () => {
  it('is put through to a person from the third call on, and answered by the flow again when it is over', async () => {
    await tune('call-flood', true, { calls: 2, minutes: 5 });
    const from = somebody();
    for (let n = 0; n < 2; n += 1) await (await t.sandbox.call({ from })).hangUp();
    const third = await t.sandbox.call({ from });
    expect(third.heard().join(' ')).toContain('No podemos atender su llamada en esta línea');
    await third.hangUp();
    await t.pass(301_000);
    const later = await t.sandbox.call({ from });
    expect(later.heard().join(' ')).not.toContain('No podemos atender');
    await later.hangUp();
    await tune('call-flood', false);
  });
});

describe('a look-up of the line', () => {
  it('is paid for once, then comes from memory; when it is used up for today nobody is blocked', async () => {
    await tune('line-looked-up', true, { unknown: 'withhold', perDay: 1 });
    const before = await lookUps();
    const from = somebody();
    const first = await atOffer(from);
    expect(first.made?.data?.saw).toMatchObject({ 'line-looked-up': ['mobile', 'carrier'] });
    await first.call.hangUp();
    const second = await atOffer(from);
    expect(second.made?.data?.saw).toMatchObject({ 'line-looked-up': ['mobile', 'cache'] });
    await second.call.hangUp();
    const third = await atOffer();
    expect(third.made?.data?.saw).toMatchObject({ 'line-looked-up': ['unknown', 'budget'] });
    await third.call.hangUp();
    expect((await lookUps()) - before).toBe(1);
  });

  it('that fails blocks nobody', async () => {
    await tune('line-looked-up', true, { unknown: 'withhold', perDay: 1000 });
    t.sandbox.outage('server-error');
    const { call, made } = await atOffer();
    expect(made?.data?.saw).toMatchObject({ 'line-looked-up': ['unknown', 'failed'] });
    t.sandbox.outage('none');
    await call.hangUp();
    await tune('line-looked-up', false);
  });
});

describe('a budget of invites', () => {
  it('that is used up stops the offers there, says so, and begins anew when an administrator lifts it', async () => {
    const country = (await rules()).rules.find(({ id }) => id === 'budget-country');
    const counted = (await atOffer()).made?.data?.saw as Record<string, number[]>;
    const used = counted['budget-country']?.[0] ?? 0;
    await tune('budget-country', true, { ...country?.parameters, most: used + 1 });
    const accepted = await atOffer();
    await accepted.call.press('1');
    await t.pass(5_000);
    expect(await t.sandbox.handset(accepted.from).waitForMessage()).toBeDefined();
    await accepted.call.hangUp();
    const next = await atOffer();
    expect(next.reasons).toEqual(['budget-country']);
    await next.call.hangUp();
    await until(async () => (await rules()).stops.length === 1);
    expect((await rules()).stops).toMatchObject([{ id: 'country:ES', why: 'budget', counted: used + 1, limit: used + 1 }]);
    expect((await t.events('offers.stopped')).map(({ data }) => [data?.name, data?.by])).toEqual([['ES', 'guard']]);
    const overview = await api().get('/api/overview').set('Cookie', cookie);
    expect(overview.body.alarms).toContainEqual(expect.objectContaining({ code: 'offers-stopped', severity: 'critical' }));
    await tune('budget-country', true);
    const stopped = await atOffer();
    expect(stopped.reasons).toEqual(['offers-stopped']);
    await stopped.call.hangUp();
    await api().delete('/api/offer-stops/country:ES').set('Cookie', cookie).expect(200);
    const resumed = await atOffer();
    expect(resumed.made?.data?.saw).toMatchObject({ 'budget-country': [0, 10_000] });
    await resumed.call.hangUp();
  });

  it('holds back an invite to a typed number in a country that is not allowed; no text message goes there instead', async () => {
    await tune('country-not-allowed', true, { countries: ['ES'] });
    const from = '+34912223344';
    const call = await t.sandbox.call({ from });
    await call.press('121');
    await call.press('00351912345678#');
    await call.press('1');
    await t.pass(10_000);
    const handoff = (await t.handoffs()).find(({ to }) => to === '+351912345678');
    expect(handoff).toMatchObject({ delivery: 'failed', failure: { code: 'guard-country-not-allowed' }, fallback: { kind: 'none' } });
    expect(t.sandbox.messages().filter(({ to }) => to.includes('351'))).toEqual([]);
    await call.hangUp();
    await tune('country-not-allowed', false);
  });
});

describe('an offer that could not be kept', () => {
  it('is not made while the circuit to the carrier is open', async () => {
    t.sandbox.outage('server-error');
    const first = await atOffer();
    await first.call.press('1');
    await t.pass(60_000);
    await until(async () => (await t.metric('relevo_carrier_circuit_open')).includes('relevo_carrier_circuit_open 1'));
    const { call, reasons } = await atOffer();
    expect(reasons).toEqual(['circuit-open']);
    expect(call.view()).toMatchObject({ state: 'queued' });
    t.sandbox.outage('none');
    await call.hangUp();
    await first.call.hangUp();
  });
});
