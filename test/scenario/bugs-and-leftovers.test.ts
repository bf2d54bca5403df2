import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTRY, startTestService, type TestService } from '../support/service.ts';

const SENTENCE = 'Un momento, por favor. Le paso con una persona.';
let t: TestService;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());

describe('a bug in a step', () => {
  /** The record of a call as no release can have written it. */
  async function spoil(sid: string, from: string): Promise<void> {
    const call = await t.call(sid, from);
    if (!call) throw new Error('there is no such call');
    const ref = { kind: 'call' as const, id: call.id };
    const [found] = await t.store.load([ref]);
    const value = { ...call, snapshot: { ...call.snapshot, value: { s: 'no-such-step' } } };
    await t.store.commit({
      shard: Number(call.id.slice(2, 4)),
      writes: [{ ref, expectedVersion: found?.version ?? 0, value, ttlSeconds: 600 }],
    });
  }

  it('one sentence, a person; the error is an event with the call; after three the release is flagged', async () => {
    for (let n = 1; n <= 3; n += 1) {
      const from = `+34600777${100 + n}`;
      const call = await t.sandbox.call({ from });
      await spoil(call.sid, from);
      await call.press('1');
      expect(call.heard().at(-1)).toBe(SENTENCE);
      expect(call.view().state).toBe('bridged');
      await call.hangUp();
      await expect.poll(() => t.metric('relevo_call_notes_pending'), { timeout: 20_000 }).toContain('relevo_call_notes_pending 0');
      const types = (await t.events()).filter((event) => event.callId?.endsWith(call.sid)).map((event) => event.type);
      expect(types).toContain('flow.step-failed');
      expect(types).toContain('call.failed-over');
    }
    const [failed] = await t.events('flow.step-failed');
    expect(failed).toMatchObject({ flow: 'support@1', entryNumber: ENTRY });
    expect(await t.metric('relevo_flow_step_failures_total')).toContain('relevo_flow_step_failures_total{flow="support@1"} 3');
    expect(await t.client.hget('{all}:flow-faults', 'support@1')).toBe('3');
  });
});

describe('what nobody ends', () => {
  it('a call without a sign of life is swept after hours', async () => {
    const sid = `CA${'4'.repeat(32)}`;
    await t.signed('/webhooks/twilio/voice/incoming', { CallSid: sid, From: '+34600222444', To: ENTRY });
    await t.settle();
    t.clock.advance(4 * 3_600_000 + 1_000);
    await t.settle();
    const ended = (await t.events('call.ended')).find((event) => event.callId?.endsWith(sid));
    expect(ended?.data).toMatchObject({ status: 'swept' });
  });

  it('a handoff that nobody answers expires with its look-back', async () => {
    const call = await t.sandbox.call({ from: '+34600222333' });
    await call.press('121');
    await t.pass(4_000);
    await call.hangUp();
    t.clock.advance(72 * 3_600_000);
    await t.settle();
    const [expired] = (await t.events('handoff.expired')).filter((event) => event.callId?.endsWith(call.sid));
    expect(expired?.data).toMatchObject({ delivery: 'delivered' });
    expect((await t.handoffs()).find((each) => each.callId.endsWith(call.sid))?.expiredAtMs).toBeDefined();
  });
});
