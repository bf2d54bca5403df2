import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ACCOUNT, ANA, AUTHORIZATION, addInvite, rest, SENDER, SMS_SENDER, send, startSandbox } from './support.ts';

const TO = `whatsapp:${ANA}`;
const FROM = `whatsapp:${SENDER}`;
const VARIABLES = JSON.stringify({ '1': 'Acme S.L.', '2': 'su factura', '3': 'TOKEN' });

describe('a message that the carrier refuses at once', () => {
  const content = { ContentSid: `HX${'0'.repeat(32)}` };
  it.each([
    ['no To', 21604, { From: FROM, Body: 'a' }],
    ['no From', 21603, { To: TO, Body: 'a' }],
    ['a To that is no number', 21211, { To: 'whatsapp:600111222', From: FROM, Body: 'a' }],
    ['a To that no plan knows', 21211, { To: 'whatsapp:+34000000000', From: FROM, Body: 'a' }],
    ['a From that is no number', 21212, { To: TO, From: 'whatsapp:Acme', Body: 'a' }],
    ['a From that is not ours', 63007, { To: TO, From: 'whatsapp:+34910009999', Body: 'a' }],
    ['a From without the prefix', 63007, { To: TO, From: SENDER, Body: 'a' }],
    ['an SMS From that is not ours', 21606, { To: ANA, From: '+34910009999', Body: 'a' }],
    ['itself as To', 63031, { To: FROM, From: FROM, Body: 'a' }],
    ['nothing to say', 21619, { To: TO, From: FROM }],
    ['a text over 1600 characters', 21617, { To: TO, From: FROM, Body: 'a'.repeat(1601) }],
    ['variables without a template', 21654, { To: TO, From: FROM, Body: 'a', ContentVariables: '{"1":"a"}' }],
    ['a template that does not exist', 21655, { To: TO, From: FROM, ...content }],
    ['an address for receipts that is none', 21609, { To: TO, From: FROM, Body: 'a', StatusCallback: 'http://my_host/x' }],
  ])('has %s: %i', async (_, code, fields) => {
    const { api, sandbox } = await startSandbox();
    const answer = await send(api, fields as Record<string, string>);
    expect(answer).toMatchObject({ status: 400, body: { code, status: 400, more_info: `https://www.twilio.com/docs/errors/${code}` } });
    expect(sandbox.messages()).toHaveLength(0);
  });

  it.each(['[]', '"a"', 'no JSON', '{"1":2}', '{"1":""}', '{"a b":"x"}'])('has the variables %s: 21656', async (ContentVariables) => {
    const { api, sandbox } = await startSandbox();
    const answer = await send(api, { To: TO, From: FROM, ContentSid: addInvite(sandbox), ContentVariables });
    expect(answer.body.code).toBe(21656);
  });

  it('comes without credentials: 20003', async () => {
    const { api } = await startSandbox();
    const answer = await fetch(`${api}/2010-04-01/Accounts/${ACCOUNT.sid}/Messages.json`);
    expect([answer.status, ((await answer.json()) as { code: number }).code]).toEqual([401, 20003]);
  });

  it('comes for another account: 20404', async () => {
    const { api } = await startSandbox();
    const answer = await fetch(`${api}/2010-04-01/Accounts/AC${'b'.repeat(32)}/Messages.json`, {
      headers: { Authorization: AUTHORIZATION },
    });
    expect(answer.status).toBe(404);
  });
});

async function invite(behaviour?: Parameters<Awaited<ReturnType<typeof startSandbox>>['sandbox']['behave']>[0]) {
  const world = await startSandbox();
  const { api, sandbox, service } = world;
  if (behaviour !== undefined) sandbox.behave(behaviour);
  const contentSid = addInvite(sandbox);
  const fields = { To: TO, From: FROM, ContentSid: contentSid, ContentVariables: VARIABLES, StatusCallback: `${service.url}/receipt?h=1` };
  const answer = await send(api, fields);
  await sandbox.idle();
  const receipts = () =>
    service.at('/receipt').map(({ parameters }) => [parameters.MessageStatus, parameters.ErrorCode].filter(Boolean).join(' '));
  return { ...world, answer, receipts, fields };
}

describe('the receipts of a message', () => {
  it('say sent and delivered, signed, with our address untouched', async () => {
    const { answer, receipts, service } = await invite();
    expect(answer).toMatchObject({ status: 201, body: { status: 'queued', to: TO, from: FROM, error_code: null } });
    expect(receipts()).toEqual(['sent', 'delivered']);
    expect(service.at('/receipt')[1]).toMatchObject({
      parameters: { MessageSid: answer.body.sid, SmsStatus: 'delivered', To: TO, From: FROM, ChannelPrefix: 'whatsapp' },
    });
    expect(service.at('/receipt')[1]?.parameters.ExternalUserId).toMatch(/^whatsapp:ES\.\d{16}$/);
    expect(service.at('/receipt')[1]?.query.get('h')).toBe('1');
  });

  it.each([
    ['deliver-and-read', ['sent', 'delivered', 'read']],
    ['never-delivered', ['sent']],
    ['fail', ['failed 63003']],
    [{ kind: 'fail', code: '63049' }, ['failed 63049']],
    ['fail-after-sent', ['sent', 'undelivered 63024']],
    ['duplicate-receipts', ['sent', 'sent', 'delivered', 'delivered']],
    ['receipts-out-of-order', ['delivered', 'sent']],
    ['timeout-not-created', []],
  ] as const)('when it is chosen to %s are %j', async (behaviour, expected) => {
    if (behaviour === 'timeout-not-created') return expectSilence();
    const { receipts } = await invite(behaviour);
    expect(receipts()).toEqual(expected);
  });

  async function expectSilence(): Promise<void> {
    const { sandbox, api } = await startSandbox();
    sandbox.behave('timeout-not-created');
    await expect(giveUpSoon(api)).rejects.toThrow();
    expect(sandbox.messages()).toEqual([]);
  }

  it('come when their time has come', async () => {
    const { receipts, sandbox } = await invite({ kind: 'slow', delaySeconds: 12 });
    await sandbox.advance(11_999);
    expect(receipts()).toEqual(['sent']);
    await sandbox.advance(1);
    expect(receipts()).toEqual(['sent', 'delivered']);
  });

  it('wait for a phone that is switched off', async () => {
    const { api, sandbox, service } = await startSandbox();
    await sandbox.handset(ANA).set({ online: false });
    await send(api, {
      To: TO,
      From: FROM,
      ContentSid: addInvite(sandbox),
      ContentVariables: VARIABLES,
      StatusCallback: `${service.url}/receipt`,
    });
    await sandbox.advance(60_000);
    expect(service.at('/receipt').map((receipt) => receipt.parameters.MessageStatus)).toEqual(['sent']);
    await sandbox.handset(ANA).set({ online: true });
    expect(service.at('/receipt').map((receipt) => receipt.parameters.MessageStatus)).toEqual(['sent', 'delivered']);
  });

  it('never go beyond sent for somebody who blocked the business', async () => {
    const { api, sandbox, service } = await startSandbox();
    await sandbox.handset(ANA).set({ blocked: true });
    await send(api, {
      To: TO,
      From: FROM,
      ContentSid: addInvite(sandbox),
      ContentVariables: VARIABLES,
      StatusCallback: `${service.url}/receipt`,
    });
    await sandbox.advance(3_600_000);
    expect(service.at('/receipt').map((receipt) => receipt.parameters.MessageStatus)).toEqual(['sent']);
    expect(sandbox.handset(ANA).messages()).toEqual([]);
  });

  it('say read when the customer opens the thread', async () => {
    const { receipts, sandbox } = await invite();
    await sandbox.handset(ANA).read();
    expect(receipts()).toEqual(['sent', 'delivered', 'read']);
  });
});

function giveUpSoon(api: string): Promise<unknown> {
  return fetch(`${api}/2010-04-01/Accounts/${ACCOUNT.sid}/Messages.json`, {
    method: 'POST',
    headers: { Authorization: AUTHORIZATION },
    body: new URLSearchParams({ To: ANA, From: SMS_SENDER, Body: 'hola' }),
    signal: AbortSignal.timeout(200),
  });
}

describe('an answer that is lost', () => {
  it.each([
    ['timeout-created', 1],
    ['reset-created', 1],
    ['reset-not-created', 0],
  ] as const)('%s leaves %i message that a look-up finds', async (kind, count) => {
    const { api, sandbox } = await startSandbox();
    sandbox.behave({ kind, times: 1 });
    await expect(giveUpSoon(api)).rejects.toThrow();
    await sandbox.idle();
    const query = new URLSearchParams({ To: ANA, From: SMS_SENDER, 'DateSent>': '2026-11-21T10:00:00Z' });
    const found = await rest(api, 'GET', `{AC}/Messages.json?${query}`);
    expect(found.body.messages).toHaveLength(count);
    expect((await send(api, { To: ANA, From: SMS_SENDER, Body: 'otra vez' })).status).toBe(201);
  });

  it.each([
    ['rate-limited', 429, 20429],
    ['server-error', 500, 20500],
  ] as const)('%s is told and creates nothing', async (kind, status, code) => {
    const { api, sandbox } = await startSandbox();
    sandbox.behave(kind, ANA);
    expect(await send(api, { To: ANA, From: SMS_SENDER, Body: 'hola' })).toMatchObject({ status, body: { code } });
    expect(sandbox.messages()).toEqual([]);
    expect((await send(api, { To: '+34655000111', From: SMS_SENDER, Body: 'hola' })).status).toBe(201);
  });

  it('of every product belongs to an outage', async () => {
    const { api, sandbox } = await startSandbox();
    sandbox.outage('server-error');
    expect((await rest(api, 'GET', '/v1/Content')).status).toBe(500);
    sandbox.outage('none');
    expect((await rest(api, 'GET', '/v1/Content')).status).toBe(200);
  });
});

describe('what WhatsApp refuses afterwards', () => {
  it.each([
    ['unsubmitted', '63016'],
    ['pending', '63016'],
    ['rejected', '63040'],
    ['paused', '63041'],
    ['disabled', '63042'],
  ] as const)('a template that is %s: %s', async (status, code) => {
    const { api, sandbox } = await startSandbox();
    const sid = addInvite(sandbox);
    sandbox.setTemplateStatus(sid, status);
    expect((await send(api, { To: TO, From: FROM, ContentSid: sid, ContentVariables: VARIABLES })).status).toBe(201);
    await sandbox.idle();
    expect(sandbox.messages()[0]).toMatchObject({ status: 'failed', errorCode: code });
  });

  it.each([
    ['a line break in a value', '63013', 'una\nlínea'],
    ['five blanks in a row', '63013', 'a     b'],
    ['more than 1024 characters in all', '63021', 'a'.repeat(1000)],
  ])('%s: %s', async (_, code, value) => {
    const { api, sandbox } = await startSandbox();
    const ContentVariables = JSON.stringify({ '1': value, '2': 'x', '3': 'y' });
    await send(api, { To: TO, From: FROM, ContentSid: addInvite(sandbox), ContentVariables });
    await sandbox.idle();
    expect(sandbox.messages()[0]?.errorCode).toBe(code);
  });

  it('free text outside the window of 24 hours, 63016; inside it arrives', async () => {
    const { api, sandbox } = await startSandbox();
    const handset = sandbox.handset(ANA);
    const say = async () => {
      await send(api, { To: TO, From: FROM, Body: 'hola' });
      await sandbox.idle();
      return sandbox.messages().at(-1)?.errorCode;
    };
    expect(await say()).toBe('63016');
    await handset.write('buenas');
    expect(await say()).toBeUndefined();
    await sandbox.advance(24 * 3_600_000);
    expect(await say()).toBe('63016');
  });

  it('a number without WhatsApp, 63003; a landline by SMS, 30006', async () => {
    const { api, sandbox } = await startSandbox();
    await send(api, { To: 'whatsapp:+34912345678', From: FROM, ContentSid: addInvite(sandbox), ContentVariables: VARIABLES });
    await send(api, { To: '+34912345678', From: SMS_SENDER, Body: 'hola' });
    await sandbox.idle();
    expect(sandbox.messages().map((message) => message.errorCode)).toEqual(['63003', '30006']);
  });

  it('missing values take the sample silently', async () => {
    const { api, sandbox } = await startSandbox();
    await send(api, { To: TO, From: FROM, ContentSid: addInvite(sandbox), ContentVariables: '{"1":"Acme"}' });
    await sandbox.idle();
    expect(sandbox.handset(ANA).messages()[0]?.text).toBe(
      'Hola, le escribimos de Acme. Asunto: su consulta de hoy. Pulse un botón para continuar.',
    );
  });

  it('media that can’t be had, 63019', async () => {
    const { api, sandbox, service } = await startSandbox();
    service.on('/missing.png', { status: 404 });
    await sandbox.handset(ANA).write('hola');
    await send(api, { To: TO, From: FROM, MediaUrl: `${service.url}/missing.png` });
    await sandbox.idle();
    expect(sandbox.messages().at(-1)).toMatchObject({ errorCode: '63019' });
  });
});

describe('kept messages', () => {
  it('are listed newest first, in pages, by To and by date', async () => {
    const { api, sandbox } = await startSandbox();
    for (const Body of ['uno', 'dos', 'tres']) {
      await send(api, { To: ANA, From: SMS_SENDER, Body });
      await sandbox.advance(60_000);
    }
    const first = await rest(api, 'GET', `{AC}/Messages.json?${new URLSearchParams({ To: ANA, PageSize: '2' })}`);
    expect(first.body.messages.map((message: { body: string }) => message.body)).toEqual(['tres', 'dos']);
    const second = await rest(api, 'GET', first.body.next_page_uri);
    expect(second.body.messages.map((message: { body: string }) => message.body)).toEqual(['uno']);
    expect(second.body.next_page_uri).toBeNull();
    const late = await rest(api, 'GET', `{AC}/Messages.json?${new URLSearchParams({ 'DateSent>': '2026-11-21T10:01:00Z' })}`);
    expect(late.body.messages).toHaveLength(2);
  });

  it('are redacted and deleted', async () => {
    const { api } = await startSandbox();
    const { body } = await send(api, { To: ANA, From: SMS_SENDER, Body: 'secreto' });
    expect((await rest(api, 'POST', `{AC}/Messages/${body.sid}.json`, new URLSearchParams({ Body: '' }))).body.body).toBe('');
    expect((await rest(api, 'DELETE', `{AC}/Messages/${body.sid}.json`)).status).toBe(204);
    expect((await rest(api, 'GET', `{AC}/Messages/${body.sid}.json`)).body.code).toBe(20404);
  });
});

describe('what WhatsApp carries, and what it does not', () => {
  /** Somebody who has just written, and a site that serves a file. */
  async function withWindow() {
    const world = await startSandbox();
    await world.sandbox.handset(ANA).write('hola');
    return world;
  }

  async function served(contentType: string, bytes: number) {
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-type': contentType });
      response.end(request.method === 'HEAD' ? undefined : Buffer.alloc(bytes));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
  }

  it.each([
    ['a picture', 'image/png', 1000, undefined],
    ['a picture over 5 MB', 'image/png', 5 * 1024 * 1024 + 1, '63034'],
    ['a document over 16 MB', 'application/pdf', 16 * 1024 * 1024 + 1, '63034'],
    ['a page', 'text/html', 10, '63005'],
  ])('%s', async (_, contentType, bytes, errorCode) => {
    const { api, sandbox } = await withWindow();
    await send(api, { To: TO, From: FROM, Body: 'caption', MediaUrl: await served(contentType, bytes) });
    await sandbox.idle();
    const message = sandbox.messages().at(-1);
    expect(message?.errorCode).toBe(errorCode);
    if (errorCode === undefined) expect(message).toMatchObject({ body: 'caption', attachment: { contentType } });
  });

  it('a document loses its caption', async () => {
    const { api, sandbox } = await withWindow();
    await send(api, { To: TO, From: FROM, Body: 'caption', MediaUrl: await served('application/pdf', 10) });
    await sandbox.idle();
    expect(sandbox.messages().at(-1)).toMatchObject({ body: '', status: 'delivered' });
  });

  it('a place, and 63006 for an action that is none', async () => {
    const { api, sandbox } = await withWindow();
    await send(api, { To: TO, From: FROM, Body: 'La tienda', PersistentAction: 'geo:41.4,2.2|Calle 1' });
    await send(api, { To: TO, From: FROM, Body: 'La tienda', PersistentAction: 'geo:here' });
    await sandbox.idle();
    expect(sandbox.messages().slice(-2)).toMatchObject([
      { location: { latitude: 41.4, longitude: 2.2, label: 'La tienda', address: 'Calle 1' } },
      { errorCode: '63006' },
    ]);
  });

  const listOf = (item: string) => ({
    friendly_name: 'list',
    language: 'en',
    variables: { 1: 'x' },
    types: { 'twilio/list-picker': { body: 'Choose', button: 'See', items: [{ id: 's.a', item, description: 'smaller' }] } },
  });

  it('a list inside the window, which comes back by its row; outside 63016, with a title that grew too long 63021', async () => {
    const { api, sandbox, service } = await withWindow();
    const sid = async (item: string) => String((await rest(api, 'POST', '/v1/Content', listOf(item))).body.sid);
    const [fixed, variable] = [await sid('One'), await sid('{{1}}')];
    await send(api, { To: TO, From: FROM, ContentSid: fixed });
    await send(api, { To: TO, From: FROM, ContentSid: variable, ContentVariables: JSON.stringify({ 1: 'x'.repeat(25) }) });
    await send(api, { To: 'whatsapp:+34600333444', From: FROM, ContentSid: fixed });
    await sandbox.idle();
    const [list, tooLong, outside] = sandbox.messages().slice(-3);
    expect(list).toMatchObject({ listButton: 'See', buttons: [{ title: 'One', description: 'smaller' }], status: 'delivered' });
    expect([tooLong?.errorCode, outside?.errorCode]).toEqual(['63021', '63016']);
    await sandbox.handset(ANA).pressButton('One', list?.sid ?? '');
    expect(service.at('/webhooks/twilio/whatsapp/incoming').at(-1)?.parameters).toMatchObject({
      MessageType: 'interactive',
      Body: 'One',
      ListId: 's.a',
      ListTitle: 'One',
      ListDescription: 'smaller',
      OriginalRepliedMessageSid: list?.sid,
    });
  });
});
