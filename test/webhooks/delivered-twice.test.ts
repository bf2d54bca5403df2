import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VoiceAction } from '../../src/channels/voice.ts';
import { actionUrl } from '../../src/providers/twilio/voice-action.ts';
import { ANA, ENTRY, startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let calls = 0;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());

/** A caller nobody else of this file uses: number, call id, and the webhooks of the call. */
function somebody() {
  calls += 1;
  const sid = `CA${String(calls).padStart(32, '0')}`;
  const from = `+346001${String(20_000 + calls)}`;
  const fields = { CallSid: sid, From: from, To: ENTRY, CallStatus: 'in-progress' };
  const at = async (kind: VoiceAction['kind'], turn: number) => {
    const call = await t.call(sid, from);
    if (!call) throw new Error('there is no such call');
    return actionUrl('', { kind, callId: call.id, turn });
  };
  return {
    sid,
    from,
    start: (token?: string) => t.signed('/webhooks/twilio/voice/incoming', fields, token === undefined ? {} : { token }),
    press: async (turn: number, digits: string, token?: string) =>
      t.signed(await at('input', turn), { ...fields, Digits: digits }, token === undefined ? {} : { token }),
    queueWait: async (turn: number, more: Record<string, string>) => t.signed(await at('queue-wait', turn), { ...fields, ...more }),
    end: (token?: string) =>
      t.signed(
        '/webhooks/twilio/voice/status',
        { ...fields, CallStatus: 'completed', CallDuration: '9' },
        token === undefined ? {} : { token },
      ),
    events: async () => (await t.events()).filter((event) => event.callId?.endsWith(sid)),
    call: async () => {
      const call = await t.call(sid, from);
      if (!call) throw new Error('there is no such call');
      return call;
    },
  };
}

describe('the same webhook delivered twice gives the same bytes and happens once', () => {
  it.each([
    ['with the carrier’s token', 'b7a1f0d2-0000-4000-8000-000000000001'],
    ['without one', undefined],
  ])('a new call, %s', async (_, token) => {
    const caller = somebody();
    const first = await caller.start(token);
    const again = await caller.start(token);
    expect(first.status).toBe(200);
    expect(first.headers['content-type']).toBe('text/xml; charset=utf-8');
    expect(again.text).toBe(first.text);
    expect((await caller.events()).map((event) => event.type)).toEqual(['call.started', 'call.step']);
    expect(await caller.call()).toMatchObject({ turn: 1 });
    expect((await t.contact(caller.from))?.calls).toHaveLength(1);
  });

  it.each([
    ['with the carrier’s token', 'b7a1f0d2-0000-4000-8000-000000000002'],
    ['without one: same call, step and input', undefined],
  ])('a key, %s', async (_, token) => {
    const caller = somebody();
    await caller.start();
    const first = await caller.press(1, '1', token);
    const again = await caller.press(1, '1', token);
    expect(again.text).toBe(first.text);
    expect((await caller.call()).turn).toBe(2);
    expect((await caller.events()).filter((event) => event.type === 'call.step')).toHaveLength(2);
  });

  it('the key that accepts: one handoff, one consent, one invite', async () => {
    const caller = somebody();
    await caller.start();
    await caller.press(1, '1');
    await caller.press(2, '2');
    const first = await caller.press(3, '1', 'b7a1f0d2-0000-4000-8000-000000000003');
    const again = await caller.press(3, '1', 'b7a1f0d2-0000-4000-8000-000000000003');
    expect(again.text).toBe(first.text);
    await t.settle();
    const types = (await caller.events()).map((event) => event.type);
    expect(types.filter((type) => type === 'handoff.requested')).toHaveLength(1);
    expect(types.filter((type) => type === 'consent.recorded')).toHaveLength(1);
    expect((await t.ledger()).filter((receipt) => receipt.callSid === caller.sid)).toHaveLength(1);
    expect(t.sandbox.messages().filter((message) => message.to === `whatsapp:${caller.from}`)).toHaveLength(1);
  });

  it('the end of a call', async () => {
    const caller = somebody();
    await caller.start();
    for (const token of ['t1', 't1', undefined]) {
      const answer = await caller.end(token);
      expect(answer.status).toBe(200);
      expect(answer.text).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
    }
    expect((await caller.events()).filter((event) => event.type === 'call.ended')).toHaveLength(1);
  });
});

describe('two deliveries at once', () => {
  it('of a new call begin one call', async () => {
    const caller = somebody();
    const answers = await Promise.all(Array.from({ length: 6 }, () => caller.start()));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect((await caller.events()).filter((event) => event.type === 'call.started')).toHaveLength(1);
  });

  it('of a key are one step', async () => {
    const caller = somebody();
    await caller.start();
    const answers = await Promise.all(Array.from({ length: 6 }, () => caller.press(1, '2')));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect((await caller.call()).turn).toBe(2);
  });

  it('of two different keys at one turn: one is heard, both get its answer', async () => {
    const caller = somebody();
    await caller.start();
    const [spanish, english] = await Promise.all([caller.press(1, '1'), caller.press(1, '2')]);
    expect(english.text).toBe(spanish.text);
    expect((await caller.call()).turn).toBe(2);
  });

  it('of the key that accepts make one handoff', async () => {
    const caller = somebody();
    await caller.start();
    await caller.press(1, '1');
    await caller.press(2, '2');
    await Promise.all(Array.from({ length: 5 }, (_, n) => caller.press(3, '1', `token-${n}`)));
    await t.settle();
    expect((await caller.events()).filter((event) => event.type === 'handoff.requested')).toHaveLength(1);
    expect(t.sandbox.messages().filter((message) => message.to === `whatsapp:${caller.from}`)).toHaveLength(1);
  });
});

describe('a turn that was overtaken', () => {
  it('is answered with what was last said and changes nothing', async () => {
    const caller = somebody();
    await caller.start();
    await caller.press(1, '1');
    const now = await caller.press(2, '9');
    const before = await caller.events();
    const late = await caller.press(1, '2');
    const future = await caller.press(9, '0');
    expect(late.text).toBe(now.text);
    expect(future.text).toBe(now.text);
    expect(await caller.events()).toEqual(before);
    expect((await caller.call()).snapshot.context.language).toBe('es');
  });

  it('in the queue: the wait’s address is given once and stays good; a key of an older wait is not heard', async () => {
    const caller = somebody();
    await caller.start();
    await caller.press(1, '1');
    const queued = await caller.press(2, '0');
    expect(queued.text).toContain('<Enqueue');
    const first = await caller.queueWait(3, { QueuePosition: '1', QueueTime: '0', CurrentQueueSize: '1' });
    expect(first.text).toContain('Su posición en la cola es la 1');
    const again = await caller.queueWait(3, { QueuePosition: '1', QueueTime: '0', CurrentQueueSize: '1' });
    expect(again.text).toBe(first.text);
    const later = await caller.queueWait(3, { QueuePosition: '1', QueueTime: '30', CurrentQueueSize: '1', Digits: '1' });
    expect(later.status).toBe(200);
    expect((await caller.events()).some((event) => event.type === 'offer.accepted')).toBe(false);
  });
});

describe('a call that nobody knows', () => {
  it('is answered with 200: one sentence, and a person is dialled; it is noted', async () => {
    const sid = `CA${'f'.repeat(32)}`;
    const path = `/webhooks/twilio/voice/input?c=c_05_${sid}&t=4`;
    const answer = await t.signed(path, { CallSid: sid, From: ANA, To: ENTRY, Digits: '1' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Le paso con una persona.');
    expect(answer.text).toContain('<Number>+34910000001</Number>');
  });

  it('in a queue keeps the place: nobody is dialled there', async () => {
    const sid = `CA${'e'.repeat(32)}`;
    const path = `/webhooks/twilio/voice/queue-wait?c=c_05_${sid}&t=4`;
    const answer = await t.signed(path, { CallSid: sid, From: ANA, To: ENTRY, QueuePosition: '2', QueueTime: '9' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Conserva su turno.');
    expect(answer.text).not.toMatch(/<Dial|<Enqueue|<Hangup|<Leave|<Redirect/);
  });

  it('may end without a word', async () => {
    const answer = await t.signed('/webhooks/twilio/voice/status', {
      CallSid: `CA${'0'.repeat(31)}f`,
      From: ANA,
      To: ENTRY,
      CallStatus: 'busy',
    });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<Response/>');
  });
});

describe('a state of the call that is no end', () => {
  it.each(['queued', 'ringing', 'in-progress', 'initiated'])('%s is answered in silence and stores nothing', async (status) => {
    const caller = somebody();
    await caller.start();
    const before = await caller.call();
    const answer = await t.signed('/webhooks/twilio/voice/status', {
      CallSid: caller.sid,
      From: caller.from,
      To: ENTRY,
      CallStatus: status,
    });
    expect(answer.status).toBe(200);
    expect(await caller.call()).toEqual(before);
  });
});
