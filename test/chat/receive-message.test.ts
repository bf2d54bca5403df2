import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimChat } from '../../src/chat/claim-chat.ts';
import { postReply } from '../../src/chat/post-reply.ts';
import { receiveMessage } from '../../src/chat/receive-message.ts';
import { sendTemplate } from '../../src/chat/send-template.ts';
import { ANA, actor, type ChatWorld, createChatWorld, HOUR } from './chat-world.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await createChatWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.reset());

const authors = async (id: Parameters<ChatWorld['thread']>[0]) => (await world.thread(id)).map(({ author }) => author.kind);

describe('a message from a customer', () => {
  it('opens a chat that knows the call: linked by the token, acknowledged with the case, nothing asked again', async () => {
    const { handoff, go } = await world.invite();
    const chat = await world.say('Seguir aquí', { buttonPayload: go, buttonText: 'Seguir aquí' });
    expect(chat.link).toEqual({ handoffId: handoff.id, callId: handoff.callId, method: 'button-token', confidence: 'certain' });
    expect(chat.card).toEqual(handoff.card);
    expect(chat.caseNumber).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const [acknowledgement, state] = world.carrier.texts();
    expect(acknowledgement).toContain(chat.caseNumber);
    expect(acknowledgement).toContain('Nos preguntó por su pedido 123456.');
    expect(state).toContain('123456');
    expect(state).toContain('en camino');
    expect(world.carrier.texts().join('\n')).not.toContain('número de pedido?');
    expect(world.requests.map(({ url }) => url)).toEqual(['/demo/orders/123456']);
    expect(await authors(chat.id)).toEqual(['system', 'customer', 'bot', 'bot', 'bot']);
    expect((await world.handoff(handoff.id)).claim).toMatchObject({ chatId: chat.id, method: 'button-token' });
    expect(await world.eventTypes()).toEqual(expect.arrayContaining(['chat.opened', 'handoff.engaged', 'handoff.linked', 'chat.received']));
  });

  it('is done once, however often it is delivered', async () => {
    const { go } = await world.invite();
    const message = world.message('Seguir aquí', { buttonPayload: go });
    const first = await receiveMessage(world.deps, message);
    expect(await receiveMessage(world.deps, message)).toEqual({ kind: 'duplicate' });
    await world.settle();
    const chat = await world.chatOf(first);
    expect((await authors(chat.id)).filter((kind) => kind === 'customer')).toHaveLength(1);
    expect(world.carrier.sent).toHaveLength(3);
  });

  it('is done once by two instances at the same time', async () => {
    const { go } = await world.invite();
    const message = world.message('Seguir aquí', { buttonPayload: go });
    const both = await Promise.all([receiveMessage(world.deps, message), receiveMessage(world.deps, message)]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['duplicate', 'received']);
    await world.settle();
    expect(world.carrier.sent).toHaveLength(3);
  });

  it('shares one chat with another message that comes at the same moment', async () => {
    const both = await Promise.all(['hola', 'qué tal'].map((text) => receiveMessage(world.deps, world.message(text))));
    const ids = both.map((received) => (received.kind === 'received' ? received.chatId : ''));
    expect(ids[0]).toBe(ids[1]);
    await world.settle();
    const thread = await world.thread((await world.contact())?.openChatId as never);
    expect(
      thread
        .filter(({ author }) => author.kind === 'customer')
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['hola', 'qué tal']);
    expect(new Set(thread.map(({ seq }) => seq)).size).toBe(thread.length);
  });

  it('leaves nothing behind when the store fails before the commit, and is taken whole the next time', async () => {
    const { go } = await world.invite();
    const message = world.message('Seguir aquí', { buttonPayload: go });
    world.faults.beforeCommit = 1;
    await expect(receiveMessage(world.deps, message)).rejects.toMatchObject({ code: 'store-unavailable' });
    expect((await world.contact())?.openChatId).toBeUndefined();
    expect(await receiveMessage(world.deps, message)).toMatchObject({ kind: 'received' });
  });

  it('is known as done when the answer of the commit was lost', async () => {
    const message = world.message('hola');
    world.faults.afterCommit = 1;
    await expect(receiveMessage(world.deps, message)).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(await receiveMessage(world.deps, message)).toEqual({ kind: 'duplicate' });
    await world.settle();
    expect(world.carrier.sent).toHaveLength(2);
  });

  it('without a call is an honest direct chat', async () => {
    const chat = await world.say('hola');
    expect(chat.link).toBeUndefined();
    expect(chat.card).toBeUndefined();
    expect(world.carrier.texts()[0]).not.toContain('llamada');
  });

  it('after the look-back is a direct chat, whatever the button says', async () => {
    const { go } = await world.invite();
    world.clock.advance(73 * HOUR);
    expect((await world.say('Seguir aquí', { buttonPayload: go })).link).toBeUndefined();
  });

  it('with a forged token is a direct chat', async () => {
    const { go } = await world.invite({}, '+34600999888');
    const forged = `${go.slice(0, -1)}${go.endsWith('0') ? '1' : '0'}`;
    expect((await world.say('Seguir aquí', { buttonPayload: forged })).link).toBeUndefined();
  });

  it('by number alone is linked as likely', async () => {
    const { handoff } = await world.invite();
    expect((await world.say('hola, soy yo')).link).toMatchObject({ handoffId: handoff.id, method: 'number', confidence: 'likely' });
  });

  it('of a number that somebody else typed is claimed across shards by the event', async () => {
    const { handoff, go } = await world.invite({}, ANA, '+34600555444');
    const chat = await world.say('Seguir aquí', { buttonPayload: go });
    expect(chat.link?.handoffId).toBe(handoff.id);
    expect(await world.eventTypes()).toContain('handoff.linked');
  });

  it('that continues another call while the chat is open brings the new card into it', async () => {
    const first = await world.say('hola');
    const { handoff, go } = await world.invite();
    const chat = await world.say('Seguir aquí', { buttonPayload: go });
    expect(chat.id).toBe(first.id);
    expect(chat.link?.handoffId).toBe(handoff.id);
  });

  it('after the end is a new episode, still linked, of the same case', async () => {
    const { handoff, go } = await world.invite();
    const first = await world.say('Seguir aquí', { buttonPayload: go });
    const closed = await world.say('Eso es todo', { buttonPayload: 'done', buttonText: 'Eso es todo' });
    expect(closed.state).toBe('closed');
    world.clock.advance(HOUR);
    const again = await world.say('una cosa más');
    expect(again.id).not.toBe(first.id);
    expect(again.link?.handoffId).toBe(handoff.id);
    expect(again.caseNumber).toBe(first.caseNumber);
    expect(first.card?.earlierChats).toEqual([]);
    expect(again.card).toMatchObject({
      callStartedAtMs: first.card?.callStartedAtMs,
      earlierChats: [{ caseNumber: first.caseNumber, disposition: closed.closed?.disposition }],
    });
  });

  it.each([
    ['the last moment of the look-back: the call is shown', -1, true],
    ['the moment it is over: a direct chat', 0, false],
  ])('at %s', async (_, offsetMs, isLinked) => {
    const { handoff, go } = await world.invite();
    world.clock.set(handoff.lookBackUntilMs + offsetMs);
    const chat = await world.say('Seguir aquí', { buttonPayload: go });
    expect(chat.link?.handoffId).toBe(isLinked ? handoff.id : undefined);
    expect(chat.card !== undefined).toBe(isLinked);
  });

  it('after the look-back, of a chat that was closed within it, is a direct chat', async () => {
    const { handoff, go } = await world.invite();
    await world.say('Seguir aquí', { buttonPayload: go });
    await world.say('Eso es todo', { buttonPayload: 'done', buttonText: 'Eso es todo' });
    world.clock.set(handoff.lookBackUntilMs);
    expect((await world.say('una cosa más')).link).toBeUndefined();
  });

  it.each(['persona', 'I want to talk to a person', 'vull una persona', 'Quero uma pessoa'])(
    '“%s” brings a person at any moment, and says so',
    async (text) => {
      await world.say('hola');
      const before = world.carrier.sent.length;
      const chat = await world.say(text);
      expect(chat).toMatchObject({ state: 'waiting', team: 'support' });
      expect(world.carrier.sent.length).toBeGreaterThan(before);
      expect((await world.deps.index.waiting()).map(({ chatId }) => chatId)).toEqual([chat.id]);
      expect(await world.eventTypes()).toContain('chat.queued');
    },
  );

  it('that asks for a person at once gets one, without the bot’s questions', async () => {
    expect((await world.say('quiero hablar con una persona')).state).toBe('waiting');
    expect(world.carrier.texts().join()).not.toContain('¿En qué podemos ayudarle?');
  });

  it('while a human has the chat goes to the human alone', async () => {
    await world.say('persona');
    const sent = world.carrier.sent.length;
    const chat = await world.say('¿hay alguien?');
    expect(chat).toMatchObject({ state: 'waiting', unread: 2 });
    expect(world.carrier.sent).toHaveLength(sent);
  });

  it('of somebody known by an id alone is answered at that id, and joins the number once both are seen', async () => {
    const scopedUserId = 'ES.4566546130240823';
    const known = await world.say('hola', { from: { channel: 'whatsapp', phone: ANA, scopedUserId } });
    const hidden = await world.say('sigo yo', { from: { channel: 'whatsapp', scopedUserId } });
    expect(hidden.id).toBe(known.id);
    const stranger = await world.say('hola', { from: { channel: 'whatsapp', scopedUserId: 'ES.999' } });
    expect(stranger.id).not.toBe(known.id);
    expect(world.carrier.sent.at(-1)?.to).toEqual({ channel: 'whatsapp', scopedUserId: 'ES.999' });
  });

  it('shows a place as words and coordinates', async () => {
    const chat = await world.say('', { location: { latitude: 41.38, longitude: 2.17, label: 'Casa' } });
    const thread = await world.thread(chat.id);
    expect(thread.find(({ author }) => author.kind === 'customer')?.text).toBe('Ubicación: 41.38000, 2.17000\nCasa');
  });

  it('brings its attachments along: fetched at once, typed by their bytes', async () => {
    world.carrier.media.set('https://carrier.test/ME1', Buffer.from('\x89PNG\r\n\x1a\n and a picture', 'latin1'));
    const chat = await world.say('', { media: [{ url: 'https://carrier.test/ME1', contentType: 'text/html' }] });
    const [shown] = (await world.thread(chat.id)).filter(({ media }) => media);
    expect(shown?.media?.[0]).toMatchObject({ contentType: 'image/png' });
    expect(shown?.incoming).toBeUndefined();
    expect((await world.deps.media.get(chat.id, shown?.media?.[0]?.mediaId ?? ''))?.contentType).toBe('image/png');
  });

  it('whose attachment can’t be had says so after several tries', async () => {
    const chat = await world.say('', { media: [{ url: 'https://carrier.test/gone', contentType: 'image/png' }] });
    for (let tries = 0; tries < 5; tries += 1) {
      world.clock.advance(5 * 60_000);
      await world.settle();
    }
    expect((await world.thread(chat.id)).find(({ author }) => author.kind === 'customer')).toMatchObject({ mediaProblem: 'unavailable' });
  });

  it('survives a bug in a step: a person gets the chat', async () => {
    const chat = await world.say('hola');
    const broken = {
      ...world.deps,
      runRequest: async () => ({ kind: 'ok', status: 200, body: null }) as const,
      outlook: world.deps.outlook,
    };
    const failing = {
      ...broken,
      flows: { ...broken.flows, find: () => ({ ref: 'support@1', compiled: { ...world.compiled, chat: undefined as never } }) },
    };
    const received = await receiveMessage(failing, world.message('algo'));
    expect(received).toEqual({ kind: 'received', chatId: chat.id });
    expect((await world.read(chat.id)).state).toBe('waiting');
    expect(await world.eventTypes()).toContain('flow.step-failed');
    expect(world.blamed).toEqual(['support@1']);
  });
});

describe('an expectation', () => {
  it('names minutes only when they are known', async () => {
    world.desk.outlook = { open: true, waitSeconds: 130, waiting: 1, agentsPresent: 1 };
    await world.say('hola');
    expect(world.carrier.texts()[0]).toContain('3 minutos');
  });

  it('promises nothing that is not known', async () => {
    await world.say('hola');
    expect(world.carrier.texts()[0]).not.toMatch(/minuto|espera/);
  });

  it('tells when the desk opens while nobody is there', async () => {
    world.desk.outlook = { open: false, waiting: 0, agentsPresent: 0, opensAtMs: Date.UTC(2026, 10, 24, 8) };
    await world.say('hola');
    expect(world.carrier.texts()[0]).toContain('martes, 9:00');
  });
});

describe('a wish about being written to', () => {
  it('to stop is confirmed once, ends the bot’s chat and is honoured', async () => {
    await world.say('hola');
    const sent = world.carrier.sent.length;
    const chat = await world.say('BAJA');
    expect(chat).toMatchObject({ state: 'closed', optedOut: true, closed: { disposition: 'opted-out' } });
    expect((await world.contact())?.optedOut).toMatchObject({ by: 'word', word: 'BAJA' });
    expect(world.carrier.sent).toHaveLength(sent + 1);
    await world.say('Baja');
    await world.say('stop');
    expect(world.carrier.sent).toHaveLength(sent + 1);
    expect((await world.eventTypes()).filter((type) => type === 'contact.opted-out')).toHaveLength(1);
    expect(await world.eventTypes()).toContain('contact.opted-out');
  });

  it('is answered by us only where the carrier has not', async () => {
    await world.say('STOP', { carrierOptOut: 'stop' });
    expect(world.carrier.sent).toHaveLength(0);
    expect((await world.contact())?.optedOut).toMatchObject({ by: 'carrier' });
  });

  it('does not silence whoever writes afterwards: bot and agents answer in words, the desk sees the opt-out, consent stays withdrawn', async () => {
    await world.say('BAJA');
    const sent = world.carrier.sent.length;
    const chat = await world.say('¿hola? tengo una duda');
    expect(chat).toMatchObject({ state: 'bot', optedOut: true, reopened: true });
    expect(world.carrier.sent.length).toBeGreaterThan(sent);
    expect((await world.thread(chat.id)).filter(({ text }) => text.includes('vuelve a escribir'))).toHaveLength(1);
    expect((await world.contact())?.optedOut).toBeDefined();
    await world.say('persona');
    const luis = actor('u_LUIS');
    await claimChat(world.deps, luis, { chatId: chat.id });
    const reply = { chatId: chat.id, messageId: '00000000-0000-4000-8000-000000000001' };
    expect(await postReply(world.deps, luis, { ...reply, text: 'Dígame' })).toMatchObject({ kind: 'posted' });
    await world.settle();
    expect(world.carrier.texts().at(-1)).toBe('Dígame');
    const template = { ...reply, messageId: '00000000-0000-4000-8000-000000000002', template: 'call-continue', language: 'es' };
    expect(await sendTemplate(world.deps, luis, { ...template, values: { business: 'Luz Clara' } })).toEqual({
      kind: 'refused',
      code: 'opted-out',
    });
  });

  it('to stop, said again in a conversation that was reopened, ends it and is confirmed', async () => {
    await world.say('BAJA');
    await world.say('¿hola?');
    const sent = world.carrier.sent.length;
    const chat = await world.say('BAJA');
    expect(chat).toMatchObject({ state: 'closed', optedOut: true });
    expect(chat.reopened).toBeUndefined();
    expect(world.carrier.sent).toHaveLength(sent + 1);
    expect((await world.eventTypes()).filter((type) => type === 'contact.opted-out')).toHaveLength(1);
  });

  it('in an open chat with an agent locks it until they write again; START lifts it altogether', async () => {
    await world.say('persona');
    const { id } = await world.say('¿hay alguien?');
    const luis = actor('u_LUIS');
    await claimChat(world.deps, luis, { chatId: id });
    await world.say('STOP');
    const reply = (n: number) => ({ chatId: id, messageId: `00000000-0000-4000-8000-00000000000${n}`, text: 'Dígame' });
    expect(await postReply(world.deps, luis, reply(1))).toEqual({ kind: 'refused', code: 'opted-out' });
    await world.say('bueno, una cosa más');
    expect(await postReply(world.deps, luis, reply(2))).toMatchObject({ kind: 'posted' });
    const lifted = await world.say('ALTA');
    expect(lifted.optedOut).toBeUndefined();
    expect(lifted.reopened).toBeUndefined();
    expect((await world.contact())?.optedOut).toBeUndefined();
  });

  it.each(['Cancelar', 'cancel', 'END', '¡Para!', 'Pare.', 'quit', 'parar'])(
    '“%s” while the bot waits for an answer is asked back about once; said again, it counts',
    async (text) => {
      await world.say('hola');
      const sent = world.carrier.sent.length;
      const asked = await world.say(text);
      expect(asked).toMatchObject({ state: 'bot', wait: { kind: 'reply' } });
      expect((await world.contact())?.optedOut).toBeUndefined();
      expect(world.carrier.sent).toHaveLength(sent + 1);
      expect(world.carrier.texts().at(-1)).toContain('escriba BAJA');
      expect((await world.say(text)).closed).toMatchObject({ disposition: 'opted-out' });
      expect((await world.contact())?.optedOut).toMatchObject({ by: 'word' });
    },
  );

  it('that was asked back about is over when the customer goes on', async () => {
    await world.say('hola');
    await world.say('Cancelar');
    const chat = await world.say('Mi pedido', { buttonPayload: 'order', buttonText: 'Mi pedido' });
    expect(chat).toMatchObject({ state: 'bot', intent: 'order' });
    expect((await world.say('Cancelar')).state).toBe('bot');
    expect((await world.contact())?.optedOut).toBeUndefined();
    expect((await world.say('BAJA')).state).toBe('closed');
  });

  it.each(['Cancelar', 'PARA', 'quit'])('“%s” counts at once where the bot asks nothing', async (text) => {
    await world.say(text);
    expect((await world.contact())?.optedOut).toMatchObject({ by: 'word', word: text });
  });

  it('to start again is confirmed, and the next message is taken as any other', async () => {
    await world.say('STOP');
    await world.say('ALTA');
    expect((await world.contact())?.optedOut).toBeUndefined();
    expect(world.carrier.sent).toHaveLength(2);
    expect((await world.say('hola')).state).toBe('bot');
  });
});

describe('“it was not me”', () => {
  it('withdraws the invite, says sorry, and shows nothing of the call', async () => {
    const { handoff, no } = await world.invite({}, ANA, '+34600555444');
    const chat = await world.say('No era yo', { buttonPayload: no });
    expect(chat).toMatchObject({ state: 'closed', closed: { disposition: 'not-me' } });
    expect(chat.card).toBeUndefined();
    expect((await world.handoff(handoff.id)).withdrawnAtMs).toBe(world.clock.nowMs());
    expect(world.carrier.texts()).toEqual([expect.stringContaining('Disculpe')]);
    expect((await world.say('hola')).link).toBeUndefined();
  });
});
