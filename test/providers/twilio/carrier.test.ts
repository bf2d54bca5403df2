import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLogger } from '../../../src/base/log.ts';
import type { OutboundMessage } from '../../../src/channels/messages.ts';
import { createTwilioCarrier, type TwilioCarrierOptions } from '../../../src/providers/twilio/carrier.ts';
import { json, refusal, type StandIn, startStandIn } from './carrier-stand-in.ts';

const ACCOUNT = `AC${'a'.repeat(32)}`;
const SID = `SM${'c'.repeat(32)}`;
const TOKEN = 't'.repeat(32);
const accepted = json(201, { sid: SID, status: 'queued', error_code: null });

const TEMPLATE: OutboundMessage = {
  to: { channel: 'whatsapp', phone: '+34600111222' },
  from: '+34910000000',
  receiptFor: { kind: 'invite', handoffId: 'h_07_7K3QX9TB', attempt: 1 },
  content: { kind: 'template', providerTemplateId: `HX${'d'.repeat(32)}`, variables: { 1: 'Ana', 2: '"quoted"' } },
};
const TEXT: OutboundMessage = {
  ...TEMPLATE,
  receiptFor: { kind: 'chat', chatId: 't_07_X', messageId: 'm1' },
  content: { kind: 'text', text: 'Hola & adiós' },
};

let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn(accepted);
});
afterEach(async () => {
  await standIn.close();
});

function connect(options: Partial<TwilioCarrierOptions> = {}) {
  return createTwilioCarrier({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    apiUrl: standIn.url,
    publicUrl: 'https://ivr.example.com',
    timeoutMs: 5000,
    log: silentLogger,
    ...options,
  });
}

describe('send', () => {
  test('asks as the documentation says, on the host that is configured', async () => {
    await expect(connect().send(TEMPLATE)).resolves.toEqual({ kind: 'accepted', providerMessageId: SID });
    const [request] = standIn.arrived;
    expect(request?.method).toBe('POST');
    expect(request?.path).toBe(`/2010-04-01/Accounts/${ACCOUNT}/Messages.json`);
    expect(request?.headers.authorization).toBe(`Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}`);
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      To: 'whatsapp:+34600111222',
      From: 'whatsapp:+34910000000',
      ContentSid: `HX${'d'.repeat(32)}`,
      ContentVariables: '{"1":"Ana","2":"\\"quoted\\""}',
      StatusCallback: 'https://ivr.example.com/webhooks/twilio/whatsapp/status?k=invite&h=h_07_7K3QX9TB&n=1#rc=2&rt=4000&rp=ct,rt,5xx',
    });
  });

  test('writes to a scoped id, to SMS by number and by messaging service', async () => {
    const carrier = connect();
    await carrier.send({ ...TEXT, to: { channel: 'whatsapp', scopedUserId: 'ES.456' } });
    await carrier.send({ ...TEXT, to: { channel: 'sms', phone: '+34600111222' } });
    await carrier.send({ ...TEXT, to: { channel: 'sms', phone: '+34600111222' }, from: `MG${'e'.repeat(32)}` });
    const bodies = standIn.arrived.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    expect(bodies[0]).toMatchObject({ To: 'whatsapp:ES.456', From: 'whatsapp:+34910000000', Body: 'Hola & adiós' });
    expect(bodies[1]).toMatchObject({ To: '+34600111222', From: '+34910000000' });
    expect(bodies[2]).toMatchObject({ MessagingServiceSid: `MG${'e'.repeat(32)}` });
    expect(bodies[2]).not.toHaveProperty('From');
  });

  test.each([
    [400, 21211, 'unreachable'],
    [400, 21610, 'opted-out'],
    [400, 21656, 'configuration'],
    [401, 20003, 'sender'],
    [400, 99999, 'unknown'],
  ])('HTTP %i with code %i is refused as %s', async (status, code, failure) => {
    standIn.respond = refusal(status, code, 'no');
    await expect(connect().send(TEXT)).resolves.toEqual({ kind: 'refused', code: String(code), failure, message: 'no' });
  });

  test('a refusal that is not the carrier’s own has the status for its code', async () => {
    standIn.respond = (_request, response) => response.writeHead(403, { 'content-type': 'text/html' }).end('<p>no</p>');
    await expect(connect().send(TEXT)).resolves.toMatchObject({ kind: 'refused', code: 'http-403', failure: 'configuration' });
  });

  test.each([
    ['3', 3000],
    ['100000', 300_000],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 2000],
    ['', 2000],
  ])('429 with Retry-After %j is busy for %i ms, and was not processed', async (header, retryAfterMs) => {
    standIn.respond = json(429, { code: 20429, status: 429 }, { 'retry-after': header });
    await expect(connect().send(TEXT)).resolves.toEqual({ kind: 'busy', retryAfterMs });
    expect(standIn.arrived).toHaveLength(1);
  });

  test.each([500, 502, 503, 408])('HTTP %i leaves the outcome unknown and is not repeated', async (status) => {
    standIn.respond = json(status, { code: 20500, status });
    await expect(connect().send(TEXT)).resolves.toEqual({ kind: 'unknown', cause: `http-${status}` });
    expect(standIn.arrived).toHaveLength(1);
  });

  test('an answer that never comes leaves the outcome unknown', async () => {
    standIn.respond = () => {};
    await expect(connect({ timeoutMs: 50 }).send(TEXT)).resolves.toEqual({ kind: 'unknown', cause: 'timeout' });
  });

  test('an answer that trickles without end leaves the outcome unknown', async () => {
    standIn.respond = (_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    };
    await expect(connect({ timeoutMs: 100 }).send(TEXT)).resolves.toEqual({ kind: 'unknown', cause: 'timeout' });
  });

  test('a connection that breaks after the request leaves the outcome unknown', async () => {
    standIn.respond = (_request, response) => response.socket?.resetAndDestroy();
    await expect(connect().send(TEXT)).resolves.toEqual({ kind: 'unknown', cause: 'ECONNRESET' });
  });

  test.each([
    ['no JSON', (body: string) => body.slice(0, 5)],
    ['no id', () => '{}'],
  ])('a 201 with %s leaves the outcome unknown', async (_name, spoil) => {
    standIn.respond = (_request, response) => response.writeHead(201, { 'content-type': 'application/json' }).end(spoil('{"sid":"x"}'));
    await expect(connect().send(TEXT)).resolves.toEqual({ kind: 'unknown', cause: 'not-json' });
  });

  test('nobody listening is busy: the request was never written', async () => {
    const carrier = connect({ apiUrl: `http://127.0.0.1:${await freePort()}` });
    await expect(carrier.send(TEXT)).resolves.toEqual({ kind: 'busy', retryAfterMs: 2000 });
  });

  test('every request is told to the metrics', async () => {
    const seen: unknown[] = [];
    const carrier = connect({ onRequest: ({ operation, outcome }) => seen.push([operation, outcome]) });
    await carrier.send(TEXT);
    standIn.respond = refusal(400, 21211);
    await carrier.send(TEXT);
    expect(seen).toEqual([
      ['send', 'ok'],
      ['send', 'refused'],
    ]);
  });
});

describe('the circuit', () => {
  test('opens after failures in a row, spares the carrier, and closes when it is well again', async () => {
    const states: string[] = [];
    const carrier = connect({ circuitFailures: 3, circuitOpenMs: 30, onCircuit: (state) => states.push(state) });
    standIn.respond = json(503, {});
    for (let n = 0; n < 3; n += 1) await carrier.send(TEXT);
    expect(carrier.circuit).toBe('open');
    standIn.respond = accepted;
    await vi.waitUntil(async () => (await carrier.send(TEXT)).kind === 'accepted', { timeout: 10_000 });
    expect(carrier.circuit).toBe('closed');
    expect(states).toEqual(['open', 'half-open', 'closed']);
  });

  test('while open answers busy without a request', async () => {
    const carrier = connect({ circuitFailures: 1, circuitOpenMs: 600_000 });
    standIn.respond = json(503, {});
    await carrier.send(TEXT);
    await expect(carrier.send(TEXT)).resolves.toEqual({ kind: 'busy', retryAfterMs: 600_000 });
    expect(standIn.arrived).toHaveLength(1);
  });

  test('stays closed through refusals and rate limits', async () => {
    const carrier = connect({ circuitFailures: 1 });
    standIn.respond = refusal(400, 21211);
    await carrier.send(TEXT);
    standIn.respond = json(429, {});
    await carrier.send(TEXT);
    expect(carrier.circuit).toBe('closed');
  });
});

describe('buttons', () => {
  const buttons: OutboundMessage = {
    ...TEXT,
    content: {
      kind: 'buttons',
      text: '¿Algo más?\nDígame',
      buttons: [
        { id: 'yes', title: 'Sí' },
        { id: 'no', title: 'No' },
      ],
    },
  };
  const content = { sid: `HX${'f'.repeat(32)}`, friendly_name: 'relevo_reply_buttons_2', language: 'en' };

  test('use content that is made once, and holds nothing of the customer', async () => {
    standIn.respond = (request, response) => {
      if (request.path.includes('ContentAndApprovals')) return json(200, { contents: [], meta: {} })(request, response);
      return (request.path === '/v1/Content' ? json(201, content) : accepted)(request, response);
    };
    const carrier = connect();
    await carrier.send(buttons);
    await carrier.send(buttons);
    const made = standIn.arrived.filter(({ path }) => path === '/v1/Content');
    expect(made).toHaveLength(1);
    expect(JSON.parse(made[0]?.body ?? '')).toMatchObject({
      friendly_name: 'relevo_reply_buttons_2',
      types: {
        'twilio/quick-reply': {
          body: '{{1}}',
          actions: [
            { type: 'QUICK_REPLY', title: '{{2}}', id: '{{3}}' },
            { type: 'QUICK_REPLY', title: '{{4}}', id: '{{5}}' },
          ],
        },
      },
    });
    const sent = new URLSearchParams(standIn.arrived.at(-1)?.body);
    expect(sent.get('ContentSid')).toBe(content.sid);
    expect(JSON.parse(sent.get('ContentVariables') ?? '')).toEqual({ 1: '¿Algo más? Dígame', 2: 'Sí', 3: 'yes', 4: 'No', 5: 'no' });
  });

  test('use the content that is there already', async () => {
    standIn.respond = (request, response) =>
      (request.path.includes('ContentAndApprovals') ? json(200, { contents: [content] }) : accepted)(request, response);
    await connect().send(buttons);
    expect(standIn.arrived.map(({ path }) => path)).not.toContain('/v1/Content');
  });

  test('are looked for once by two messages at the same moment', async () => {
    standIn.respond = (request, response) => {
      if (request.path.includes('ContentAndApprovals')) return json(200, { contents: [] })(request, response);
      return (request.path === '/v1/Content' ? json(201, content) : accepted)(request, response);
    };
    const carrier = connect();
    await Promise.all([carrier.send(buttons), carrier.send(buttons)]);
    expect(standIn.arrived.filter(({ path }) => path === '/v1/Content')).toHaveLength(1);
  });

  test('become text at once when their content was deleted, and are made anew for the next message', async () => {
    standIn.respond = (request, response) => {
      if (request.path.includes('ContentAndApprovals')) return json(200, { contents: [content] })(request, response);
      return (request.body.includes('ContentSid') ? refusal(400, 21655) : accepted)(request, response);
    };
    const carrier = connect();
    await expect(carrier.send(buttons)).resolves.toMatchObject({ kind: 'accepted' });
    expect(new URLSearchParams(standIn.arrived.at(-1)?.body).get('Body')).toContain('1. Sí');
    await carrier.send(buttons);
    expect(standIn.arrived.filter(({ path }) => path.includes('ContentAndApprovals'))).toHaveLength(2);
  });

  test('become numbered lines when content can’t be had, when they do not fit, and on SMS', async () => {
    standIn.respond = (request, response) => (request.path.startsWith('/v1/') ? refusal(403, 20003) : accepted)(request, response);
    const carrier = connect();
    const long: OutboundMessage = {
      ...buttons,
      content: { kind: 'buttons', text: 'Elija', buttons: [{ id: 'x', title: 'Un título de más de veinte letras' }] },
    };
    await carrier.send(buttons);
    await carrier.send(long);
    await carrier.send({ ...buttons, to: { channel: 'sms', phone: '+34600111222' } });
    const texts = standIn.arrived
      .filter(({ path }) => path.endsWith('Messages.json'))
      .map(({ body }) => new URLSearchParams(body).get('Body'));
    expect(texts).toEqual([
      '¿Algo más?\nDígame\n\n1. Sí\n2. No',
      'Elija\n\n1. Un título de más de veinte letras',
      '¿Algo más?\nDígame\n\n1. Sí\n2. No',
    ]);
  });
});

describe('findSent', () => {
  const sinceMs = Date.UTC(2026, 10, 21, 10, 0, 0) + 400;
  const row = (sid: string, second: number, direction = 'outbound-api') => ({
    sid,
    status: 'sent',
    direction,
    date_created: new Date(Date.UTC(2026, 10, 21, 10, 0, second)).toUTCString(),
  });
  const query = { to: TEXT.to, from: TEXT.from, sinceMs };

  test('asks for that address and time, and gives the newest first', async () => {
    standIn.respond = json(200, { messages: [row('SM1', 0), row('SM2', 9), row('SM3', 5, 'inbound'), row('SM0', -5)] });
    await expect(connect().findSent(query)).resolves.toEqual([
      { providerMessageId: 'SM2', status: 'sent', createdAtMs: Date.UTC(2026, 10, 21, 10, 0, 9) },
      { providerMessageId: 'SM1', status: 'sent', createdAtMs: Date.UTC(2026, 10, 21, 10, 0, 0) },
    ]);
    const asked = new URL(standIn.arrived[0]?.path ?? '', standIn.url).searchParams;
    expect(asked.get('To')).toBe('whatsapp:+34600111222');
    expect(asked.get('From')).toBe('whatsapp:+34910000000');
    expect(asked.get('DateSent>')).toBe('2026-11-21T10:00:00Z');
  });

  test('looks once more without the date, for messages that have not left yet', async () => {
    standIn.respond = (request, response) =>
      json(200, { messages: request.path.includes('DateSent') ? [] : [row('SM1', 3), row('SM0', -60)] })(request, response);
    await expect(connect().findSent(query)).resolves.toMatchObject([{ providerMessageId: 'SM1' }]);
  });

  test('throws when the carrier can’t be asked, and when it refuses', async () => {
    standIn.respond = json(500, {});
    await expect(connect().findSent(query)).rejects.toMatchObject({ code: 'carrier-unavailable' });
    standIn.respond = refusal(401, 20003);
    await expect(connect().findSent(query)).rejects.toMatchObject({ code: 'carrier-refused' });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

describe('lists, media and places', () => {
  const send = async (content: OutboundMessage['content'], to: OutboundMessage['to'] = TEXT.to) => {
    await connect().send({ ...TEXT, to, content });
    return Object.fromEntries(new URLSearchParams(standIn.arrived.at(-1)?.body));
  };
  const list = (sections: Extract<OutboundMessage['content'], { kind: 'list' }>['list']['sections'], text = 'Elija') =>
    ({ kind: 'list', text, list: { button: 'Ver', sections } }) as const;
  const made = () => standIn.arrived.filter(({ path }) => path === '/v1/Content').map(({ body }) => JSON.parse(body));
  const withContents = () => {
    standIn.respond = (request, response) => {
      if (request.path.includes('ContentAndApprovals')) return json(200, { contents: [], meta: {} })(request, response);
      return (request.path === '/v1/Content' ? json(201, { sid: `HX${'e'.repeat(32)}` }) : accepted)(request, response);
    };
  };

  test('a list is content of its shape, with everything variable; sections stand in the smaller line', async () => {
    withContents();
    const sent = await send(
      list([
        { title: 'Coche', rows: [{ id: 's.a', title: 'Uno', description: 'el primero' }] },
        { title: 'Casa', rows: [{ id: 's.b', title: 'Dos' }] },
      ]),
    );
    expect(made()).toMatchObject([
      {
        friendly_name: 'relevo_list_2_3',
        types: {
          'twilio/list-picker': {
            body: '{{1}}',
            button: '{{2}}',
            items: [
              { item: '{{3}}', id: '{{4}}', description: '{{5}}' },
              { item: '{{6}}', id: '{{7}}', description: '{{8}}' },
            ],
          },
        },
      },
    ]);
    expect(JSON.parse(sent.ContentVariables ?? '')).toEqual({
      1: 'Elija',
      2: 'Ver',
      3: 'Uno',
      4: 's.a',
      5: 'Coche · el primero',
      6: 'Dos',
      7: 's.b',
      8: 'Casa',
    });
  });

  test('a list without smaller lines has none in its content: no variable may be empty', async () => {
    withContents();
    await send(
      list([
        {
          rows: [
            { id: 's.a', title: 'Uno' },
            { id: 's.b', title: 'Dos', description: 'dos' },
          ],
        },
      ]),
    );
    expect(made()[0].friendly_name).toBe('relevo_list_2_2');
    expect(made()[0].types['twilio/list-picker'].items[0]).toEqual({ item: '{{3}}', id: '{{4}}' });
  });

  test.each([
    ['a title is too long', list([{ rows: [{ id: 'a', title: 'x'.repeat(25) }] }])],
    ['a title is empty', list([{ rows: [{ id: 'a', title: ' ' }] }])],
    ['there are too many rows', list([{ rows: Array.from({ length: 11 }, (_, n) => ({ id: `r${n}`, title: `Fila ${n}` })) }])],
  ])('where %s the choices are numbered lines', async (_, content) => {
    withContents();
    const sent = await send(content);
    expect(made()).toEqual([]);
    expect(sent.Body).toMatch(/^Elija\n\n1\. /);
  });

  test('numbered lines keep every choice: it is the text that is cut', async () => {
    const rows = Array.from({ length: 11 }, (_, n) => ({ id: `r${n}`, title: `Fila ${n}`, description: 'y'.repeat(60) }));
    const sent = await send(list([{ rows }], 'Largo. '.repeat(250)), { channel: 'sms', phone: '+34600111222' });
    expect(sent.Body?.length).toBeLessThanOrEqual(1600);
    expect(sent.Body).toContain('11. Fila 10');
  });

  test('a medium is an address below ours or one of the world, with its caption if it has one', async () => {
    expect(await send({ kind: 'media', text: 'el plano', address: '/media/sig/plan.png' })).toMatchObject({
      MediaUrl: 'https://ivr.example.com/media/sig/plan.png',
      Body: 'el plano',
    });
    const bare = await send({ kind: 'media', text: '', address: 'https://example.com/a.pdf' });
    expect(bare.MediaUrl).toBe('https://example.com/a.pdf');
    expect(bare).not.toHaveProperty('Body');
  });

  test('a place is a persistent action beside its name; a text message carries a link', async () => {
    const place = { latitude: 41.4, longitude: 2.2, address: 'Calle 1|2' };
    expect(await send({ kind: 'location', text: 'La tienda', place })).toMatchObject({
      Body: 'La tienda',
      PersistentAction: 'geo:41.4,2.2|Calle 1 2',
    });
    const sms = await send({ kind: 'location', text: 'La tienda', place }, { channel: 'sms', phone: '+34600111222' });
    expect(sms.Body).toContain('41.4,2.2');
    expect(sms).not.toHaveProperty('PersistentAction');
  });
});
