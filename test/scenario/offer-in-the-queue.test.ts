import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallDriver } from '../../src/sandbox/call-driver.ts';
import { startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let people = 0;
let caller: CallDriver;
let behind: CallDriver;
let from: string;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());

function somebody(): string {
  people += 1;
  return `+346004${String(20_000 + people)}`;
}

const eventsOf = async (call: CallDriver) => (await t.events()).filter((event) => event.callId?.endsWith(call.sid));
const typesOf = async (call: CallDriver) => (await eventsOf(call)).map((event) => event.type);
const said = () => caller.heard().join('\n');
const times = (text: string) => caller.heard().filter((line) => line.includes(text)).length;

/** Somebody who declined the offer at the menu waits, and somebody else stands behind. */
beforeEach(async () => {
  await t.pass(121_000);
  from = somebody();
  caller = await t.sandbox.call({ from });
  await caller.press('122');
  behind = await t.sandbox.call({ from: somebody() });
  await behind.press('10');
  return async () => {
    for (const call of [caller, behind]) if (call.view().state !== 'ended') await call.hangUp();
    await t.settle();
  };
});

const positions = () => [caller.view().queue?.position, behind.view().queue?.position];

describe('while queued, the offer comes back once after 60 s, keeping the place', () => {
  it('not before', async () => {
    await t.pass(58_000);
    expect(times('Si pulsa 1')).toBe(1);
    await t.pass(4_000);
    expect(times('Si pulsa 1')).toBe(2);
    expect(positions()).toEqual([1, 2]);
  });

  it('accepted in the queue: held there until delivery, told, and still first', async () => {
    await t.pass(61_000);
    await caller.press('1');
    expect(said()).toContain('Le estamos escribiendo al móvil');
    expect(positions()).toEqual([1, 2]);
    await t.pass(8_000);
    expect(said()).toContain('El mensaje ya está en su WhatsApp.');
    expect(positions()).toEqual([1, 2]);
    await t.sandbox.handset(from).waitForMessage('factura');
    expect(await t.sandbox.agentPhone.take('support')).toBe(caller.sid);
  });

  it.each([
    ['declined', '2', 'offer.declined'],
    ['a person asked for', '0', 'offer.declined'],
  ])('%s: waits on, still first', async (_, key, type) => {
    await t.pass(61_000);
    await caller.press(key);
    await t.pass(5_000);
    expect(await typesOf(caller)).toContain(type);
    expect(positions()).toEqual([1, 2]);
    await t.pass(120_000);
    expect(times('Si pulsa 1')).toBe(2);
  });

  it('ignored: waits on, still first, and is not asked again', async () => {
    await t.pass(61_000);
    await t.pass(120_000);
    expect(await typesOf(caller)).toContain('offer.ignored');
    expect(times('Si pulsa 1')).toBeLessThanOrEqual(3);
    expect((await eventsOf(caller)).filter((event) => event.type === 'offer.made')).toHaveLength(2);
    expect(positions()).toEqual([1, 2]);
  });

  it('accepted, and the message fails: told so in the queue, still first', async () => {
    t.sandbox.behave({ kind: 'fail', code: '63024', times: 1 }, from);
    await t.pass(61_000);
    await caller.press('1');
    await t.pass(10_000);
    expect(said()).toContain('Le enviamos un SMS con un enlace');
    expect(positions()).toEqual([1, 2]);
  });

  it('another number is typed, read back and written to without leaving the queue', async () => {
    await t.pass(61_000);
    await caller.press('3');
    await caller.press('600888001#');
    expect(said()).toContain('El número es el 6 0 0 8 8 8 0 0 1.');
    await caller.press('1');
    await t.pass(8_000);
    expect(said()).toContain('El mensaje ya está en su WhatsApp.');
    expect(positions()).toEqual([1, 2]);
  });

  it('in the queue nobody leaves before delivery is known: unknown after the hold, told when it comes', async () => {
    t.sandbox.behave({ kind: 'slow', delaySeconds: 60, times: 1 }, from);
    await t.pass(61_000);
    await caller.press('1');
    await t.pass(30_000);
    expect(said()).toContain('aún no sabemos si ha llegado');
    expect(positions()).toEqual([1, 2]);
    await t.pass(60_000);
    expect(times('El mensaje ya está en su WhatsApp.')).toBe(1);
    expect(positions()).toEqual([1, 2]);
  });

  it('an agent becomes free while the offer is being spoken: the caller is connected, the offer counts as not answered', async () => {
    await t.pass(61_000);
    expect(await t.sandbox.agentPhone.take('support')).toBe(caller.sid);
    expect(caller.view().state).toBe('bridged');
    await t.pass(30_000);
    await t.sandbox.agentPhone.hangUp(caller.sid);
    await t.settle();
    expect(said()).toContain('Hasta pronto.');
    const types = await typesOf(caller);
    expect(types).toContain('call.connected');
    expect(types).not.toContain('call.abandoned');
    expect(types.at(-1)).toBe('call.ended');
  });

  it('an agent becomes free while the message is on its way: connected, and the message still arrives', async () => {
    t.sandbox.behave({ kind: 'slow', delaySeconds: 10, times: 1 }, from);
    await t.pass(61_000);
    await caller.press('1');
    expect(await t.sandbox.agentPhone.take('support')).toBe(caller.sid);
    await t.pass(20_000);
    expect(t.sandbox.handset(from).messages()).toHaveLength(1);
    await caller.hangUp();
    await t.settle();
    const connected = (await eventsOf(caller)).find((event) => event.type === 'call.connected');
    expect(connected?.data).toMatchObject({ by: 'queue' });
    expect(await typesOf(caller)).not.toContain('call.abandoned');
  });

  it('a message that was accepted at the menu and has arrived: no second offer', async () => {
    await caller.hangUp();
    caller = await t.sandbox.call({ from });
    await caller.press('121');
    await t.pass(4_000);
    await caller.press('1');
    await t.pass(120_000);
    expect((await eventsOf(caller)).filter((event) => event.type === 'offer.made')).toHaveLength(1);
  });
});

describe('an agent’s conversation', () => {
  it('is counted with how long the caller had waited, and from when a person was asked for', async () => {
    await t.pass(20_000);
    await caller.hangUp();
    expect(await t.sandbox.agentPhone.take('support')).toBe(behind.sid);
    await t.pass(45_000);
    await t.sandbox.agentPhone.hangUp(behind.sid);
    await t.settle();
    const connected = (await eventsOf(behind)).find((event) => event.type === 'call.connected');
    expect(connected?.data).toMatchObject({ by: 'queue' });
    const { afterMs, afterAskedMs } = (connected?.data ?? {}) as { afterMs: number; afterAskedMs: number };
    expect(afterMs).toBeGreaterThanOrEqual(19_000);
    expect(afterMs).toBeLessThanOrEqual(22_000);
    expect(afterAskedMs).toBeLessThanOrEqual(afterMs);
  });
});
