import supertest from 'supertest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BASICS, both, type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { startTestService, type TestService } from '../support/service.ts';

const flow = (news: string) => ({
  ...BASICS,
  call: {
    start: 'menu',
    steps: {
      menu: {
        type: 'menu',
        prompt: both('Pulse 1 para las novedades, o 0 para una persona.', 'Press 1 for news, or 0 for a person.'),
        options: [
          { key: '1', to: 'news' },
          { key: '0', to: 'person', person: true },
        ],
        invalid: 'person',
        noInput: 'person',
      },
      news: { type: 'say', text: both(news, news), next: 'menu' },
      person: { type: 'dial', answered: 'bye', noAnswer: 'bye', failed: 'bye' },
      bye: { type: 'hangup', text: both('Adiós.', 'Goodbye.') },
    },
  },
});

let folder: FlowFolder;
let t: TestService;
let cookie: string;
beforeAll(async () => {
  folder = await flowFolder(flow('Noticia vieja.'));
  t = await startTestService({ options: { flowsFolder: folder.path } });
  cookie = await t.signIn('demo');
});
afterAll(async () => {
  await t.stop();
  await folder.remove();
});

const ask = (method: 'get' | 'put' | 'post', path: string, body?: object) =>
  supertest(t.publicUrl)[method](`/api/flows${path}`).set('Cookie', cookie).set('Origin', t.publicUrl).send(body);

it('a call in progress finishes on the release it began with; the next one hears the new; back is one request', async () => {
  const before = await t.sandbox.call({ from: '+34600820001' });
  await before.press('1');
  expect(before.heard().join(' ')).toContain('Noticia vieja.');
  expect((await t.call(before.sid, '+34600820001'))?.flow).toBe('support@1');

  const draft = await ask('put', '/support/draft', {
    baseRevision: 0,
    flow: { specVersion: 1, id: 'support', ...flow('Noticia nueva.') },
  });
  expect(draft.body.problems.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
  const published = await ask('post', '/support/releases', { draftRevision: 1, note: 'News', makeLive: true });
  expect(published.body).toMatchObject({ number: 2, aliases: ['live'] });

  const after = await t.sandbox.call({ from: '+34600820002' });
  await after.press('1');
  expect(after.heard().join(' ')).toContain('Noticia nueva.');
  await before.press('1');
  expect(before.heard().join(' ')).not.toContain('Noticia nueva.');
  expect((await t.call(before.sid, '+34600820001'))?.flow).toBe('support@1');
  expect((await t.call(after.sid, '+34600820002'))?.flow).toBe('support@2');
  const { body: list } = await ask('get', '');
  expect(list.items[0]).toMatchObject({ id: 'support', liveCalls: 2, release: 2, newest: 2, aliases: [{ name: 'live', release: 2 }] });

  await ask('post', '/support/aliases/live/back', { expected: 2 });
  const back = await t.sandbox.call({ from: '+34600820003' });
  await back.press('1');
  expect(back.heard().join(' ')).toContain('Noticia vieja.');
  await after.press('1');
  expect(after.heard().at(-1)).toBeDefined();
  expect((await t.call(after.sid, '+34600820002'))?.flow).toBe('support@2');
  for (const call of [before, after, back]) await call.hangUp();
  await t.settle();

  // Each is walked again on the release that it ran, whatever is live now.
  const started = await t.events('call.started');
  for (const [call, release, news] of [
    [before, 1, 'Noticia vieja.'],
    [after, 2, 'Noticia nueva.'],
  ] as const) {
    const callId = started.find((event) => event.callId?.endsWith(call.sid))?.callId;
    const { body } = await ask('get', `/support/calls/${callId}`);
    expect(body).toMatchObject({ release, isReleaseKept: true });
    const told = body.moments.flatMap(({ heard }: { heard: { text?: string }[] }) => heard.map(({ text }) => text));
    expect(told).toEqual(call.heard());
    expect(told).toContain(news);
  }
});
