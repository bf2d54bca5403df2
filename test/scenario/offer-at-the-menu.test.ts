import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANA, ENTRY, LANDLINE, startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let people = 0;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());

/** A mobile that nobody of this file has called from. */
function somebody(): string {
  people += 1;
  return `+346002${String(20_000 + people)}`;
}

async function callFrom(from: string, keys: string) {
  await t.pass(121_000);
  const call = await t.sandbox.call({ from });
  await call.press(keys);
  const events = async () => (await t.events()).filter((event) => event.callId?.endsWith(call.sid));
  return { call, events, types: async () => (await events()).map((event) => event.type), said: () => call.heard().join('\n') };
}

describe('an offer at the menu, accepted', () => {
  it('writes to the mobile at once, holds the line until delivery, tells the caller, who hangs up', async () => {
    const from = somebody();
    const { call, said, types } = await callFrom(from, '121');
    expect(said()).toContain('Le estamos escribiendo al móvil terminado en');
    await t.pass(4_000);
    expect(said()).toContain('El mensaje ya está en su WhatsApp.');
    const message = await t.sandbox.handset(from).waitForMessage();
    expect(message.text).toContain('sobre una factura');
    expect(message.buttons.map((button) => button.title)).toEqual(['Seguir aquí', 'No era yo']);
    await call.hangUp();
    await t.settle();
    expect(await types()).toEqual([
      'call.started',
      'call.step',
      'call.step',
      'call.step',
      'offer.made',
      'call.step',
      'offer.accepted',
      'consent.recorded',
      'handoff.requested',
      'handoff.sent',
      'handoff.delivered',
      'call.step',
      'call.ended',
    ]);
  });

  it('the caller who wants to stay waits on the line as well', async () => {
    const { call } = await callFrom(somebody(), '121');
    await t.pass(4_000);
    await call.press('1');
    expect(call.view()).toMatchObject({ state: 'queued', queue: { name: 'support' } });
    await call.hangUp();
  });

  it('the caller who says nothing more is said goodbye to, and the chat goes on', async () => {
    const { call, said } = await callFrom(somebody(), '121');
    await t.pass(4_000);
    await call.stayQuiet();
    await call.stayQuiet();
    expect(said()).toContain('Seguimos en WhatsApp.');
    expect(call.view().state).toBe('ended');
  });

  it('records the consent in the ledger before the message leaves', async () => {
    const from = somebody();
    const { call } = await callFrom(from, '121');
    await t.settle();
    const receipt = (await t.ledger()).find((entry) => entry.callSid === call.sid);
    const consent = (await t.events('consent.recorded')).find((event) => event.callId?.endsWith(call.sid));
    const sent = (await t.events('handoff.sent')).find((event) => event.callId?.endsWith(call.sid));
    expect(receipt).toMatchObject({
      subject: from,
      numberSource: 'caller-id',
      key: '1',
      language: 'es',
      businessName: 'Luz Clara',
      purpose: 'continue this query',
      channel: 'whatsapp',
      promptId: 'support@1/offer',
    });
    expect(receipt?.promptHash).toMatch(/^[\w-]{22}$/);
    // The stream's ids are the store's own order: the consent was there before the first report of the message.
    expect(positionOf(consent?.id)).toBeLessThan(positionOf(sent?.id));
    expect(positionOf(String(receipt?.streamId))).toBeLessThanOrEqual(positionOf(sent?.id));
    const requested = (await t.events('handoff.requested')).find((event) => event.callId?.endsWith(call.sid));
    expect(positionOf(consent?.id)).toBeLessThan(positionOf(requested?.id));
    await call.hangUp();
  });

  it('in English, by intent: the template of orders', async () => {
    const from = somebody();
    const { call } = await callFrom(from, '21123457#');
    await call.press('11');
    await call.press('1');
    const message = await t.sandbox.handset(from).waitForMessage();
    expect(message.template).toMatch(/^call_continue_order_en/);
    await call.hangUp();
  });
});

describe('another number', () => {
  it('a landline is asked for a mobile by keypad; a wrong one is refused, the right one read back, then written to', async () => {
    const { call, said, events } = await callFrom(LANDLINE, '121');
    expect(said()).toContain('Marque el número de móvil');
    await call.press('910555444#');
    expect(said()).toContain('Ese no es un número de móvil al que podamos escribir.');
    await call.press('600777999#');
    expect(call.heard().at(-1)).toContain('El número es el 6 0 0 7 7 7 9 9 9.');
    await call.press('1');
    await t.pass(4_000);
    expect(said()).toContain('El mensaje ya está en su WhatsApp.');
    const message = await t.sandbox.handset('+34600777999').waitForMessage();
    expect(message.text).not.toContain('factura');
    expect((await events()).find((event) => event.type === 'consent.recorded')?.data).toMatchObject({ numberSource: 'typed' });
    const receipt = (await t.ledger()).find((entry) => entry.callSid === call.sid);
    expect(receipt).toMatchObject({ subject: '+34600777999', numberSource: 'typed' });
    await call.hangUp();
  });

  it('a landline that gives no mobile has accepted, by its key, and consented to nothing: nobody is written to', async () => {
    const { call, types } = await callFrom(LANDLINE, '121');
    await call.hangUp();
    await t.settle();
    expect(await types()).toContain('offer.accepted');
    for (const type of ['consent.recorded', 'handoff.requested']) expect(await types()).not.toContain(type);
    expect((await t.contact(LANDLINE))?.consent).toBeUndefined();
  });

  it('read back and not right: it is entered again, and the first gets nothing', async () => {
    const { call } = await callFrom(LANDLINE, '121');
    await call.press('600777888#');
    await call.press('2');
    await call.press('600777666#');
    await call.press('1');
    await t.pass(4_000);
    expect(t.sandbox.handset('+34600777888').view().thread).toEqual([]);
    expect(t.sandbox.handset('+34600777666').view().thread).toHaveLength(1);
    await call.hangUp();
  });

  it('key 3 at the offer asks for it from a mobile too', async () => {
    const { call } = await callFrom(somebody(), '123');
    await call.press('600777555#');
    await call.press('1');
    await t.pass(4_000);
    expect((await t.sandbox.handset('+34600777555').waitForMessage()).template).toMatch(/^call_continue_es/);
    await call.hangUp();
  });

  it('typed, of somebody who opted out: nothing is sent, and the caller keeps the phone', async () => {
    await t.putContact('+34600777444', { optedOut: { atMs: t.clock.nowMs(), by: 'word', word: 'BAJA' } });
    const { call, said, events } = await callFrom(somebody(), '123');
    await call.press('600777444#');
    await call.press('1');
    await t.pass(4_000);
    expect(said()).toContain('No hemos podido entregarle el mensaje.');
    expect(call.view().state).toBe('queued');
    expect(t.sandbox.handset('+34600777444').view().thread).toEqual([]);
    expect(t.sandbox.handset('+34600777444').view().inbox).toEqual([]);
    expect((await events()).find((event) => event.type === 'handoff.failed')?.data).toMatchObject({ code: 'opted-out' });
    await call.hangUp();
  });

  it('never entered: after the tries the queue follows', async () => {
    const { call } = await callFrom(somebody(), '123');
    for (let n = 0; n < 2; n += 1) await call.press('123#');
    expect(call.view().state).toBe('queued');
    await call.hangUp();
  });
});

describe('not offered, with the reason stored', () => {
  const notOffered = async (from: string, rule: string, saw?: string) => {
    const { call, types, events } = await callFrom(from, '12');
    expect(call.view().state).toBe('queued');
    expect(await types()).not.toContain('offer.made');
    const withheld = (await events()).find((event) => event.type === 'offer.withheld');
    const reasons = withheld?.data?.reasons as { rule: string; saw: string }[];
    expect(reasons.map((reason) => reason.rule)).toContain(rule);
    if (saw !== undefined) expect(reasons.find((reason) => reason.rule === rule)?.saw).toContain(saw);
    await call.hangUp();
  };

  it.each([
    ['a withheld number', 'anonymous'],
    ['a look-alike of a withheld number', '+266696687'],
    ['another look-alike', '+7378742833'],
    ['a SIP address', 'sip:ana@example.com'],
    ['a number of no plan', '+99912345678'],
  ])('%s', async (_, from) => {
    await notOffered(from, 'number-unusable');
  });

  it('a number that can’t be written to', () => notOffered('+34900123456', 'line-type'));

  it('somebody who opted out', async () => {
    const from = somebody();
    await t.putContact(from, { optedOut: { atMs: t.clock.nowMs(), by: 'carrier' } });
    await notOffered(from, 'opted-out', 'carrier');
  });

  it('somebody who was invited too often', async () => {
    const from = somebody();
    const nowMs = t.clock.nowMs();
    await t.putContact(from, { invitedAtMs: [nowMs - 3_000, nowMs - 2_000, nowMs - 1_000] });
    await notOffered(from, 'invited-too-often');
  });

  it('a number to which a message could not be delivered on an earlier call', async () => {
    const from = somebody();
    await t.sandbox.handset(from).set({ hasWhatsApp: false });
    const first = await callFrom(from, '121');
    await t.pass(4_000);
    expect(first.said()).toContain('Le enviamos un SMS con un enlace');
    await first.call.hangUp();
    await notOffered(from, 'undeliverable', '63003');
  });
});

describe('an offer while nobody is at the desk', () => {
  it('tells the truth about it, and promises no wait', async () => {
    await t.staff(false);
    await expect.poll(() => t.metric('relevo_desk_agents_present'), { timeout: 20_000 }).toContain('relevo_desk_agents_present 0');
    const { call, said, events } = await callFrom(somebody(), '12');
    expect(said()).toContain('Ahora no hay nadie en el chat');
    expect((await events()).find((event) => event.type === 'offer.made')?.data).toMatchObject({ promised: {} });
    await call.hangUp();
    await t.staff(true);
    await expect.poll(() => t.metric('relevo_desk_agents_present'), { timeout: 20_000 }).toContain('relevo_desk_agents_present 1');
  });
});

describe('the same person phones again', () => {
  it('within a week of accepting: call.returned, with what was accepted then', async () => {
    const first = await callFrom(ANA, '121');
    await t.pass(4_000);
    await first.call.hangUp();
    await t.pass(3_600_000 / 10);
    const second = await callFrom(ANA, '1');
    const returned = (await second.events()).find((event) => event.type === 'call.returned');
    expect(returned).toMatchObject({ data: { acceptedIntent: 'billing' }, entryNumber: ENTRY });
    expect(returned?.handoffId).toBe((await first.events()).find((event) => event.type === 'handoff.requested')?.handoffId);
    await second.call.hangUp();
  });

  it('who never accepted: a call like any other', async () => {
    const from = somebody();
    const first = await callFrom(from, '122');
    await first.call.hangUp();
    const second = await callFrom(from, '1');
    expect(await second.types()).not.toContain('call.returned');
    await second.call.hangUp();
  });
});

/** The place of an entry of a shard's stream. */
function positionOf(id: string | undefined): number {
  const [ms = 'NaN', n = '0'] = (id ?? '').split('-');
  return (Number(ms) - 1_700_000_000_000) * 1_000 + Number(n);
}
