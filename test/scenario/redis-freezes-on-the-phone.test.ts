import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, resumeRedis, startTestService, type TestService } from '../support/service.ts';

const SENTENCE = 'Un momento, por favor. Le paso con una persona.';
let t: TestService;
beforeEach(async () => {
  t = await startTestService();
});
afterEach(() => t.stop());

describe('heard on the phone', () => {
  it('Redis freezes at a menu: one sentence, then a person answers', async () => {
    const call = await t.sandbox.call({ from: ANA });
    await call.press('1');
    t.redis.pause();
    await call.press('1');
    await call.waitFor('bridged');
    expect(call.heard().at(-1)).toBe(SENTENCE);
    await resumeRedis(t);
    await call.hangUp();
    expect((await t.events('call.failed-over')).filter((event) => event.providerId === call.sid)).toHaveLength(1);
  });

  it('Redis freezes while in the queue: the place is kept, and the call goes on when it is back', async () => {
    const call = await t.sandbox.call({ from: ANA });
    const behind = await t.sandbox.call({ from: '+34600111333' });
    await call.press('10');
    await behind.press('10');
    t.redis.pause();
    await t.sandbox.advance(35_000);
    expect(call.heard().at(-1)).toBe('Siga a la espera, por favor. Conserva su turno.');
    await resumeRedis(t);
    for (let n = 0; n < 40; n += 1) await t.sandbox.advance(1_000);
    expect(call.heard().at(-1)).toContain('Su posición en la cola es la 1');
    expect([call.view().queue?.position, behind.view().queue?.position]).toEqual([1, 2]);
    expect(await t.sandbox.agentPhone.take('support')).toBe(call.sid);
    await call.hangUp();
    await behind.hangUp();
  });

  it('Redis freezes while the line is held for the message: a person answers, and the message still counts', async () => {
    t.sandbox.behave({ kind: 'slow', delaySeconds: 30, times: 1 }, '+34600222111');
    const call = await t.sandbox.call({ from: '+34600222111' });
    await call.press('121');
    await t.settle();
    t.redis.pause();
    await t.sandbox.advance(4_000);
    expect(call.view().state).toBe('bridged');
    await resumeRedis(t);
    await t.sandbox.advance(60_000);
    await expect.poll(async () => (await t.handoffs())[0]?.delivery, { timeout: 20_000 }).toBe('delivered');
    await call.hangUp();
  });
});
