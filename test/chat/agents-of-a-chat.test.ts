import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addNote } from '../../src/chat/add-note.ts';
import { claimChat } from '../../src/chat/claim-chat.ts';
import { closeChat } from '../../src/chat/close-chat.ts';
import { handBackToBot } from '../../src/chat/hand-back-to-bot.ts';
import { markSeen } from '../../src/chat/mark-seen.ts';
import { postReply } from '../../src/chat/post-reply.ts';
import { rebuildIndex } from '../../src/chat/project-chat.ts';
import { ORPHAN_AFTER_MS, returnOrphans } from '../../src/chat/return-orphans.ts';
import { sendTemplate } from '../../src/chat/send-template.ts';
import { transferChat } from '../../src/chat/transfer-chat.ts';
import { actor, type ChatWorld, createChatWorld, HOUR, MINUTE } from './chat-world.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await createChatWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.reset());

const luis = actor('u_LUIS');
const marta = actor('u_MARTA');
const boss = actor('u_BOSS', { supervisor: true });
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const reply = (chatId: Parameters<ChatWorld['read']>[0], n = 1, text = 'Buenos días') => ({ chatId, messageId: uuid(n), text });
const waiting = () => world.say('persona');
async function owned(by = luis) {
  const { id } = await waiting();
  await claimChat(world.deps, by, { chatId: id });
  await world.settle();
  return world.read(id);
}

describe('claiming a chat', () => {
  it('gives it to one of two at once; the other is told', async () => {
    const { id } = await waiting();
    const outcomes = await Promise.all([luis, marta].map((who) => claimChat(world.deps, who, { chatId: id })));
    expect(outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.code : outcome.kind)).sort()).toEqual(['chat-taken', 'claimed']);
    const { agentId } = await world.read(id);
    expect(await world.deps.board.seatsOf(agentId ?? '')).toEqual([id]);
    expect(await world.deps.board.seatsOf(agentId === 'u_LUIS' ? 'u_MARTA' : 'u_LUIS')).toEqual([]);
  });

  it('tells the customer who answers, and is the same when done twice', async () => {
    const { id } = await owned();
    expect(world.carrier.texts().at(-1)).toBe('Le atiende Luis.');
    expect(await claimChat(world.deps, luis, { chatId: id })).toMatchObject({ kind: 'claimed' });
    expect((await world.deps.index.waiting()).length).toBe(0);
  });

  it('stops at the capacity, also when two are claimed at once', async () => {
    const first = await waiting();
    const second = await world.say('persona', { from: { channel: 'whatsapp', phone: '+34600999888' } });
    const one = actor('u_LUIS', { capacity: 1 });
    const outcomes = await Promise.all([first.id, second.id].map((chatId) => claimChat(world.deps, one, { chatId })));
    expect(outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.code : outcome.kind)).sort()).toEqual([
      'at-capacity',
      'claimed',
    ]);
  });

  it('leaves no seat taken when the store fails, and can be repeated', async () => {
    const { id } = await waiting();
    world.faults.beforeCommit = 1;
    await expect(claimChat(world.deps, luis, { chatId: id })).rejects.toMatchObject({ code: 'store-unavailable' });
    world.clock.advance(2 * MINUTE);
    await world.arrive(luis);
    expect((await world.deps.board.agents())[0]).toMatchObject({ load: 0 });
    expect(await claimChat(world.deps, luis, { chatId: id })).toMatchObject({ kind: 'claimed' });
  });

  it('from a colleague or the bot is for supervisors', async () => {
    const { id } = await owned();
    expect(await claimChat(world.deps, marta, { chatId: id, takeOver: true })).toEqual({ kind: 'refused', code: 'chat-taken' });
    expect(await claimChat(world.deps, boss, { chatId: id, takeOver: true })).toMatchObject({ kind: 'claimed' });
    expect(await postReply(world.deps, luis, reply(id))).toEqual({ kind: 'refused', code: 'chat-not-yours' });
    await world.settle();
    expect(await world.deps.board.seatsOf('u_LUIS')).toEqual([]);
  });

  it('of a chat that is not there is refused', async () => {
    expect(await claimChat(world.deps, luis, { chatId: 't_03_NOTHERE0' as never })).toEqual({ kind: 'refused', code: 'chat-not-found' });
    expect(await world.deps.board.seatsOf('u_LUIS')).toEqual([]);
  });
});

describe('a reply', () => {
  it('is sent once, though it is posted three times and twice at once', async () => {
    const { id } = await owned();
    const posted = await Promise.all([1, 2, 3].map(() => postReply(world.deps, luis, reply(id))));
    expect(new Set(posted.map((outcome) => (outcome.kind === 'posted' ? outcome.message.seq : 'no'))).size).toBe(1);
    await world.settle();
    expect(world.carrier.texts().filter((text) => text === 'Buenos días')).toHaveLength(1);
    expect((await world.read(id)).firstHumanReplyAtMs).toBe(world.clock.nowMs());
  });

  it('is answered alike after the chat has been closed', async () => {
    const { id } = await owned();
    const first = await postReply(world.deps, luis, reply(id));
    await closeChat(world.deps, luis, { chatId: id, disposition: 'resolved' });
    expect(await postReply(world.deps, luis, reply(id))).toEqual(first);
    expect(await postReply(world.deps, luis, reply(id, 2))).toEqual({ kind: 'refused', code: 'chat-closed' });
  });

  it('needs the ownership, the window, a length and a willing reader', async () => {
    const { id } = await owned();
    expect(await postReply(world.deps, marta, reply(id))).toEqual({ kind: 'refused', code: 'chat-not-yours' });
    expect(await postReply(world.deps, luis, reply(id, 1, 'x'.repeat(1601)))).toEqual({ kind: 'refused', code: 'message-too-long' });
    world.clock.advance(24 * HOUR - 5 * MINUTE);
    expect(await postReply(world.deps, luis, reply(id))).toEqual({ kind: 'refused', code: 'window-closed' });
    await world.say('STOP');
    expect(await postReply(world.deps, luis, reply(id))).toEqual({ kind: 'refused', code: 'opted-out' });
  });

  it('outside the window leaves as a template', async () => {
    const { id } = await owned();
    world.clock.advance(25 * HOUR);
    const template = { chatId: id, messageId: uuid(9), template: 'call-continue', language: 'es', values: { business: 'Luz Clara' } };
    expect(await sendTemplate(world.deps, luis, { ...template, template: 'nothing' })).toEqual({
      kind: 'refused',
      code: 'template-unavailable',
    });
    expect(await sendTemplate(world.deps, luis, { ...template, values: {} })).toEqual({ kind: 'refused', code: 'template-values-missing' });
    expect(await sendTemplate(world.deps, luis, template)).toMatchObject({ kind: 'posted' });
    await world.settle();
    expect(world.carrier.texts().at(-1)).toBe('template HX00000000000000000000000000000001');
  });

  it('fills the figures of first replies', async () => {
    const { id } = await waiting();
    world.clock.advance(40_000);
    await claimChat(world.deps, luis, { chatId: id });
    await postReply(world.deps, luis, reply(id));
    await world.settle();
    expect((await world.deps.board.firstReplies()).map(({ seconds }) => seconds)).toEqual([40]);
  });
});

describe('a note', () => {
  it('is in the thread once and never sent', async () => {
    const { id } = await owned();
    const sent = world.carrier.sent.length;
    const note = { chatId: id, messageId: uuid(3), text: 'Cliente de hace años' };
    expect(await addNote(world.deps, luis, note)).toEqual(await addNote(world.deps, luis, note));
    await world.settle();
    expect((await world.thread(id)).filter(({ author }) => author.kind === 'note')).toHaveLength(1);
    expect(world.carrier.sent).toHaveLength(sent);
    expect(await addNote(world.deps, marta, { ...note, messageId: uuid(4) })).toEqual({ kind: 'refused', code: 'chat-not-yours' });
  });
});

describe('a transfer', () => {
  it('to a colleague who is there changes the owner; the customer is told who comes', async () => {
    const { id } = await owned();
    await world.arrive(marta);
    expect(
      await transferChat(world.deps, luis, { chatId: id, to: { kind: 'agent', userId: 'u_MARTA' }, note: 'es urgente' }),
    ).toMatchObject({
      kind: 'transferred',
      chat: { agentId: 'u_MARTA' },
    });
    await world.settle();
    expect(world.carrier.texts().at(-1)).toContain('Marta');
    expect(await world.deps.board.seatsOf('u_LUIS')).toEqual([]);
    expect(await world.deps.board.seatsOf('u_MARTA')).toEqual([id]);
    expect((await world.thread(id)).some(({ text, author }) => author.kind === 'system' && text === 'Luis pasa el chat a Marta.')).toBe(
      true,
    );
    expect((await world.thread(id)).some(({ text, author }) => text === 'es urgente' && author.kind === 'note')).toBe(true);
  });

  it('to somebody who is away or full is refused and changes nothing', async () => {
    const { id } = await owned();
    const to = { kind: 'agent', userId: 'u_MARTA' } as const;
    expect(await transferChat(world.deps, luis, { chatId: id, to })).toEqual({ kind: 'refused', code: 'agent-unavailable' });
    await world.arrive(actor('u_MARTA', { capacity: 0 }));
    expect(await transferChat(world.deps, luis, { chatId: id, to })).toEqual({ kind: 'refused', code: 'at-capacity' });
    expect((await world.read(id)).agentId).toBe('u_LUIS');
  });

  it('to a team puts it into that team’s queue', async () => {
    const { id } = await owned();
    await transferChat(world.deps, luis, { chatId: id, to: { kind: 'team', team: 'billing' } });
    await world.settle();
    expect(await world.read(id)).toMatchObject({ state: 'waiting', team: 'billing', lastAgentId: 'u_LUIS' });
    expect((await world.deps.index.waiting()).map(({ team }) => team)).toEqual(['billing']);
    expect(await world.deps.board.seatsOf('u_LUIS')).toEqual([]);
    expect(world.carrier.texts().at(-1)).toContain('otro equipo');
  });

  it('by somebody who does not have the chat is refused', async () => {
    const { id } = await owned();
    const to = { kind: 'team', team: 'billing' } as const;
    expect(await transferChat(world.deps, marta, { chatId: id, to })).toEqual({ kind: 'refused', code: 'chat-not-yours' });
  });
});

describe('the end of a chat', () => {
  it('is told to the customer, frees the seat and leads to a new episode', async () => {
    const { id, caseNumber } = await owned();
    await closeChat(world.deps, luis, { chatId: id, disposition: 'resolved' });
    expect(await closeChat(world.deps, luis, { chatId: id, disposition: 'spam' })).toMatchObject({
      kind: 'closed',
      chat: { closed: { disposition: 'resolved' } },
    });
    await world.settle();
    expect(world.carrier.texts().at(-2)).toContain(caseNumber);
    expect(world.carrier.texts().at(-1)).toBe('¿Ha quedado resuelta su consulta?');
    expect(await world.deps.board.seatsOf('u_LUIS')).toEqual([]);
    expect(await world.deps.index.open(10)).toEqual([]);
    expect((await world.contact())?.chats.at(-1)).toMatchObject({ chatId: id, disposition: 'resolved' });
    const next = await world.say('hola de nuevo');
    expect(next.id).not.toBe(id);
    expect(next.lastAgentId).toBe('u_LUIS');
  });

  it('of a bot’s chat comes after a day of silence, told in time', async () => {
    const { id } = await world.say('hola');
    world.clock.advance(23 * HOUR);
    await world.settle();
    expect((await world.read(id)).closed).toMatchObject({ disposition: 'idle' });
    expect((await world.contact())?.openChatId).toBeUndefined();
    expect(world.carrier.texts().at(-1)).toContain('Hemos cerrado');
  });

  it('never comes to a chat that waits for us', async () => {
    const { id } = await waiting();
    world.clock.advance((60 * 24 * HOUR) / 3);
    await world.settle();
    expect((await world.read(id)).state).toBe('waiting');
  });
});

describe('handing back to the bot', () => {
  it('goes on where the flow says, and the customer is told', async () => {
    const { id } = await owned();
    expect(await handBackToBot(world.deps, luis, { chatId: id })).toMatchObject({ kind: 'handed-back' });
    await world.settle();
    expect(await world.read(id)).toMatchObject({ state: 'bot', lastAgentId: 'u_LUIS' });
    expect(world.carrier.texts().slice(-2)).toEqual([expect.stringContaining('asistente automático'), '¿Ha quedado resuelta su consulta?']);
    expect(await world.deps.board.seatsOf('u_LUIS')).toEqual([]);
    expect((await world.say('Sí', { buttonPayload: 'yes' })).state).toBe('closed');
  });
});

describe('what is left lying', () => {
  it('goes back into the queue when the agent is gone and the customer waits', async () => {
    await world.arrive(luis);
    const { id } = await owned();
    await world.say('¿sigue ahí?');
    expect(await returnOrphans(world.deps)).toBe(0);
    world.clock.advance(ORPHAN_AFTER_MS);
    expect(await returnOrphans(world.deps)).toBe(1);
    expect(await returnOrphans(world.deps)).toBe(0);
    await world.settle();
    expect(await world.read(id)).toMatchObject({ state: 'waiting', lastAgentId: 'u_LUIS' });
    expect(world.carrier.texts().at(-1)).toContain('Luis');
  });

  it('is reminded of an hour before the window closes, once', async () => {
    const { id } = await owned();
    await world.say('¿y bien?');
    world.clock.advance(23 * HOUR);
    await world.settle();
    await world.settle();
    expect((await world.thread(id)).filter(({ text }) => text.startsWith('Queda una hora'))).toHaveLength(1);
  });
});

describe('the index of open chats', () => {
  it('is rebuilt from the event log', async () => {
    const { id } = await owned();
    const other = await world.say('persona', { from: { channel: 'whatsapp', phone: '+34600999888' } });
    await world.client.del('{desk}:open', '{desk}:waiting', '{desk}:seats:u_LUIS');
    expect(await rebuildIndex(world.deps, 0, world.clock.nowMs() + HOUR)).toBe(2);
    expect((await world.deps.index.open(10)).map(({ chatId }) => chatId).sort()).toEqual([id, other.id].sort());
    expect((await world.deps.index.waiting()).map(({ chatId }) => chatId)).toEqual([other.id]);
    expect(await world.deps.board.seatsOf('u_LUIS')).toEqual([id]);
  });
});

describe('what was read', () => {
  it('is read by the owner only', async () => {
    const { id } = await owned();
    await world.say('otra cosa');
    await markSeen(world.deps, marta, { chatId: id });
    expect((await world.read(id)).unread).toBeGreaterThan(0);
    await markSeen(world.deps, luis, { chatId: id });
    expect((await world.read(id)).unread).toBe(0);
  });
});
