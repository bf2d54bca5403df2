import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Callback } from '../../src/callbacks/callback.ts';
import type { CallDriver } from '../../src/sandbox/call-driver.ts';
import { type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { ENTRY, startTestService, type TestService } from '../support/service.ts';
import { CALLBACK_FLOW } from './callback-flow.ts';

/** Monday, 11:00 in Madrid. */
const MONDAY = Date.parse('2026-11-23T10:00:00Z');
const AGENT = '+34910000001';
const MINUTE_MS = 60_000;

let folder: FlowFolder;
let t: TestService;
let people = 0;
beforeAll(async () => {
  folder = await flowFolder(CALLBACK_FLOW);
  t = await startTestService({ options: { flowsFolder: folder.path }, startMs: MONDAY });
});
afterAll(async () => {
  await t.stop();
  await folder.remove();
});
beforeEach(() => {
  t.sandbox.phone(AGENT).setMode('ring');
});

async function somebody(keys: string) {
  people += 1;
  const from = `+346006${String(20_000 + people)}`;
  t.sandbox.phone(from).setMode('ring');
  const call = await t.sandbox.call({ from });
  await call.press(keys);
  return { from, call, phone: t.sandbox.phone(from) };
}

async function callbackOf(from: string): Promise<Callback> {
  const contactId = (await t.contact(from))?.id;
  const booked = (await t.events('callback.booked')).filter((event) => event.contactId === contactId).at(-1);
  const [found] = await t.store.load([{ kind: 'callback', id: String(booked?.data?.callbackId) }]);
  if (!found) throw new Error('no callback was promised');
  return found.value as Callback;
}

async function eventsOf(callback: Callback) {
  return (await t.events()).filter((event) => event.data?.callbackId === callback.id);
}

/** Says who is at the desk, and waits until the service has seen it. */
async function staffed(present: boolean): Promise<void> {
  await t.staff(present);
  await expect
    .poll(() => t.metric('relevo_desk_agents_present'), { timeout: 20_000 })
    .toContain(`relevo_desk_agents_present ${present ? 1 : 0}`);
}

/** Rings the agent, who takes it: until the customer's phone rings. */
async function agentTakes(): Promise<CallDriver> {
  const agent = await t.sandbox.phone(AGENT).answer();
  await agent.press('1');
  return agent;
}

describe('as soon as somebody is free', () => {
  it('the agent is rung first, hears who and why, then the customer, who hears who calls; they talk', async () => {
    const { from, call, phone } = await somebody('21234');
    expect(call.heard().join(' ')).toContain('Pulse 1 para que sea en cuanto alguien quede libre.');
    await call.press('1');
    expect(call.heard().at(-1)).toContain(`¿Al número terminado en ${[...from.slice(-3)].join(' ')}?`);
    await call.press('1');
    expect(call.heard().slice(-2)).toEqual(['Le llamaremos en cuanto alguien quede libre.', 'Adiós.']);
    expect(phone.rings()).toBe(false);
    await t.settle();
    const agent = await t.sandbox.phone(AGENT).answer();
    expect(agent.heard().join(' ')).toMatch(
      /Llamada de vuelta de Luz Clara .* terminado en \d \d \d\. Motivo: order\. Ya nos dijo: order, 1 2 3 4\./,
    );
    expect(phone.rings()).toBe(false);
    await agent.press('1');
    const customer = await phone.answer();
    expect(phone.calledBy()).toEqual([ENTRY]);
    expect(customer.heard().at(-1)).toContain('Le llamamos de Luz Clara, como nos pidió.');
    await customer.press('1');
    expect(agent.view().state).toBe('bridged');
    expect(customer.view().state).toBe('bridged');
    await t.pass(65_000);
    await customer.hangUp();
    await t.settle();
    expect(agent.view().state).toBe('ended');
    const callback = await callbackOf(from);
    expect(callback).toMatchObject({ state: 'closed', closed: { reason: 'talked' }, tries: 1, attempt: 1 });
    expect((await eventsOf(callback)).map((event) => event.type)).toEqual([
      'callback.booked',
      'callback.calling',
      'callback.agent-answered',
      'callback.connected',
      'callback.closed',
    ]);
    expect((await t.contact(from))?.pendingCallback).toBeUndefined();
    expect((await t.contact(from))?.calls.at(-1)?.outcome).toBe('callback');
  });

  it('promised, with nobody at the desk: it waits, and is made when somebody comes', async () => {
    const { from, call, phone } = await somebody('1');
    await staffed(false);
    await call.press('11');
    await t.pass(60_000);
    expect(await callbackOf(from)).toMatchObject({ state: 'scheduled', tries: 0, attempt: 0 });
    await staffed(true);
    await t.pass(20_000);
    const agent = await agentTakes();
    await (await phone.answer()).press('1');
    await agent.hangUp();
    await t.settle();
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'talked' } });
  });

  it('keeps the place: who asked first is called first', async () => {
    const first = await somebody('111');
    const second = await somebody('111');
    await t.settle();
    for (const each of [first, second]) {
      const agent = await agentTakes();
      expect([first, second].filter(({ phone }) => phone.rings())).toEqual([each]);
      await (await each.phone.answer()).press('1');
      await agent.hangUp();
      await t.pass(20_000);
    }
    expect(await callbackOf(second.from)).toMatchObject({ closed: { reason: 'talked' } });
  });
});

describe('at a time', () => {
  it('offered by the caller’s own clock and the hours of the desk, and called then, not before', async () => {
    const { from, call, phone } = await somebody('1');
    expect(call.heard().join(' ')).toMatch(/Pulse 2 para hoy a las \d+(:30)?\. Pulse 3 para hoy a las \d+(:30)?\./);
    await call.press('21');
    expect(call.heard().at(-2)).toMatch(/^Le llamaremos hoy a las/);
    const callback = await callbackOf(from);
    expect(callback).toMatchObject({ asap: false, zone: 'Europe/Madrid', state: 'scheduled' });
    await t.pass(2 * MINUTE_MS);
    expect(t.sandbox.phone(AGENT).rings()).toBe(false);
    t.clock.set(callback.promisedAtMs - 1_000);
    await t.settle();
    expect(t.sandbox.phone(AGENT).rings()).toBe(false);
    await t.pass(2_000);
    const agent = await agentTakes();
    await (await phone.answer()).press('1');
    await agent.hangUp();
    await t.settle();
    const connected = (await eventsOf(callback)).find((event) => event.type === 'callback.connected');
    expect(connected?.data).toMatchObject({ tries: 1, lateMs: expect.any(Number) });
  });

  it('to another number, typed and read back, a fixed line too', async () => {
    const { from, call } = await somebody('112');
    await call.press('910555444#');
    expect(call.heard().at(-1)).toContain('¿Es el 9 1 0 5 5 5 4 4 4?');
    await call.press('1');
    expect(await callbackOf(from)).toMatchObject({ to: '+34910555444' });
    const agent = await agentTakes();
    expect(agent.heard().join(' ')).toContain('terminado en 4 4 4');
    await agent.hangUp();
    await t.settle();
    await cancel(from);
  });

  it('from a withheld number a number is asked for', async () => {
    const call = await t.sandbox.call({ from: 'anonymous' });
    await call.press('11');
    expect(call.heard().at(-1)).toBe('Marque el número y almohadilla.');
    await call.press('600777123#');
    await call.press('1');
    expect(call.heard().at(-1)).toBe('Adiós.');
    await t.settle();
    const booked = (await t.events('callback.booked')).find((event) => event.callId?.endsWith(call.sid));
    const [found] = await t.store.load([{ kind: 'callback', id: String(booked?.data?.callbackId) }]);
    expect(found?.value).toMatchObject({ to: '+34600777123' });
    const customer = t.sandbox.phone('+34600777123');
    customer.setMode('ring');
    await agentTakes();
    await (await customer.answer()).press('2');
    await t.settle();
  });

  it('declined, or not said: on to the queue', async () => {
    const declined = await somebody('10');
    expect(declined.call.view().state).toBe('queued');
    await declined.call.hangUp();
    const silent = await somebody('1');
    for (let n = 0; n < 3; n += 1) await silent.call.stayQuiet();
    expect(silent.call.view().state).toBe('queued');
    await silent.call.hangUp();
  });
});

/** Calls again and cancels. */
async function cancel(from: string): Promise<void> {
  const call = await t.sandbox.call({ from });
  await call.press('13');
  expect(call.heard().slice(-2)).toEqual(['Cancelada.', 'Adiós.']);
  await t.settle();
}

describe('one at most, and it can be cancelled', () => {
  it('who calls again hears of it: kept, changed or cancelled', async () => {
    const { from } = await somebody('121');
    const first = await callbackOf(from);
    const again = await t.sandbox.call({ from });
    await again.press('1');
    expect(again.heard().at(-1)).toMatch(/^Ya tiene una llamada hoy a las/);
    await again.press('1');
    expect(again.heard().at(-1)).toBe('Adiós.');
    expect((await callbackOf(from)).id).toBe(first.id);
    const change = await t.sandbox.call({ from });
    await change.press('1231');
    await t.settle();
    const second = await callbackOf(from);
    expect(second.id).not.toBe(first.id);
    expect(second.promisedAtMs).toBeGreaterThan(first.promisedAtMs);
    const [before] = await t.store.load([{ kind: 'callback', id: first.id }]);
    expect(before?.value).toMatchObject({ closed: { reason: 'cancelled-by-customer' } });
    expect((await t.contact(from))?.pendingCallback?.callbackId).toBe(second.id);
    await cancel(from);
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'cancelled-by-customer' } });
    expect((await t.contact(from))?.pendingCallback).toBeUndefined();
  });

  it('while the agent’s phone rings it stops', async () => {
    const { from } = await somebody('111');
    await t.settle();
    await t.sandbox.phone(AGENT).waitToRing();
    await cancel(from);
    expect(t.sandbox.phone(AGENT).rings()).toBe(false);
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'cancelled-by-customer' } });
  });

  it('who called again and talked to a person is not called', async () => {
    const { from } = await somebody('121');
    const again = await t.sandbox.call({ from });
    await again.press('0');
    await t.sandbox.agentPhone.take('support');
    await again.hangUp();
    await t.settle();
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'served-meanwhile' } });
  });
});

/** Everybody was asked; after a pause they are asked anew. */
async function pauseOfAgents(): Promise<void> {
  await t.pass(2 * MINUTE_MS + 3_000);
}

describe('somebody does not come to the phone', () => {
  it('the agent declines, or presses nothing: asked anew after a pause, and the customer’s phone never rang', async () => {
    const { from, phone } = await somebody('111');
    await t.settle();
    const first = await t.sandbox.phone(AGENT).answer();
    await first.press('2');
    expect(first.heard().at(-1)).toContain('se la pasamos a otra persona');
    await t.settle();
    expect(await callbackOf(from)).toMatchObject({ state: 'scheduled', tries: 0 });
    await pauseOfAgents();
    const second = await t.sandbox.phone(AGENT).answer();
    for (let n = 0; n < 3; n += 1) await second.stayQuiet();
    await t.settle();
    expect(second.view().state).toBe('ended');
    expect(phone.calledBy()).toEqual([]);
    await pauseOfAgents();
    await agentTakes();
    await (await phone.answer()).press('1');
    await t.sandbox.phone(AGENT).current()?.hangUp();
    await t.settle();
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'talked' }, attempt: 3, tries: 1 });
  });

  it.each(['busy', 'no-answer', 'voicemail'] as const)(
    'the customer (%s): the agent is told, tried again later, then given up with the reason',
    async (mode) => {
      const { from, phone } = await somebody('111');
      phone.setMode(mode);
      await t.settle();
      for (let tries = 1; tries <= 2; tries += 1) {
        const agent = await agentTakes();
        await t.pass(40_000);
        expect(agent.heard().at(-1)).toContain('El cliente no contesta.');
        expect(agent.view().state).toBe('ended');
        if (tries === 1) {
          expect(await callbackOf(from)).toMatchObject({ state: 'scheduled', tries: 1 });
          t.clock.set((await callbackOf(from)).dueAtMs - 1_000);
          await t.pass(3_000);
        }
      }
      expect(await callbackOf(from)).toMatchObject({ state: 'closed', closed: { reason: 'unreached' }, tries: 2 });
      expect(phone.calledBy()).toHaveLength(2);
    },
  );

  it('the customer no longer needs it: 2, and it is over', async () => {
    const { from, phone } = await somebody('111');
    const agent = await agentTakes();
    const customer = await phone.answer();
    await customer.press('2');
    expect(customer.heard().at(-1)).toContain('no volveremos a llamarle');
    await t.settle();
    expect(agent.heard().at(-1)).toContain('El cliente ya no necesita la llamada.');
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'cancelled-by-customer' } });
  });

  it('never at night: what becomes due at an hour at which nobody is called waits for the morning', async () => {
    const { from, call, phone } = await somebody('1');
    await staffed(false);
    await call.press('11');
    await t.settle();
    // 22:30 in Madrid.
    t.clock.set(Date.parse(new Date(t.clock.nowMs()).toISOString().slice(0, 10).concat('T21:30:00Z')));
    await t.settle();
    await staffed(true);
    await t.pass(30_000);
    expect(t.sandbox.phone(AGENT).rings()).toBe(false);
    const waiting = await callbackOf(from);
    expect(new Date(waiting.dueAtMs).toISOString()).toMatch(/T08:00:00/);
    t.clock.set(waiting.dueAtMs);
    await t.pass(2_000);
    await agentTakes();
    await (await phone.answer()).press('1');
    await t.sandbox.phone(AGENT).current()?.hangUp();
    await t.settle();
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'talked' } });
  });
});

/** Time goes by until the agent's phone rings, ten minutes at most. */
async function untilAgentRings(): Promise<void> {
  for (let n = 0; n < 120 && !t.sandbox.phone(AGENT).rings(); n += 1) await t.pass(5_000);
}

describe('over a line that loses and repeats things', () => {
  it('every webhook delivered twice: one ringing of each phone, one conversation, the same answers', async () => {
    const { from, phone } = await somebody('111');
    const agent = await agentTakes();
    const customer = await phone.answer();
    await customer.press('1');
    await t.pass(10_000);
    await customer.hangUp();
    await t.settle();
    const callback = await callbackOf(from);
    const before = await eventsOf(callback);
    const webhooks = t.sandbox.webhooks(`b=${callback.id}`);
    const parts = new Set(webhooks.map(({ url }) => /callback\/([a-z-]+)/.exec(url)?.[1]));
    expect([...parts].sort()).toEqual(['agent', 'agent-key', 'customer', 'customer-key', 'result', 'status']);
    for (const webhook of [...webhooks, ...webhooks.toReversed()]) {
      expect(await t.sandbox.repeatWebhook(webhook)).toMatchObject({ status: 200 });
    }
    await t.pass(3 * MINUTE_MS);
    expect(await eventsOf(callback)).toEqual(before);
    expect(phone.calledBy()).toHaveLength(1);
    expect(agent.view().state).toBe('ended');
    expect(await callbackOf(from)).toEqual(callback);
  });

  it('the answer to our asking is lost, the phone rings: it is taken for ours, and rung once', async () => {
    t.sandbox.behave({ kind: 'timeout-created', times: 1 }, AGENT);
    const before = t.sandbox.phone(AGENT).calledBy().length;
    const { from, phone } = await somebody('111');
    await t.pass(20_000);
    const agent = await agentTakes();
    await (await phone.answer()).press('1');
    await agent.hangUp();
    await t.settle();
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'talked' }, attempt: 1 });
    expect(t.sandbox.phone(AGENT).calledBy()).toHaveLength(before + 1);
  });

  it('our asking is lost: looked up, not found, asked again once', async () => {
    t.sandbox.behave({ kind: 'timeout-not-created', times: 1 }, AGENT);
    const before = t.sandbox.phone(AGENT).calledBy().length;
    const { from, phone } = await somebody('111');
    await t.settle();
    expect(t.sandbox.phone(AGENT).rings()).toBe(false);
    await untilAgentRings();
    const agent = await agentTakes();
    await (await phone.answer()).press('1');
    await agent.hangUp();
    await t.settle();
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'talked' }, attempt: 1 });
    expect(t.sandbox.phone(AGENT).calledBy()).toHaveLength(before + 1);
  });

  it('the carrier is out for a while: put off, and called when it is back', async () => {
    t.sandbox.outage('server-error');
    const { from, phone } = await somebody('111');
    await t.pass(2 * MINUTE_MS);
    expect(await callbackOf(from)).toMatchObject({ tries: 0 });
    t.sandbox.outage('none');
    await untilAgentRings();
    const agent = await agentTakes();
    await (await phone.answer()).press('1');
    await agent.hangUp();
    await t.settle();
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'talked' }, tries: 1 });
  });

  it('a webhook of an attempt that is over changes nothing', async () => {
    const { from } = await somebody('111');
    await t.settle();
    await (await t.sandbox.phone(AGENT).answer()).press('2');
    await pauseOfAgents();
    const callback = await callbackOf(from);
    expect(callback).toMatchObject({ state: 'calling-agent', attempt: 2 });
    for (const webhook of t.sandbox.webhooks(`b=${callback.id}&n=1`)) await t.sandbox.repeatWebhook(webhook);
    expect(await callbackOf(from)).toEqual(callback);
    await cancel(from);
  });
});

describe('by chat', () => {
  /** Somebody writes; the bot has asked what they need. */
  async function writer() {
    people += 1;
    const from = `+346006${String(20_000 + people)}`;
    t.sandbox.phone(from).setMode('ring');
    const handset = t.sandbox.handset(from);
    await handset.write('Hola');
    await t.settle();
    const write = async (text: string) => {
      await handset.write(text);
      await t.settle();
      return handset.messages().at(-1);
    };
    return { from, phone: t.sandbox.phone(from), handset, write };
  }

  it('“call me”, said at any moment, leads to times as buttons; the number is the one that writes', async () => {
    const { from, phone, handset, write } = await writer();
    const asked = await write('Llámame, por favor');
    expect(asked).toMatchObject({ text: '¿Cuándo le llamamos?' });
    expect(asked?.buttons?.map(({ title }) => title)).toEqual(['Cuanto antes', expect.stringMatching(/^hoy|^mañana|\d/), 'No, gracias']);
    await handset.pressButton('Cuanto antes');
    await t.settle();
    expect(handset.messages().map(({ text }) => text)).toContain('Le llamaremos en cuanto alguien quede libre.');
    expect(await callbackOf(from)).toMatchObject({ to: from, asap: true, origin: { kind: 'chat' } });
    const agent = await agentTakes();
    await (await phone.answer()).press('1');
    await agent.hangUp();
    await t.settle();
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'talked' } });
  });

  it('one at most, also across chat and call; “cancel the call” cancels it', async () => {
    const { from, handset, write } = await writer();
    await write('Me podéis llamar');
    await handset.pressButton(1);
    await t.settle();
    expect(await callbackOf(from)).toMatchObject({ asap: false });
    await write('llámame');
    expect(handset.messages().some(({ text }) => /^Ya tiene una llamada/.test(text ?? ''))).toBe(true);
    const call = await t.sandbox.call({ from });
    await call.press('1');
    expect(call.heard().at(-1)).toMatch(/^Ya tiene una llamada/);
    await call.hangUp();
    expect(await write('Quiero cancelar la llamada')).toMatchObject({ text: 'De acuerdo: no le llamaremos.' });
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'cancelled-by-customer' } });
    expect((await t.contact(from))?.pendingCallback).toBeUndefined();
  });

  it('who writes and does not come to the phone is told in the chat, once, and the desk sees it; who only called is not written to', async () => {
    const { from, phone, handset, write } = await writer();
    await write('Llámame');
    await handset.pressButton('Cuanto antes');
    phone.setMode('no-answer');
    for (let tries = 1; tries <= 3; tries += 1) {
      await agentTakes();
      await t.pass(40_000);
      if (tries < 3) t.clock.set((await callbackOf(from)).dueAtMs - 1_000);
      await t.pass(3_000);
    }
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'unreached' }, tries: 3 });
    const told = handset.messages().filter(({ text }) => text?.includes('no hemos podido hablar con usted'));
    expect(told).toHaveLength(1);
    const { call } = await somebody('1');
    expect(call.heard().join(' ')).toContain('Pulse 1');
    await call.hangUp();
  });

  it('a call that an agent takes back is told, too', async () => {
    const { from, handset, write } = await writer();
    await staffed(false);
    await write('Llámame');
    await handset.pressButton(0);
    await t.settle();
    const { id } = await callbackOf(from);
    const cancelled = await supertest(t.publicUrl)
      .post(`/api/callbacks/${id}/cancel`)
      .set('Origin', t.publicUrl)
      .set('Cookie', await t.signIn('demo-agent'))
      .send({});
    expect(cancelled.status).toBe(204);
    await t.settle();
    expect(await callbackOf(from)).toMatchObject({ closed: { reason: 'cancelled-by-agent' } });
    expect((await t.contact(from))?.pendingCallback).toBeUndefined();
    expect(handset.messages().at(-1)?.text).toContain('No hemos podido llamarle como le prometimos');
    await staffed(true);
  });

  it('“no, thank you” promises nothing', async () => {
    const { from, handset, write } = await writer();
    await write('Call me');
    await handset.pressButton('No, gracias');
    await t.settle();
    expect((await t.contact(from))?.pendingCallback).toBeUndefined();
  });
});
