import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Flow } from '../../src/flows/flow.ts';
import { publishFlow } from '../../src/flows/publish-flow.ts';
import { readBeside } from '../../src/flows/read-flow-file.ts';
import { blankFlow } from '../../src/flows/studio/blank-flow.ts';
import { writeJson } from '../../src/flows/write-json.ts';
import type { GateStep } from '../../src/http/contract/releases.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startApi, type TestApi } from './start-api.ts';

const TEXT = readFileSync('flows/support.flow.json', 'utf8');
/** One recorded conversation: the first of the flow's own. */
const CASES = (() => {
  const { cases, ...file } = JSON.parse(readFileSync('flows/support.cases.json', 'utf8'));
  return JSON.stringify({ ...file, cases: cases.slice(0, 1) });
})();
const GREETING = 'Thank you for calling {{business}}.';
const changed = (to = 'Welcome to {{business}}.') => TEXT.replace(`"en": "${GREETING}"`, `"en": "${to}"`);

let redis: TestRedis;
let api: TestApi;
let cookie: string;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis?.stop());
beforeEach(async () => {
  const beside = await readBeside('flows/support.flow.json');
  api = await startApi(redis, { deps: { besideFlows: () => beside } });
  await api.addUser('ada', 'administrator');
  cookie = await api.signIn('ada');
  const { releases, clock } = api.deps;
  await publishFlow({ releases, clock }, { flow: Flow.parse(JSON.parse(TEXT)), source: { flow: TEXT }, problems: [] });
  api.clock.advance(60_000);
  return () => api.stop();
});

const at = (path: string) => `/api/flows/support${path}`;
const get = (path: string) => api.request.get(at(path)).set('Cookie', cookie);
const post = (path: string, body: object) => api.request.post(at(path)).set('Cookie', cookie).send(body);
const put = (path: string, body: object) => api.request.put(at(path)).set('Cookie', cookie).send(body);
const save = (baseRevision: number, flow: string, cases?: string) => put('/draft', { baseRevision, flow, ...(cases && { cases }) });
const publish = (draftRevision: number, more: object = {}) => post('/releases', { draftRevision, note: 'A new greeting', ...more });
const aliases = async () =>
  Object.fromEntries((await get('/aliases')).body.aliases.map(({ name, release }: { name: string; release?: number }) => [name, release]));
const stateOf = (steps: readonly GateStep[]) => steps.map(({ step, ok }) => `${step} ${ok ?? '-'}`);

describe('publishing a draft', () => {
  it('makes the next release with author, note, warnings and base; live stays where it is', async () => {
    await save(0, changed());
    const { status, body } = await publish(1);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: 2,
      note: 'A new greeting',
      authorName: 'ada',
      basedOn: 1,
      aliases: [],
      publishedAtMs: api.clock.nowMs(),
    });
    expect(await aliases()).toEqual({ live: 1 });
    const { body: list } = await get('/releases');
    expect(
      list.items.map(({ number, authorName, aliases: at }: { number: number; authorName?: string; aliases: string[] }) => [
        number,
        authorName,
        at,
      ]),
    ).toEqual([
      [2, 'ada', []],
      [1, undefined, ['live']],
    ]);
    const { body: detail } = await get('/releases/2');
    expect(detail.flow.call.steps.greeting.text.en).toBe('Welcome to {{business}}.');
    expect(detail.problems).toHaveLength(detail.warnings);
    expect((await get('/draft')).body).toMatchObject({ revision: 1, changed: false, basedOn: 2 });
    expect((await get('/files?of=2')).body.flow).toBe(changed());
  });

  it('has live point at it when that is asked for, and every process follows', async () => {
    await save(0, changed());
    expect((await publish(1, { makeLive: true })).body.aliases).toEqual(['live']);
    expect((await get('/aliases')).body).toMatchObject({
      aliases: [{ name: 'live', release: 2, previous: 1, movedBy: { name: 'ada' }, note: 'A new greeting' }],
      moves: [
        { alias: 'live', from: 1, to: 2 },
        { alias: 'live', to: 1, by: { userId: 'file' } },
      ],
    });
  });

  it('plays the recorded cases, and keeps what came of them', async () => {
    await save(0, changed(GREETING), CASES);
    const { body } = await publish(1);
    expect(body.cases).toMatchObject({ played: 2, steps: { total: expect.any(Number) } });
  });

  it('is refused on a linter error, and says so step by step; nothing is changed', async () => {
    await save(0, TEXT.replace('"next": "choose-language"', '"next": "nowhere"'), CASES);
    const { status, body } = await publish(1);
    expect([status, body.error.code]).toEqual([422, 'release-refused']);
    expect(stateOf(body.error.details.steps)).toEqual(['draft true', 'shape true', 'problems false', 'templates true', 'cases -']);
    const problems = (body.error.details.steps as GateStep[])[2]?.problems ?? [];
    expect(problems[0]).toMatchObject({ code: 'F010', side: 'call', step: 'greeting', message: expect.stringContaining('nowhere') });
    expect((await get('/draft')).body.revision).toBe(1);
    expect((await get('/releases')).body.items).toHaveLength(1);
  });

  it('is refused when a template is not there', async () => {
    await save(0, TEXT.replaceAll('"call-continue"', '"not-there"'));
    const { body } = await publish(1);
    expect(stateOf(body.error.details.steps)).toEqual(['draft true', 'shape true', 'problems true', 'templates false', 'cases -']);
  });

  it('is refused on a wrong shape', async () => {
    await save(0, TEXT.replace('"type": "say"', '"type": "sing"'));
    expect(stateOf((await publish(1)).body.error.details.steps)).toEqual([
      'draft true',
      'shape false',
      'problems -',
      'templates -',
      'cases -',
    ]);
  });

  it('is refused when a recorded conversation goes another way, and says where', async () => {
    await save(0, changed(), CASES.replaceAll('Gracias', 'Merci').replaceAll('Thank you', 'Thanks'));
    const { body } = await publish(1);
    expect(stateOf(body.error.details.steps).at(-1)).toBe('cases false');
    const { name } = JSON.parse(CASES).cases[0];
    expect(body.error.details.steps[4].problems[0].message).toContain(`“${name}”`);
  });

  it('of a draft that somebody saved since is refused unseen', async () => {
    await save(0, changed());
    await save(1, changed('Hello from {{business}}.'));
    const { body } = await publish(1);
    expect(stateOf(body.error.details.steps)).toEqual(['draft false', 'shape -', 'problems -', 'templates -', 'cases -']);
    expect(body.error.details.steps[0].problems[0].message).toContain('ada has saved');
  });

  it('needs a note, and a draft', async () => {
    expect((await publish(0)).body.error.code).toBe('nothing-to-publish');
    await save(0, changed());
    expect((await publish(1, { note: '  ' })).body.error.code).toBe('body-invalid');
  });

  it('by two at once makes one release', async () => {
    await save(0, changed());
    const answers = await Promise.all([publish(1), publish(1)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect((await get('/releases')).body.items).toHaveLength(2);
  });

  it('restored, saved and thrown away at the same moment: each happens whole or is refused, and a release holds what was looked at', async () => {
    for (let round = 0; round < 8; round += 1) {
      const before = (await get('/releases')).body.items.length as number;
      const wanted = changed(`Welcome ${round} to {{business}}.`);
      const { revision } = (await get('/draft')).body as { revision: number };
      const saved = (await save(revision, wanted)).body as { revision: number };
      const [published, ...others] = await Promise.all([
        publish(saved.revision),
        post('/releases/1/restore', { baseRevision: saved.revision }),
        save(saved.revision, changed('Another.')),
        api.request.delete(at('/draft')).set('Cookie', cookie),
      ]);
      const statuses = [published.status, ...others.map(({ status }) => status)];
      expect(statuses.filter((status) => ![200, 201, 204, 409, 422].includes(status))).toEqual([]);
      // Of those who had seen this revision at most one was first; what was thrown away after it needs none.
      expect(others.slice(0, 2).filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      const { items } = (await get('/releases')).body as { items: { number: number }[] };
      expect(items.length).toBe(before + (published.status === 201 ? 1 : 0));
      expect(items.map(({ number }) => number)).toEqual(items.map((_, n) => items.length - n));
      if (published.status === 201) {
        expect((await get(`/releases/${items[0]?.number}`)).body.flow.call.steps.greeting.text.en).toBe(
          `Welcome ${round} to {{business}}.`,
        );
      }
      expect((await get('/draft')).status).toBe(200);
    }
  });

  it('with a note as long as a book, or of a revision that never was, is refused in words', async () => {
    await save(0, changed());
    const { status, body } = await publish(1, { note: 'x'.repeat(100_000) });
    expect([status, body.error.code]).toEqual([400, 'body-invalid']);
    expect((await publish(99)).status).toBe(422);
    expect((await get('/releases')).body.items).toHaveLength(1);
  });

  it('can be tried: the same steps, and nothing published', async () => {
    await save(0, changed(GREETING), CASES);
    expect((await post('/check', { draftRevision: 1 })).body).toMatchObject({ ok: true });
    expect(stateOf((await post('/check', { draftRevision: 0 })).body.steps)[0]).toBe('draft false');
    expect((await get('/releases')).body.items).toHaveLength(1);
  });

  it('of a new flow serves nobody until an alias points at it', async () => {
    await api.request.post('/api/flows').set('Cookie', cookie).send({ id: 'sales', name: 'Sales' });
    const first = await api.request.post('/api/flows/sales/releases').set('Cookie', cookie).send({ draftRevision: 1, note: 'First' });
    expect(first.body).toMatchObject({ number: 1, aliases: [] });
    const number = () => api.request.put('/api/numbers/%2B34911222333').set('Cookie', cookie).send({ flowId: 'sales' });
    expect((await number()).body.error.code).toBe('flow-unknown');
    await api.request.put('/api/flows/sales/aliases/live').set('Cookie', cookie).send({ release: 1 });
    expect((await number()).body).toMatchObject({ flowId: 'sales', alias: 'live' });
  });
});

describe('an alias', () => {
  beforeEach(async () => {
    await save(0, changed());
    await publish(1);
  });

  it('is made, moved, and moved back', async () => {
    await put('/aliases/pilot', { release: 2, note: 'One branch first' });
    expect(await aliases()).toEqual({ live: 1, pilot: 2 });
    await put('/aliases/live', { release: 2, expected: 1 });
    expect(await aliases()).toEqual({ live: 2, pilot: 2 });
    await post('/aliases/live/back', { expected: 2, note: 'Too loud' });
    expect(await aliases()).toEqual({ live: 1, pilot: 2 });
    const { body } = await get('/aliases');
    expect(body.moves.map(({ alias, from, to, note }: Record<string, unknown>) => [alias, from, to, note])).toEqual([
      ['live', 2, 1, 'Too loud'],
      ['live', 1, 2, undefined],
      ['pilot', undefined, 2, 'One branch first'],
      ['live', undefined, 1, undefined],
    ]);
    expect((await post('/aliases/pilot/back', {})).body.error.code).toBe('no-way-back');
  });

  it('that somebody moved meanwhile is not moved unseen', async () => {
    await put('/aliases/live', { release: 2 });
    expect((await put('/aliases/live', { release: 1, expected: 1 })).body.error.code).toBe('alias-changed');
    const answers = await Promise.all([1, 2, 3].map((n) => put(`/aliases/live`, { release: (n % 2) + 1, expected: 2 })));
    expect(answers.every(({ status }) => [200, 409].includes(status))).toBe(true);
  });

  it('points at a release there is', async () => {
    expect((await put('/aliases/live', { release: 9 })).body.error.code).toBe('release-not-found');
    expect((await put('/aliases/Pilot', { release: 1 })).body.error.code).toBe('body-invalid');
    expect((await api.request.put('/api/flows/nothing/aliases/live').set('Cookie', cookie).send({ release: 1 })).body.error.code).toBe(
      'flow-not-found',
    );
  });

  it('answers numbers, and is not taken away while it does', async () => {
    const number = (alias: string) =>
      api.request.put('/api/numbers/%2B34911222333').set('Cookie', cookie).send({ flowId: 'support', alias });
    const remove = (alias: string) => api.request.delete(at(`/aliases/${alias}`)).set('Cookie', cookie);
    expect((await number('pilot')).body.error.code).toBe('alias-not-found');
    await put('/aliases/pilot', { release: 2 });
    expect((await number('pilot')).body).toEqual({ number: '+34911222333', flowId: 'support', alias: 'pilot', assigned: true });
    expect(api.shelf()).toEqual({ '+34911222333': 'support:pilot' });
    expect((await remove('pilot')).body.error).toMatchObject({ code: 'alias-in-use', details: { numbers: ['+34911222333'] } });
    await number('live');
    expect(api.shelf()).toEqual({ '+34911222333': 'support' });
    expect((await remove('pilot')).status).toBe(204);
    expect((await remove('pilot')).body.error.code).toBe('alias-not-found');
    expect((await remove('live')).body.error.code).toBe('alias-fixed');
  });
});

describe('looking back', () => {
  it('tells what changed in words, between releases and the draft', async () => {
    await save(0, changed());
    const { body } = await get('/diff?from=1');
    expect(body.boxes).toEqual({ 'call/greeting': 'changed' });
    expect(body.changes).toEqual([
      expect.objectContaining({ kind: 'wording', side: 'call', step: 'greeting', language: 'en', after: 'Welcome to {{business}}.' }),
    ]);
    expect(body.changes[0].words).toContain('→');
    await publish(1);
    expect((await get('/diff?from=2&to=1')).body.changes[0]).toMatchObject({ before: 'Welcome to {{business}}.', after: GREETING });
    expect((await get('/diff?from=1&to=7')).body.error.code).toBe('release-not-found');
    expect((await get('/diff?from=x')).body.error.code).toBe('body-invalid');
  });

  it('takes a release up again as the draft, byte for byte, unless somebody saved meanwhile', async () => {
    await save(0, changed());
    await publish(1);
    await save(1, changed('Another one.'));
    expect((await post('/releases/1/restore', { baseRevision: 1 })).body.error.code).toBe('draft-changed');
    expect((await post('/releases/1/restore', { baseRevision: 2 })).body).toEqual({ revision: 3 });
    expect((await get('/files')).body).toMatchObject({ flow: TEXT, revision: 3, release: 1, changed: true });
    expect((await post('/releases/5/restore', { baseRevision: 3 })).body.error.code).toBe('release-not-found');
  });

  it('says of a flow that is not there that it is not', async () => {
    for (const path of ['releases', 'releases/1', 'aliases', 'diff?from=1', 'draft', 'files']) {
      const { body } = await api.request.get(`/api/flows/nothing/${path}`).set('Cookie', cookie);
      expect(body.error.code, path).toBe('flow-not-found');
    }
  });
});

describe('readiness before publishing', () => {
  const BLOCKED = {
    verdict: 'blocked',
    offers: true,
    items: [
      {
        id: 'sender',
        name: { en: 'Sender', es: 'Remitente' },
        verdict: 'blocked',
        findings: [{ verdict: 'blocked', words: { en: 'It is offline.', es: 'No está.' } }],
      },
    ],
  } as const;
  const blank = (name: string) =>
    writeJson(blankFlow({ id: 'support', name, business: 'Luz Clara', timeZone: 'Europe/Madrid', languages: ['es', 'en'] }));

  it('is asked only where callers are promised what they were not; blocked points need a reason, which stays', async () => {
    const beside = await readBeside('flows/support.flow.json');
    const unready = await startApi(redis, { deps: { besideFlows: () => beside, judgeReadiness: async () => BLOCKED } });
    await unready.addUser('ada', 'administrator');
    const own = await unready.signIn('ada');
    const ask = (method: 'post' | 'put', path: string, body: object) => unready.request[method](at(path)).set('Cookie', own).send(body);
    const { releases, clock } = unready.deps;
    await publishFlow({ releases, clock }, { flow: Flow.parse(JSON.parse(blank('One'))), problems: [] });

    await ask('put', '/draft', { baseRevision: 0, flow: blank('Two') }).expect(200);
    expect((await ask('post', '/check', {})).body.readiness).toBeUndefined();
    await ask('post', '/releases', { draftRevision: 1, note: 'Words', makeLive: true }).expect(201);

    await ask('put', '/draft', { baseRevision: 1, flow: TEXT }).expect(200);
    expect((await ask('post', '/check', {})).body).toMatchObject({
      ok: true,
      readiness: { verdict: 'blocked', items: [{ id: 'sender' }] },
    });
    const wanted = { draftRevision: 2, note: 'The first offer', makeLive: true };
    const refused = await ask('post', '/releases', wanted).expect(409);
    expect(refused.body.error).toMatchObject({
      code: 'flow-not-ready',
      details: { blocked: [{ id: 'sender', words: { en: 'It is offline.' } }] },
    });
    await ask('put', '/schedule', { ...wanted, publishAtMs: clock.nowMs() + 60_000 }).expect(409);
    await ask('post', '/releases', { ...wanted, makeLive: false }).expect(201);
    await ask('put', '/aliases/live', { release: 3 }).expect(409);
    await ask('put', '/aliases/live', { release: 3, despite: 'It is back at nine' }).expect(200);
    expect((await unready.request.get(at('/aliases')).set('Cookie', own)).body.moves[0]).toMatchObject({ despite: 'It is back at nine' });
    await ask('post', '/aliases/live/back', {}).expect(200);
    await ask('post', '/aliases/live/back', {}).expect(200);
    await unready.stop();
  });
});
