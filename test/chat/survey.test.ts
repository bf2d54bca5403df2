import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimChat } from '../../src/chat/claim-chat.ts';
import { closeChat } from '../../src/chat/close-chat.ts';
import { handBackToBot } from '../../src/chat/hand-back-to-bot.ts';
import { receiveMessage } from '../../src/chat/receive-message.ts';
import { actor, type ChatWorld, createChatWorld, HOUR } from './chat-world.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await createChatWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.reset());

const luis = actor('u_LUIS');
const QUESTION = '¿Ha quedado resuelta su consulta?';

async function owned() {
  const { id } = await world.say('persona');
  await claimChat(world.deps, luis, { chatId: id });
  await world.settle();
  return id;
}

async function closed(disposition = 'resolved') {
  const id = await owned();
  await closeChat(world.deps, luis, { chatId: id, disposition });
  await world.settle();
  return id;
}

const surveys = async () => (await world.eventTypes()).filter((type) => /surveyed|rated|confirmed|denied/.test(type));

describe('after an agent has closed the chat', () => {
  it('is asked whether it is solved, once, by buttons; the chat stays closed', async () => {
    const id = await closed();
    expect(world.carrier.sent.at(-1)?.content).toMatchObject({ kind: 'buttons', text: QUESTION, buttons: [{ id: 'settled.yes' }, {}] });
    expect(await surveys()).toEqual(['chat.surveyed']);
    expect((await world.read(id)).closed).toMatchObject({ disposition: 'resolved' });
    expect((await world.contact())?.openChatId).toBeUndefined();
    expect(await world.deps.board.seatsOf('u_LUIS')).toEqual([]);
    expect((await world.eventTypes()).filter((type) => type === 'chat.closed')).toHaveLength(1);
  });

  it.each([
    ['tapped', { buttonPayload: 'settled.yes' }, 'Sí'],
    ['typed', {}, 'sí, gracias'],
    ['typed as its number', {}, '1'],
  ])('a yes, %s, is confirmed, thanked for, and opens nothing', async (_, more, text) => {
    const id = await closed();
    const chat = await world.say(text, more);
    expect(chat.id).toBe(id);
    expect(chat).toMatchObject({ state: 'closed', unread: 0, survey: { kind: 'resolved', answer: { score: 1, positive: true } } });
    expect(await surveys()).toEqual(['chat.surveyed', 'chat.rated', 'chat.confirmed']);
    expect((await world.eventTypes()).filter((type) => type === 'chat.closed')).toHaveLength(1);
    expect(world.carrier.texts().at(-1)).toContain('Gracias por escribirnos');
  });

  it('a no brings the same case back to a person, the last one first', async () => {
    const id = await closed();
    const chat = await world.say('Todavía no', { buttonPayload: 'settled.no' });
    expect(chat).toMatchObject({ id, state: 'waiting', lastAgentId: 'u_LUIS', survey: { answer: { score: 0, positive: false } } });
    expect(chat.closed).toBeUndefined();
    expect(await surveys()).toEqual(['chat.surveyed', 'chat.rated', 'chat.denied']);
    expect((await world.deps.index.waiting()).map(({ chatId }) => chatId)).toEqual([id]);
    expect((await world.contact())?.openChatId).toBe(id);
    expect((await world.thread(id)).at(-1)?.author.kind === 'customer').toBe(false);
  });

  it('is not asked a second time when that case is closed again', async () => {
    const id = await closed();
    await world.say('no');
    await claimChat(world.deps, luis, { chatId: id });
    await closeChat(world.deps, luis, { chatId: id, disposition: 'resolved' });
    await world.settle();
    expect(world.carrier.texts().filter((text) => text === QUESTION)).toHaveLength(1);
    expect(await surveys()).toEqual(['chat.surveyed', 'chat.rated', 'chat.denied']);
  });

  it('silence is no answer, and neither is something new: it opens the next episode', async () => {
    const id = await closed();
    const next = await world.say('Otra cosa: quiero cambiar la dirección');
    expect(next.id).not.toBe(id);
    expect(await surveys()).toEqual(['chat.surveyed']);
    expect((await world.read(id)).survey?.answer).toBeUndefined();
  });

  it('who asks for a person gets one, whatever was asked', async () => {
    const id = await closed();
    const next = await world.say('persona');
    expect(next.id).not.toBe(id);
    expect(next.state).toBe('waiting');
  });

  it('a yes that is typed days later begins something new; a tap still says what it answers', async () => {
    const id = await closed();
    world.clock.advance(30 * HOUR);
    const tapped = await world.say('Sí', { buttonPayload: 'settled.yes' });
    expect(tapped.id).toBe(id);
    await world.reset();
    const other = await closed();
    world.clock.advance(30 * HOUR);
    expect((await world.say('sí')).id).not.toBe(other);
  });

  it('an answer that is delivered or tapped twice counts once', async () => {
    const id = await closed();
    const message = world.message('Sí', { buttonPayload: 'settled.yes' });
    await Promise.all([receiveMessage(world.deps, message), receiveMessage(world.deps, message)]);
    await world.settle();
    const again = await world.say('Todavía no', { buttonPayload: 'settled.no' });
    expect(again).toMatchObject({ id, state: 'closed', survey: { answer: { score: 1 } } });
    expect(await surveys()).toEqual(['chat.surveyed', 'chat.rated', 'chat.confirmed']);
  });

  it.each([
    ['with another end', async () => closed('unresolved')],
    [
      'outside the service window',
      async () => {
        const id = await owned();
        world.clock.advance(25 * HOUR);
        await closeChat(world.deps, luis, { chatId: id, disposition: 'resolved' });
        await world.settle();
      },
    ],
    [
      'by somebody who opted out',
      async () => {
        const id = await owned();
        await world.say('BAJA');
        await closeChat(world.deps, luis, { chatId: id, disposition: 'resolved' });
        await world.settle();
      },
    ],
  ])('%s nothing is asked', async (_, close) => {
    await close();
    expect(world.carrier.texts()).not.toContain(QUESTION);
    expect(await surveys()).toEqual([]);
  });

  it('a chat continued from a call is found again by its answer, although the call could claim it', async () => {
    const { go } = await world.invite();
    const { id } = await world.say('Seguir aquí', { buttonPayload: go });
    await world.say('persona');
    await claimChat(world.deps, luis, { chatId: id });
    await closeChat(world.deps, luis, { chatId: id, disposition: 'resolved' });
    await world.settle();
    expect((await world.say('1')).id).toBe(id);
    expect(await surveys()).toEqual(['chat.surveyed', 'chat.rated', 'chat.confirmed']);
  });
});

describe('in the flow', () => {
  it('the survey after the agent hands back counts the same', async () => {
    const id = await owned();
    await handBackToBot(world.deps, luis, { chatId: id });
    await world.settle();
    expect(await world.read(id)).toMatchObject({ state: 'bot', wait: { kind: 'survey', step: 'settled' } });
    await world.say('2');
    expect(await world.read(id)).toMatchObject({ state: 'waiting', survey: { answer: { score: 0 } } });
    expect(await surveys()).toEqual(['chat.surveyed', 'chat.rated', 'chat.denied']);
  });

  it('silence closes the chat after a day, and counts as nothing', async () => {
    const id = await owned();
    await handBackToBot(world.deps, luis, { chatId: id });
    await world.settle();
    world.clock.advance(24 * HOUR);
    await world.settle();
    expect((await world.read(id)).state).toBe('closed');
    expect(await surveys()).toEqual(['chat.surveyed']);
  });
});
