import { afterEach, describe, expect, it } from 'vitest';
import { type CapturedLog, captureLog } from '../support/captured-log.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { ENTRY, startTestService, type TestService } from '../support/service.ts';

const CALLER = '+34600111222';
const OTHER_MOBILES = '+3460022211';
const TEXT = 'mi paquete llega roto';

let captured: CapturedLog;
let redis: TestRedis;
let t: TestService;
async function start(): Promise<void> {
  captured = captureLog('debug');
  redis = await startTestRedis();
  t = await startTestService({ redis, options: { log: captured.log } });
}
afterEach(async () => {
  await t.stop();
  await redis.stop();
});

/** Neither the numbers, in whole or without their prefix, nor a word of what was written. */
function expectNothingPersonal(): void {
  expect(captured.lines().length).toBeGreaterThan(0);
  for (const personal of [CALLER, OTHER_MOBILES]) expect(captured.text()).not.toContain(personal.slice(3));
  expect(captured.text()).not.toMatch(/paquete|roto|Ana/);
}

describe('nothing personal is in the log', () => {
  it('of a whole journey, at the level debug', async () => {
    await start();
    const call = await t.sandbox.call({ from: CALLER });
    await call.press('11123457#11');
    await call.press('1');
    await t.pass(4_000);
    await call.hangUp();
    const handset = t.sandbox.handset(CALLER);
    await handset.pressButton('Seguir aquí');
    await t.settle();
    await handset.write(TEXT);
    await t.settle();
    await handset.write('BAJA');
    await t.settle();
    expect((await t.types()).filter((type) => type === 'chat.received')).not.toEqual([]);
    expectNothingPersonal();
  });

  it('of carriers that refuse, fail, and answer nothing', async () => {
    await start();
    const kinds = ['fail', 'server-error', 'rate-limited', 'timeout-created'] as const;
    for (const [n, kind] of kinds.entries()) {
      const from = `${OTHER_MOBILES}${n}`;
      t.sandbox.behave({ kind, times: 1 }, from);
      const call = await t.sandbox.call({ from });
      await call.press('121');
      await t.pass(20_000);
      await call.hangUp();
    }
    expect(captured.text()).toContain('the carrier did not do what was asked');
    expectNothingPersonal();
  });

  it('of a Redis that refuses to write: calls are answered from memory, and no release is blamed', async () => {
    await start();
    const sid = `CA${'7'.repeat(32)}`;
    const voice = { CallSid: sid, From: CALLER, To: ENTRY, CallStatus: 'in-progress' };
    await t.client.call('ACL', 'SETUSER', 'default', '-evalsha', '-eval');
    const answer = await t.signed('/webhooks/twilio/voice/incoming', voice);
    expect(answer.text).toContain('Le paso con una persona.');
    const message = {
      MessageSid: `SM${'7'.repeat(32)}`,
      From: `whatsapp:${CALLER}`,
      To: `whatsapp:${ENTRY}`,
      Body: TEXT,
      ProfileName: 'Ana',
    };
    expect((await t.signed('/webhooks/twilio/whatsapp/incoming', message)).status).toBe(503);
    expect(captured.text()).toContain('NOPERM');
    expectNothingPersonal();
    expect(await t.metric('relevo_flow_step_failures_total{')).toEqual([]);
    await t.client.call('ACL', 'SETUSER', 'default', '+evalsha', '+eval');
    await expect.poll(() => t.types(), { timeout: 20_000 }).toContain('call.failed-over');
    expect((await t.events('flow.step-failed', 'call.failed-over')).map((event) => event.data)).toEqual([{ why: 'store-unavailable' }]);
  });

  it('of a Redis that says that a command is wrong, which is a bug', async () => {
    await start();
    for (let shard = 0; shard < 16; shard += 1) await t.client.set(`{s${String(shard).padStart(2, '0')}}:events`, 'no stream');
    const voice = { CallSid: `CA${'8'.repeat(32)}`, From: CALLER, To: ENTRY, CallStatus: 'in-progress' };
    expect((await t.signed('/webhooks/twilio/voice/incoming', voice)).text).toContain('Le paso con una persona.');
    expect(captured.text()).toContain('WRONGTYPE');
    expectNothingPersonal();
  });
});
