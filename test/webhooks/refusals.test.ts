import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sign } from '../../src/providers/twilio/signature.ts';
import { ACCOUNT, ANA, ENTRY, startTestService, type TestService } from '../support/service.ts';

const SID = `CA${'c'.repeat(32)}`;
const STEP = '?c=c_03_CAcccccccccccccccccccccccccccccccc&t=1';
const VOICE = { CallSid: SID, From: ANA, To: ENTRY, CallStatus: 'in-progress' };
const MESSAGE = { MessageSid: `SM${'d'.repeat(32)}`, From: `whatsapp:${ANA}`, To: `whatsapp:${ENTRY}`, Body: 'hola' };

/** Every address that the carrier calls, with a body that is valid there. */
const ADDRESSES: readonly (readonly [path: string, fields: Readonly<Record<string, string>>])[] = [
  ['/webhooks/twilio/voice/incoming', VOICE],
  [`/webhooks/twilio/voice/input${STEP}`, { ...VOICE, Digits: '1' }],
  [`/webhooks/twilio/voice/hold${STEP}`, VOICE],
  [`/webhooks/twilio/voice/resume${STEP}`, VOICE],
  [`/webhooks/twilio/voice/queue-wait${STEP}`, { ...VOICE, QueuePosition: '1', QueueTime: '3' }],
  [`/webhooks/twilio/voice/queue-result${STEP}`, { ...VOICE, QueueResult: 'leave' }],
  [`/webhooks/twilio/voice/dial-result${STEP}`, { ...VOICE, DialCallStatus: 'no-answer' }],
  ['/webhooks/twilio/voice/status', { ...VOICE, CallStatus: 'completed' }],
  ['/webhooks/twilio/voice/fallback', VOICE],
  ['/webhooks/twilio/whatsapp/incoming', MESSAGE],
  ['/webhooks/twilio/whatsapp/status?k=invite&h=h_03_AAAAAAAA&n=1', { MessageSid: MESSAGE.MessageSid, MessageStatus: 'delivered' }],
];

let t: TestService;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());

/** Everything of a person that Redis holds: records, marks, names, events. */
async function stored(): Promise<readonly string[]> {
  const keys = await t.client.keys('{s*');
  const lengths = await Promise.all(keys.filter((key) => key.endsWith(':events')).map((key) => t.client.xlen(key)));
  return [...keys.toSorted(), `events ${lengths.reduce((sum, length) => sum + length, 0)}`];
}

describe.each(ADDRESSES)('POST %s', (path, fields) => {
  it('refuses a request without a signature with 403, and stores nothing', async () => {
    const before = await stored();
    const answer = await t.signed(path, fields, { signature: null });
    expect(answer.status).toBe(403);
    expect(answer.body.error.code).toBe('signature-missing');
    expect(await stored()).toEqual(before);
  });

  it('refuses a wrong signature with 403, and stores nothing', async () => {
    const before = await stored();
    for (const signature of ['', 'x', 'A'.repeat(28), `${'A'.repeat(27)}=`]) {
      const answer = await t.signed(path, fields, { signature });
      expect(answer.status).toBe(403);
      expect(answer.body.error.code).toBe('signature-wrong');
    }
    expect(await stored()).toEqual(before);
  });

  it('refuses a good signature of another body with 403', async () => {
    const before = await stored();
    const signature = sign(ACCOUNT.authToken, t.publicUrl + path, Object.entries(fields));
    const answer = await t.signed(path, { ...fields, From: '+34600999999', Extra: '1' }, { signature });
    expect(answer.status).toBe(403);
    expect(await stored()).toEqual(before);
  });

  it('refuses a malformed body without a valid signature with 403', async () => {
    const answer = await supertest(t.publicUrl).post(path).type('form').set('X-Twilio-Signature', 'A'.repeat(28)).send('CallSid=%E0%A4%A');
    expect(answer.status).toBe(403);
  });

  it('refuses a body over 64 KiB with 413, and stores nothing', async () => {
    const before = await stored();
    const answer = await t.signed(path, { ...fields, Body: 'x'.repeat(65 * 1024) });
    expect(answer.status).toBe(413);
    expect(answer.body.error.code).toBe('body-too-large');
    expect(await stored()).toEqual(before);
  });

  it('names the request in X-Request-Id, whatever the answer', async () => {
    const refused = await t.signed(path, fields, { signature: null });
    expect(refused.headers['x-request-id']).toMatch(/^[\w.-]{8,64}$/);
    const named = await t.signed(path, fields, { signature: null }).set('X-Request-Id', 'journey-12345');
    expect(named.headers['x-request-id']).toBe('journey-12345');
  });
});

describe('a signed body that is no valid webhook', () => {
  const { CallSid: _, ...withoutSid } = VOICE;
  it.each<[string, string, Readonly<Record<string, string>>, string]>([
    ['no call id', '/webhooks/twilio/voice/incoming', withoutSid, 'CallSid'],
    ['a call id of another shape', '/webhooks/twilio/voice/incoming', { ...VOICE, CallSid: 'CA12' }, 'CallSid'],
    ['no called number', '/webhooks/twilio/voice/incoming', { ...VOICE, To: '' }, 'To'],
    ['a key that no telephone has', `/webhooks/twilio/voice/input${STEP}`, { ...VOICE, Digits: 'X' }, 'Digits'],
    ['an address without its call', '/webhooks/twilio/voice/input', { ...VOICE, Digits: '1' }, 'address'],
    ['a call id of another kind', '/webhooks/twilio/voice/input?c=h_03_AAAA&t=1', { ...VOICE, Digits: '1' }, 'address'],
    ['no place in the queue', `/webhooks/twilio/voice/queue-wait${STEP}`, VOICE, 'QueuePosition'],
    ['no result of the queue', `/webhooks/twilio/voice/queue-result${STEP}`, VOICE, 'QueueResult'],
    ['no result of the dialling', `/webhooks/twilio/voice/dial-result${STEP}`, VOICE, 'DialCallStatus'],
    ['no status', '/webhooks/twilio/voice/status', { ...VOICE, CallStatus: '' }, 'CallStatus'],
    ['no message id', '/webhooks/twilio/whatsapp/incoming', { ...MESSAGE, MessageSid: '' }, 'MessageSid'],
    ['a sender that is nobody', '/webhooks/twilio/whatsapp/incoming', { ...MESSAGE, From: 'whatsapp:' }, 'From'],
    ['a receipt without its state', '/webhooks/twilio/whatsapp/status', { MessageSid: MESSAGE.MessageSid }, 'MessageStatus'],
  ])('%s: 400, coded, naming the field, nothing stored', async (_title, path, fields, field) => {
    const before = await stored();
    const answer = await t.signed(path, fields);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ code: 'webhook-invalid', details: { field } });
    expect(await stored()).toEqual(before);
  });
});

describe('addresses that are not ours', () => {
  it('are 404', async () => {
    expect((await t.signed('/webhooks/twilio/voice/elsewhere', VOICE)).status).toBe(404);
    expect((await supertest(t.publicUrl).get('/webhooks/twilio/voice/incoming')).status).not.toBe(200);
  });
});

describe('the fallback address', () => {
  it('answers from memory: one sentence, and a person is dialled', async () => {
    const answer = await t.signed('/webhooks/twilio/voice/fallback', { ...VOICE, ErrorCode: '11200' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Le paso con una persona.');
    expect(answer.text).toContain('<Number>+34910000001</Number>');
  });
});
