import { readFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { routeWaiting } from '../../src/agents/route-waiting.ts';
import type { DomainEvent } from '../../src/base/events.ts';
import type { Chat } from '../../src/chat/chat.ts';
import { claimChat } from '../../src/chat/claim-chat.ts';
import { closeChat } from '../../src/chat/close-chat.ts';
import { postReply } from '../../src/chat/post-reply.ts';
import { retypeChat } from '../../src/chat/retype-chat.ts';
import { type ChatWorld, createChatWorld, HOUR, MINUTE, NOON } from './chat-world.ts';

const BERTA = { userId: 'u_1', name: 'Berta', supervisor: false, capacity: 5 };
const CARL = { userId: 'u_2', name: 'Carl', supervisor: false, capacity: 5 };

const written = JSON.parse(readFileSync('flows/support.flow.json', 'utf8'));
written.variables.pin = { type: 'string', sensitive: true };
written.chat.steps.pin = {
  type: 'ask',
  text: { es: '¿Su PIN?', en: 'Your PIN?' },
  variable: 'pin',
  as: { kind: 'digits', length: 9 },
  retries: 1,
  next: 'assign',
  invalid: 'assign',
};
written.chat.steps['by-topic'].cases.unshift({ when: 'call.intent == "pin"', to: 'pin' });

const world: ChatWorld = await createChatWorld(written);
const nobody = (opensAtMs?: number) => {
  world.desk.outlook = { open: false, waiting: 0, agentsPresent: 0, ...(opensAtMs !== undefined && { opensAtMs }) };
};
const somebody = () => {
  world.desk.outlook = { open: true, waiting: 0, agentsPresent: 1 };
};
beforeEach(() => world.reset());
afterAll(() => world.stop());

/** What the customer was written since, by the bot. */
async function botTexts(chat: Chat, afterSeq = 0): Promise<string[]> {
  return (await world.thread(chat.id)).filter((entry) => entry.author.kind === 'bot' && entry.seq > afterSeq).map(({ text }) => text);
}

async function eventsOf(type: string): Promise<DomainEvent[]> {
  const found: DomainEvent[] = [];
  for await (const events of world.deps.eventLog.range(0, world.clock.nowMs() + 365 * 24 * HOUR)) {
    found.push(...events.filter((event) => event.type === type));
  }
  return found;
}

async function atDesk(...words: string[]): Promise<Chat> {
  let chat = await world.say('Hola');
  for (const text of words) chat = await world.say(text);
  expect(chat.state).toBe('waiting');
  return chat;
}

describe('nobody is at the desk', () => {
  test('the chat is kept with its case number and the time by which it is answered, once', async () => {
    nobody();
    const chat = await atDesk('persona');
    const dueAtMs = NOON + 24 * HOUR - 5 * MINUTE - HOUR;
    expect(chat.ticket?.promise).toEqual({ kind: 'by', dueAtMs: Math.floor(dueAtMs / (15 * MINUTE)) * 15 * MINUTE, madeAtMs: NOON });
    expect(await botTexts(chat)).toContain(
      `Ahora mismo no hay nadie conectado. Guardamos su caso ${chat.caseNumber} y una persona le contestará aquí mismo a más tardar mañana a las 10:45.`,
    );
    const seq = chat.lastMessage.seq;
    await world.say('¿hola?');
    await world.say('¿hay alguien?');
    expect(await botTexts(chat, seq)).toEqual([]);
    world.clock.advance(4 * HOUR);
    await world.say('sigo esperando');
    await world.say('¿y?');
    expect(await botTexts(chat, seq)).toEqual([`Lo añadimos a su caso ${chat.caseNumber}.`]);
    expect(await eventsOf('ticket.kept')).toHaveLength(1);
  });

  test('where it opens after the window has closed, the customer is asked to write again, and then told by when', async () => {
    nobody(NOON + 60 * HOUR);
    const chat = await atDesk('persona');
    expect(chat.ticket?.promise?.kind).toBe('write-again');
    expect((await botTexts(chat)).at(-1)).toMatch(/WhatsApp solo nos deja contestar/);
    world.clock.advance(50 * HOUR);
    const again = await world.say('sigo aquí');
    expect(again.ticket?.promise).toMatchObject({ kind: 'by' });
    expect((await botTexts(chat)).at(-1)).toMatch(/a más tardar/);
  });

  test('before the promise is missed and when it is, desk and event log hear it once; the late answer is told as late', async () => {
    nobody();
    const chat = await atDesk('persona');
    const dueAtMs = chat.ticket?.promise?.dueAtMs ?? 0;
    world.clock.set(dueAtMs - HOUR);
    await world.settle();
    await world.settle();
    expect((await eventsOf('ticket.due-soon')).map(({ data }) => data)).toEqual([{ dueAtMs }]);
    expect(await eventsOf('ticket.overdue')).toEqual([]);
    world.clock.set(dueAtMs + MINUTE);
    await world.settle();
    await world.settle();
    expect(await eventsOf('ticket.overdue')).toHaveLength(1);
    expect((await world.thread(chat.id)).map(({ said }) => said?.key).filter((key) => key?.startsWith('ticket'))).toEqual([
      'ticketDueSoon',
      'ticketMissed',
    ]);
    somebody();
    await claimChat(world.deps, BERTA, { chatId: chat.id });
    await postReply(world.deps, BERTA, { chatId: chat.id, messageId: 'message-0001', text: 'Buenos días' });
    await world.settle();
    expect((await eventsOf('ticket.answered')).map(({ data }) => data?.late)).toEqual([true]);
    expect((await world.read(chat.id)).ticket?.promise).toBeUndefined();
  });

  test('an answer in time ends the promise: nothing is told any more', async () => {
    nobody();
    const chat = await atDesk('persona');
    somebody();
    await claimChat(world.deps, BERTA, { chatId: chat.id });
    await postReply(world.deps, BERTA, { chatId: chat.id, messageId: 'message-0001', text: 'Buenos días' });
    world.clock.advance(30 * HOUR);
    await world.settle();
    expect((await eventsOf('ticket.answered')).map(({ data }) => data?.late)).toEqual([false]);
    expect(await eventsOf('ticket.overdue')).toEqual([]);
  });

  test('a claim alone is no answer: the promise is missed all the same', async () => {
    nobody();
    const chat = await atDesk('persona');
    await claimChat(world.deps, BERTA, { chatId: chat.id });
    world.clock.set((chat.ticket?.promise?.dueAtMs ?? 0) + MINUTE);
    await world.settle();
    expect(await eventsOf('ticket.overdue')).toHaveLength(1);
  });

  test('everybody goes while a chat waits: it is kept then, and its customer told', async () => {
    const chat = await atDesk('persona');
    expect(chat.ticket?.promise).toBeUndefined();
    nobody();
    world.clock.advance(6 * MINUTE);
    await world.settle();
    expect((await world.read(chat.id)).ticket?.promise?.kind).toBe('by');
    expect((await botTexts(chat)).at(-1)).toMatch(/Guardamos su caso/);
    world.clock.advance(6 * MINUTE);
    await world.settle();
    expect((await botTexts(chat)).filter((text) => text.includes('Guardamos'))).toHaveLength(1);
  });

  test('the same message twice makes one promise and one answer', async () => {
    nobody();
    const chat = await world.say('Hola');
    const message = world.message('persona');
    const { receiveMessage } = await import('../../src/chat/receive-message.ts');
    await Promise.all([receiveMessage(world.deps, message), receiveMessage(world.deps, message)]);
    await world.settle();
    expect(await eventsOf('ticket.kept')).toHaveLength(1);
    expect((await botTexts(chat)).filter((text) => text.includes('Guardamos'))).toHaveLength(1);
  });
});

describe('what is urgent', () => {
  test('goes to the people at once, is told what to do, and before everybody else', async () => {
    const first = await atDesk('persona');
    const second = { channel: 'whatsapp', phone: '+34600111333' } as const;
    const urgent = await world.say('Huele a gas en casa', { from: second });
    expect(urgent).toMatchObject({ state: 'waiting', priority: 0, ticket: { urgent: { why: 'words', words: ['huele a gas'] } } });
    expect((await botTexts(urgent)).filter((text) => text.includes('112'))).toHaveLength(1);
    await world.arrive(BERTA);
    await world.arrive(CARL);
    const offers = await routeWaiting(world.deps);
    const all = [...offers.map(({ chat }) => chat.chatId), ...(await world.deps.board.offers()).map(({ chatId }) => chatId)];
    expect(all).toContain(first.id);
    expect((await world.deps.index.waiting()).find(({ chatId }) => chatId === urgent.id)).toMatchObject({ urgent: true, priority: 0 });
  });

  test('"no hay fuego" is not', async () => {
    const chat = await world.say('Hola');
    await world.say('No hay fuego');
    expect((await world.read(chat.id)).ticket?.urgent).toBeUndefined();
    expect((await world.read(chat.id)).state).toBe('bot');
  });

  test('an agent takes the mark away and gives it', async () => {
    const chat = await atDesk('persona', 'es una emergencia');
    expect((await world.read(chat.id)).priority).toBe(0);
    await retypeChat(world.deps, BERTA, { chatId: chat.id, urgent: false });
    expect(await world.read(chat.id)).toMatchObject({ priority: 5 });
    await retypeChat(world.deps, BERTA, { chatId: chat.id, urgent: true });
    expect(await world.read(chat.id)).toMatchObject({ priority: 0, ticket: { urgent: { why: 'agent' } } });
    expect((await eventsOf('ticket.calmed')).map(({ data }) => data?.userId)).toEqual(['u_1']);
  });
});

describe('the type of a ticket', () => {
  test('comes from the intent of the call', async () => {
    const { go } = await world.invite({ intent: 'billing' });
    await world.say('Continuar', { buttonPayload: go });
    const chat = await world.say('persona');
    expect(chat.ticket?.type).toMatchObject({ id: 'billing', by: 'classifier', words: ['intent billing'] });
    expect((await eventsOf('ticket.typed')).map(({ data }) => data)).toEqual([
      { ticket: 'billing', score: 0.6, words: ['intent billing'] },
    ]);
  });

  test('is looked for again while nobody is sure, and then fixed', async () => {
    const chat = await atDesk('persona');
    expect(chat.ticket).toMatchObject({ unsure: [] });
    const typed = await world.say('Es por mi factura');
    expect(typed.ticket?.type?.id).toBe('billing');
    const later = await world.say('y también por un pedido que no llega');
    expect(later.ticket?.type?.id).toBe('billing');
    expect(await eventsOf('ticket.typed')).toHaveLength(1);
    expect(await eventsOf('ticket.unsure')).toHaveLength(1);
  });

  test('is corrected by an agent; the correction says what it was', async () => {
    const chat = await atDesk('persona', 'Es por mi factura');
    await retypeChat(world.deps, BERTA, { chatId: chat.id, type: 'contract' });
    await retypeChat(world.deps, BERTA, { chatId: chat.id, type: 'contract' });
    expect((await world.read(chat.id)).ticket?.type).toMatchObject({ id: 'contract', by: 'u_1' });
    expect((await eventsOf('ticket.corrected')).map(({ data }) => data)).toEqual([
      { ticket: 'contract', from: 'billing', was: 'typed', userId: 'u_1' },
    ]);
    expect(await retypeChat(world.deps, BERTA, { chatId: chat.id, type: 'nothing' })).toEqual({
      kind: 'refused',
      code: 'ticket-type-not-found',
    });
    await claimChat(world.deps, CARL, { chatId: chat.id });
    expect(await retypeChat(world.deps, BERTA, { chatId: chat.id, type: 'order' })).toMatchObject({ code: 'chat-not-yours' });
  });
});

describe('what the type needs is asked while a person is waited for', () => {
  test('answers go to the card and to the flow; the moment an agent has the chat the bot is silent', async () => {
    const chat = await atDesk('persona', 'Estamos sin luz');
    expect((await botTexts(chat)).slice(-2)).toEqual(['Mientras tanto, para adelantar:', '¿Cuál es el código postal del lugar?']);
    await world.say('no lo sé');
    const answered = await world.say('28013');
    expect(answered.ticket).toMatchObject({ answers: { postcode: '28013' }, asking: { at: 1 } });
    expect(answered.snapshot?.context.variables.postcode).toBe('28013');
    expect((await eventsOf('ticket.field-collected')).map(({ data }) => data)).toEqual([{ variable: 'postcode', ticket: 'fault' }]);
    await claimChat(world.deps, BERTA, { chatId: chat.id });
    await world.settle();
    const seq = (await world.read(chat.id)).lastMessage.seq;
    await world.say('desde las ocho');
    expect(await botTexts(chat, seq)).toEqual([]);
    expect((await world.read(chat.id)).ticket?.answers).toEqual({ postcode: '28013' });
  });

  test('a claim at the same moment as an answer: never two voices', async () => {
    const chat = await atDesk('persona', 'Estamos sin luz');
    const { receiveMessage } = await import('../../src/chat/receive-message.ts');
    await Promise.all([receiveMessage(world.deps, world.message('28013')), claimChat(world.deps, BERTA, { chatId: chat.id })]);
    await world.settle();
    const thread = await world.thread(chat.id);
    const claimed = thread.findIndex(({ said }) => said?.key === 'claimed');
    const after = thread.slice(claimed + 1).filter(({ author }) => author.kind === 'bot');
    expect(after.map(({ text }) => text)).toEqual(['Le atiende Berta.']);
  });

  test('who asks for a person once more is left in peace', async () => {
    const chat = await atDesk('persona', 'Estamos sin luz');
    await world.say('quiero hablar con una persona');
    const seq = (await world.read(chat.id)).lastMessage.seq;
    await world.say('28013');
    expect(await botTexts(chat, seq)).toEqual([]);
  });
});

describe('an answer that is never kept', () => {
  test('is not in the thread, not in the list, nowhere in the store; also when it did not fit', async () => {
    const { go } = await world.invite({ intent: 'pin' });
    const chat = await world.say('Continuar', { buttonPayload: go });
    expect(chat.wait).toMatchObject({ kind: 'reply', step: 'pin' });
    await world.say('7351902');
    const done = await world.say('735190286');
    expect(done.state).toBe('waiting');
    const entries = (await world.thread(chat.id)).filter(({ author }) => author.kind === 'customer');
    expect(entries.slice(-2).map(({ text, hidden }) => [text, hidden])).toEqual([
      ['•••• (respuesta confidencial: no se guarda)', true],
      ['•••• (respuesta confidencial: no se guarda)', true],
    ]);
    const kept: string[] = [];
    for (const key of await world.client.keys('*')) {
      const type = await world.client.type(key);
      if (type === 'hash') kept.push(JSON.stringify(await world.client.hgetall(key)));
      else if (type === 'string') kept.push((await world.client.get(key)) ?? '');
      else if (type === 'stream') kept.push(JSON.stringify(await world.client.xrange(key, '-', '+')));
      else if (type === 'zset') kept.push(JSON.stringify(await world.client.zrange(key, '0', '-1')));
    }
    expect(kept.some((text) => text.includes('respuesta confidencial'))).toBe(true);
    expect(kept.filter((text) => text.includes('7351902'))).toEqual([]);
  });

  test('who asks for a person instead is read', async () => {
    const { go } = await world.invite({ intent: 'pin' });
    const chat = await world.say('Continuar', { buttonPayload: go });
    await world.say('quiero hablar con una persona');
    expect((await world.thread(chat.id)).some(({ text }) => text === 'quiero hablar con una persona')).toBe(true);
  });
});

test('a closed chat owes no answer: nothing is due any more', async () => {
  nobody();
  const chat = await atDesk('persona');
  await claimChat(world.deps, BERTA, { chatId: chat.id });
  await closeChat(world.deps, BERTA, { chatId: chat.id, disposition: 'spam' });
  world.clock.advance(30 * HOUR);
  await world.settle();
  expect(await eventsOf('ticket.overdue')).toEqual([]);
});
