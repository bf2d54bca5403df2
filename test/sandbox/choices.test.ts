import { describe, expect, it } from 'vitest';
import { failureMenu } from '../../src/compose/failure-menu.ts';
import type { Behaviour } from '../../src/http/contract/sandbox-carrier.ts';
import { ANA, addInvite, rest, SENDER, SMS_SENDER, send, startSandbox } from './support.ts';

const TO = `whatsapp:${ANA}`;
const VARIABLES = JSON.stringify({ '1': 'Acme S.L.', '2': 'su factura', '3': 'TOKEN' });

/** Sends an invite while something is chosen, and lists its receipts as they reached the service. */
async function invite(behaviour: Behaviour, number?: string) {
  const world = await startSandbox();
  const { api, sandbox, service } = world;
  sandbox.behave(behaviour, number);
  const fields = {
    To: TO,
    From: `whatsapp:${SENDER}`,
    ContentSid: addInvite(sandbox),
    ContentVariables: VARIABLES,
    StatusCallback: `${service.url}/receipt`,
  };
  const again = () => send(api, fields);
  const answer = await again();
  await sandbox.idle();
  const receipts = () =>
    service.at('/receipt').map(({ parameters }) => [parameters.MessageStatus, parameters.ErrorCode].filter(Boolean).join(' '));
  return { ...world, answer, again, receipts };
}

describe('a code that is chosen', () => {
  it.each([
    ['63018', undefined, 400],
    ['20003', undefined, 401],
    ['20429', undefined, 429],
    ['63038', 429, 429],
    ['98765', undefined, 400],
  ])('%s is told at once, with the status that goes with it, and nothing is created', async (code, status, expected) => {
    const { answer, sandbox, receipts } = await invite({ kind: 'refuse', code, ...(status !== undefined && { status }) });
    expect(answer).toMatchObject({ status: expected, body: { code: Number(code), status: expected } });
    expect(sandbox.messages()).toHaveLength(0);
    expect(receipts()).toEqual([]);
  });

  it('can be a status alone, as from a gateway: the answer has no body', async () => {
    const { sandbox, api } = await startSandbox();
    sandbox.behave({ kind: 'refuse', status: 402 });
    expect(await send(api, { To: TO, From: `whatsapp:${SENDER}`, Body: 'a' })).toEqual({ status: 402, body: undefined });
  });

  it('is told at once only after so many seconds', async () => {
    const { sandbox, api } = await startSandbox();
    sandbox.behave({ kind: 'refuse', code: '63018', delaySeconds: 7, times: 1 });
    let answered = false;
    const answer = send(api, { To: TO, From: `whatsapp:${SENDER}`, Body: 'a' }).finally(() => {
      answered = true;
    });
    await sandbox.waitUntil(() => sandbox.state().behaviour.kind === 'deliver');
    await sandbox.advance(6_900);
    expect(answered).toBe(false);
    await sandbox.advance(200);
    expect((await answer).status).toBe(400);
  });

  it.each([
    ['63016', ['failed 63016']],
    ['55555', ['failed 55555']],
    ['80007', ['failed 63012']],
    ['131026', ['failed 63012']],
    ['100', ['failed 63012']],
  ])('%s is told as a receipt; those of WhatsApp stand in the text of 63012', async (code, told) => {
    const { receipts, service } = await invite({ kind: 'fail', code });
    expect(receipts()).toEqual(told);
    const text = service.at('/receipt')[0]?.parameters.ChannelStatusMessage ?? '';
    if (told[0]?.endsWith('63012')) expect(text).toContain(`(#${code})`);
  });

  it('goes for one number alone, for one channel alone, and for so many messages', async () => {
    const { sandbox, again, receipts, service, api } = await invite({ kind: 'fail', code: '63018', times: 2, channel: 'whatsapp' }, ANA);
    const sms = { To: ANA, From: SMS_SENDER, Body: 'a', StatusCallback: `${service.url}/receipt` };
    await send(api, sms);
    await sandbox.idle();
    await again();
    await sandbox.idle();
    expect(sandbox.state().behaviourByNumber).toEqual({});
    await again();
    await sandbox.idle();
    expect(receipts()).toEqual(['failed 63018', 'sent', 'delivered', 'failed 63018', 'sent', 'delivered']);
  });

  it('every one that the service knows can be played, each in a group, and no code twice', () => {
    const { entries } = failureMenu();
    expect(entries.length).toBeGreaterThan(140);
    expect(new Set(entries.map(({ code }) => code)).size).toBe(entries.length);
    expect(new Set(entries.map(({ group }) => group))).toEqual(new Set(['stop', 'mark', 'retry', 'tell', 'fall-back', 'again']));
    for (const { code, origin } of entries) expect(code, code).toMatch(origin === 'http' ? /^http-[45]\d\d$/ : /^\d{1,7}$/);
  });
});

describe('the answer to a request', () => {
  it.each([
    ['garbled-created', 1],
    ['garbled-not-created', 0],
  ] as const)('%s is a page; %i message is there', async (kind, count) => {
    const { sandbox, api } = await startSandbox();
    sandbox.behave(kind);
    await expect(send(api, { To: TO, From: `whatsapp:${SENDER}`, Body: 'a' })).rejects.toThrow('JSON');
    expect(sandbox.messages()).toHaveLength(count);
  });
});

describe('receipts', () => {
  it.each<[string, Behaviour, string[]]>([
    ['backwards', { kind: 'deliver-and-read', receipts: { order: 'backwards' } }, ['read', 'delivered', 'sent']],
    ['backwards when it fails', { kind: 'fail-after-sent', receipts: { order: 'backwards' } }, ['undelivered 63024', 'sent']],
    [
      'three times each',
      { kind: 'fail-after-sent', code: '63018', receipts: { copies: 2 } },
      ['sent', 'sent', 'undelivered 63018', 'undelivered 63018'],
    ],
    ['backwards and twice', { kind: 'deliver', receipts: { order: 'backwards', copies: 2 } }, ['delivered', 'delivered', 'sent', 'sent']],
    ['only the one there is, when it never arrives', { kind: 'never-delivered', receipts: { order: 'backwards' } }, ['sent']],
  ])('%s', async (_name, behaviour, told) => {
    expect((await invite(behaviour)).receipts()).toEqual(told);
  });

  it('shuffled are the same ones', async () => {
    const { receipts } = await invite({ kind: 'deliver-and-read', receipts: { order: 'shuffled' } });
    expect([...receipts()].sort()).toEqual(['delivered', 'read', 'sent']);
  });

  it('are told so many seconds after what they tell, while the handset has the message already', async () => {
    const { sandbox, receipts } = await invite({ kind: 'deliver', receipts: { afterSeconds: 30 } });
    expect(sandbox.handset(ANA).messages()).toMatchObject([{ ticks: 'delivered' }]);
    expect(receipts()).toEqual([]);
    await sandbox.advance(30_000);
    expect(receipts()).toEqual(['sent', 'delivered']);
  });
});

describe('webhooks that are held back', () => {
  it('wait, and are released in the order that is wanted; what is dropped never comes', async () => {
    const { sandbox, receipts, again } = await invite({ kind: 'deliver' });
    sandbox.hold('receipt');
    await again();
    await again();
    await sandbox.idle();
    expect(receipts()).toEqual(['sent', 'delivered']);
    const [sent, delivered, second] = sandbox.held();
    if (!sent || !delivered || !second) throw new Error('nothing is held back');
    await sandbox.release([delivered, sent]);
    expect(receipts().slice(2)).toEqual(['delivered', 'sent']);
    sandbox.drop([second]);
    sandbox.hold();
    await sandbox.release();
    expect(receipts().slice(4)).toEqual(['delivered']);
    expect(sandbox.held()).toEqual([]);
  });

  it('a customer’s message waits too, and the handset shows it as not taken', async () => {
    const { sandbox, service } = await startSandbox();
    sandbox.hold('message');
    await sandbox.handset(ANA).write('hola');
    expect(service.at('/webhooks/twilio/whatsapp/incoming')).toEqual([]);
    expect(sandbox.handset(ANA).messages()).toMatchObject([{ ticks: 'sent' }]);
    await sandbox.release();
    expect(service.at('/webhooks/twilio/whatsapp/incoming')).toHaveLength(1);
    expect(sandbox.handset(ANA).messages()).toMatchObject([{ ticks: 'delivered' }]);
  });

  it('the end of a call is told when it is let go', async () => {
    const { sandbox, service } = await startSandbox();
    service.on('/webhooks/twilio/voice/incoming', '<Response><Pause length="60"/></Response>');
    sandbox.hold('call-status');
    const call = await sandbox.call({ from: ANA });
    await call.hangUp();
    expect(service.at('/webhooks/twilio/voice/status')).toEqual([]);
    await sandbox.release();
    expect(service.at('/webhooks/twilio/voice/status')[0]?.parameters.CallStatus).toBe('completed');
  });
});

describe('a look-up that is chosen', () => {
  const ask = (api: string, number = ANA) => rest(api, 'GET', `/v2/PhoneNumbers/${number}?Fields=line_type_intelligence`);

  it('says what the number is, until something is chosen', async () => {
    const { api } = await startSandbox();
    expect((await ask(api)).body).toMatchObject({
      valid: true,
      line_type_intelligence: { type: 'mobile', carrier_name: 'Emulated Carrier' },
    });
  });

  it('says it of one number, in any way it is written, and something else of all others', async () => {
    const { api, sandbox } = await startSandbox();
    sandbox.lookup({ type: 'nonFixedVoip', carrier: 'Nube Telecom' }, ANA);
    sandbox.lookup({ type: 'voicemail' });
    expect((await ask(api)).body.line_type_intelligence).toMatchObject({ type: 'nonFixedVoip', carrier_name: 'Nube Telecom' });
    expect((await ask(api, '+34655000111')).body.line_type_intelligence).toMatchObject({ type: 'voicemail', carrier_name: null });
    sandbox.lookup(null, ANA);
    sandbox.lookup(null);
    expect((await ask(api)).body.line_type_intelligence.type).toBe('mobile');
    expect(sandbox.state().lookups.asked.map(({ answered }) => answered)).toEqual(['mobile', 'voicemail', 'nonFixedVoip']);
  });

  it.each([
    [{ valid: false }, { status: 200, body: { valid: false, line_type_intelligence: null } }],
    [
      { errorCode: 60600 },
      { status: 200, body: { valid: true, line_type_intelligence: { error_code: 60600, type: null, carrier_name: null } } },
    ],
    [{ trouble: 'not-found' }, { status: 404, body: { code: 20404 } }],
    [{ trouble: 'rate-limited' }, { status: 429, body: { code: 20429 } }],
    [{ trouble: 'server-error' }, { status: 500 }],
  ] as const)('%j', async (answer, expected) => {
    const { api, sandbox } = await startSandbox();
    sandbox.lookup(answer);
    expect(await ask(api)).toMatchObject(expected);
  });

  it('takes so long as was chosen', async () => {
    const { api, sandbox } = await startSandbox();
    sandbox.lookup({ delaySeconds: 3 });
    let answered = false;
    const asked = ask(api).finally(() => {
      answered = true;
    });
    await sandbox.waitUntil(() => sandbox.state().lookups.asked.length === 1);
    await sandbox.advance(2_900);
    expect(answered).toBe(false);
    await sandbox.advance(200);
    expect((await asked).status).toBe(200);
  });

  it('breaks the connection', async () => {
    const { api, sandbox } = await startSandbox();
    sandbox.lookup({ trouble: 'reset' });
    await expect(ask(api)).rejects.toThrow();
  });
});
