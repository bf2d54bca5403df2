import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { json, refusal, type StandIn, startStandIn } from '../providers/twilio/carrier-stand-in.ts';
import { runBuilt } from '../support/run-built.ts';

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => runBuilt('cli/templates', args, { env });

let standIn: StandIn;
let content: Record<string, unknown>[];

beforeEach(async () => {
  content = [];
  standIn = await startStandIn((request, response) => {
    const { method, path, body } = request;
    if (path.startsWith('/v1/ContentAndApprovals')) return json(200, { contents: content })(request, response);
    if (method === 'POST' && path === '/v1/Content') {
      const sid = `HX${String(content.length).padStart(32, '0')}`;
      content.push({ sid, ...(JSON.parse(body) as object) });
      return json(201, { sid })(request, response);
    }
    const entry = content.find(({ sid }) => path.includes(String(sid)));
    if (!entry) return refusal(404, 20404)(request, response);
    if (method === 'POST') entry.approval_requests = { status: 'received', ...(JSON.parse(body) as object) };
    return json(method === 'POST' ? 201 : 200, { whatsapp: entry.approval_requests })(request, response);
  });
});
afterEach(async () => {
  await standIn.close();
});

const account = () => ({
  TWILIO_ACCOUNT_SID: `AC${'a'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_API_URL: standIn.url,
  PUBLIC_URL: 'https://ivr.example.com',
  WHATSAPP_FROM: '+34910000000',
  AGENT_DIAL: '+34910000001',
  SECRET_KEY: 'k'.repeat(32),
});

test('push creates every language of every template, once; status reads them back', async () => {
  const first = await run(['push'], account());
  expect(first).toMatchObject({ code: 0, err: '' });
  const made = content.length;
  expect(made).toBeGreaterThanOrEqual(6);
  expect(first.out.match(/received/g)).toHaveLength(made);

  const second = await run(['push'], account());
  expect(second.out.match(/\(unchanged\)/g)).toHaveLength(made);
  expect(content).toHaveLength(made);

  for (const entry of content) entry.approval_requests = { status: 'approved', category: 'MARKETING' };
  const status = await run(['status'], account());
  expect(status.out.match(/approved +is sent .*asked as UTILITY, returned as MARKETING/g)).toHaveLength(made);
});

test('status says what is missing', async () => {
  const { code, out } = await run(['status'], account());
  expect(code).toBe(0);
  expect(out).toMatch(/call_continue +es +missing +is not sent/);
  expect(out).toContain('npm run templates -- push');
});

test('a refusal of the carrier is said with its reason', async () => {
  standIn.respond = refusal(401, 20003, 'Authenticate');
  await expect(run(['push'], account())).resolves.toMatchObject({ code: 1, err: 'The carrier refused (20003): Authenticate\n' });
  const status = await run(['status'], account());
  expect(status.code).toBe(1);
  expect(status.err).toContain('The carrier could not be asked.');
});

test('without an account it says what to set', async () => {
  const { code, err } = await run(['status']);
  expect(code).toBe(78);
  expect(err).toContain('TWILIO_ACCOUNT_SID');
});

test('a wrong template file stops it before anything is asked', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'templates-'));
  await writeFile(join(folder, 'x.json'), '{"name":"x"}');
  const { code, err } = await run(['push', '--folder', folder], account());
  expect(code).toBe(1);
  expect(err).toContain('x.json');
  expect(standIn.arrived).toHaveLength(0);
  await rm(folder, { recursive: true });
});

test('show prints what push would send', async () => {
  const { code, out } = await run(['show']);
  expect(code).toBe(0);
  expect(out).toContain('"friendly_name": "call_continue_es_');
  expect(out).toContain('"id": "go:{{2}}"');
});
