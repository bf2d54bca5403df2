import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handoffIdOf } from '../../src/handoff/token.ts';
import { actionUrl } from '../../src/providers/twilio/voice-action.ts';
import { ENTRY, startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let people = 0;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());

/** What may come in at about the time a caller accepts. */
const ACTS = ['accept', 'accept again', 'hang up', 'end of call', 'fail', 'deliver'] as const;
type Act = (typeof ACTS)[number];

describe('two accepts, a hang-up, the end of the call and receipts, in any order and at once', () => {
  it('send at most one invite, record one consent, and end in one state', { timeout: 120_000 }, async () => {
    const orders = fc.shuffledSubarray([...ACTS], { minLength: 2 });
    const grouping = fc.array(fc.boolean(), { minLength: ACTS.length, maxLength: ACTS.length });
    await fc.assert(
      fc.asyncProperty(orders, grouping, async (acts, together) => {
        const caller = await atTheOffer();
        for (const group of inGroups(acts, together)) await Promise.all(group.map((act) => caller.act(act)));
        await t.pass(40_000);
        const events = (await t.events()).filter((event) => event.callId === caller.callId);
        const count = (type: string) => events.filter((event) => event.type === type).length;
        expect(caller.invites()).toBeLessThanOrEqual(1);
        expect(count('handoff.requested')).toBeLessThanOrEqual(1);
        expect(count('consent.recorded')).toBe(count('handoff.requested'));
        expect(count('call.ended')).toBeLessThanOrEqual(1);
        for (const type of ['offer.accepted', 'offer.abandoned', 'handoff.delivered', 'handoff.fellback']) {
          expect(count(type)).toBeLessThanOrEqual(1);
        }
        expect(count('offer.accepted') + count('offer.abandoned')).toBeLessThanOrEqual(1);
        const handoff = (await t.handoffs()).find((each) => each.callId === caller.callId);
        // A receipt that is there before the message would have left makes sending it pointless.
        if (!acts.includes('fail') && !acts.includes('deliver')) expect(caller.invites()).toBe(handoff ? 1 : 0);
        expect(['delivered', 'failed', undefined]).toContain(handoff?.delivery);
      }),
      { numRuns: 30 },
    );
  });
});

/** Somebody to whom the offer has just been made, by the webhooks alone. */
async function atTheOffer() {
  people += 1;
  const sid = `CA${String(people).padStart(32, '0')}`;
  const from = `+346007${String(20_000 + people)}`;
  const fields = { CallSid: sid, From: from, To: ENTRY, CallStatus: 'in-progress' };
  await t.signed('/webhooks/twilio/voice/incoming', fields);
  const call = await t.call(sid, from);
  if (!call) throw new Error('the call did not begin');
  const input = (turn: number) => actionUrl('', { kind: 'input', callId: call.id, turn });
  await t.signed(input(1), { ...fields, Digits: '1' });
  await t.signed(input(2), { ...fields, Digits: '2' });
  const handoffId = handoffIdOf(t.keyring, call.id, 1);
  const receipt = (MessageStatus: string, more = {}) =>
    t.signed(`/webhooks/twilio/whatsapp/status?k=invite&h=${handoffId}&n=1`, { MessageSid: `SM${'3'.repeat(32)}`, MessageStatus, ...more });
  const acts: Readonly<Record<Act, () => Promise<unknown>>> = {
    accept: async () => t.signed(input(3), { ...fields, Digits: '1' }, { token: 'one' }),
    'accept again': async () => t.signed(input(3), { ...fields, Digits: '1' }, { token: 'two' }),
    'hang up': async () =>
      t.signed(actionUrl('', { kind: 'queue-result', callId: call.id, turn: 3 }), { ...fields, QueueResult: 'hangup' }),
    'end of call': async () => t.signed('/webhooks/twilio/voice/status', { ...fields, CallStatus: 'completed' }),
    fail: async () => receipt('failed', { ErrorCode: '63012' }),
    deliver: async () => receipt('delivered'),
  };
  return {
    callId: call.id,
    act: (act: Act) => acts[act](),
    invites: () => t.sandbox.messages().filter((message) => message.to === `whatsapp:${from}`).length,
  };
}

/** The acts in their order; those that `together` joins are sent at once. */
function inGroups(acts: readonly Act[], together: readonly boolean[]): readonly (readonly Act[])[] {
  const groups: Act[][] = [];
  acts.forEach((act, i) => {
    const last = groups.at(-1);
    if (last && together[i]) last.push(act);
    else groups.push([act]);
  });
  return groups;
}
