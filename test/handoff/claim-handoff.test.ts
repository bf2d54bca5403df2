import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChatId, type HandoffId, makeId, shardOfId } from '../../src/base/ids.ts';
import type { InboundMessage } from '../../src/channels/messages.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { scopedUserName } from '../../src/contacts/find-writer.ts';
import { contactIdOf } from '../../src/contacts/load-contact.ts';
import { claimChanges, findClaim, settleClaim } from '../../src/handoff/claim-handoff.ts';
import { withdrawHandoff } from '../../src/handoff/expire-handoff.ts';
import { fallBack } from '../../src/handoff/fall-back.ts';
import { sendInvite } from '../../src/handoff/send-invite.ts';
import { codeName, inviteToken, referenceCodeOf } from '../../src/handoff/token.ts';
import { trackInvite } from '../../src/handoff/track-invite.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { ANA, createSetting, keyring, messageSid, SENDER, type Setting } from './setting.ts';

const HOUR_MS = 3_600_000;
const STRANGER = '+34600999888';
let redis: TestRedis;
let s: Setting;
let id: HandoffId;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  s = await createSetting(redis);
  id = await s.accept();
  await sendInvite(s.deps, id);
});

function message(more: Partial<InboundMessage> & { readonly phone?: string } = {}): InboundMessage {
  const { phone = ANA, ...rest } = more;
  return {
    providerMessageId: messageSid(900),
    from: { channel: 'whatsapp', phone },
    to: SENDER,
    text: 'hola',
    media: [],
    ...rest,
  };
}

/** As a chat does it: the contact of the sender is loaded first. */
async function find(inbound: InboundMessage) {
  const [found] = await s.store.load([{ kind: 'contact', id: contactIdOf(keyring, inbound.from) }]);
  return findClaim(s.deps, inbound, found?.value as Contact | undefined);
}

const button = (handoffId = id) => `go:${inviteToken(keyring, handoffId)}`;

async function claim(inbound: InboundMessage, contactId = keyring.contactId(ANA)): Promise<ChatId> {
  const found = await find(inbound);
  if (!found) throw new Error('nothing to claim');
  const chatId = makeId('t', shardOfId(found.handoff.id) ?? 0, `chat${String(s.clock.nowMs())}`);
  const shard = shardOfId(chatId) ?? 0;
  const changes = claimChanges(found, { chatId, shard, nowMs: s.clock.nowMs() });
  const chat = { ref: { kind: 'chat', id: chatId }, expectedVersion: 0, value: { id: chatId, contactId }, ttlSeconds: 3600 } as const;
  await s.store.commit({ shard, ...changes, writes: [chat, ...changes.writes] });
  return chatId;
}

describe('findClaim, in the order token, replied message, code, business-scoped id, number', () => {
  it('by the button’s token: certain', async () => {
    expect(await find(message({ buttonPayload: button() }))).toMatchObject({
      handoff: { id },
      method: 'button-token',
      confidence: 'certain',
      again: false,
    });
  });

  it('the token of another wins over the own number', async () => {
    const older = await s.accept({ call: 2, from: '+34600555666', typed: ANA });
    await sendInvite(s.deps, older);
    expect(await find(message({ buttonPayload: button() }))).toMatchObject({ handoff: { id }, method: 'button-token' });
    expect(await find(message({ buttonPayload: button(older) }))).toMatchObject({ handoff: { id: older } });
  });

  it('by the message that was replied to: certain from the number it went to, likely from another', async () => {
    expect(await find(message({ repliedMessageId: messageSid(1) }))).toMatchObject({ method: 'replied-message', confidence: 'certain' });
    expect(await find(message({ repliedMessageId: messageSid(1), phone: STRANGER }))).toMatchObject({ confidence: 'likely' });
  });

  it('by the reference code of the SMS: certain from the number, likely from another phone', async () => {
    await trackInvite(s.deps, {
      subject: { kind: 'invite', handoffId: id, attempt: 1 },
      providerMessageId: messageSid(1),
      state: 'failed',
      failure: 'unreachable',
      code: '63024',
    });
    await fallBack(s.deps, id);
    const text = `Hola, sigo aquí mi llamada. Referencia: ${referenceCodeOf(id)}`;
    expect(await find(message({ text }))).toMatchObject({ handoff: { id }, method: 'reference-code', confidence: 'certain' });
    expect(await find(message({ text, phone: STRANGER }))).toMatchObject({ method: 'reference-code', confidence: 'likely' });
    const hidden = message({ text, from: { channel: 'whatsapp', scopedUserId: 'ES.666' } } as Partial<InboundMessage>);
    expect(await find(hidden)).toMatchObject({ method: 'reference-code', confidence: 'likely' });
  });

  it('by the business-scoped id that a receipt told, when WhatsApp gives no number: certain', async () => {
    await s.store.point(scopedUserName('ES.4566'), keyring.contactId(ANA), 3600);
    const inbound = message({ from: { channel: 'whatsapp', scopedUserId: 'ES.4566' } } as Partial<InboundMessage>);
    expect(await find(inbound)).toMatchObject({ handoff: { id }, method: 'scoped-user-id', confidence: 'certain' });
  });

  it('by the number alone: likely; the newest first', async () => {
    s.clock.advance(60_000);
    const newer = await s.accept({ call: 2 });
    await sendInvite(s.deps, newer);
    expect(await find(message())).toMatchObject({ handoff: { id: newer }, method: 'number', confidence: 'likely' });
  });

  it.each([
    ['Mexico: called with the old mobile 1', '+5215512345678', '+525512345678'],
    ['Mexico: called without it', '+525512345678', '+5215512345678'],
    ['Brazil: called without the ninth digit', '+551187654321', '+5511987654321'],
    ['Brazil: written without the ninth digit', '+5511987654321', '+551187654321'],
    ['Argentina: called without the mobile 9', '+541123456789', '+5491123456789'],
    ['Argentina: written with 54 11 15', '+5491123456789', '+54111523456789'],
  ])('by the number in its canonical form. %s', async (_, from, wa) => {
    const own = await s.accept({ call: 3, from });
    await sendInvite(s.deps, own);
    expect(await find(message({ phone: wa }))).toMatchObject({ handoff: { id: own }, method: 'number' });
  });

  it('nobody else’s: an unknown number without a token is an honest direct chat', async () => {
    expect(await find(message({ phone: STRANGER }))).toBeUndefined();
    expect(await find(message({ phone: STRANGER, text: 'Referencia: AAAA-AAAA' }))).toBeUndefined();
    expect(await find(message({ phone: STRANGER, buttonPayload: `${button().slice(0, -1)}0` }))).toBeUndefined();
  });
});

describe('what can’t be claimed', () => {
  it('a handoff whose look-back is over', async () => {
    s.clock.advance(72 * HOUR_MS);
    expect(await find(message({ buttonPayload: button() }))).toBeUndefined();
    expect(await find(message())).toBeUndefined();
  });

  it('a handoff that the invitee withdrew', async () => {
    await withdrawHandoff(s.deps, id);
    expect(await find(message({ buttonPayload: button() }))).toBeUndefined();
  });

  it('a token that somebody else has used already', async () => {
    await claim(message({ buttonPayload: button() }));
    expect(await find(message({ buttonPayload: button(), phone: STRANGER }))).toBeUndefined();
  });
});

describe('once claimed, a further episode', () => {
  const hidden = (scopedUserId: string, more: Partial<InboundMessage> = {}) =>
    message({ from: { channel: 'whatsapp', scopedUserId }, ...more } as Partial<InboundMessage>);
  const code = () => ({ text: `Referencia: ${referenceCodeOf(id)}` });
  beforeEach(() => s.store.point(codeName(referenceCodeOf(id).replace('-', '')), id, 3600));

  it('is nobody’s who only has the code, the replied message or the token, with or without a number', async () => {
    await claim(message({ buttonPayload: button() }));
    for (const stranger of [code(), { repliedMessageId: messageSid(1) }, { buttonPayload: button() }]) {
      expect(await find(message({ ...stranger, phone: STRANGER }))).toBeUndefined();
      expect(await find(hidden('ES.666', stranger))).toBeUndefined();
    }
  });

  it('is not that of a business-scoped id known as somebody else’s', async () => {
    await claim(message({ buttonPayload: button() }));
    await s.store.point(scopedUserName('ES.777'), keyring.contactId(STRANGER), 3600);
    expect(await find(hidden('ES.777', code()))).toBeUndefined();
  });

  it('is that of the invited number, and of the business-scoped id known as the invitee’s', async () => {
    await claim(message({ buttonPayload: button() }));
    await s.store.point(scopedUserName('ES.4566'), keyring.contactId(ANA), 3600);
    expect(await find(message(code()))).toMatchObject({ again: true, confidence: 'certain' });
    expect(await find(hidden('ES.4566', code()))).toMatchObject({ again: true, confidence: 'certain' });
    expect(await find(hidden('ES.4566'))).toMatchObject({ again: true, method: 'scoped-user-id' });
  });

  it('after a claim by an unknown business-scoped id is that contact’s alone, and the invitee’s', async () => {
    const first = await find(hidden('ES.888', { buttonPayload: button() }));
    expect(first).toMatchObject({ method: 'button-token', confidence: 'certain', again: false });
    await claim(hidden('ES.888', { buttonPayload: button() }), contactIdOf(keyring, { channel: 'whatsapp', scopedUserId: 'ES.888' }));
    expect(await find(hidden('ES.888', { buttonPayload: button() }))).toMatchObject({ again: true });
    expect(await find(hidden('ES.999', { buttonPayload: button() }))).toBeUndefined();
    expect(await find(message({ buttonPayload: button(), phone: STRANGER }))).toBeUndefined();
    expect(await find(message({ buttonPayload: button() }))).toMatchObject({ again: true });
  });
});

describe('a claim', () => {
  it('is written with its method and confidence, its events, and ends the expiry', async () => {
    const chatId = await claim(message({ buttonPayload: button() }));
    expect(await s.handoff(id)).toMatchObject({ claim: { chatId, method: 'button-token', confidence: 'certain' } });
    const linked = (await s.events()).find((event) => event.type === 'handoff.linked');
    expect(linked).toMatchObject({ chatId, handoffId: id, data: { method: 'button-token', confidence: 'certain' } });
    expect(await s.types()).toContain('handoff.engaged');
    expect((await s.due(100 * HOUR_MS)).map((timer) => timer.type)).not.toContain('handoff.expire');
  });

  it('by the same person again is a new episode: linked, returned, and the first claim stands', async () => {
    const first = await claim(message({ buttonPayload: button() }));
    s.clock.advance(HOUR_MS);
    expect(await find(message({ buttonPayload: button() }))).toMatchObject({ again: true });
    await claim(message({ buttonPayload: button() }));
    expect(await s.handoff(id)).toMatchObject({ claim: { chatId: first } });
    expect((await s.types()).filter((type) => type === 'handoff.linked')).toHaveLength(1);
    expect(await s.types()).toContain('chat.returned');
  });

  it('of two at once is one', async () => {
    const [one, two] = await Promise.all([find(message({ buttonPayload: button() })), find(message({ buttonPayload: button() }))]);
    if (!one || !two) throw new Error('nothing to claim');
    const shard = shardOfId(id) ?? 0;
    const into = (tail: string) => ({ chatId: makeId('t', shard, tail), shard, nowMs: s.clock.nowMs() });
    const results = await Promise.all([
      s.store.commit({ shard, ...claimChanges(one, into('one')) }),
      s.store.commit({ shard, ...claimChanges(two, into('two')) }),
    ]);
    expect(results.map((result) => result.kind).toSorted()).toEqual(['committed', 'conflict']);
  });

  it('from another shard is not written there: its event carries it over, once', async () => {
    const found = await find(message({ buttonPayload: button() }));
    if (!found) throw new Error('nothing to claim');
    const shard = ((shardOfId(id) ?? 0) + 1) % 4;
    const chatId = makeId('t', shard, 'faraway');
    const changes = claimChanges(found, { chatId, shard, nowMs: s.clock.nowMs() });
    expect(changes.writes).toEqual([]);
    await s.store.commit({ shard, ...changes });
    expect((await s.handoff(id)).claim).toBeUndefined();
    const linked = (await s.events()).find((event) => event.type === 'handoff.linked');
    expect(linked).toMatchObject({ shard, handoffId: id, chatId });
    const announced = { handoffId: id, chatId, method: 'button-token', confidence: 'certain' } as const;
    await Promise.all([settleClaim(s.deps, announced), settleClaim(s.deps, announced)]);
    await settleClaim(s.deps, { ...announced, chatId: makeId('t', shard, 'later') });
    expect(await s.handoff(id)).toMatchObject({ claim: { chatId, method: 'button-token' } });
    expect((await s.due(100 * HOUR_MS)).map((timer) => timer.type)).not.toContain('handoff.expire');
  });
});
