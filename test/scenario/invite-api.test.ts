import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat } from '../../src/chat/chat.ts';
import { until } from '../support/redis.ts';
import { startTestService, type TestService } from '../support/service.ts';

const run = promisify(execFile);
const WORDING = 'Si quiere que Luz Clara le escriba por WhatsApp para seguir con esta consulta, pulse 1.';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let t: TestService;
let cookie = '';
let key = '';
let people = 0;
let receiver: Server;
const received: Received[] = [];
let answers: number[] = [];

/** Somebody else's endpoint: keeps what it gets, and answers as it is told (200 otherwise). */
async function startReceiver(): Promise<Server> {
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    received.push({ headers: req.headers, body });
    res.writeHead(answers.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

beforeAll(async () => {
  receiver = await startReceiver();
  t = await startTestService({ config: { requestAllowHosts: ['127.0.0.1'] } });
  cookie = await t.signIn('demo');
  key = await makeKey({ name: 'ivr', scopes: ['handoffs:write', 'handoffs:read'], perMinute: 6_000 });
});
afterAll(async () => {
  await t?.stop();
  receiver?.closeAllConnections();
  receiver?.close();
});
beforeEach(() => {
  people += 1;
  answers = [];
});

const asAdmin = (method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: object) => {
  const request = supertest(t.publicUrl)[method](path).set('Cookie', cookie);
  return body ? request.send(body) : request;
};

async function makeKey(wanted: object): Promise<string> {
  return (await asAdmin('post', '/api/api-keys', wanted).expect(201)).body.secret;
}

const number = () => `+346007${String(30_000 + people)}`;

function order(more: Record<string, unknown> = {}) {
  return {
    number: number(),
    numberSource: 'caller-id',
    language: 'es',
    intent: 'billing',
    reference: `ref-${people}`,
    variables: { customerNumber: '889900' },
    call: { id: `call-${people}`, waitedSeconds: 95, path: [{ step: 'main-menu', atSeconds: 12, input: '2' }] },
    consent: { wording: WORDING, key: '1', atMs: t.clock.nowMs(), promptId: 'offer-v3' },
    ...more,
  };
}

/** A store that was slow once is asked again, as every client may: the same key is done once. */
const ifSlow = (_: unknown, answer: { readonly status?: number } | undefined) => answer?.status === 503;

const create = (body: object, idempotencyKey = `test-key-${people}`, bearer = key) =>
  supertest(t.publicUrl)
    .post('/api/handoffs')
    .retry(5, ifSlow)
    .set('Authorization', `Bearer ${bearer}`)
    .set('Idempotency-Key', idempotencyKey)
    .send(body);

const eligibility = (body: object, bearer = key) =>
  supertest(t.publicUrl).post('/api/handoffs/eligibility').retry(5, ifSlow).set('Authorization', `Bearer ${bearer}`).send(body);

const status = async (id: string) =>
  (await supertest(t.publicUrl).get(`/api/handoffs/${id}`).retry(5, ifSlow).set('Authorization', `Bearer ${key}`).expect(200)).body;

async function openChat(phone: string): Promise<Chat> {
  const id = (await t.contact(phone))?.openChatId ?? '';
  const [found] = await t.store.load([{ kind: 'chat', id }]);
  if (!found) throw new Error('there is no chat');
  return found.value as Chat;
}

describe('a key for one purpose', () => {
  it('opens the invites and nothing else, neither pages nor the desk nor other routes', async () => {
    const get = (path: string) => supertest(t.publicUrl).get(path).set('Authorization', `Bearer ${key}`);
    for (const path of ['/api/users', '/api/overview', '/api/me', '/api/settings', '/api/journeys/c_01_x'])
      expect((await get(path)).status).toBe(403);
    expect((await get('/api/handoffs/h_01_api-nothing')).body.error.code).toBe('handoff-not-found');
  });

  it('that may read may not write; one without scopes goes by its role', async () => {
    const reader = await makeKey({ name: 'reader', scopes: ['handoffs:read'] });
    expect((await create(order(), 'key-reader-1', reader)).status).toBe(403);
    const supervisor = await makeKey({ name: 'wallboard', role: 'supervisor' });
    expect((await create(order(), 'key-super-1', supervisor)).status).toBe(403);
    expect((await asAdmin('post', '/api/api-keys', { name: 'both', role: 'supervisor', scopes: ['handoffs:read'] })).status).toBe(400);
    expect((await supertest(t.publicUrl).post('/api/handoffs').send(order())).status).toBe(401);
  });

  it('that asks too often is told when to come back', async () => {
    const slow = await makeKey({ name: 'slow', scopes: ['handoffs:write'], perMinute: 2 });
    const codes = [];
    for (let n = 0; n < 3; n += 1) codes.push((await eligibility({ number: number() }, slow)).status);
    const refused = await eligibility({ number: number() }, slow);
    expect(codes).toEqual([200, 200, 429]);
    expect(refused.body.error.code).toBe('too-many-requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('eligibility', () => {
  it('says yes with what decided, by the rules of the flow’s offer', async () => {
    const { body } = await eligibility({ number: number(), numberSource: 'caller-id', language: 'en-GB', intent: 'billing' }).expect(200);
    expect(body).toMatchObject({ eligible: true, reasons: [], flow: 'support@1', step: 'offer', language: 'en' });
  });

  it('says no with every rule that speaks against it, and writes it down', async () => {
    await t.putContact(number(), { optedOut: { atMs: 1, by: 'word' }, undeliverable: { untilMs: t.clock.nowMs() + 1000, code: '63024' } });
    const { body } = await eligibility({ number: number() }).expect(200);
    expect(body.eligible).toBe(false);
    expect(body.reasons.map(({ rule }: { rule: string }) => rule)).toEqual(['opted-out', 'undeliverable']);
    const [event] = (await t.events('offer.withheld')).slice(-1);
    expect(event?.data).toMatchObject({ entry: 'api', reasons: body.reasons });
  });

  it('a landline can’t be written to, and nobody is there to be asked for a mobile', async () => {
    const { body } = await eligibility({ number: '+34910555444' }).expect(200);
    expect(body).toMatchObject({ eligible: false, reasons: [{ rule: 'line-type' }] });
  });

  it.each([
    [{ number: '600111222' }, 'body-invalid'],
    [{ number: '+34600111222', extra: 1 }, 'body-invalid'],
    [{ number: '+999999999999' }, 'number-invalid'],
    [{ number: '+34600111222', flow: 'nothing' }, 'flow-not-found'],
    [{ number: '+34600111222', step: 'main-menu' }, 'flow-has-no-offer'],
  ])('%j is refused as %s', async (body, code) => {
    expect((await eligibility(body)).body.error.code).toBe(code);
  });
});

describe('an invite from another IVR', () => {
  it('is sent like any other, its chat opens with the card, and its status tells everything', async () => {
    const made = await create(order({ team: 'sales', skills: ['premium'], priority: 2 })).expect(201);
    const { id } = made.body;
    expect(made.headers.location).toBe(`/api/handoffs/${id}`);
    expect(made.body).toMatchObject({ state: 'requested', reference: `ref-${people}` });
    await t.pass(3_000);
    expect(await status(id)).toMatchObject({
      state: 'delivered',
      template: 'call-continue-billing',
      number: expect.stringContaining('•••'),
    });
    const handset = t.sandbox.handset(number());
    await handset.pressButton('Seguir aquí');
    await t.settle();
    await handset.write('persona');
    await t.settle();
    const chat = await openChat(number());
    expect(chat).toMatchObject({ link: { handoffId: id, method: 'button-token', confidence: 'certain' }, intent: 'billing' });
    expect(chat).toMatchObject({ state: 'waiting', team: 'sales', skills: ['premium'], priority: 2 });
    expect(chat.card).toMatchObject({ variables: { customerNumber: '889900' }, waitedSeconds: 95, path: [['main-menu', 12, '2']] });
    const after = await status(id);
    expect(after).toMatchObject({ state: 'engaged', chat: { caseNumber: chat.caseNumber, state: 'waiting' } });
    const types = after.timeline.map(({ type }: { type: string }) => type);
    for (const type of ['handoff.requested', 'handoff.sent', 'handoff.delivered', 'handoff.linked', 'chat.opened', 'chat.queued'])
      expect(types).toContain(type);
    expect(JSON.stringify(after)).not.toContain(number().slice(3));
  });

  it('keeps the proof of consent word for word, with the key that brought it', async () => {
    const { body } = await create(order()).expect(201);
    const receipt = (await t.ledger()).find((entry) => entry.handoffId === body.id);
    expect(receipt).toMatchObject({ promptText: WORDING, promptId: 'offer-v3', key: '1', callSid: `call-${people}`, subject: number() });
    expect(String(receipt?.obtainedBy)).toMatch(/^k_/);
  });

  it('repeated with the same key and body gets the same answer and is sent once, also at the same moment', async () => {
    const body = order();
    const all = await Promise.all([create(body), create(body), create(body)]);
    expect(all.map((each) => each.status)).toEqual([201, 201, 201]);
    const again = await create(body).expect(201);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(new Set([...all, again].map((each) => JSON.stringify(each.body))).size).toBe(1);
    await t.pass(3_000);
    expect((await t.events('handoff.requested')).filter(({ handoffId }) => handoffId === again.body.id)).toHaveLength(1);
    expect(t.sandbox.handset(number()).messages()).toHaveLength(1);
  });

  it('with the same key and another body is refused, whoever it is about', async () => {
    await create(order()).expect(201);
    const other = await create(order({ number: '+34600799999' }));
    expect([other.status, other.body.error.code]).toEqual([409, 'idempotency-key-reused']);
    expect(await t.contact('+34600799999')).toBeUndefined();
  });

  it('with another key’s name for it is another request', async () => {
    const second = await makeKey({ name: 'other', scopes: ['handoffs:write'] });
    const one = await create(order()).expect(201);
    const two = await create(order(), `test-key-${people}`, second).expect(201);
    expect(two.body.id).not.toBe(one.body.id);
  });

  it('of somebody who opted out is refused with the reason, alike when repeated, and nothing is sent', async () => {
    const body = order();
    await t.putContact(number(), { optedOut: { atMs: 1, by: 'word' } });
    const first = await create(body);
    expect([first.status, first.body.error.code]).toEqual([422, 'not-eligible']);
    expect(first.body.error.details.reasons).toMatchObject([{ rule: 'opted-out' }]);
    await t.putContact(number(), { optedOut: undefined as never });
    expect((await create(body)).body.error).toEqual(first.body.error);
    await t.pass(2_000);
    expect(t.sandbox.handset(number()).messages()).toHaveLength(0);
  });

  it('to a typed number tells nothing of the call, unless a general template is chosen it is refused', async () => {
    const typed = await create(order({ numberSource: 'typed' }), 'typed-key-1').expect(201);
    expect((await status(typed.body.id)).template).toBe('call-continue');
    const revealing = await create(order({ numberSource: 'typed', template: { name: 'call-continue-billing' } }), 'typed-key-2');
    expect([revealing.status, revealing.body.error.code]).toEqual([422, 'template-reveals-call']);
  });

  it('fills the words of its template in', async () => {
    await create(order({ template: { name: 'call-continue-order', values: { orderNumber: 'A-77' } } })).expect(201);
    await t.pass(2_000);
    expect(t.sandbox.handset(number()).messages()[0]?.text).toContain('A-77');
    const unknown = await create(order({ template: { values: { nothing: 'x' } } }), 'values-key-1');
    expect(unknown.body.error).toMatchObject({ code: 'body-invalid', details: [{ path: 'body.template.values.nothing' }] });
  });

  it.each([
    ['no consent', { consent: undefined }, 400, 'body-invalid'],
    ['a consent of the day before yesterday', { consent: { wording: WORDING, key: '1', atMs: 1 } }, 422, 'consent-too-old'],
    ['a field that does not exist', { nunber: '+34600111222' }, 400, 'body-invalid'],
    ['a template that does not exist', { template: { name: 'nothing-like-it' } }, 409, 'template-unavailable'],
    ['a template that agents send', { template: { name: 'reopen' } }, 409, 'template-unavailable'],
    ['more than the chat can know', { lookups: Object.fromEntries(bigLookups()) }, 413, 'context-too-large'],
  ])('with %s is refused whole, and its key is not used up', async (_, more, code, name) => {
    const refused = await create({ ...order(), ...more });
    expect([refused.status, refused.body.error.code]).toEqual([code, name]);
    await create(order()).expect(201);
  });

  it('without a key of its own is refused', async () => {
    const answer = await supertest(t.publicUrl).post('/api/handoffs').set('Authorization', `Bearer ${key}`).send(order());
    expect([answer.status, answer.body.error.code]).toEqual([400, 'idempotency-key-missing']);
  });
});

function bigLookups(): [string, Record<string, string>][] {
  return ['crm', 'erp', 'shop'].map((name) => [name, Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`f${n}`, 'x'.repeat(180)]))]);
}

describe('webhooks to others', () => {
  const url = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/relevo`;
  const of = (id: string) => received.filter(({ body }) => body.includes(id)).map((each) => ({ ...each, ...JSON.parse(each.body) }));

  /** The function that the docs hand out. */
  async function documentedCheck(): Promise<(secret: string, headers: object, body: string) => boolean> {
    const page = await readFile('docs/invite-api.md', 'utf8');
    const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).isFromRelevo;
  }

  it('tell each step once, signed so that the documented check accepts them, without numbers and texts', async () => {
    const { endpoint, secret } = (await asAdmin('post', '/api/webhook-endpoints', { name: 'crm', url: url() }).expect(201)).body;
    const { id } = (await create(order()).expect(201)).body;
    await t.pass(3_000);
    await t.sandbox.handset(number()).pressButton('Seguir aquí');
    await t.settle();
    const wanted = ['handoff.requested', 'handoff.sent', 'handoff.delivered', 'handoff.linked', 'chat.opened'];
    await until(() => wanted.every((each) => of(id).some(({ type }) => type === each)));
    const types = of(id).map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    const isFromRelevo = await documentedCheck();
    for (const { headers, body } of of(id)) {
      // The carrier's time of the tests has run ahead of the machine's.
      expect(Number(headers['webhook-timestamp'])).toBeGreaterThan(0);
      const isNow = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) < 300;
      expect(isFromRelevo(secret, headers, body)).toBe(isNow);
      expect(isFromRelevo(secret, headers, `${body} `)).toBe(false);
      expect(body).not.toContain(number().slice(3));
      expect(JSON.parse(body).data.reference).toBe(`ref-${people}`);
    }
    await asAdmin('delete', `/api/webhook-endpoints/${endpoint.id}`).expect(204);
  });

  it('are tried again with the same id after a failure, are in the log, and can be sent again', async () => {
    answers = [500, 503];
    const wanted = { name: 'flaky', url: url(), types: ['handoff.requested'] };
    const { endpoint } = (await asAdmin('post', '/api/webhook-endpoints', wanted).expect(201)).body;
    const { id } = (await create(order()).expect(201)).body;
    await until(() => of(id).length === 1);
    await t.pass(6_000);
    await until(() => of(id).length === 2);
    await t.pass(31_000);
    await until(() => of(id).length === 3);
    expect(new Set(of(id).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const logged = async () =>
      (await asAdmin('get', '/api/webhook-deliveries').expect(200)).body.items.find((each: { handoffId: string }) => each.handoffId === id);
    await until(async () => (await logged()).state === 'delivered');
    expect((await logged()).attempts.map(({ status: code }: { status: number }) => code)).toEqual([500, 503, 200]);
    await asAdmin('post', `/api/webhook-deliveries/${(await logged()).id}/replay`).expect(202);
    await until(() => of(id).length === 4);
    await asAdmin('delete', `/api/webhook-endpoints/${endpoint.id}`).expect(204);
  });

  it('end with 410, which switches the endpoint off', async () => {
    answers = [410];
    const { endpoint } = (await asAdmin('post', '/api/webhook-endpoints', { name: 'gone', url: url(), types: ['handoff.requested'] })).body;
    await create(order()).expect(201);
    const state = async () =>
      (await asAdmin('get', '/api/webhook-endpoints')).body.items.find((each: { id: string }) => each.id === endpoint.id)?.disabled;
    await until(async () => (await state()) === 'gone');
    await asAdmin('patch', `/api/webhook-endpoints/${endpoint.id}`, { enabled: true }).expect(200);
    expect(await state()).toBeUndefined();
    await asAdmin('delete', `/api/webhook-endpoints/${endpoint.id}`).expect(204);
  });

  it('are not sent into a private network, nor without TLS, unless the operator allowed the host', async () => {
    for (const address of ['http://example.com/x', 'https://user:pass@example.com/'])
      expect((await asAdmin('post', '/api/webhook-endpoints', { name: 'bad', url: address })).body.error.code).toBe('endpoint-address');
    const { endpoint } = (
      await asAdmin('post', '/api/webhook-endpoints', { name: 'inside', url: 'https://10.0.0.1/x', types: ['handoff.requested'] }).expect(
        201,
      )
    ).body;
    const { id } = (await create(order()).expect(201)).body;
    const logged = async () =>
      (await asAdmin('get', '/api/webhook-deliveries')).body.items.find((each: { handoffId: string }) => each.handoffId === id);
    await until(async () => (await logged())?.state === 'failed');
    expect((await logged()).attempts).toMatchObject([{ problem: 'forbidden-address' }]);
    await asAdmin('delete', `/api/webhook-endpoints/${endpoint.id}`).expect(204);
  });
});

describe('the worked examples of the docs', () => {
  it('curl: the commands of the page, as they stand', async () => {
    const page = await readFile('docs/invite-api.md', 'utf8');
    const commands = [...page.matchAll(/```sh\n(curl -H[\s\S]*?)```/g)].map((match) => match[1] ?? '');
    expect(commands).toHaveLength(3);
    const phone = number();
    let id = '';
    for (const command of commands) {
      const script = command
        .replaceAll('http://localhost:8080', t.publicUrl)
        .replaceAll('+34600111222', phone)
        .replaceAll('"$(date +%s)"', `"${Math.floor(t.clock.nowMs() / 1000)}"`);
      const { stdout } = await run('sh', ['-c', script], { env: { ...process.env, KEY: key, ID: id } });
      const answer = JSON.parse(stdout);
      expect(answer.error).toBeUndefined();
      id = answer.id ?? id;
    }
    expect(await status(id)).toMatchObject({ reference: 'call-1763720000.42', intent: 'billing' });
  });

  it('Asterisk: the AGI script invites the caller, and says why not', async () => {
    const agi = async (phone: string, unique: string) => {
      const child = spawn('sh', ['docs/examples/relevo-invite.agi', phone, 'es', 'billing', '1'], {
        env: { ...process.env, RELEVO_URL: t.publicUrl, RELEVO_KEY: key },
      });
      child.stdin.write(`agi_request: relevo-invite.agi\nagi_uniqueid: ${unique}\nagi_dnid: +34910000000\n\n200 result=1\n200 result=1\n`);
      child.stdin.end();
      let out = '';
      for await (const chunk of child.stdout) out += String(chunk);
      return out.trim().split('\n');
    };
    const [invited, id] = await agi(number(), `176372.${people}`);
    expect(invited).toBe('SET VARIABLE INVITED "yes"');
    expect(await status(/"(h_[^"]+)"/.exec(id ?? '')?.[1] ?? '')).toMatchObject({
      reference: `asterisk-176372.${people}`,
      intent: 'billing',
    });
    const stopped = '+34600788888';
    await t.putContact(stopped, { optedOut: { atMs: 1, by: 'word' } });
    expect(await agi(stopped, '176373.1')).toEqual(['SET VARIABLE INVITED "no"', 'SET VARIABLE INVITE_WHY "not-eligible"']);
  });

  it('Genesys Cloud: the data action’s request is taken, and its answer has what the action reads', async () => {
    const action = JSON.parse(await readFile('docs/examples/genesys-data-action.json', 'utf8'));
    const input: Record<string, string | number> = {
      conversationId: `conv-${people}`,
      number: number(),
      language: 'en',
      intent: 'billing',
      key: '1',
      consentAtMs: t.clock.nowMs(),
      customerNumber: '889900',
    };
    expect(Object.keys(action.contract.input.inputSchema.properties).sort()).toEqual(Object.keys(input).sort());
    const fill = (text: string) =>
      text.replace(/\$\{credentials\.relevoKey\}/g, key).replace(/\$\{input\.(\w+)\}/g, (_, name: string) => String(input[name]));
    const { requestUrlTemplate, headers, requestTemplate } = action.config.request;
    const args = Object.entries(headers as Record<string, string>).flatMap(([name, value]) => ['-H', `${name}: ${fill(value)}`]);
    const address = requestUrlTemplate.replace('https://relevo.example.com', t.publicUrl);
    const { stdout } = await run('curl', ['-sS', ...args, '-d', fill(requestTemplate), address]);
    const answer = JSON.parse(stdout);
    for (const field of Object.keys(action.config.response.translationMap)) expect(typeof answer[field]).toBe('string');
    expect(await status(answer.id)).toMatchObject({ language: 'en', reference: `genesys-conv-${people}` });
  });

  it('Amazon Connect: the Lambda function invites, and answers a flat object', async () => {
    process.env.RELEVO_URL = t.publicUrl;
    process.env.RELEVO_KEY = key;
    const { handler } = await import(pathToFileURL('docs/examples/amazon-connect-lambda.mjs').href);
    const event = (phone: string, contactId: string) => ({
      Details: {
        ContactData: {
          ContactId: contactId,
          CustomerEndpoint: { Address: phone, Type: 'TELEPHONE_NUMBER' },
          SystemEndpoint: { Address: '+34910000000', Type: 'TELEPHONE_NUMBER' },
        },
        Parameters: { key: '1', language: 'en', intent: 'billing', customerNumber: '889900' },
      },
      Name: 'ContactFlowEvent',
    });
    const invited = await handler(event(number(), `contact-${people}`));
    expect(invited).toEqual({ invited: 'yes', inviteId: expect.stringMatching(/^h_/), why: '' });
    expect(await handler(event(number(), `contact-${people}`))).toMatchObject({ invited: 'yes' });
    expect((await t.events('handoff.requested')).filter(({ handoffId }) => handoffId === invited.inviteId)).toHaveLength(1);
    expect(await handler(event('+34910555444', 'contact-landline'))).toEqual({ invited: 'no', inviteId: '', why: 'not-eligible' });
  });

  it('the examples of the API’s description are taken as they stand', async () => {
    const { body } = await supertest(t.publicUrl).get('/api/openapi.json').expect(200);
    const { schemas } = body.components;
    await eligibility(schemas.EligibilityQuestion.example).expect(200);
    const example = schemas.NewHandoff.example;
    const fresh = { ...example, number: number(), consent: { ...example.consent, atMs: t.clock.nowMs() } };
    await create(fresh).expect(201);
    expect(body.paths['/api/handoffs'].post.responses['409'].description).toContain('idempotency-key-reused');
    expect(body.paths['/api/handoffs'].post.parameters).toMatchObject([{ in: 'header', name: 'idempotency-key', required: true }]);
  });
});
