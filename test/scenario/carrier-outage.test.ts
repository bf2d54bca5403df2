import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANA, startTestService, type TestService } from '../support/service.ts';

let t: TestService;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());

describe('the carrier’s REST API failing', () => {
  it('the caller is told, stays in the queue, in place; the intent is given up with its code; requests are held back meanwhile', async () => {
    t.sandbox.outage('server-error');
    const call = await t.sandbox.call({ from: ANA });
    await call.press('121');
    await t.pass(30_000);
    expect(call.heard().join('\n')).toMatch(/No hemos podido entregarle el mensaje|aún no sabemos si ha llegado/);
    expect(call.view()).toMatchObject({ state: 'queued', queue: { name: 'support' } });
    const behind = await t.sandbox.call({ from: '+34600111333' });
    await behind.press('10');
    // A text is tried again while it is still wanted, then given up.
    await t.pass(900_000);
    const [handoff] = await t.handoffs();
    expect(handoff).toMatchObject({ delivery: 'failed', failure: { class: 'not-delivered' } });
    expect(t.sandbox.messages()).toEqual([]);
    expect(await t.metric('relevo_carrier_circuit_open')).toContain('relevo_carrier_circuit_open 1');
    expect((await t.events('handoff.fellback')).map((event) => event.data?.kind)).toEqual(['back-to-the-queue']);
    expect(await t.sandbox.agentPhone.take('support')).toBe(call.sid);
  });
});
