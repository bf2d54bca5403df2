import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Behaviour } from '../../src/http/contract/sandbox-carrier.ts';
import { startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let people = 0;
beforeAll(async () => {
  // Some of it is a carrier that lets the time run out.
  t = await startTestService({ options: { carrierTimeoutMs: 1_500 } });
});
afterAll(() => t.stop());

/** Calls from a fresh mobile, accepts the offer at the menu under the carrier's mood. */
async function accept(behaviour: Behaviour | Behaviour['kind'] | null) {
  await t.pass(121_000);
  people += 1;
  const from = `+346003${String(20_000 + people)}`;
  const handset = t.sandbox.handset(from);
  if (behaviour !== null) t.sandbox.behave(behaviour, from);
  const call = await t.sandbox.call({ from });
  await call.press('121');
  const events = async () => (await t.events()).filter((event) => event.callId?.endsWith(call.sid));
  return {
    from,
    handset,
    call,
    events,
    count: async (type: string) => (await events()).filter((event) => event.type === type).length,
    handoff: async () => {
      const found = (await t.handoffs()).find((handoff) => handoff.callId.endsWith(call.sid));
      if (!found) throw new Error('there is no handoff');
      return found;
    },
    said: () => call.heard().join('\n'),
    atCarrier: () => t.sandbox.messages().filter((message) => message.to === `whatsapp:${from}`),
    receipts: () => t.sandbox.webhooks('whatsapp/status').filter((webhook) => webhook.parameters.To === `whatsapp:${from}`),
  };
}

describe('not on WhatsApp', () => {
  it('an SMS with a wa.me link that carries the reference code; the caller hears so and stays in line', async () => {
    const at = await accept({ kind: 'fail', code: '63024', times: 1 });
    await t.pass(4_000);
    expect(at.said()).toContain('Le enviamos un SMS con un enlace para seguir por allí; mientras tanto, no pierde su turno.');
    expect(at.call.view()).toMatchObject({ state: 'queued', queue: { name: 'support' } });
    const sms = await at.handset.waitForSms('Luz Clara');
    expect(sms.links).toHaveLength(1);
    const link = new URL(sms.links[0] ?? '');
    expect(link.host).toBe('wa.me');
    expect(link.searchParams.get('text')).toMatch(/Referencia: [0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(await at.handoff()).toMatchObject({
      delivery: 'failed',
      failure: { code: '63024', class: 'unreachable' },
      fallback: { kind: 'sms' },
    });
    expect(await t.contact(at.from)).toMatchObject({ undeliverable: { code: '63024' } });
    await at.call.hangUp();
  });

  it('the link is followed: the chat is linked to the call by its code', async () => {
    const at = await accept({ kind: 'fail', code: '63024', times: 1 });
    await t.pass(4_000);
    const sms = await at.handset.waitForSms('Luz Clara');
    await at.handset.followLink(sms.links[0] ?? '');
    await t.settle();
    const linked = (await at.events()).find((event) => event.type === 'handoff.linked');
    expect(linked?.data).toMatchObject({ method: 'reference-code', confidence: 'certain' });
    expect(await at.handoff()).toMatchObject({ claim: { method: 'reference-code' } });
    await at.call.hangUp();
  });

  it('whoever blocked us counts as opted out and gets no SMS either', async () => {
    const at = await accept({ kind: 'fail', code: '63033' });
    await t.pass(4_000);
    expect(at.said()).toContain('No hemos podido entregarle el mensaje. Seguimos por teléfono, y no pierde su turno.');
    expect(at.handset.view().inbox).toEqual([]);
    expect(await t.contact(at.from)).toMatchObject({ optedOut: { by: 'receipt' } });
    expect((await at.events()).find((event) => event.type === 'handoff.fellback')?.data).toMatchObject({ kind: 'back-to-the-queue' });
    await at.call.hangUp();
  });
});

describe('a carrier that fails', () => {
  it('429: sent again when it may, once, while the line is held', async () => {
    const at = await accept({ kind: 'rate-limited', times: 1 });
    await t.pass(8_000);
    expect(at.said()).toContain('El mensaje ya está en su WhatsApp.');
    expect(at.atCarrier()).toHaveLength(1);
    expect(await at.count('handoff.delivered')).toBe(1);
    await at.call.hangUp();
  });

  it('500, nothing made: looked up before it is repeated, then sent once', async () => {
    const at = await accept({ kind: 'server-error', times: 1 });
    await t.pass(15_000);
    expect(at.said()).toContain('El mensaje ya está en su WhatsApp.');
    expect(at.atCarrier()).toHaveLength(1);
    expect(await at.handoff()).toMatchObject({ sending: { attempt: 2 }, delivery: 'delivered' });
    await at.call.hangUp();
  });

  it.each([
    ['the time is up, and it was made', 'timeout-created', 1],
    ['the time is up, and it was not made', 'timeout-not-created', 2],
    ['the connection breaks, and it was made', 'reset-created', 1],
    ['the connection breaks, and it was not made', 'reset-not-created', 2],
  ] as const)('%s: exactly one message in the end', async (_, kind, attempt) => {
    const at = await accept({ kind, times: 1 });
    await t.pass(30_000);
    expect(at.atCarrier()).toHaveLength(1);
    expect(await at.handoff()).toMatchObject({ delivery: 'delivered', sending: { attempt } });
    expect(await at.count('handoff.delivered')).toBe(1);
    expect(at.said()).toContain('El mensaje ya está en su WhatsApp.');
    await at.call.hangUp();
  });
});

describe('never delivered', () => {
  it('the line is held for 20 s, then the queue follows without a promise', async () => {
    const at = await accept('never-delivered');
    await t.pass(18_000);
    expect(at.call.view().state).toBe('gathering');
    await t.pass(6_000);
    expect(at.said()).toContain('aún no sabemos si ha llegado');
    expect(at.call.view()).toMatchObject({ state: 'queued', queue: { name: 'support' } });
    await at.call.hangUp();
  });

  it('a late delivery is told once, in the queue, which the caller does not leave', async () => {
    const at = await accept({ kind: 'slow', delaySeconds: 40 });
    await t.pass(24_000);
    expect(at.call.view().state).toBe('queued');
    expect(at.said()).not.toContain('El mensaje ya está en su WhatsApp.');
    await t.pass(60_000);
    expect(at.call.heard().filter((text) => text.includes('El mensaje ya está en su WhatsApp.'))).toHaveLength(1);
    expect(at.call.view().state).toBe('queued');
    await t.pass(60_000);
    expect(at.call.heard().filter((text) => text.includes('El mensaje ya está en su WhatsApp.'))).toHaveLength(1);
    await at.call.hangUp();
  });

  it('key 0 while the line is held is a person', async () => {
    const at = await accept('never-delivered');
    await t.pass(4_000);
    await at.call.press('0');
    expect(at.call.view().state).toBe('queued');
    expect(at.said()).toContain('Le pasamos con una persona.');
    await at.call.hangUp();
  });
});

describe('receipts', () => {
  it('twice each: every state once', async () => {
    const at = await accept('duplicate-receipts');
    await t.pass(4_000);
    await at.handset.read();
    await t.settle();
    expect(at.receipts().map((webhook) => webhook.parameters.MessageStatus)).toEqual([
      'sent',
      'sent',
      'delivered',
      'delivered',
      'read',
      'read',
    ]);
    expect([await at.count('handoff.sent'), await at.count('handoff.delivered'), await at.count('handoff.read')]).toEqual([1, 1, 1]);
    await at.call.hangUp();
  });

  it('out of order: delivered stays delivered', async () => {
    const at = await accept('receipts-out-of-order');
    await t.pass(4_000);
    expect(at.receipts().map((webhook) => webhook.parameters.MessageStatus)).toEqual(['delivered', 'sent']);
    expect(await at.handoff()).toMatchObject({ delivery: 'delivered' });
    expect(await at.count('handoff.sent')).toBe(0);
    await at.call.hangUp();
  });

  it('after the call has ended: written down, and the handoff waits for its first message', async () => {
    const at = await accept({ kind: 'slow', delaySeconds: 60 });
    await t.pass(4_000);
    await at.call.hangUp();
    await t.pass(90_000);
    const types = (await at.events()).map((event) => event.type);
    expect(types.indexOf('call.ended')).toBeLessThan(types.indexOf('handoff.delivered'));
    expect(await at.handoff()).toMatchObject({ delivery: 'delivered' });
  });

  it('a failure after the call has ended: the number is marked, and an SMS still opens the way', async () => {
    const at = await accept({ kind: 'fail-after-sent', code: '63024', delaySeconds: 30, times: 1 });
    await t.pass(4_000);
    await at.call.hangUp();
    await t.pass(60_000);
    expect(await at.handoff()).toMatchObject({ delivery: 'failed', fallback: { kind: 'sms' } });
    expect((await at.handset.waitForSms('Luz Clara')).links).toHaveLength(1);
    expect(await t.contact(at.from)).toMatchObject({ undeliverable: { code: '63024' } });
  });

  it('one that comes a second time by the carrier’s token changes nothing', async () => {
    const at = await accept(null);
    await t.pass(4_000);
    const before = await at.events();
    for (const webhook of at.receipts()) {
      expect(await t.sandbox.repeatWebhook(webhook)).toMatchObject({ kind: 'answered', status: 200 });
    }
    await t.settle();
    expect(await at.events()).toEqual(before);
    await at.call.hangUp();
  });

  it('of a handoff that nobody knows is answered and forgotten', async () => {
    const before = await t.types();
    const answer = await t.signed('/webhooks/twilio/whatsapp/status?k=invite&h=h_03_NEVERWAS&n=1', {
      MessageSid: `SM${'9'.repeat(32)}`,
      MessageStatus: 'delivered',
    });
    expect(answer.status).toBe(200);
    expect(await t.types()).toEqual(before);
  });
});
