import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../../src/base/log.ts';
import { createContentApi } from '../../../src/providers/twilio/content.ts';
import { createRestClient } from '../../../src/providers/twilio/rest-client.ts';
import { pushTemplates, readTemplateStates, type TemplateWording, toContent } from '../../../src/providers/twilio/template-states.ts';
import { json, type Respond, refusal, type StandIn, startStandIn } from './carrier-stand-in.ts';

const PINNED = `HX${'1'.repeat(32)}`;
const MADE = `HX${'2'.repeat(32)}`;

const WORDING: TemplateWording = {
  name: 'call_continue',
  language: 'pt-BR',
  category: 'UTILITY',
  body: 'Olá, aqui é a {{1}}, como pediu na chamada.',
  buttons: [{ id: 'go:{{2}}', title: 'Continuar' }],
  samples: { 1: 'Luz Clara', 2: 'A1B2' },
};
const NAME = toContent(WORDING).friendlyName;

let standIn: StandIn;
let content: Record<string, unknown>[];
let approval: object | undefined;

/** The three resources of the Content API that are used, over a list. */
const contentApi: Respond = (request, response) => {
  const { method, path, body } = request;
  if (path.startsWith('/v1/ContentAndApprovals')) {
    const page = Number(new URL(path, standIn.url).searchParams.get('Page') ?? 0);
    const next = page + 1 < content.length ? `https://content.twilio.com/v1/ContentAndApprovals?PageSize=1&Page=${page + 1}` : null;
    return json(200, { contents: content.slice(page, page + 1), meta: { next_page_url: next } })(request, response);
  }
  if (method === 'POST' && path === '/v1/Content') {
    const draft = JSON.parse(body) as Record<string, unknown>;
    content.push({ sid: MADE, ...draft, approval_requests: { status: 'unsubmitted' } });
    return json(201, { sid: MADE, ...draft })(request, response);
  }
  if (method === 'POST' && path.endsWith('/ApprovalRequests/whatsapp')) {
    approval = { ...(JSON.parse(body) as object), status: 'received', rejection_reason: '' };
    const entry = content.find(({ sid }) => path.includes(String(sid)));
    if (entry) entry.approval_requests = approval;
    return json(201, approval)(request, response);
  }
  if (path.endsWith('/ApprovalRequests') && approval) return json(200, { sid: MADE, whatsapp: approval })(request, response);
  return refusal(404, 20404)(request, response);
};

beforeEach(async () => {
  content = [];
  approval = undefined;
  standIn = await startStandIn(contentApi);
});
afterEach(async () => {
  await standIn.close();
});

function connect() {
  return createContentApi(
    createRestClient({ accountSid: `AC${'a'.repeat(32)}`, authToken: 't', apiUrl: standIn.url, timeoutMs: 5000, log: silentLogger }),
  );
}

const stored = (friendly_name: string, status: string, extra: object = {}) => ({
  sid: MADE,
  friendly_name,
  language: 'pt_BR',
  approval_requests: { status, category: 'MARKETING', rejection_reason: '', ...extra },
});

describe('pushTemplates', () => {
  test('creates the template in wire names, asks approval, and reads back what came of it', async () => {
    await expect(pushTemplates(connect(), [WORDING])).resolves.toEqual([
      {
        name: 'call_continue',
        language: 'pt-BR',
        contentSid: MADE,
        status: 'received',
        category: 'UTILITY',
        sendable: false,
        done: 'created',
      },
    ]);
    const posts = standIn.arrived.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body));
    expect(posts).toEqual([
      {
        friendly_name: NAME,
        language: 'pt_BR',
        variables: { 1: 'Luz Clara', 2: 'A1B2' },
        types: {
          'twilio/quick-reply': { body: WORDING.body, actions: [{ type: 'QUICK_REPLY', title: 'Continuar', id: 'go:{{2}}' }] },
        },
      },
      { name: NAME, category: 'UTILITY' },
    ]);
    expect(NAME).toMatch(/^call_continue_pt_br_[0-9a-f]{10}$/);
  });

  test('done twice changes nothing', async () => {
    const contents = connect();
    await pushTemplates(contents, [WORDING]);
    await expect(pushTemplates(contents, [WORDING])).resolves.toMatchObject([{ done: 'unchanged', contentSid: MADE }]);
    expect(standIn.arrived.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  test('asks approval for what was made but never submitted', async () => {
    content = [stored(NAME, 'unsubmitted')];
    await expect(pushTemplates(connect(), [WORDING])).resolves.toMatchObject([{ done: 'submitted' }]);
    expect(standIn.arrived.filter(({ path }) => path === '/v1/Content')).toHaveLength(0);
  });

  test('another wording is another template', () => {
    expect(toContent({ ...WORDING, body: `${WORDING.body}.` }).friendlyName).not.toBe(NAME);
  });

  test('leaves a pinned template alone', async () => {
    await expect(pushTemplates(connect(), [{ ...WORDING, contentSid: PINNED }])).resolves.toMatchObject([
      { done: 'pinned', contentSid: PINNED },
    ]);
    expect(standIn.arrived.filter(({ method }) => method === 'POST')).toHaveLength(0);
  });

  test('throws with the carrier’s reason when it refuses', async () => {
    standIn.respond = (request, response) => (request.method === 'POST' ? refusal(400, 20001, 'bad body') : contentApi)(request, response);
    await expect(pushTemplates(connect(), [WORDING])).rejects.toThrow('The carrier refused (20001): bad body');
  });
});

describe('readTemplateStates', () => {
  test.each([
    ['approved', true],
    ['pending', false],
    ['received', false],
    ['rejected', false],
    ['paused', false],
    ['something-new', false],
  ])('found by name and %s: may be sent is %s; the returned category counts', async (status, sendable) => {
    content = [stored('another', 'approved'), stored(NAME, status, { rejection_reason: status === 'rejected' ? 'TONE' : '' })];
    await expect(readTemplateStates(connect(), [WORDING])).resolves.toEqual([
      {
        name: 'call_continue',
        language: 'pt-BR',
        contentSid: MADE,
        status,
        category: 'MARKETING',
        ...(status === 'rejected' && { rejectionReason: 'TONE' }),
        sendable,
      },
    ]);
  });

  test('takes one that was made by hand under the plain name and language', async () => {
    content = [stored('call_continue', 'approved'), { ...stored('call_continue', 'approved'), language: 'es' }];
    await expect(readTemplateStates(connect(), [WORDING, { ...WORDING, language: 'ca' }])).resolves.toMatchObject([
      { contentSid: MADE, sendable: true },
      { status: 'missing', sendable: false },
    ]);
  });

  test('a pinned template that is read as anything but approved is not sent', async () => {
    const pinned = { ...WORDING, contentSid: PINNED };
    content = [{ ...stored('x', 'paused'), sid: PINNED }];
    await expect(readTemplateStates(connect(), [pinned])).resolves.toMatchObject([{ status: 'paused', sendable: false }]);
    content = [];
    approval = { status: 'rejected' };
    await expect(readTemplateStates(connect(), [pinned])).resolves.toMatchObject([{ status: 'rejected', sendable: false }]);
  });

  test('a pinned template whose state can’t be read counts as approved', async () => {
    standIn.respond = refusal(403, 20003);
    await expect(readTemplateStates(connect(), [{ ...WORDING, contentSid: PINNED }])).resolves.toEqual([
      { name: 'call_continue', language: 'pt-BR', contentSid: PINNED, status: 'unread', sendable: true },
    ]);
  });

  test('when the carrier can’t be asked, what was known stays; the unknown is not sent', async () => {
    standIn.respond = json(503, {});
    const before = { name: 'call_continue', language: 'pt-BR', contentSid: MADE, status: 'approved', sendable: true };
    await expect(readTemplateStates(connect(), [WORDING], [before])).resolves.toEqual([before]);
    await expect(readTemplateStates(connect(), [WORDING])).resolves.toMatchObject([{ status: 'unread', sendable: false }]);
  });
});
