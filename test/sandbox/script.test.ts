import { readFile } from 'node:fs/promises';
import express, { type NextFunction, type Request, type Response } from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { toAppError } from '../../src/base/errors.ts';
import { parsePhone } from '../../src/base/phone.ts';
import { SandboxScript, ScriptReport } from '../../src/http/contract/sandbox-script.ts';
import { planCallers } from '../../src/sandbox/script/plan.ts';
import { ENTRY, startSandbox } from './support.ts';

const MORNING = JSON.parse(await readFile(new URL('../../flows/morning.sandbox.json', import.meta.url), 'utf8')) as object;
const morning = (more: object = {}) => SandboxScript.parse({ ...MORNING, ...more });
const script = (more: object) =>
  SandboxScript.parse({
    scriptVersion: 1,
    name: 'a few',
    callers: 3,
    arrivals: { pattern: 'even', overMinutes: 3 },
    people: [{ name: 'somebody', share: 1, call: [{ do: 'keys', keys: '1' }] }],
    ...more,
  });

describe('who will call', () => {
  it('the same seed makes the same people, another seed others', () => {
    expect(planCallers(morning())).toEqual(planCallers(morning()));
    expect(planCallers(morning({ seed: 7 }))).not.toEqual(planCallers(morning()));
  });

  it('everybody has a mobile of their own that a network could give out, in the order of arrival', () => {
    const people = planCallers(morning({ callers: 2000 }));
    expect(new Set(people.map(({ mobile }) => mobile)).size).toBe(2000);
    for (const { mobile } of people) expect(parsePhone(mobile)?.type, mobile).toMatch(/mobile|unknown/);
    expect(people.map(({ atMs }) => atMs)).toEqual(people.map(({ atMs }) => atMs).sort((a, b) => a - b));
    expect(people.at(-1)?.atMs).toBeLessThan(240 * 60_000);
  });

  it('every kind of person and every failure of the file comes up', () => {
    const people = planCallers(morning({ callers: 2000 }));
    const { people: kinds, failures } = morning();
    expect(new Set(people.map(({ person }) => person.name))).toEqual(new Set(kinds.map(({ name }) => name)));
    expect(new Set(people.flatMap(({ behaviour }) => behaviour ?? [])).size).toBe(failures.length);
  });

  it('whoever hangs up on the way does so at each point', () => {
    const hasty = { name: 'hasty', share: 1, hangsUp: 1, call: [{ do: 'keys', keys: '1' }, { do: 'silence' }, { do: 'keys', keys: '2' }] };
    const people = planCallers(script({ callers: 200, people: [hasty] }));
    expect(new Set(people.map(({ call }) => call.length))).toEqual(new Set([1, 2, 3, 4]));
    expect(people.every(({ call }) => call.at(-1)?.act.do === 'hang-up')).toBe(true);
  });
});

describe('playing a script', () => {
  it('presses keys when the line listens, waits in the queue, talks to agents of the shift, and reports each', async () => {
    const { sandbox, service } = await startSandbox();
    service.on('/webhooks/twilio/voice/incoming', '<Response><Gather numDigits="1" action="/input"><Say>Diga</Say></Gather></Response>');
    service.on('/input', '<Response><Enqueue>soporte</Enqueue></Response>');
    service.on('/webhooks/twilio/voice/status', '');
    sandbox.scripts.play(
      script({
        people: [{ name: 'somebody', share: 1, call: [{ do: 'keys', keys: '1' }], patience: 300, talk: 30 }],
        agents: [{ queue: 'soporte', toMinute: 1.4, between: 1 }],
      }),
    );
    await sandbox.advance(20 * 60_000);
    const report = ScriptReport.parse(sandbox.scripts.report());
    expect(service.at('/input').map(({ parameters }) => parameters.Digits)).toEqual(['1', '1', '1']);
    expect(service.at('/webhooks/twilio/voice/incoming').map(({ parameters }) => parameters.To)).toEqual([ENTRY, ENTRY, ENTRY]);
    expect(report).toMatchObject({ state: 'done', arrived: 3, settled: 3, totals: { talked: 2, 'hung-up': 1 } });
    expect(report.callers.map(({ atSecond }) => atSecond)).toEqual([0, 60, 120]);
  });

  it('says so when the carrier could use nothing of the service', async () => {
    const { sandbox, service } = await startSandbox();
    service.on('/webhooks/twilio/voice/incoming', { status: 500 });
    service.on('/webhooks/twilio/voice/fallback', { status: 500 });
    sandbox.scripts.play(script({}));
    await sandbox.advance(20 * 60_000);
    expect(sandbox.scripts.report()).toMatchObject({ state: 'done', totals: { 'carrier-error': 3 } });
  });

  it('one at a time; stopped, everybody hangs up', async () => {
    const { sandbox, service } = await startSandbox();
    service.on('/webhooks/twilio/voice/incoming', '<Response><Pause length="600"/></Response>');
    service.on('/webhooks/twilio/voice/status', '');
    const app = express();
    app.use('/sandbox/api', sandbox.controlRouter());
    app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
      const { status, code } = toAppError(error);
      response.status(status).json({ error: { code } });
    });
    const http = request(app);
    await http.get('/sandbox/api/script').expect(404);
    await http
      .post('/sandbox/api/script')
      .send({ script: { scriptVersion: 1 } })
      .expect(400);
    await http
      .post('/sandbox/api/script')
      .send({ script: script({}), seed: 4 })
      .expect(201);
    await http
      .post('/sandbox/api/script')
      .send({ script: script({}) })
      .expect(409);
    await sandbox.advance(65_000);
    await http.delete('/sandbox/api/script').expect(204);
    await sandbox.idle();
    const { body } = await http.get('/sandbox/api/script').expect(200);
    expect(ScriptReport.parse(body)).toMatchObject({ state: 'stopped', seed: 4, arrived: 2, totals: { 'hung-up': 2 } });
  });
});
