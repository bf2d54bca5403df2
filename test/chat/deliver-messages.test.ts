import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryReceipt } from '../../src/channels/delivery.ts';
import type { Chat } from '../../src/chat/chat.ts';
import { messageField } from '../../src/chat/chat-draft.ts';
import { deliverMessages } from '../../src/chat/deliver-messages.ts';
import { receiveMessage } from '../../src/chat/receive-message.ts';
import { trackDelivery } from '../../src/chat/track-delivery.ts';
import { checkSending } from '../../src/handoff/check-sending.ts';
import { messageName } from '../../src/handoff/token.ts';
import { ANA, type ChatWorld, createChatWorld, HOUR, MINUTE, SENDER } from './chat-world.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await createChatWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.reset());

const ours = async (chat: Pick<Chat, 'id'>) => (await world.thread(chat.id)).filter(({ delivery }) => delivery !== undefined);
const receipt = (chat: Pick<Chat, 'id'>, seq: number, state: DeliveryReceipt['state'], code?: string): DeliveryReceipt => ({
  subject: { kind: 'chat', chatId: chat.id, messageId: messageField(seq) },
  providerMessageId: 'SM1',
  state,
  ...(code !== undefined && { code }),
});

describe('the messages of a chat', () => {
  it('leave in the order they were written, each with the address of its receipts', async () => {
    const chat = await world.say('hola');
    expect(world.carrier.texts()).toEqual((await ours(chat)).map(({ text }) => text));
    const [first] = await ours(chat);
    expect(world.carrier.sent[0]?.receiptFor).toEqual({ kind: 'chat', chatId: chat.id, messageId: messageField(first?.seq ?? 0) });
    expect(first).toMatchObject({ delivery: 'sending', providerMessageId: expect.stringMatching(/^SM/) });
  });

  it('leave once, though two instances send at the same time', async () => {
    const received = await receiveMessage(world.deps, world.message('hola'));
    const { id } = await world.chatOf(received);
    await Promise.all([deliverMessages(world.deps, id), deliverMessages(world.deps, id), deliverMessages(world.deps, id)]);
    await world.settle();
    expect(new Set(world.carrier.texts()).size).toBe(world.carrier.sent.length);
    expect(world.carrier.sent).toHaveLength(2);
  });

  it('are not repeated when the answer was lost: the carrier’s list is asked first', async () => {
    world.carrier.fates.push('lost');
    const chat = await world.say('hola');
    expect(world.carrier.sent).toHaveLength(1);
    world.clock.advance(MINUTE);
    await world.settle();
    expect(world.carrier.sent).toHaveLength(2);
    expect((await ours(chat)).every(({ providerMessageId }) => providerMessageId !== undefined)).toBe(true);
  });

  it('are repeated when the list shows that nothing was sent', async () => {
    world.carrier.fates.push('never');
    const chat = await world.say('hola');
    world.clock.advance(MINUTE);
    await world.settle();
    expect(world.carrier.asked).toHaveLength(3);
    expect(world.carrier.texts()).toEqual((await ours(chat)).map(({ text }) => text));
  });

  it('are named at the carrier as this chat’s, and an invite of unknown outcome does not adopt them', async () => {
    const { handoff } = await world.invite({ delivery: 'sending', sending: { attempt: 1, startedAtMs: world.clock.nowMs() } });
    const chat = await world.say('hola');
    const sids = (await ours(chat)).map(({ providerMessageId }) => messageName(providerMessageId ?? ''));
    expect(await Promise.all(sids.map((name) => world.deps.store.resolve(name)))).toEqual(sids.map(() => chat.id));
    const catalogue = { inviteFor: () => ({ kind: 'unavailable', code: 'x' }) as const, smsFor: () => '', linkText: () => '' };
    const gate = { isStopped: () => false, admit: async () => true };
    const guard = { admit: async () => undefined, answered: async () => {}, contactHours: () => ({}) };
    await checkSending({ ...world.deps, catalogue, guard, gate, sender: SENDER }, handoff.id, 0);
    expect(await world.handoff(handoff.id)).toMatchObject({ delivery: 'sending', sending: { attempt: 1 } });
    expect((await world.handoff(handoff.id)).sending?.providerMessageId).toBeUndefined();
  });

  it('do not adopt an invite that went to the same person in the same moment', async () => {
    const { handoff } = await world.invite();
    const receiptFor = { kind: 'invite', handoffId: handoff.id, attempt: 1 } as const;
    const content = { kind: 'text', text: 'the invite' } as const;
    const invite = await world.carrier.send({ to: { channel: 'whatsapp', phone: ANA }, from: SENDER, receiptFor, content });
    const sid = invite.kind === 'accepted' ? invite.providerMessageId : '';
    await world.deps.store.point(messageName(sid), handoff.id, 3600);
    world.carrier.fates.push('never');
    const chat = await world.say('hola');
    world.clock.advance(MINUTE);
    await world.settle();
    expect((await ours(chat)).map(({ providerMessageId }) => providerMessageId)).not.toContain(sid);
    expect(world.carrier.texts().slice(1)).toEqual((await ours(chat)).map(({ text }) => text));
  });

  it('wait when the carrier is busy, not sooner and in order', async () => {
    world.carrier.fates.push({ kind: 'busy', retryAfterMs: 2 * MINUTE });
    const chat = await world.say('hola');
    expect(await deliverMessages(world.deps, chat.id)).toEqual({ kind: 'later', atMs: world.clock.nowMs() + 2 * MINUTE });
    expect(world.carrier.asked).toHaveLength(1);
    world.clock.advance(2 * MINUTE);
    await world.settle();
    expect(world.carrier.texts()).toEqual((await ours(chat)).map(({ text }) => text));
  });

  it('are tried again after passing trouble, and given up visibly in the end', async () => {
    const trouble = { kind: 'refused', code: '63012', failure: 'temporary', message: '' } as const;
    world.carrier.fates.push(trouble, trouble, trouble, trouble);
    const chat = await world.say('hola');
    for (let n = 0; n < 5; n += 1) {
      world.clock.advance(MINUTE);
      await world.settle();
    }
    const [first, second] = await ours(chat);
    expect(first).toMatchObject({ delivery: 'failed', failure: { code: '63012' } });
    expect(second?.providerMessageId).toBeDefined();
    expect(world.carrier.asked).toHaveLength(5);
  });

  it('that the carrier refuses show as failed, and the next ones leave', async () => {
    world.carrier.fates.push({ kind: 'refused', code: '63024', failure: 'unreachable', message: 'not on WhatsApp' });
    const chat = await world.say('hola');
    expect((await ours(chat)).map(({ delivery }) => delivery)).toEqual(['failed', 'sending']);
  });

  it('that meet somebody who opted out at the carrier put that person on our list', async () => {
    world.carrier.fates.push({ kind: 'refused', code: '21610', failure: 'opted-out', message: '' });
    const chat = await world.say('hola');
    expect((await world.contact())?.optedOut).toMatchObject({ by: 'receipt' });
    expect((await world.read(chat.id)).optedOut).toBe(true);
    expect(await world.eventTypes()).toContain('contact.opted-out');
  });

  it('that the carrier refuses to somebody who opted out and wrote again close the conversation until START', async () => {
    await world.say('BAJA');
    world.carrier.fates.push({ kind: 'refused', code: '21610', failure: 'opted-out', message: '' });
    const chat = await world.say('¿hola?');
    expect((await world.read(chat.id)).optedOut).toBe(true);
    expect((await world.read(chat.id)).reopened).toBeUndefined();
    expect((await world.contact())?.optedOut).toMatchObject({ by: 'word' });
  });

  it('are found again after a crash between intent and answer', async () => {
    const received = await receiveMessage(world.deps, world.message('hola'));
    const { id } = await world.chatOf(received);
    world.faults.afterCommit = 1;
    await expect(deliverMessages(world.deps, id)).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(world.carrier.asked).toHaveLength(0);
    await world.settle();
    expect(world.carrier.asked).toHaveLength(0);
    world.clock.advance(MINUTE);
    await world.settle();
    expect(world.carrier.texts()).toEqual((await ours({ id })).map(({ text }) => text));
  });

  it('that come too late for the window fail with that reason', async () => {
    const received = await receiveMessage(world.deps, world.message('hola'));
    const chat = await world.chatOf(received);
    world.clock.advance(24 * HOUR);
    await deliverMessages(world.deps, chat.id);
    await deliverMessages(world.deps, chat.id);
    expect((await ours(chat)).slice(0, 2).map(({ failure }) => failure?.code)).toEqual(['window-closed', 'window-closed']);
    expect(world.carrier.asked).toHaveLength(0);
  });
});

describe('a receipt', () => {
  it('moves a message forward only, whatever the order', async () => {
    const chat = await world.say('hola');
    const [first] = await ours(chat);
    const seq = first?.seq ?? 0;
    expect(await trackDelivery(world.deps, receipt(chat, seq, 'read'))).toBe(true);
    expect(await trackDelivery(world.deps, receipt(chat, seq, 'delivered'))).toBe(false);
    expect(await trackDelivery(world.deps, receipt(chat, seq, 'failed', '63024'))).toBe(false);
    expect(await trackDelivery(world.deps, receipt(chat, seq, 'read'))).toBe(false);
    expect((await ours(chat))[0]).toMatchObject({ delivery: 'read' });
    expect((await ours(chat))[0]?.failure).toBeUndefined();
  });

  it('that overtakes the answer of the sending is not undone by it', async () => {
    const received = await receiveMessage(world.deps, world.message('hola'));
    const { id } = await world.chatOf(received);
    const carrier = {
      ...world.carrier,
      async send(message: Parameters<typeof world.carrier.send>[0]) {
        const outcome = await world.carrier.send(message);
        if (message.receiptFor.kind === 'chat')
          await trackDelivery(world.deps, receipt({ id }, Number(message.receiptFor.messageId), 'delivered'));
        return outcome;
      },
    };
    await deliverMessages({ ...world.deps, carrier }, id);
    expect((await ours({ id })).map(({ delivery }) => delivery)).toEqual(['delivered', 'delivered']);
  });

  it('for a message or chat that is not there changes nothing', async () => {
    const chat = await world.say('hola');
    expect(await trackDelivery(world.deps, receipt(chat, 999, 'read'))).toBe(false);
    expect(await trackDelivery(world.deps, receipt({ id: 't_01_NOTHERE0' as never }, 1, 'read'))).toBe(false);
  });

  it('of a failure shows its code', async () => {
    const chat = await world.say('hola');
    const seq = (await ours(chat))[0]?.seq ?? 0;
    await Promise.all([
      trackDelivery(world.deps, receipt(chat, seq, 'sent')),
      trackDelivery(world.deps, receipt(chat, seq, 'failed', '63016')),
    ]);
    expect((await ours(chat))[0]).toMatchObject({ delivery: 'failed', failure: { code: '63016' } });
  });
});
