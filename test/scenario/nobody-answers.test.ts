import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeskSettings } from '../../src/store/redis/desk-settings.ts';
import { ANA, resumeRedis, startTestService, type TestService } from '../support/service.ts';

const AGENT = '+34910000001';
const CONNECTING = 'Un momento, por favor. Le paso con una persona.';
const AGAIN = 'Ahora mismo nadie puede atender su llamada. No cuelgue, por favor: lo intentamos una vez más.';
const LATER = 'Lo sentimos: ahora no podemos atenderle. Vuelva a llamar dentro de quince minutos, por favor. Adiós.';
let t: TestService;
beforeEach(async () => {
  t = await startTestService();
});
afterEach(() => t.stop());

describe('the person who is dialled from memory does not answer', () => {
  it.each(['busy', 'failed', 'no-answer'] as const)('%s: one more try after a pause, then an honest goodbye', async (mode) => {
    t.sandbox.agentPhone.setMode(mode, AGENT);
    const call = await t.sandbox.call({ from: ANA });
    await call.press('1');
    t.redis.pause();
    await call.press('1');
    await t.sandbox.advance(200_000);
    expect(call.heard().slice(-3)).toEqual([CONNECTING, AGAIN, LATER]);
    expect(call.view()).toMatchObject({ state: 'ended', endedBy: 'service', problems: [] });
    const rang = call.view().heard.filter(({ kind }) => kind === 'ring');
    expect(rang.map(({ text }) => text).slice(1)).toEqual([AGENT, AGENT]);
    await resumeRedis(t);
    const noted = (await t.events('call.failed-over')).filter((event) => event.providerId === call.sid);
    expect(noted.map((event) => event.data?.why)).toEqual(['store-unavailable', 'nobody-answered']);
  });

  it('the second try is answered: the conversation counts, and nobody is dialled after it', async () => {
    t.sandbox.agentPhone.setMode('busy', AGENT);
    const call = await t.sandbox.call({ from: ANA });
    await call.press('1');
    t.redis.pause();
    await call.press('1');
    t.sandbox.agentPhone.setMode('answer', AGENT);
    await t.sandbox.advance(20_000);
    expect(call.view().state).toBe('bridged');
    await t.sandbox.advance(30_000);
    await t.sandbox.agentPhone.hangUp(call.sid);
    expect(call.view().state).toBe('ended');
    expect(call.heard().at(-1)).toBe(AGAIN);
    await resumeRedis(t);
    const events = (await t.events('call.connected', 'call.ended')).filter((event) => event.callId?.endsWith(call.sid));
    expect(events.map(({ type }) => type)).toEqual(['call.connected', 'call.ended']);
    expect(events[1]?.data).toMatchObject({ reachedPerson: true });
  });

  it('a caller who hangs up meanwhile is neither dialled again nor counted as unanswered', async () => {
    t.sandbox.agentPhone.setMode('ring', AGENT);
    const call = await t.sandbox.call({ from: ANA });
    await call.press('1');
    t.redis.pause();
    await call.press('1');
    await call.hangUp();
    expect(call.heard().at(-1)).toBe(CONNECTING);
    await resumeRedis(t);
    const noted = (await t.events('call.failed-over')).filter((event) => event.providerId === call.sid);
    expect(noted.map((event) => event.data?.why)).toEqual(['store-unavailable']);
  });

  it('says when the desk opens, where that is known and it is closed', async () => {
    const tomorrow = String(((new Date(t.clock.nowMs() + 86_400_000).getUTCDay() + 6) % 7) + 1);
    await createDeskSettings(t.client).setOpeningHours({ timeZone: 'Europe/Madrid', days: { [tomorrow]: [['09:30', '18:00']] } });
    await t.staff(false);
    t.sandbox.agentPhone.setMode('busy', AGENT);
    await expect
      .poll(async () => {
        const fields = { CallSid: `CA${'3'.repeat(32)}`, From: ANA, To: '+34910000000', DialCallStatus: 'busy' };
        return (await t.signed('/webhooks/twilio/voice/safety?n=2&l=es', fields)).text;
      })
      .toMatch(/Abrimos el [a-záéíóú]+, 9:30; vuelva a llamar entonces, por favor. Adiós.<\/Say><Hangup\/>/);
  });
});

describe('the address of safety', () => {
  const fields = { CallSid: `CA${'6'.repeat(32)}`, From: ANA, To: '+34910000000', CallStatus: 'in-progress' };

  it('is signed like every other', async () => {
    expect((await t.signed('/webhooks/twilio/voice/safety?n=1&l=es', fields, { signature: 'A'.repeat(28) })).status).toBe(403);
  });

  it('whatever it lacks, the caller hears something and is not dialled for ever', async () => {
    const bare = await t.signed('/webhooks/twilio/voice/safety', fields);
    expect(bare.status).toBe(200);
    expect(bare.text).toMatch(/Vuelva a llamar dentro de quince minutos.*Please call again in fifteen minutes.*<Hangup\/>/s);
  });

  it('goes on in the languages that it names', async () => {
    const english = await t.signed('/webhooks/twilio/voice/safety?n=1&l=en', { ...fields, DialCallStatus: 'no-answer' });
    expect(english.text).toMatch(/^(?!.*nadie).*Nobody can take your call just now.*<Pause.*<Dial.*n=2&amp;l=en/s);
  });
});

it('a carrier that signs addresses with our fragment is understood all through a call', async () => {
  t.sandbox.signFragments(true);
  const call = await t.sandbox.call({ from: ANA });
  await call.press('121');
  await t.pass(4_000);
  expect(call.heard().some((line) => line.includes('WhatsApp'))).toBe(true);
  await call.hangUp();
  await t.settle();
  expect(call.view().problems).toEqual([]);
  const answers = t.sandbox.webhooks().map(({ answer }) => answer?.kind === 'answered' && answer.status);
  expect([answers.length > 4, new Set(answers)]).toEqual([true, new Set([200])]);
  expect((await t.handoffs())[0]?.delivery).toBe('delivered');
});
