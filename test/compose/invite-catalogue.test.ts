import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/base/log.ts';
import { createTemplates, type Templates } from '../../src/compose/invite-catalogue.ts';
import { loadFlowsFolder } from '../../src/flows/load-flows-folder.ts';
import { Template } from '../../src/flows/template.ts';
import { createContentApi } from '../../src/providers/twilio/content.ts';
import { createRestClient } from '../../src/providers/twilio/rest-client.ts';
import { json, type StandIn, startStandIn } from '../providers/twilio/carrier-stand-in.ts';

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
    expect(templates.states().filter(({ sendable }) => sendable)).toHaveLength(15);
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
