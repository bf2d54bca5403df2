import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../../src/chat/chat.ts';
import { startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let people = 0;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());

/** A call that looked an order up, accepted, heard that the message arrived, and was hung up. */
async function accepted(keys = '11123457#11') {
  await t.pass(121_000);
  people += 1;
  const from = `+346008${String(20_000 + people)}`;
  const call = await t.sandbox.call({ from });
  await call.press(keys);
  await call.press('1');
  await t.pass(4_000);
  await call.hangUp();
  await t.settle();
  const handset = t.sandbox.handset(from);
  const handoff = (await t.handoffs()).find((each) => each.callId.endsWith(call.sid));
  if (!handoff) throw new Error('nothing was accepted');
  const chat = async (): Promise<Chat> => {
    const id = (await t.contact(from))?.openChatId ?? '';
    const [found] = await t.store.load([{ kind: 'chat', id }]);
    if (!found) throw new Error('there is no chat');
    return found.value as Chat;
  };
  const events = async () => (await t.events()).filter((event) => event.handoffId === handoff.id || event.contactId === handoff.contactId);
  return { from, call, handset, handoff, chat, events };
}

describe('the chat that opens with the call’s context', () => {
  it('by the button: linked for certain, acknowledged with the case number, and the card knows the call', async () => {
    const at = await accepted();
    await at.handset.pressButton('Seguir aquí');
    await t.settle();
    const acknowledgement = await at.handset.waitForMessage('Seguimos con su llamada');
    const chat = await at.chat();
    expect(acknowledgement.text).toContain(chat.caseNumber);
    expect(JSON.stringify(chat)).toContain(at.handoff.id);
    expect(at.handoff.card).toMatchObject({ intent: 'order', variables: { orderNumber: '123457', orderState: 'shipped' } });
    expect(at.handoff.card.path.map(([step]) => step)).toContain('order-lookup');
    const linked = (await at.events()).filter((event) => event.type === 'handoff.linked');
    expect(linked.map((event) => event.data)).toEqual([{ method: 'button-token', confidence: 'certain' }]);
  });

  it('the same message delivered twice opens one chat and is answered once', async () => {
    const at = await accepted();
    await at.handset.pressButton('Seguir aquí');
    await t.settle();
    const [webhook] = t.sandbox.webhooks('whatsapp/incoming').filter((each) => each.parameters.From === `whatsapp:${at.from}`);
    if (!webhook) throw new Error('the service was not told');
    const answers = await Promise.all([t.sandbox.repeatWebhook(webhook), t.sandbox.repeatWebhook(webhook)]);
    expect(answers).toMatchObject([{ status: 200 }, { status: 200 }]);
    await t.settle();
    expect((await at.events()).filter((event) => event.type === 'chat.opened')).toHaveLength(1);
    expect(at.handset.messages().filter((message) => message.text.includes('Seguimos con su llamada'))).toHaveLength(1);
  });

  it('“it was not me”: withdrawn, and no chat is linked by it', async () => {
    const at = await accepted();
    await at.handset.pressButton('No era yo');
    await t.settle();
    const types = (await at.events()).map((event) => event.type);
    expect(types).toContain('handoff.withdrawn');
    expect(types).not.toContain('handoff.linked');
  });

  it('BAJA: opted out, and not offered on the next call', async () => {
    const at = await accepted();
    await at.handset.write('BAJA');
    await t.settle();
    expect(await t.contact(at.from)).toMatchObject({ optedOut: { by: 'word' } });
    const again = await t.sandbox.call({ from: at.from });
    await again.press('12');
    expect(again.view().state).toBe('queued');
    await again.hangUp();
  });

  it('written without the button: found by the business-scoped id that the receipt told, certain', async () => {
    const at = await accepted('12');
    await at.handset.write('hola, soy yo');
    await t.settle();
    const linked = (await at.events()).find((event) => event.type === 'handoff.linked');
    expect(linked?.data).toEqual({ method: 'scoped-user-id', confidence: 'certain' });
  });

  it('as a reply to the invite: found by the message that was replied to, certain', async () => {
    const at = await accepted('12');
    const invite = await at.handset.waitForMessage();
    await at.handset.write('dígame', { replyTo: invite.sid });
    await t.settle();
    const linked = (await at.events()).find((event) => event.type === 'handoff.linked');
    expect(linked?.data).toEqual({ method: 'replied-message', confidence: 'certain' });
  });

  it('after the look-back: an honest direct chat', async () => {
    const at = await accepted('12');
    t.clock.advance(73 * 3_600_000);
    await t.settle();
    await at.handset.write('hola');
    await t.settle();
    const types = (await at.events()).map((event) => event.type);
    expect(types).toContain('handoff.expired');
    expect(types).toContain('chat.opened');
    expect(types).not.toContain('handoff.linked');
  });

  it('written while the line is still held: the caller is told that it has arrived', async () => {
    people += 1;
    const from = `+346008${String(20_000 + people)}`;
    await t.pass(121_000);
    const call = await t.sandbox.call({ from });
    t.sandbox.behave({ kind: 'slow', delaySeconds: 60, times: 1 }, from);
    await call.press('121');
    await t.settle();
    await t.sandbox.handset(from).write('ya estoy aquí');
    await t.pass(8_000);
    expect(call.heard().join('\n')).toContain('El mensaje ya está en su WhatsApp.');
    await call.hangUp();
  });
});
