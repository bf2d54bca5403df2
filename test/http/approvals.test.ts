import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/access/create-api-key.ts';
import { Flow } from '../../src/flows/flow.ts';
import { publishFlow } from '../../src/flows/publish-flow.ts';
import { readBeside } from '../../src/flows/read-flow-file.ts';
import { publishDue } from '../../src/flows/studio/publish-due.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startApi, type TestApi } from './start-api.ts';

const TEXT = readFileSync('flows/support.flow.json', 'utf8');
const changed = (to = 'Welcome to {{business}}.') => TEXT.replace('"en": "Thank you for calling {{business}}."', `"en": "${to}"`);

let redis: TestRedis;
let api: TestApi;
let ada: string;
let ben: string;
let eva: string;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis?.stop());
beforeEach(async () => {
  const beside = await readBeside('flows/support.flow.json');
  api = await startApi(redis, { deps: { besideFlows: () => beside } });
  await api.addUser('ada', 'administrator');
  await api.addUser('ben', 'publisher');
  await api.addUser('eva', 'flow-editor', 'publisher');
  [ada, ben, eva] = (await Promise.all(['ada', 'ben', 'eva'].map(api.signIn))) as [string, string, string];
  const { releases, clock } = api.deps;
  await publishFlow({ releases, clock }, { flow: Flow.parse(JSON.parse(TEXT)), source: { flow: TEXT }, problems: [] });
  await as(ada, 'put', '/api/studio-settings', { secondPerson: true }).expect(200);
  return () => api.stop();
});

type Method = 'get' | 'post' | 'put' | 'delete';
const as = (who: string, method: Method, path: string, body?: object) =>
  api.request[method](path)
    .set(!who.includes('=') ? { Authorization: `Bearer ${who}` } : { Cookie: who })
    .send(body);
const at = (path: string) => `/api/flows/support${path}`;
const save = (who: string, baseRevision: number, flow = changed()) => as(who, 'put', at('/draft'), { baseRevision, flow }).expect(200);
const publish = (who: string, draftRevision: number, more: object = {}) =>
  as(who, 'post', at('/releases'), { draftRevision, note: 'A new greeting', makeLive: true, ...more });
const ask = (who: string, draftRevision: number, more: object = {}) =>
  as(who, 'post', at('/approvals'), { asked: { kind: 'publish', draftRevision, makeLive: true, ...more }, note: 'A new greeting' });
const yes = (who: string, id: string, words?: string) => as(who, 'post', at(`/approvals/${id}/approve`), { ...(words && { words }) });
const no = (who: string, id: string) => as(who, 'post', at(`/approvals/${id}/reject`), { words: 'Too loud' });
const live = async () => (await as(ada, 'get', at('/aliases'))).body.aliases[0].release;
const list = async (who = ada) => (await as(who, 'get', at('/approvals')).expect(200)).body.items;
const code = (answer: { body: { error: { code: string } } }) => answer.body.error.code;
const key = async (createdBy: string) =>
  (await createApiKey(api.deps, { name: 'ci', role: 'agent', scopes: ['flows:write', 'flows:publish'], createdBy })).secret;

describe('with a second person', () => {
  it('who edited the draft does not publish it alone, not now and not later; who did not edit it does', async () => {
    await save(eva, 0);
    expect((await as(eva, 'post', at('/check'), {})).body).toMatchObject({ ok: true, secondPerson: true });
    expect((await as(ben, 'post', at('/check'), {})).body).toMatchObject({ ok: true, secondPerson: false });
    expect(code(await publish(eva, 1).expect(409))).toBe('second-person-needed');
    const later = { draftRevision: 1, note: 'x', publishAtMs: api.clock.nowMs() + 60_000 };
    expect(code(await as(eva, 'put', at('/schedule'), later).expect(409))).toBe('second-person-needed');
    await publish(ben, 1).expect(201);
    expect(await live()).toBe(2);
    const { body } = await as(ada, 'get', at('/releases/2'));
    expect(body).toMatchObject({ authorName: 'ben', editors: [{ name: 'eva' }] });
  });

  it('a request names what it is about, and somebody else’s yes publishes exactly that; it stands in the record', async () => {
    await save(eva, 0);
    const { body: asked } = await ask(eva, 1).expect(201);
    expect(asked).toMatchObject({ flowId: 'support', note: 'A new greeting', by: { name: 'eva' }, editors: [{ name: 'eva' }], mine: true });
    expect(asked.by).not.toHaveProperty('username');
    expect((await as(ben, 'get', '/api/approvals')).body.items).toMatchObject([{ id: asked.id, void: false, mine: false }]);
    expect(code(await yes(eva, asked.id).expect(403))).toBe('approval-own');
    expect(code(await no(eva, asked.id).expect(403))).toBe('approval-own');
    expect((await yes(ben, asked.id, 'Nice').expect(200)).body).toMatchObject({ verdict: 'approved', release: 2, words: 'Nice' });
    expect(await live()).toBe(2);
    const { body } = await as(ada, 'get', at('/releases/2'));
    expect(body).toMatchObject({
      authorName: 'eva',
      approval: { askedBy: { name: 'eva' }, by: { name: 'ben' }, words: 'Nice', note: 'A new greeting' },
    });
    expect(await list()).toMatchObject([{ id: asked.id, verdict: 'approved', settledBy: { name: 'ben' } }]);
    expect(code(await yes(ben, asked.id).expect(404))).toBe('approval-not-found');
    const trail = (await as(ada, 'get', '/api/audit?action=flow.approved')).body.items;
    expect(trail.find(({ outcome }: { outcome: string }) => outcome === 'done')).toMatchObject({
      why: 'Nice',
      object: { id: `support/${asked.id}` },
    });
  });

  it('a no is said in words, and nothing is published', async () => {
    await save(eva, 0);
    const { body: asked } = await ask(eva, 1);
    await as(ben, 'post', at(`/approvals/${asked.id}/reject`), { words: ' ' }).expect(400);
    expect((await no(ben, asked.id).expect(200)).body).toMatchObject({ verdict: 'rejected', words: 'Too loud' });
    expect([await live(), await list()]).toMatchObject([1, [{ verdict: 'rejected', words: 'Too loud', settledBy: { name: 'ben' } }]]);
  });

  it('an edit after it was asked voids the request, even one that is taken back byte for byte', async () => {
    await save(eva, 0);
    const { body: asked } = await ask(eva, 1);
    await save(ada, 1, changed('Something else.'));
    await save(ada, 2);
    expect(await list()).toMatchObject([{ id: asked.id, void: true }]);
    expect(code(await yes(ben, asked.id).expect(409))).toBe('approval-void');
    expect(await live()).toBe(1);
    const { body: again } = await ask(eva, 3).expect(201);
    expect(await list()).toMatchObject([
      { id: again.id, void: false },
      { id: asked.id, verdict: 'replaced' },
    ]);
    await yes(ada, again.id).expect(200);
  });

  it('an approved schedule is published at its time, and not if the draft is another then', async () => {
    await save(eva, 0);
    const publishAtMs = api.clock.nowMs() + 60_000;
    const { body: asked } = await ask(eva, 1, { publishAtMs });
    expect(await live()).toBe(1);
    await yes(ben, asked.id).expect(200);
    expect(await api.deps.schedules.read('support')).toMatchObject({ publishAtMs, approval: { by: { name: 'ben' } } });
    // The service was away at its time: later is better than never, and is said.
    api.clock.advance(3_600_000);
    await publishDue({ ...api.deps, rest: async () => {} });
    expect(await live()).toBe(2);
    const { body } = await as(ada, 'get', at('/releases/2'));
    expect(body).toMatchObject({ authorName: 'eva', approval: { by: { name: 'ben' } }, scheduledForMs: publishAtMs });
    expect(body.publishedAtMs).toBeGreaterThan(publishAtMs);
  });

  it('what was scheduled alone before two were wanted is refused at its time', async () => {
    await as(ada, 'put', '/api/studio-settings', { secondPerson: false });
    await save(eva, 0);
    await as(eva, 'put', at('/schedule'), { draftRevision: 1, note: 'x', makeLive: true, publishAtMs: api.clock.nowMs() + 1_000 }).expect(
      200,
    );
    await as(ada, 'put', '/api/studio-settings', { secondPerson: true });
    api.clock.advance(2_000);
    await publishDue({ ...api.deps, rest: async () => {} });
    expect(await live()).toBe(1);
    expect((await api.deps.schedules.read('support'))?.refused?.problems[0]).toContain('somebody else has to look');
  });

  it('two who say yes at once make one release; a yes and a no at once are one of them', async () => {
    await save(eva, 0);
    const { body: asked } = await ask(eva, 1);
    const both = await Promise.all([yes(ada, asked.id), yes(ben, asked.id)]);
    expect(both.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    await save(eva, 1, changed('Third.'));
    const { body: next } = await ask(eva, 2);
    const answers = await Promise.all([yes(ada, next.id), no(ben, next.id)]);
    const released = (await as(ada, 'get', at('/releases'))).body.items.length;
    const [last] = await list();
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect([released, last.verdict]).toEqual(answers[0]?.status === 200 ? [3, 'approved'] : [2, 'rejected']);
  });

  it('is asked only for what could be published and needs it; who asked takes it back', async () => {
    expect(code(await ask(eva, 0))).toBe('nothing-to-publish');
    await save(eva, 0, TEXT.replace('"next": "choose-language"', '"next": "nowhere"'));
    expect(code(await ask(eva, 1).expect(422))).toBe('release-refused');
    await save(eva, 1);
    expect(code(await ask(ben, 2).expect(409))).toBe('approval-not-needed');
    const { body: asked } = await ask(eva, 2).expect(201);
    const back = (who: string) => as(who, 'delete', at(`/approvals/${asked.id}`));
    expect(code(await back(ben).expect(403))).toBe('approval-not-own');
    await back(eva).expect(204);
    expect(await list()).toMatchObject([{ verdict: 'withdrawn' }]);
    expect(code(await yes(ben, 'a_000000000000'))).toBe('approval-not-found');
  });

  it('an API key asks and decides nothing; what it did counts as done by who made it', async () => {
    const evas = await key('eva');
    await save(evas, 0);
    expect(code(await publish(evas, 1))).toBe('second-person-needed');
    expect(code(await publish(eva, 1))).toBe('second-person-needed');
    const { body: asked } = await ask(evas, 1).expect(201);
    expect(code(await yes(evas, asked.id))).toBe('person-needed');
    expect(code(await yes(await key('ben'), asked.id))).toBe('person-needed');
    expect(code(await yes(eva, asked.id))).toBe('approval-own');
    await yes(ben, asked.id).expect(200);
    await save(ada, 1, changed('Third.'));
    const { body: next } = await ask(await key('ben'), 2).expect(201);
    // A key that asks for what ada edited is nobody beside her.
    expect(code(await yes(ada, next.id))).toBe('approval-own');
    await yes(eva, next.id).expect(200);
  });

  it('the settings need two who could publish, and an administrator', async () => {
    const set = (who: string, secondPerson: boolean) => as(who, 'put', '/api/studio-settings', { secondPerson });
    await set(ben, false).expect(403);
    const users = await api.deps.users.list();
    await set(ada, false).expect(200);
    for (const { user } of users.filter(({ user: each }) => each.name !== 'ada'))
      await api.request.patch(`/api/users/${user.id}`).set('Cookie', ada).send({ disabled: true }).expect(200);
    expect(code(await set(ada, true).expect(409))).toBe('publishers-missing');
    await save(ada, 0);
    await publish(ada, 1).expect(201);
    const trail = (await as(ada, 'get', '/api/audit?action=studio.changed')).body.items;
    expect(trail.length).toBeGreaterThan(0);
  });
});

describe('an alias', () => {
  const move = (who: string, release: number, alias = 'live') => as(who, 'put', at(`/aliases/${alias}`), { release });

  it('is not moved alone to what nobody else has looked at; back to what was live is free', async () => {
    await as(ada, 'put', '/api/studio-settings', { secondPerson: false });
    await save(eva, 0);
    await publish(eva, 1, { makeLive: false }).expect(201);
    await as(ada, 'put', '/api/studio-settings', { secondPerson: true });
    for (const alias of ['live', 'pilot']) expect(code(await move(eva, 2, alias).expect(409))).toBe('second-person-needed');
    const wanted = { asked: { kind: 'move', alias: 'live', release: 2 }, note: 'For autumn' };
    const { body: asked } = await as(eva, 'post', at('/approvals'), wanted).expect(201);
    expect(code(await yes(eva, asked.id))).toBe('approval-own');
    await yes(ben, asked.id).expect(200);
    expect((await as(ada, 'get', at('/aliases'))).body.moves[0]).toMatchObject({ to: 2, by: { name: 'eva' }, approvedBy: { name: 'ben' } });
    await move(eva, 1).expect(200);
    await move(eva, 2).expect(200);
    await as(eva, 'post', at('/aliases/live/back'), {}).expect(200);
    expect(await live()).toBe(1);
  });

  it('is moved by who has not edited it: they are the second person', async () => {
    await as(ada, 'put', '/api/studio-settings', { secondPerson: false });
    await save(eva, 0);
    await publish(eva, 1, { makeLive: false });
    await as(ada, 'put', '/api/studio-settings', { secondPerson: true });
    await move(ben, 2).expect(200);
  });
});

describe('in an emergency', () => {
  it('an administrator goes on alone with a reason, which is an alarm until somebody else has looked', async () => {
    await save(ada, 0);
    const alone = (who: string, why?: string) =>
      as(who, 'post', at('/releases/alone'), { draftRevision: 1, note: 'x', makeLive: true, ...(why && { alone: why }) });
    await alone(ada).expect(400);
    await alone(eva, 'I want to').expect(403);
    const { body } = await alone(ada, 'The line is dead and nobody answers').expect(201);
    expect(body).toMatchObject({ number: 2, alone: 'The line is dead and nobody answers', aliases: ['live'] });
    const [waiting] = await list();
    expect(waiting).toMatchObject({ asked: { kind: 'afterwards', release: 2 }, note: 'The line is dead and nobody answers' });
    expect(code(await yes(ada, waiting.id))).toBe('approval-own');
    expect(code(await as(ada, 'delete', at(`/approvals/${waiting.id}`)))).toBe('approval-not-own');
    await yes(ben, waiting.id, 'Seen').expect(200);
    expect(await api.deps.approvals.waiting()).toEqual([]);
    const trail = (await as(ada, 'get', '/api/audit?action=flow.published-alone')).body.items;
    expect(trail[0]).toMatchObject({ outcome: 'done', why: 'The line is dead and nobody answers' });
  });

  it('the same for an alias; where nobody is needed it is no emergency', async () => {
    await save(ada, 0);
    await publish(ben, 1, { makeLive: false }).expect(201);
    const alone = (release: number) => as(ada, 'put', at('/aliases/live/alone'), { release, alone: 'It is three in the morning' });
    await alone(2).expect(200);
    expect(await list()).toEqual([]);
    await as(ada, 'put', '/api/studio-settings', { secondPerson: false });
    await save(ada, 1, changed('Third.'));
    await publish(ada, 2, { makeLive: false }).expect(201);
    await as(ada, 'put', '/api/studio-settings', { secondPerson: true });
    await alone(3).expect(200);
    expect(await list()).toMatchObject([{ asked: { kind: 'afterwards', release: 3, alias: 'live' } }]);
    const { secret } = await createApiKey(api.deps, { name: 'root', role: 'administrator', createdBy: 'ada' });
    expect(code(await as(secret, 'put', at('/aliases/live/alone'), { release: 1, alone: 'a machine' }))).toBe('person-needed');
  });
});
