import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { answerWhileStarting } from '../../src/compose/answer-while-starting.ts';
import { createTwilioWire } from '../../src/compose/twilio-wire.ts';
import { createRefusedWebhooks } from '../../src/http/refused-webhooks.ts';
import type { WebhookWire } from '../../src/http/webhook-wire.ts';
import type { CallNote } from '../../src/ivr/call-notes.ts';
import { sign } from '../../src/providers/twilio/signature.ts';
import { type CapturedLog, captureLog } from '../support/captured-log.ts';

const TOKEN = 'the token of a carrier account';
const CALL = { CallSid: `CA${'a'.repeat(32)}`, From: '+34600111222', To: '+34910000000', CallStatus: 'in-progress' };
const STEP = '?c=c_03_CAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&t=1';
let server: Server;
let url: string;
let wire: WebhookWire | undefined;
let captured: CapturedLog;
let noted: CallNote[];
beforeEach(async () => {
  captured = captureLog('info');
  const { log } = captured;
  const refused = createRefusedWebhooks({ log, clock: systemClock, counted: () => {} });
  noted = [];
  const deps = { log, refused, clock: systemClock, notes: { add: (note: CallNote) => noted.push(note) } };
  server = createServer(answerWhileStarting({ ...deps, wire: () => wire, agentDial: '+34910000001', languages: ['es', 'en'] }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  wire = createTwilioWire(url, [TOKEN]);
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function post(path: string, fields: Readonly<Record<string, string>>, signature = sign(TOKEN, url + path, Object.entries(fields))) {
  return supertest(url).post(path).type('form').set('X-Twilio-Signature', signature).send(new URLSearchParams(fields).toString());
}

describe('a call while the service starts', () => {
  it.each([
    ['a new one', '/webhooks/twilio/voice/incoming', {}],
    ['a key', `/webhooks/twilio/voice/input${STEP}`, { Digits: '1' }],
    ['the fallback', '/webhooks/twilio/voice/fallback', {}],
  ])('%s: one sentence in each language, and a person is dialled; a line names it', async (_title, path, more) => {
    const answer = await post(path, { ...CALL, ...more }).set('X-Request-Id', 'request-1');
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/es-ES.*Le paso con una persona.*en-.*I am putting you through.*<Dial.*\+34910000001/s);
    expect(answer.headers['x-request-id']).toBe('request-1');
    expect(captured.lines()).toMatchObject([
      { level: 40, requestId: 'request-1', msg: expect.stringContaining('while the service starts') },
    ]);
    expect(captured.text()).not.toContain('600111222');
  });

  it('in the queue: the place is kept', async () => {
    const answer = await post(`/webhooks/twilio/voice/queue-wait${STEP}`, { ...CALL, QueuePosition: '1', QueueTime: '9' });
    expect(answer.text).toMatch(/Conserva su turno.*You keep your place.*<Pause/s);
    expect(answer.text).not.toContain('<Dial');
    expect(noted).toEqual([]);
  });

  it('and its end leave a note each, with what was said of it', async () => {
    await post('/webhooks/twilio/voice/incoming', CALL);
    await post('/webhooks/twilio/voice/status', { ...CALL, CallStatus: 'completed', CallDuration: '7' });
    await post(`/webhooks/twilio/voice/dial-result${STEP}`, { ...CALL, DialCallStatus: 'completed', DialCallDuration: '5' });
    const about = { from: CALL.From, to: CALL.To, providerCallId: CALL.CallSid, why: 'starting' };
    expect(noted).toMatchObject([
      { ...about, kind: 'failed-over' },
      { ...about, kind: 'ended', status: 'completed', durationSeconds: 7 },
      { ...about, kind: 'ended', conversation: { by: 'dial', durationSeconds: 5 } },
    ]);
  });

  it.each([
    ['that ended', '/webhooks/twilio/voice/status', { CallStatus: 'completed' }, '<Response/>'],
    ['hung up in the queue', `/webhooks/twilio/voice/queue-result${STEP}`, { QueueResult: 'hangup' }, '<Response/>'],
    ['that has spoken to a person', `/webhooks/twilio/voice/dial-result${STEP}`, { DialCallStatus: 'completed' }, '<Hangup/>'],
    ['that has spoken to somebody of the queue', `/webhooks/twilio/voice/queue-result${STEP}`, { QueueResult: 'bridged' }, '<Hangup/>'],
  ])('one %s is not dialled to a person', async (_title, path, more, said) => {
    const answer = await post(path, { ...CALL, ...more });
    expect(answer.text).toContain(said);
    expect(answer.text).not.toMatch(/<Dial|<Say/);
  });

  it('with a wrong signature, or none: 403, coded, with a line', async () => {
    const answer = await post('/webhooks/twilio/voice/incoming', CALL, 'A'.repeat(28)).set('X-Request-Id', 'request-2');
    expect(answer.status).toBe(403);
    expect(answer.body.error.code).toBe('signature-wrong');
    const unsigned = await supertest(url).post('/webhooks/twilio/voice/incoming').type('form').send('CallSid=CA1');
    expect(unsigned.body.error.code).toBe('signature-missing');
    expect(captured.lines()).toMatchObject([
      { requestId: 'request-2', code: 'signature-wrong' },
      { requestId: unsigned.headers['x-request-id'], code: 'signature-missing' },
    ]);
  });
});

describe('everything else while the service starts', () => {
  it('is told to come back; the process is alive and not ready', async () => {
    expect((await supertest(url).get('/healthz')).body).toEqual({ status: 'starting' });
    const ready = await supertest(url).get('/readyz');
    expect([ready.status, ready.body.missing, ready.headers['retry-after']]).toEqual([503, ['start'], '2']);
    expect(ready.headers['x-request-id']).toMatch(/^[\w.-]{8,64}$/);
    expect((await post('/webhooks/twilio/whatsapp/incoming', CALL)).status).toBe(503);
  });

  it('calls too, where the carrier’s account is not known yet or no calls are taken', async () => {
    wire = undefined;
    expect((await post('/webhooks/twilio/voice/incoming', CALL)).status).toBe(503);
  });
});
