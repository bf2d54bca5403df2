import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/access/prepare-first-users.ts';
import { type CapturedLog, captureLog } from '../support/captured-log.ts';
import { ANA, ENTRY, startTestService, type TestService } from '../support/service.ts';

let captured: CapturedLog;
let t: TestService;
beforeAll(async () => {
  captured = captureLog('info');
  t = await startTestService({ options: { log: captured.log } });
});
afterAll(() => t.stop());

/** Every line that can be reached from an id: from each line that names it, by the other ids on that line. */
function followed(id: string) {
  const known = new Set([id]);
  for (let before = 0; before !== known.size; ) {
    before = known.size;
    for (const { callId, handoffId, chatId } of captured.lines()) {
      const ids = [callId, handoffId, chatId].filter((each): each is string => typeof each === 'string');
      if (ids.some((each) => known.has(each))) for (const each of ids) known.add(each);
    }
  }
  return captured.lines().filter(({ callId, handoffId, chatId }) => [callId, handoffId, chatId].some((each) => known.has(String(each))));
}

describe('a journey in the log, at the level info', () => {
  it('leads from the call over the handoff to the chat, and to nobody else’s', async () => {
    const call = await t.sandbox.call({ from: ANA });
    const other = await t.sandbox.call({ from: '+34600111333' });
    await call.press('121');
    await t.pass(4_000);
    await call.hangUp();
    await other.hangUp();
    await t.sandbox.handset(ANA).pressButton('Seguir aquí');
    await t.settle();
    await t.sandbox.handset(ANA).write('gracias');
    await t.settle();
    const callId = (await t.call(call.sid))?.id ?? '';
    const lines = followed(callId);
    const handoff = (await t.handoffs())[0];
    expect(new Set(lines.flatMap(({ handoffId }) => (handoffId ? [handoffId] : [])))).toEqual(new Set([handoff?.id]));
    expect(new Set(lines.flatMap((line) => (line.callId ? [line.callId] : [])))).toEqual(new Set([callId]));
    expect(new Set(lines.flatMap(({ chatId }) => (chatId ? [chatId] : []))).size).toBe(1);
    expect(new Set(lines.map(({ msg }) => msg))).toEqual(
      new Set(['a voice webhook was answered', 'an event was handled', 'a receipt came in', 'a message came in']),
    );
    const types = lines.map(({ type }) => type);
    for (const type of [
      'call.started',
      'offer.accepted',
      'handoff.requested',
      'handoff.delivered',
      'handoff.linked',
      'chat.opened',
      'call.ended',
    ])
      expect(types).toContain(type);
    const written = lines.filter(({ msg }) => msg === 'a message came in');
    expect(written).toMatchObject(Array(2).fill({ callId, handoffId: handoff?.id, chatId: expect.any(String) }));
    for (const line of lines) if (line.msg !== 'an event was handled') expect(line.requestId).toEqual(expect.any(String));
  });

  it('names the handoff when the carrier does not do what was asked', async () => {
    const from = '+34600822220';
    t.sandbox.behave({ kind: 'server-error', times: 1 }, from);
    const call = await t.sandbox.call({ from });
    await call.press('121');
    await t.pass(20_000);
    await call.hangUp();
    const handoff = (await t.handoffs()).find(({ callId }) => callId.endsWith(call.sid));
    const failed = captured.lines().filter(({ msg }) => msg === 'the carrier did not do what was asked');
    expect(failed[0]).toMatchObject({ operation: 'send', handoffId: handoff?.id });
  });
});

describe('a refused webhook', () => {
  it('leaves a line, a figure and an alarm with what to do', async () => {
    const voice = { CallSid: `CA${'c'.repeat(32)}`, From: ANA, To: ENTRY, CallStatus: 'in-progress' };
    const receipt = { MessageSid: `SM${'d'.repeat(32)}`, MessageStatus: 'delivered' };
    await t.signed('/webhooks/twilio/voice/incoming', voice, { signature: 'A'.repeat(28) }).set('X-Request-Id', 'request-voice');
    await t.signed('/webhooks/twilio/whatsapp/status', receipt, { signature: null }).set('X-Request-Id', 'request-receipt');
    const refused = captured.lines().filter(({ msg }) => msg === 'a webhook was refused');
    expect(refused).toMatchObject([
      { level: 40, requestId: 'request-voice', path: '/webhooks/twilio/voice/incoming', code: 'signature-wrong' },
      { level: 40, requestId: 'request-receipt', path: '/webhooks/twilio/whatsapp/status', code: 'signature-missing' },
    ]);
    expect(await t.metric('relevo_webhooks_refused_total{code="signature-wrong"}')).toEqual([
      'relevo_webhooks_refused_total{code="signature-wrong"} 1',
    ]);
    expect(await t.metric('relevo_voice_webhook_seconds_count{kind="incoming",outcome="refused"}')).toHaveLength(1);
    const agent = supertest.agent(t.publicUrl);
    await agent.post('/api/session').send({ username: 'demo', password: DEMO_PASSWORD }).expect(200);
    const { alarms } = (await agent.get('/api/overview').expect(200)).body as { alarms: { code: string; message: string }[] };
    const alarm = alarms.find(({ code }) => code === 'webhooks-refused');
    expect(alarm?.message).toBe(
      '2 webhooks were refused in the last 10 minutes, the signature is missing or wrong: check PUBLIC_URL and TWILIO_AUTH_TOKEN.',
    );
    t.clock.advance(600_000);
    const later = (await agent.get('/api/overview').expect(200)).body as { alarms: { code: string }[] };
    expect(later.alarms.map(({ code }) => code)).not.toContain('webhooks-refused');
  });
});
