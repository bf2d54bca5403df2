import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLogger } from '../../../src/base/log.ts';
import type { OutboundMessage } from '../../../src/channels/messages.ts';
import { createTwilioCarrier } from '../../../src/providers/twilio/carrier.ts';
import { pushTemplates } from '../../../src/providers/twilio/template-states.ts';
import { type Arrived, json, type StandIn, startStandIn } from './carrier-stand-in.ts';
import { operationOf, problemsOf, readSpec } from './openapi-check.ts';

const MESSAGES = readSpec('messages.yaml');
const CONTENT = readSpec('content.yaml');
const HX = `HX${'d'.repeat(32)}`;
const APPROVAL = {
  name: 'x',
  category: 'UTILITY',
  content_type: 'twilio/quick-reply',
  status: 'received',
  rejection_reason: '',
  allow_category_change: true,
};

/** What the stand-in answers; each is checked against the description before it is used. */
const ANSWERS: readonly { readonly method: string; readonly path: RegExp; readonly status: number; readonly body: object }[] = [
  { method: 'POST', path: /Messages\.json$/, status: 201, body: { sid: `SM${'c'.repeat(32)}`, status: 'queued', error_code: null } },
  {
    method: 'GET',
    path: /Messages\.json$/,
    status: 200,
    body: {
      messages: [
        { sid: `SM${'c'.repeat(32)}`, status: 'sent', direction: 'outbound-api', date_created: 'Sat, 21 Nov 2026 10:00:03 +0000' },
      ],
    },
  },
  { method: 'GET', path: /ContentAndApprovals$/, status: 200, body: { contents: [], meta: { next_page_url: null } } },
  { method: 'POST', path: /\/Content$/, status: 201, body: { sid: HX, friendly_name: 'x', language: 'es' } },
  { method: 'POST', path: /ApprovalRequests\/whatsapp$/, status: 201, body: APPROVAL },
  { method: 'GET', path: /ApprovalRequests$/, status: 200, body: { sid: HX, whatsapp: APPROVAL } },
];

let standIn: StandIn;

beforeEach(async () => {
  standIn = await startStandIn((request, response) => {
    const path = request.path.split('?')[0] ?? '';
    const answer = ANSWERS.find((one) => one.method === request.method && one.path.test(path));
    json(answer?.status ?? 404, answer?.body ?? {})(request, response);
  });
});
afterEach(async () => {
  await standIn.close();
});

function connect() {
  const accountSid = `AC${'a'.repeat(32)}`;
  return createTwilioCarrier({
    accountSid,
    authToken: 't',
    apiUrl: standIn.url,
    publicUrl: 'https://ivr.example.com',
    timeoutMs: 5000,
    log: silentLogger,
  });
}

function problemsOfRequest({ method, path, body, headers }: Arrived): string[] {
  const [where = '', query = ''] = path.split('?');
  const spec = where.startsWith('/v1/') ? CONTENT : MESSAGES;
  const operation = operationOf(spec, method, where);
  const known = new Map(operation.parameters?.filter((one) => one.in === 'query').map((one) => [one.name, one.schema]));
  const asked = [...new URLSearchParams(query)].flatMap(([name, value]) => {
    const schema = known.get(name);
    return schema ? problemsOf(spec, schema, value, name) : [`${name} is no parameter`];
  });
  if (method === 'GET') return asked;
  const type = headers['content-type']?.split(';')[0] ?? '';
  const schema = operation.requestBody?.content[type]?.schema;
  if (!schema) return [...asked, `${type} is not taken`];
  return [...asked, ...problemsOf(spec, schema, type.endsWith('json') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body)))];
}

test.each(ANSWERS.map((answer) => [`${answer.method} ${answer.path.source}`, answer] as const))(
  'the answer to %s is as described',
  (_name, answer) => {
    const paths = [
      `/2010-04-01/Accounts/AC1/Messages.json`,
      '/v1/ContentAndApprovals',
      '/v1/Content',
      `/v1/Content/${HX}/ApprovalRequests/whatsapp`,
      `/v1/Content/${HX}/ApprovalRequests`,
    ];
    const path = paths.find((one) => answer.path.test(one)) ?? '';
    const spec = path.startsWith('/v1/') ? CONTENT : MESSAGES;
    const schema = operationOf(spec, answer.method, path).responses[answer.status]?.content?.['application/json']?.schema;
    expect(schema).toBeDefined();
    expect(problemsOf(spec, schema ?? {}, answer.body)).toEqual([]);
  },
);

test('every request is as the carrier describes it', async () => {
  const carrier = connect();
  const message: OutboundMessage = {
    to: { channel: 'whatsapp', phone: '+34600111222' },
    from: '+34910000000',
    receiptFor: { kind: 'invite', handoffId: 'h_07_X', attempt: 1 },
    content: { kind: 'template', providerTemplateId: HX, variables: { 1: 'Ana' } },
  };
  await carrier.send(message);
  await carrier.send({
    ...message,
    content: { kind: 'text', text: 'Hola' },
    to: { channel: 'sms', phone: '+34600111222' },
    from: `MG${'e'.repeat(32)}`,
  });
  await carrier.send({ ...message, content: { kind: 'buttons', text: '¿Sí?', buttons: [{ id: 'yes', title: 'Sí' }] } });
  await carrier.findSent({ to: message.to, from: message.from, sinceMs: Date.UTC(2026, 10, 21, 10) });
  await pushTemplates(carrier.contents, [
    {
      name: 'x',
      language: 'es',
      category: 'UTILITY',
      body: 'Hola, {{1}}.',
      buttons: [{ id: 'go:{{2}}', title: 'Seguir' }],
      samples: { 1: 'Ana', 2: 'A1' },
    },
  ]);
  const operations = new Set(standIn.arrived.map(({ method, path }) => `${method} ${path.split('?')[0]?.split('/').at(-1)}`));
  expect(operations).toEqual(
    new Set([
      'POST Messages.json',
      'GET Messages.json',
      'GET ContentAndApprovals',
      'POST Content',
      'POST whatsapp',
      'GET ApprovalRequests',
    ]),
  );
  expect(standIn.arrived.flatMap((request) => problemsOfRequest(request))).toEqual([]);
});
