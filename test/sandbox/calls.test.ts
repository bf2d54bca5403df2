import { describe, expect, it } from 'vitest';
import { ANA, ENTRY, startSandbox } from './support.ts';

const INCOMING = '/webhooks/twilio/voice/incoming';
const STATUS = '/webhooks/twilio/voice/status';
const FALLBACK = '/webhooks/twilio/voice/fallback';

function response(inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${inner}</Response>`;
}

const MENU = response(
  '<Gather numDigits="1" action="/input" timeout="6"><Say language="es-ES">Pulse 1</Say></Gather><Redirect>/silence</Redirect>',
);

describe('an incoming call', () => {
  it('announces itself with the parameters of the reference', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, MENU);
    const call = await sandbox.call({ from: ANA, attestation: 'TN-Validation-Passed-A', forwardedFrom: '+34930000000' });
    expect(service.at(INCOMING)[0]?.parameters).toMatchObject({
      CallSid: call.sid,
      From: ANA,
      To: ENTRY,
      Caller: ANA,
      Called: ENTRY,
      CallStatus: 'ringing',
      Direction: 'inbound',
      ApiVersion: '2010-04-01',
      FromCountry: 'ES',
      ToCountry: 'ES',
      StirVerstat: 'TN-Validation-Passed-A',
      ForwardedFrom: '+34930000000',
    });
    expect(call.heard()).toEqual(['Pulse 1']);
  });

  it('reports its end with its duration once', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, MENU);
    const call = await sandbox.call({ from: ANA });
    await sandbox.advance(4000);
    await call.hangUp();
    expect(service.at(STATUS).map((request) => request.parameters)).toMatchObject([
      { CallStatus: 'completed', CallDuration: '4', Duration: '1' },
    ]);
    expect(call.view()).toMatchObject({ state: 'ended', status: 'completed', endedBy: 'caller' });
  });

  it('ends when its document ends', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Say>Hola</Say>'));
    const call = await sandbox.call({ from: ANA });
    expect(call.view()).toMatchObject({ state: 'ended', endedBy: 'service' });
  });

  it('is refused as busy without being answered', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Reject reason="busy"/>'));
    const call = await sandbox.call({ from: ANA });
    expect(call.view().status).toBe('busy');
    expect(call.view().answeredAtMs).toBeUndefined();
    expect(service.at(STATUS)[0]?.parameters).toMatchObject({ CallStatus: 'busy', CallDuration: '0' });
  });

  it('takes the time of its words when the voice has a speed', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Pause length="3"/><Redirect>/next</Redirect>'));
    service.on('/next', MENU);
    const call = await sandbox.call({ from: ANA });
    expect(call.view().state).toBe('playing');
    await sandbox.advance(2999);
    expect(service.at('/next')).toHaveLength(0);
    await sandbox.advance(1);
    expect(service.at('/next')).toHaveLength(1);
    expect(call.view().state).toBe('gathering');
  });
});

describe('a gather', () => {
  it('sends the keys without the finishing key', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Gather action="/input?step=order" timeout="6"/>'));
    service.on('/input', MENU);
    const call = await sandbox.call({ from: ANA });
    await call.press('123456#');
    expect(service.at('/input')[0]?.parameters).toMatchObject({ Digits: '123456', FinishedOnKey: '#', CallStatus: 'in-progress' });
    expect(service.at('/input')[0]?.query.get('step')).toBe('order');
  });

  it('goes out at the last of numDigits', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Gather action="/input" numDigits="2"/>'));
    service.on('/input', MENU);
    const call = await sandbox.call({ from: ANA });
    await call.press('1');
    expect(service.at('/input')).toHaveLength(0);
    await call.press('2');
    expect(service.at('/input')[0]?.parameters.Digits).toBe('12');
  });

  it('starts its timeout again at every key and sends what there is', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Gather action="/input" timeout="5"/>'));
    const call = await sandbox.call({ from: ANA });
    await sandbox.advance(4000);
    await call.press('7');
    await sandbox.advance(4000);
    expect(service.at('/input')).toHaveLength(0);
    await sandbox.advance(1000);
    expect(service.at('/input')[0]?.parameters.Digits).toBe('7');
  });

  it.each([
    ['nothing is entered', async (call: { stayQuiet(): Promise<void> }) => call.stayQuiet()],
    ['the finishing key comes first', async (call: { press(keys: string): Promise<void> }) => call.press('#')],
  ])('makes no request of its own when %s', async (_, act) => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Gather action="/input" timeout="5"/><Redirect>/silence</Redirect>'));
    service.on('/silence', MENU);
    const call = await sandbox.call({ from: ANA });
    await act(call as never);
    expect(service.at('/input')).toHaveLength(0);
    expect(service.at('/silence')).toHaveLength(1);
    expect(service.at('/silence')[0]?.parameters.Digits).toBeUndefined();
  });

  it('requests its action with empty Digits when actionOnEmptyResult is true', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Gather action="/input" timeout="5" actionOnEmptyResult="true"/><Redirect>/silence</Redirect>'));
    service.on('/input', MENU);
    const call = await sandbox.call({ from: ANA });
    await call.stayQuiet();
    expect(service.at('/input')[0]?.parameters.Digits).toBe('');
    expect(service.at('/silence')).toHaveLength(0);
  });

  it('asks the document’s own address when it has no action', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Gather numDigits="1"/>'));
    const call = await sandbox.call({ from: ANA });
    await call.press('4');
    expect(service.at(INCOMING)[1]?.parameters.Digits).toBe('4');
  });

  it('is interrupted by a key while a nested pause runs', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Gather action="/input" numDigits="1"><Say>Uno</Say><Pause length="60"/><Say>Dos</Say></Gather>'));
    service.on('/input', MENU);
    const call = await sandbox.call({ from: ANA });
    await call.press('1');
    expect(service.at('/input')).toHaveLength(1);
    expect(call.heard()).toEqual(['Uno', 'Pulse 1']);
  });

  it('takes speech only when it asks for it', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Gather action="/input" input="dtmf speech" language="es-ES"/>'));
    service.on('/input', MENU);
    const call = await sandbox.call({ from: ANA });
    await call.say('quiero mi factura', 0.87);
    expect(service.at('/input')[0]?.parameters).toMatchObject({ SpeechResult: 'quiero mi factura', Confidence: '0.87', Language: 'es-ES' });
    await call.say('esto no lo oye nadie');
    expect(service.at('/input')).toHaveLength(1);
  });

  it('makes no request when the caller hangs up', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Gather action="/input" actionOnEmptyResult="true"/>'));
    const call = await sandbox.call({ from: ANA });
    await call.hangUp();
    expect(service.at('/input')).toHaveLength(0);
    expect(service.at(STATUS)).toHaveLength(1);
  });
});

describe('a document that is wrong', () => {
  it('loses a verb in the wrong case with warning 12200', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<say>nadie</say><Say Voice="x">todos</Say><Gather NumDigits="1"/>'));
    const call = await sandbox.call({ from: ANA });
    expect(call.heard()).toEqual(['todos']);
    expect(call.view().problems.map((problem) => [problem.code, problem.warning])).toEqual([
      [12200, true],
      [12200, true],
      [12200, true],
    ]);
  });

  it('warns of a verb that may not stand in a Gather', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Gather><Dial>+34910000009</Dial></Gather>'));
    const call = await sandbox.call({ from: ANA });
    expect(call.view().problems[0]?.code).toBe(13320);
  });

  it.each([
    ['an HTTP error', 11200, { status: 500, body: 'no' }],
    ['another content type', 12300, { type: 'application/json', body: '{}' }],
    ['an empty body', 11770, { body: '' }],
    ['no XML', 12100, { body: '<Response><Say>a</Response>' }],
    ['an unescaped ampersand', 12100, { body: '<Response><Say>a & b</Say></Response>' }],
    ['another root', 12102, { body: '<response/>' }],
    ['more than 64 kB', 11750, { body: response(`<Say>${'a'.repeat(66_000)}</Say>`) }],
    ['a text too long for the voice', 13521, { body: response(`<Say voice="Polly.Lucia">${'a'.repeat(3001)}</Say>`) }],
  ])('goes to the fallback address for %s', async (_, code, answer) => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, answer);
    service.on(FALLBACK, response('<Say>Un momento</Say><Gather/>'));
    const call = await sandbox.call({ from: ANA });
    expect(service.at(FALLBACK)[0]?.parameters).toMatchObject({
      ErrorCode: String(code),
      ErrorUrl: service.url + INCOMING,
      CallSid: call.sid,
    });
    expect(call.heard()).toEqual(['Un momento']);
  });

  it('ends with the carrier’s own sentence when the fallback fails too', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, { status: 503 });
    service.on(FALLBACK, { status: 503 });
    const call = await sandbox.call({ from: ANA });
    expect(call.heard().at(-1)).toMatch(/application error/);
    expect(call.view().endedBy).toBe('carrier');
  });

  it('reads plain text aloud', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, { type: 'text/plain', body: 'Buenos días' });
    const call = await sandbox.call({ from: ANA });
    expect(call.heard()).toEqual(['Buenos días']);
  });
});

describe('the delivery of a voice webhook', () => {
  it('is tried once more with the same token when the connection breaks', async () => {
    const { service, sandbox } = await startSandbox();
    let first = true;
    service.on(INCOMING, (_, answer) => {
      if (!first) return MENU;
      first = false;
      answer.destroy();
      return undefined;
    });
    await sandbox.call({ from: ANA });
    const tokens = service.at(INCOMING).map((request) => request.headers['i-twilio-idempotency-token']);
    expect(tokens).toHaveLength(2);
    expect(tokens[0]).toBe(tokens[1]);
    expect(service.at(FALLBACK)).toHaveLength(0);
  });

  it('is not repeated after a 5xx, unless the address asks for it', async () => {
    const plain = await startSandbox({ webhooks: { voice: INCOMING } });
    plain.service.on(INCOMING, { status: 502 });
    await plain.sandbox.call({ from: ANA });
    expect(plain.service.at(INCOMING)).toHaveLength(1);
    const overridden = await startSandbox({ webhooks: { voice: `${INCOMING}#rc=2&rp=5xx` } });
    overridden.service.on(INCOMING, { status: 502 });
    await overridden.sandbox.call({ from: ANA });
    expect(overridden.service.at(INCOMING)).toHaveLength(3);
  });

  it('is tried once more after an answer that is late, where the address asks for it', async () => {
    const { service, sandbox } = await startSandbox({ webhooks: { voice: `${INCOMING}#rc=1&rt=150&rp=rt` } });
    let first = true;
    service.on(INCOMING, () => {
      if (!first) return MENU;
      first = false;
      return undefined;
    });
    const call = await sandbox.call({ from: ANA });
    expect(service.at(INCOMING)).toHaveLength(2);
    expect(call.view()).toMatchObject({ state: 'gathering', problems: [] });
  });

  it('gives up after its time limit and goes to the fallback', async () => {
    const { service, sandbox } = await startSandbox({ delays: { webhookTimeoutMs: 150 } });
    service.on(INCOMING, () => undefined);
    service.on(FALLBACK, response('<Say>Un momento</Say>'));
    const call = await sandbox.call({ from: ANA });
    expect(call.view().problems[0]?.code).toBe(11200);
    expect(service.at(FALLBACK)[0]?.parameters.ErrorCode).toBe('11200');
  });

  it('follows redirects without the Digits, and not more than ten', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Gather action="/moved" numDigits="1"/>'));
    service.on('/moved', { status: 302, headers: { Location: '/input' } });
    service.on('/input', MENU);
    const call = await sandbox.call({ from: ANA });
    await call.press('1');
    expect(service.at('/input')[0]).toMatchObject({ method: 'GET', parameters: {} });
    service.on('/input', { status: 302, headers: { Location: '/input' } });
    await call.press('1');
    expect(call.view().problems.at(-1)?.code).toBe(11215);
  });

  it('can be repeated by a test, token and all', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, MENU);
    await sandbox.call({ from: ANA });
    const sent = sandbox.webhooks(INCOMING)[0];
    expect(sent).toBeDefined();
    if (sent) await sandbox.repeatWebhook(sent);
    const [first, second] = service.at(INCOMING);
    expect(second?.headers['x-twilio-signature']).toBe(first?.headers['x-twilio-signature']);
    expect(second?.headers['i-twilio-idempotency-token']).toBe(first?.headers['i-twilio-idempotency-token']);
    expect(second?.parameters).toEqual(first?.parameters);
  });
});

describe('documents that take no time', () => {
  it('do not run away: after fifty the carrier waits a second', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Redirect>/webhooks/twilio/voice/incoming</Redirect>'));
    const call = await sandbox.call({ from: ANA });
    expect(service.at(INCOMING)).toHaveLength(50);
    await sandbox.advance(1000);
    expect(service.at(INCOMING)).toHaveLength(100);
    await call.hangUp();
    expect(call.view().state).toBe('ended');
  });
});
