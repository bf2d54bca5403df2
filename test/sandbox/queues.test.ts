import { describe, expect, it } from 'vitest';
import { ANA, rest, type Service, startSandbox } from './support.ts';

const INCOMING = '/webhooks/twilio/voice/incoming';
const STATUS = '/webhooks/twilio/voice/status';
const JOAN = '+34655000111';

function response(inner: string): string {
  return `<Response>${inner}</Response>`;
}

function serveQueue(service: Service, wait = '<Say>Espere</Say><Pause length="10"/>'): void {
  service.on(INCOMING, response('<Enqueue waitUrl="/wait" action="/result">soporte</Enqueue><Say>sin acción</Say>'));
  service.on('/wait', response(wait));
  service.on('/result', response('<Say>Fuera de la cola</Say><Gather timeout="60"/>'));
}

describe('a caller in a queue', () => {
  it('is asked what to hear again each time the wait document ends, with position, time and size', async () => {
    const { service, sandbox } = await startSandbox();
    serveQueue(service);
    await sandbox.call({ from: JOAN });
    await sandbox.advance(5000);
    const ana = await sandbox.call({ from: ANA });
    await sandbox.advance(10_000);
    const waits = service.at('/wait').filter((request) => request.parameters.CallSid === ana.sid);
    expect(waits.map((request) => request.parameters)).toMatchObject([
      { QueuePosition: '2', QueueTime: '0', CurrentQueueSize: '2', MaxQueueSize: '1000' },
      { QueuePosition: '2', QueueTime: '10', AvgQueueTime: '12', CurrentQueueSize: '2' },
    ]);
    expect(ana.view().queue).toMatchObject({ name: 'soporte', position: 2 });
    expect(sandbox.state().queues).toMatchObject([{ name: 'soporte', size: 2 }]);
  });

  it('moves up when the one in front is taken, and hears the result after the talk', async () => {
    const { service, sandbox } = await startSandbox();
    serveQueue(service);
    const joan = await sandbox.call({ from: JOAN });
    const ana = await sandbox.call({ from: ANA });
    expect(await sandbox.agentPhone.take('soporte')).toBe(joan.sid);
    expect(ana.view().queue?.position).toBe(1);
    expect(joan.view().state).toBe('bridged');
    expect(service.at('/result')).toHaveLength(0);
    await sandbox.advance(30_000);
    await sandbox.agentPhone.hangUp(joan.sid);
    expect(service.at('/result')[0]?.parameters).toMatchObject({ QueueResult: 'bridged', CallSid: joan.sid, CallStatus: 'in-progress' });
    expect(joan.heard()).toContain('Fuera de la cola');
  });

  it('who hangs up while waiting is reported as hangup, then completed', async () => {
    const { service, sandbox } = await startSandbox();
    serveQueue(service);
    const call = await sandbox.call({ from: ANA });
    await sandbox.advance(7000);
    await call.hangUp();
    expect(service.at('/result')[0]?.parameters).toMatchObject({ QueueResult: 'hangup', QueueTime: '7', CallStatus: 'completed' });
    expect(service.at(STATUS)[0]?.parameters.CallStatus).toBe('completed');
    expect(call.heard()).not.toContain('Fuera de la cola');
    expect(sandbox.state().queues[0]?.size).toBe(0);
  });

  it('who hangs up while talking is reported as bridged and hears nothing more', async () => {
    const { service, sandbox } = await startSandbox();
    serveQueue(service);
    const call = await sandbox.call({ from: ANA });
    await sandbox.agentPhone.take('soporte');
    await call.hangUp();
    expect(service.at('/result')[0]?.parameters).toMatchObject({ QueueResult: 'bridged', CallStatus: 'completed' });
    expect(call.view()).toMatchObject({ state: 'ended', endedBy: 'caller' });
    expect(sandbox.state().agentPhone.calls).toEqual([]);
  });

  it('keeps the queue parameters in a Gather while waiting, and leaves by Leave', async () => {
    const { service, sandbox } = await startSandbox();
    serveQueue(service, '<Gather numDigits="1" action="/wait-key"><Say>Pulse 9</Say></Gather>');
    service.on('/wait-key', response('<Leave/>'));
    const call = await sandbox.call({ from: ANA });
    expect(call.view()).toMatchObject({ state: 'queued', gather: { numDigits: 1 } });
    await call.press('9');
    expect(service.at('/wait-key')[0]?.parameters).toMatchObject({ Digits: '9', QueuePosition: '1' });
    expect(service.at('/result')[0]?.parameters.QueueResult).toBe('leave');
    expect(call.heard()).toContain('Fuera de la cola');
  });

  it('goes on with the next verb after leaving when there is no action', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Enqueue waitUrl="/wait">soporte</Enqueue><Say>sin acción</Say>'));
    service.on('/wait', response('<Leave/>'));
    const call = await sandbox.call({ from: ANA });
    expect(call.heard()).toEqual(['sin acción']);
  });

  it('skips verbs that may not stand in a wait document', async () => {
    const { service, sandbox } = await startSandbox();
    serveQueue(service, '<Dial>+34910000009</Dial><Pause length="30"/>');
    const call = await sandbox.call({ from: ANA });
    expect(call.view()).toMatchObject({ state: 'queued', problems: [{ code: 12200 }] });
  });

  it('is told that the queue is full', async () => {
    const { service, sandbox, api } = await startSandbox();
    serveQueue(service);
    await rest(api, 'POST', '{AC}/Queues.json', new URLSearchParams({ FriendlyName: 'soporte', MaxSize: '1' }));
    await sandbox.call({ from: JOAN });
    const call = await sandbox.call({ from: ANA });
    expect(service.at('/result')[0]?.parameters).toMatchObject({ QueueResult: 'queue-full', CallSid: call.sid });
  });

  it('is taken out by the Members resource, the action told at once', async () => {
    const { service, sandbox, api } = await startSandbox();
    serveQueue(service);
    service.on('/elsewhere', response('<Say>Otro sitio</Say>'));
    const call = await sandbox.call({ from: ANA });
    const queue = sandbox.state().queues[0]?.sid;
    const moved = await rest(
      api,
      'POST',
      `{AC}/Queues/${queue}/Members/Front.json`,
      new URLSearchParams({ Url: `${service.url}/elsewhere` }),
    );
    expect(moved).toMatchObject({ status: 200, body: { call_sid: call.sid, position: 1 } });
    await sandbox.idle();
    expect(service.at('/result')[0]?.parameters.QueueResult).toBe('redirected');
    expect(call.heard()).toEqual(['Espere', 'Otro sitio']);
  });

  it('is taken by a call that dials the queue', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, (request) =>
      request.parameters.From === JOAN
        ? response('<Dial action="/dialled"><Queue>soporte</Queue></Dial>')
        : response('<Enqueue waitUrl="/wait" action="/result">soporte</Enqueue>'),
    );
    service.on('/wait', response('<Pause length="10"/>'));
    const ana = await sandbox.call({ from: ANA });
    const joan = await sandbox.call({ from: JOAN });
    expect([ana.view().state, joan.view().state]).toEqual(['bridged', 'bridged']);
    await joan.hangUp();
    expect(service.at('/result')[0]?.parameters).toMatchObject({ QueueResult: 'bridged', CallSid: ana.sid });
    expect(service.at('/dialled')[0]?.parameters).toMatchObject({ DialCallStatus: 'completed', CallSid: joan.sid });
  });
});

describe('a dialled phone', () => {
  it.each([
    ['busy', 'busy', 0],
    ['failed', 'failed', 0],
    ['no-answer', 'no-answer', 20_000],
  ] as const)('that is %s gives DialCallStatus %s', async (mode, status, afterMs) => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Dial timeout="20" action="/dialled">+34910000009</Dial>'));
    sandbox.agentPhone.setMode(mode);
    await sandbox.call({ from: ANA });
    await sandbox.advance(afterMs);
    expect(service.at('/dialled')[0]?.parameters).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
  });

  it('rings until somebody picks it up, and talks until somebody hangs up', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Dial action="/dialled"><Sip>sip:agents@example.com</Sip></Dial>'));
    service.on('/dialled', response('<Say>Adiós</Say>'));
    sandbox.agentPhone.setMode('ring');
    const call = await sandbox.call({ from: ANA });
    expect(sandbox.state().agentPhone.calls).toMatchObject([{ callSid: call.sid, state: 'ringing', via: 'sip:agents@example.com' }]);
    await sandbox.agentPhone.answer(call.sid);
    expect(call.view().state).toBe('bridged');
    await sandbox.advance(42_000);
    await sandbox.agentPhone.hangUp(call.sid);
    expect(service.at('/dialled')[0]?.parameters).toMatchObject({
      DialCallStatus: 'completed',
      DialCallDuration: '42',
      DialBridged: 'true',
    });
    expect(call.heard().at(-1)).toBe('Adiós');
  });

  it('without an action is followed by the next verb', async () => {
    const { service, sandbox } = await startSandbox();
    service.on(INCOMING, response('<Dial>+34910000009</Dial><Say>No contestan</Say>'));
    sandbox.agentPhone.setMode('busy', '+34910000009');
    const call = await sandbox.call({ from: ANA });
    expect(call.heard()).toEqual(['No contestan']);
  });
});

describe('a live call changed by the REST API', () => {
  it('abandons its document for another address', async () => {
    const { service, sandbox, api } = await startSandbox();
    service.on(INCOMING, response('<Gather action="/input" timeout="60"/>'));
    service.on('/elsewhere', response('<Say>Cambio</Say><Gather/>'));
    const call = await sandbox.call({ from: ANA });
    const updated = await rest(api, 'POST', `{AC}/Calls/${call.sid}.json`, new URLSearchParams({ Url: `${service.url}/elsewhere` }));
    expect(updated).toMatchObject({ status: 200, body: { sid: call.sid, status: 'in-progress' } });
    await sandbox.idle();
    expect(call.heard()).toEqual(['Cambio']);
  });

  it('takes TwiML, and hangs up on Status=completed; afterwards 21220', async () => {
    const { service, sandbox, api } = await startSandbox();
    service.on(INCOMING, response('<Gather timeout="60"/>'));
    const call = await sandbox.call({ from: ANA });
    await rest(
      api,
      'POST',
      `{AC}/Calls/${call.sid}.json`,
      new URLSearchParams({ Twiml: response('<Say>Directo</Say><Pause length="9"/>') }),
    );
    await sandbox.idle();
    expect(call.heard()).toEqual(['Directo']);
    await rest(api, 'POST', `{AC}/Calls/${call.sid}.json`, new URLSearchParams({ Status: 'completed' }));
    await sandbox.idle();
    expect(call.view()).toMatchObject({ state: 'ended', endedBy: 'service' });
    const late = await rest(api, 'POST', `{AC}/Calls/${call.sid}.json`, new URLSearchParams({ Status: 'completed' }));
    expect(late).toMatchObject({ status: 400, body: { code: 21220, status: 400 } });
  });
});
