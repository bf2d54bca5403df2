import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/base/log.ts';
import { createTemplates, type Templates } from '../../src/compose/invite-catalogue.ts';
import { loadFlowsFolder } from '../../src/flows/load-flows-folder.ts';
import { Template } from '../../src/flows/template.ts';
import type { Handoff } from '../../src/handoff/handoff.ts';
import { type ContentApi, createContentApi } from '../../src/providers/twilio/content.ts';
import { createRestClient } from '../../src/providers/twilio/rest-client.ts';
import type { TemplateState } from '../../src/providers/twilio/template-states.ts';
import { json, type StandIn, startStandIn } from '../providers/twilio/carrier-stand-in.ts';
import { captureLog } from '../support/captured-log.ts';

const TEXT = { es: { body: 'Hola, aquí {{business}}: su pedido {{orderNumber}} ya está. Si no quiere mensajes, escriba BAJA.' } };
/** A template of an administrator: two places to fill in by the agent. */
const READY = Template.parse({
  name: 'order-ready',
  category: 'UTILITY',
  revealsCall: true,
  variables: [
    { name: 'business', sample: { es: 'Luz Clara' } },
    { name: 'orderNumber', sample: { es: '123456' } },
  ],
  languages: { es: { ...TEXT.es, buttons: [{ id: 'ok', title: 'De acuerdo' }] } },
});

const APPROVED = { status: 'approved', category: 'UTILITY' };

let standIn: StandIn;
let templates: Templates;
beforeAll(async () => {
  const content: Record<string, unknown>[] = [];
  standIn = await startStandIn((request, response) => {
    if (request.path.startsWith('/v1/ContentAndApprovals')) return json(200, { contents: content })(request, response);
    if (request.path.endsWith('/ApprovalRequests')) return json(200, { whatsapp: APPROVED })(request, response);
    if (request.path.endsWith('/ApprovalRequests/whatsapp')) return json(201, APPROVED)(request, response);
    const sid = `HX${String(content.length).padStart(32, '0')}`;
    content.push({ sid, ...(JSON.parse(request.body) as object), approval_requests: APPROVED });
    return json(201, { sid })(request, response);
  });
  const rest = createRestClient({
    accountSid: `AC${'a'.repeat(32)}`,
    authToken: 't',
    apiUrl: standIn.url,
    timeoutMs: 5_000,
    log: silentLogger,
  });
  const files = [...(await loadFlowsFolder('flows')).templates, READY];
  templates = createTemplates({
    files,
    contents: createContentApi(rest),
    log: silentLogger,
    businessOf: () => 'Luz Clara',
    holdOf: () => undefined,
    localTime: () => '12:00',
  });
  await templates.push();
  await templates.refresh();
});
afterAll(() => standIn.close());

describe('the templates that an agent may send', () => {
  it('are those without a token: invites belong to a call', () => {
    expect(templates.states().filter(({ sendable }) => sendable)).toHaveLength(21);
    expect(templates.list().map(({ name, language }) => `${name} ${language}`)).toEqual([
      'appointment-confirmed es',
      'appointment-confirmed en',
      'reopen es',
      'reopen en',
      'order-ready es',
    ]);
    expect(templates.fill('call-continue', 'es', { business: 'Luz Clara', token: '-' })).toBeUndefined();
  });

  it('stand with the business’s name, and with what is to be filled in by number', () => {
    const named = (wanted: string) => templates.list().find(({ name }) => name === wanted);
    const [reopen, ready] = [named('reopen'), named('order-ready')];
    expect(reopen).toMatchObject({ body: expect.stringContaining('de Luz Clara porque'), variables: [] });
    expect(ready).toMatchObject({
      body: expect.stringContaining('su pedido {{1}} ya está'),
      variables: [{ name: 'orderNumber', sample: '123456' }],
    });
  });

  it('reopen needs nothing but a language', () => {
    expect(templates.fill('reopen', 'en', {})).toMatchObject({
      providerTemplateId: expect.stringMatching(/^HX/),
      variables: { 1: 'Luz Clara' },
      text: expect.stringContaining('this is Luz Clara.'),
    });
    expect(templates.fill('reopen', 'fr', {})).toBeUndefined();
  });

  it.each([{}, { orderNumber: '' }, { orderNumber: ' \n ' }])(
    'with a place left empty are told apart from those that can’t be had: %j',
    (values) => {
      expect(templates.fill('order-ready', 'es', values)).toBe('values-missing');
      expect(templates.fill('nothing', 'es', values)).toBeUndefined();
    },
  );
});

describe('what was last known of the templates', () => {
  const wordings = async () => (await loadFlowsFolder('flows')).templates;
  /** The states as another process kept them, a carrier that can’t be asked, and what is logged. */
  async function restarted(kept: readonly TemplateState[] | undefined, contents: ContentApi) {
    let saved: readonly TemplateState[] | undefined;
    const { log, lines } = captureLog();
    const memory = {
      load: async () => kept,
      save: async (states: readonly TemplateState[]) => {
        saved = states;
      },
    };
    const files = await wordings();
    const common = { files, contents, log, businessOf: () => 'Luz Clara', holdOf: () => undefined, localTime: () => '12:00', memory };
    const templates = createTemplates(common);
    await templates.refresh();
    return { templates, lines, saved: () => saved };
  }
  const away: ContentApi = new Proxy({} as ContentApi, { get: () => () => Promise.reject(new Error('away')) });

  it('is used after a restart while the carrier can’t be asked', async () => {
    const { templates: again } = await restarted(templates.states(), away);
    expect(again.states().find(({ name, language }) => name === 'call_continue' && language === 'es')).toMatchObject({ sendable: true });
    const { templates: without } = await restarted(undefined, away);
    expect(without.states().some(({ sendable }) => sendable)).toBe(false);
  });

  it('a change of status or category is logged and kept', async () => {
    const rest = createRestClient({
      accountSid: `AC${'a'.repeat(32)}`,
      authToken: 't',
      apiUrl: standIn.url,
      timeoutMs: 5_000,
      log: silentLogger,
    });
    const before = templates.states().map((state) => (state.name === 'call_continue' ? { ...state, category: 'MARKETING' } : state));
    const { lines, saved } = await restarted(before, createContentApi(rest));
    const changes = lines().filter(({ msg }) => msg === 'the carrier changed a template');
    expect(changes).toMatchObject([
      { template: 'call_continue', language: 'es', from: { category: 'MARKETING' }, to: { category: 'UTILITY' } },
      { template: 'call_continue', language: 'en' },
    ]);
    expect(saved()?.find(({ name }) => name === 'call_continue')).toMatchObject({ category: 'UTILITY' });
    const { saved: unchanged } = await restarted(saved(), createContentApi(rest));
    expect(unchanged()).toBeUndefined();
  });
});

describe('a wording that is left alone', () => {
  it('is not sent; its reserve is, and what may be offered goes by that', async () => {
    const rest = createRestClient({
      accountSid: `AC${'a'.repeat(32)}`,
      authToken: 't',
      apiUrl: standIn.url,
      timeoutMs: 5_000,
      log: silentLogger,
    });
    const { templates: files } = await loadFlowsFolder('flows');
    const held = new Set<string>();
    const holding = createTemplates({
      files,
      contents: createContentApi(rest),
      log: silentLogger,
      businessOf: () => 'Luz Clara',
      holdOf: (templateId) => (held.has(templateId) ? { code: '63041', untilMs: 1 } : undefined),
      localTime: () => '12:00',
    });
    await holding.refresh();
    const sidOf = (name: string) => holding.states().find((state) => state.name === name && state.language === 'es')?.contentSid ?? '';
    held.add(sidOf('call_continue_billing'));
    expect(holding.states().find(({ contentSid }) => contentSid === sidOf('call_continue_billing'))).toMatchObject({
      sendable: false,
      held: { code: '63041' },
    });
    const handoff = {
      template: 'call-continue-billing',
      language: 'es',
      flow: 'support@1',
      numberSource: 'caller-id',
      card: { variables: {} },
    };
    const invite = holding.inviteFor(handoff as unknown as Handoff, 'token');
    expect(invite).toMatchObject({ kind: 'ready', content: { providerTemplateId: sidOf('call_continue') } });
    expect(holding.outlookOf('call-continue-billing', 'es')).toMatchObject({ sendable: true });
    held.add(sidOf('call_continue'));
    expect(holding.inviteFor(handoff as unknown as Handoff, 'token')).toEqual({ kind: 'unavailable', code: 'template-held' });
    expect(holding.outlookOf('call-continue-billing', 'es')).toMatchObject({ sendable: false, status: 'held' });
  });
});
