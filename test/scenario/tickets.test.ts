import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../../src/chat/chat.ts';
import { createAgentBoard } from '../../src/store/redis/agent-board.ts';
import { BASICS, both, type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { until } from '../support/redis.ts';
import { startTestService, type TestService } from '../support/service.ts';

const HOUR_MS = 3_600_000;
const THURSDAY_EVENING = Date.UTC(2026, 10, 19, 20, 10);

let t: TestService;
beforeAll(async () => {
  t = await startTestService({ staffed: false, startMs: THURSDAY_EVENING });
});
afterAll(() => t.stop());

const chatOf = async (from: string): Promise<Chat> => {
  const id = (await t.contact(from))?.openChatId ?? '';
  return (await t.store.load([{ kind: 'chat', id }]))[0]?.value as Chat;
};

/** Somebody who writes these words, one after the other; answers what they then read of us, the newest last. */
async function writes(from: string, ...words: readonly string[]): Promise<string[]> {
  const handset = t.sandbox.handset(from);
  for (const text of words) {
    await handset.write(text);
    await t.settle();
  }
  return handset
    .messages()
    .filter(({ by }) => by === 'business')
    .map(({ text }) => text);
}

async function alarms(): Promise<readonly string[]> {
  const { body } = (await supertest(t.publicUrl)
    .get('/api/overview')
    .set('Cookie', await t.signIn('demo'))
    .expect(200)) as { body: { alarms: { code: string }[] } };
  return body.alarms.map(({ code }) => code).filter((code) => code.startsWith('tickets-'));
}

describe('an evening with nobody at the desk', () => {
  it('customers are told their case and the time; urgent is told what to do; the morning begins with the urgent one', async () => {
    const late = await writes('+34600620001', 'hola', 'No me llega mi pedido', 'persona');
    const chat = await chatOf('+34600620001');
    expect(late.at(-3)).toBe(
      `Ahora mismo no hay nadie conectado. Guardamos su caso ${chat.caseNumber} y una persona le contestará aquí mismo a más tardar mañana a las 21.`,
    );
    expect(late.slice(-2)).toEqual(['Mientras tanto, para adelantar:', '¿Cuál es su número de pedido? Son seis cifras.']);
    expect((await writes('+34600620001', '123456')).at(-1)).toBe('Gracias, queda anotado.');
    expect(await chatOf('+34600620001')).toMatchObject({ ticket: { type: { id: 'order' }, answers: { orderNumber: '123456' } } });

    const urgent = await writes('+34600620002', 'No hay luz y huele a gas');
    expect(urgent.filter((text) => text.includes('112'))).toHaveLength(1);
    expect(await chatOf('+34600620002')).toMatchObject({ state: 'waiting', priority: 0, ticket: { urgent: { why: 'words' } } });
    expect(await alarms()).toEqual(['tickets-urgent']);

    // One agent, with one free place.
    const board = createAgentBoard(t.client, () => t.clock.nowMs());
    const presence = { userId: 'agent-1', name: 'Agente', teams: [], skills: [], languages: [], status: 'available' as const, capacity: 1 };
    await board.setPresence({ ...presence, seenAtMs: t.clock.nowMs() + 48 * HOUR_MS });
    await until(async () => (await t.events('chat.offered')).length > 0);
    const offered = (await t.events('chat.offered')).map(({ chatId }) => chatId);
    expect(offered).toEqual([(await chatOf('+34600620002')).id]);
    await t.staff(false);
  });

  it('a promise that is about to be missed, and one that is, alarm those who look after it', async () => {
    const { ticket } = await chatOf('+34600620001');
    const dueAtMs = ticket?.promise?.dueAtMs ?? 0;
    t.clock.set(dueAtMs - HOUR_MS + 1_000);
    await until(async () => (await t.events('ticket.due-soon')).length === 2);
    await t.settle();
    expect(await alarms()).toEqual(['tickets-urgent', 'tickets-due-soon']);
    t.clock.advance(HOUR_MS);
    await until(async () => (await t.events('ticket.overdue')).length === 2);
    await t.settle();
    expect(await alarms()).toEqual(['tickets-urgent', 'tickets-overdue']);
    const events = await t.events('ticket.due-soon', 'ticket.overdue');
    expect(new Set(events.map(({ chatId }) => chatId)).size).toBe(2);
    expect(events.filter(({ type }) => type === 'ticket.overdue')).toHaveLength(2);
  });
});

describe('a voice message with nobody at the desk', () => {
  let folder: FlowFolder;
  let own: TestService;
  beforeAll(async () => {
    folder = await flowFolder({
      ...BASICS,
      call: {
        start: 'message',
        steps: {
          message: {
            type: 'voicemail',
            prompt: both('Deje su mensaje. Será grabado.', 'Leave your message. It will be recorded.'),
            team: 'support',
            next: 'thanks',
            tooShort: 'thanks',
            failed: 'thanks',
          },
          thanks: { type: 'hangup', text: both('Gracias.', 'Thank you.') },
        },
      },
      tickets: {
        types: [
          { id: 'billing', name: both('Facturas', 'Bills'), phrases: { es: ['factura'], en: ['bill'] }, priority: 3 },
          { id: 'fault', name: both('Averías', 'Faults'), phrases: { es: ['avería'], en: ['outage'] } },
        ],
      },
      languages: ['en', 'es'],
    });
    own = await startTestService({ staffed: false, options: { flowsFolder: folder.path } });
  });
  afterAll(async () => {
    await own.stop();
    await folder.remove();
  });

  it('is typed by what the carrier understood, has a time by which it is due, and nobody is written to', async () => {
    const from = '+34600630001';
    const call = await own.sandbox.call({ from });
    await call.say('Good morning, my bill of November has not come, please call me.');
    await call.press('#');
    await own.settle();
    await own.pass(60_000);
    const typed = await own.events('ticket.typed');
    expect(typed.map(({ data }) => data)).toEqual([{ ticket: 'billing', score: 0.6, words: ['bill'] }]);
    const [found] = await own.store.load([{ kind: 'chat', id: typed[0]?.chatId ?? '' }]);
    const chat = found?.value as Chat;
    expect(chat).toMatchObject({ state: 'waiting', priority: 3, ticket: { promise: { kind: 'by' } } });
    expect(own.sandbox.handset(from).messages()).toEqual([]);
  });
});
