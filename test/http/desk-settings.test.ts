import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_CANNED_REPLIES } from '../../src/agents/canned-replies.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startApi, type TestApi } from './start-api.ts';

let redis: TestRedis;
let api: TestApi;
let cookies: Record<'administrator' | 'supervisor', string>;

beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(async () => {
  await api?.stop();
  api = await startApi(redis);
  await api.addUser('root', 'administrator');
  await api.addUser('vera', 'supervisor');
  cookies = { administrator: await api.signIn('root'), supervisor: await api.signIn('vera') };
});
afterAll(async () => {
  await api?.stop();
  await redis?.stop();
});

const asked = (method: 'get' | 'put' | 'delete', path: string, role: keyof typeof cookies = 'supervisor') =>
  api.request[method](path).set('Cookie', cookies[role]);
const reply = (shortcut: string) => `/api/canned-replies/${encodeURIComponent(shortcut)}`;
const WORDINGS = [
  { language: 'es', title: 'Horario', text: 'Abrimos a las nueve, {{customer}}.' },
  { language: 'en', title: 'Hours', text: 'We open at nine, {{customer}}.' },
];
async function signals() {
  const entries = await api.client.xrange('{desk}:signals', '-', '+');
  return entries.map(([, fields]) => JSON.parse(fields[1] ?? '{}').kind);
}
const shortcuts = async () => (await asked('get', '/api/canned-replies')).body.items.map((item: { shortcut: string }) => item.shortcut);

describe('the ready-made replies', () => {
  it('are those of the product until they are changed', async () => {
    expect(await shortcuts()).toEqual(['hola', 'reviso', 'foto', 'caso', 'algomas', 'adios']);
    expect(await api.stores.deskSettings.cannedReplies()).toBeUndefined();
  });

  it('are added in every language, and the desks are told', async () => {
    const answer = await asked('put', reply('horario')).send({ wordings: WORDINGS });
    expect([answer.status, answer.body]).toEqual([200, { shortcut: 'horario', wordings: WORDINGS }]);
    expect(await shortcuts()).toEqual(['hola', 'reviso', 'foto', 'caso', 'algomas', 'adios', 'horario']);
    expect((await api.stores.deskSettings.cannedReplies())?.slice(-2)).toEqual([
      { id: 'horario-es', shortcut: 'horario', ...WORDINGS[0] },
      { id: 'horario-en', shortcut: 'horario', ...WORDINGS[1] },
    ]);
    expect(await signals()).toEqual(['canned']);
  });

  it('keep their place when they are changed', async () => {
    await asked('put', reply('reviso')).send({ wordings: [{ language: 'en', title: 'Checking', text: 'One moment.' }] });
    expect(await shortcuts()).toEqual(['hola', 'reviso', 'foto', 'caso', 'algomas', 'adios']);
    const { items } = (await asked('get', '/api/canned-replies')).body;
    expect(items[1].wordings).toEqual([{ language: 'en', title: 'Checking', text: 'One moment.' }]);
  });

  it('are deleted once, down to the last', async () => {
    for (const shortcut of await shortcuts()) expect((await asked('delete', reply(shortcut))).status).toBe(204);
    expect(await shortcuts()).toEqual([]);
    const again = await asked('delete', reply('hola'));
    expect([again.status, again.body.error.code]).toEqual([404, 'canned-reply-not-found']);
  });

  it('are all kept when several are added at the same moment', async () => {
    const names = ['uno', 'dos', 'tres', 'cuatro'];
    const answers = await Promise.all(names.map((name) => asked('put', reply(name)).send({ wordings: WORDINGS })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await shortcuts()).slice(6).sort()).toEqual(names.toSorted());
  });

  it('are at most a hundred; those there are can still be changed', async () => {
    const many = Array.from({ length: 100 }, (_, n) => ({ ...(FIRST_CANNED_REPLIES[0] as object), shortcut: `r${n}` }));
    await api.stores.deskSettings.setCannedReplies(many as never);
    const answer = await asked('put', reply('more')).send({ wordings: WORDINGS });
    expect([answer.status, answer.body.error.code]).toEqual([409, 'too-many-canned-replies']);
    expect((await asked('put', reply('r7')).send({ wordings: WORDINGS })).status).toBe(200);
  });

  const one = { language: 'es', title: 'Horario', text: 'Abrimos.' };
  it.each([
    ['Hola', [one], 'params.shortcut'],
    ['a b', [one], 'params.shortcut'],
    ['a'.repeat(21), [one], 'params.shortcut'],
    ['horario', [], 'body.wordings'],
    ['horario', [one, one], 'body.wordings'],
    ['horario', [{ ...one, language: 'Spanish!' }], 'body.wordings.0.language'],
    ['horario', [{ ...one, title: ' ' }], 'body.wordings.0.title'],
    ['horario', [{ ...one, text: 'x'.repeat(1601) }], 'body.wordings.0.text'],
    ['horario', [{ ...one, text: 'Hola, {{name}}' }], 'body.wordings.0.text'],
  ])('"%s" with %j is refused', async (shortcut, wordings, path) => {
    const answer = await asked('put', reply(shortcut)).send({ wordings });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'body-invalid']);
    expect(answer.body.error.details).toMatchObject([{ path }]);
    expect(await api.stores.deskSettings.cannedReplies()).toBeUndefined();
  });

  it('are not for agents to change', async () => {
    await api.addUser('carla', 'agent');
    const cookie = await api.signIn('carla');
    const answer = await api.request.put(reply('hola')).set('Cookie', cookie).send({ wordings: WORDINGS });
    expect([answer.status, answer.body.error.code]).toEqual([403, 'not-allowed']);
  });
});

describe('the opening hours', () => {
  const WEEK = {
    timeZone: 'America/Mexico_City',
    days: {
      1: [
        ['16:00', '19:00'],
        ['09:00', '14:00'],
      ],
      6: [['20:00', '24:00']],
      7: [],
    },
  };
  const put = (body: object, role: keyof typeof cookies = 'administrator') => asked('put', '/api/opening-hours', role).send(body);

  it('are not set at first, and in the zone of the business', async () => {
    expect((await asked('get', '/api/opening-hours')).body).toEqual({ timeZone: api.deps.timeZone, days: {} });
  });

  it('are set for several spans a day, in order, and the desks are told', async () => {
    const answer = await put(WEEK);
    const days = {
      1: [
        ['09:00', '14:00'],
        ['16:00', '19:00'],
      ],
      6: [['20:00', '24:00']],
    };
    expect([answer.status, answer.body]).toEqual([200, { timeZone: 'America/Mexico_City', days }]);
    expect((await asked('get', '/api/opening-hours')).body.days).toEqual(days);
    expect(await api.stores.deskSettings.openingHours()).toEqual({ timeZone: 'America/Mexico_City', days });
    expect(await signals()).toEqual(['agents']);
  });

  it('are no longer set when none are left', async () => {
    await put(WEEK);
    expect((await put({ timeZone: 'Europe/Madrid', days: { 1: [] } })).body).toEqual({ timeZone: 'Europe/Madrid', days: {} });
    expect(await api.stores.deskSettings.openingHours()).toBeUndefined();
  });

  it.each([
    [{ timeZone: 'Europe/Nowhere', days: {} }, 'body.timeZone', 'time zone'],
    [{ timeZone: 'Europe/Madrid', days: { 8: [['09:00', '14:00']] } }, 'body.days.8', ''],
    [{ timeZone: 'Europe/Madrid', days: { 1: [['9:00', '14:00']] } }, 'body.days.1.0', 'HH:MM'],
    [{ timeZone: 'Europe/Madrid', days: { 1: [['24:00', '24:00']] } }, 'body.days.1.0', 'HH:MM'],
    [{ timeZone: 'Europe/Madrid', days: { 1: [['09:00', '24:01']] } }, 'body.days.1.0', 'HH:MM'],
    [{ timeZone: 'Europe/Madrid', days: { 1: [['14:00', '09:00']] } }, 'body.days.1.0', 'end after'],
    [
      {
        timeZone: 'Europe/Madrid',
        days: {
          2: [
            ['12:00', '15:00'],
            ['09:00', '13:00'],
          ],
        },
      },
      'body.days.2.0',
      'overlaps',
    ],
    [{ timeZone: 'Europe/Madrid', days: { 1: [['09:00']] } }, 'body.days.1.0', ''],
  ])('%j are refused', async (body, path, message) => {
    const answer = await put(body);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'body-invalid']);
    expect(JSON.stringify(answer.body.error.details)).toContain(message);
    expect(answer.body.error.details[0].path).toMatch(path === 'body.days.8' ? /^body\.days/ : path);
    expect(await api.stores.deskSettings.openingHours()).toBeUndefined();
  });

  it('are read by supervisors and set by administrators', async () => {
    const answer = await put(WEEK, 'supervisor');
    expect([answer.status, answer.body.error.code]).toEqual([403, 'not-allowed']);
    expect((await asked('get', '/api/opening-hours')).status).toBe(200);
  });
});
