import { describe, expect, it } from 'vitest';
import { SandboxState } from '../../src/http/contract/sandbox.ts';
import { FailureMenu, WebhookList, WebhookView } from '../../src/http/contract/sandbox-carrier.ts';
import { ScriptList, ScriptReport } from '../../src/http/contract/sandbox-script.ts';
import { ANA, addInvite, rest, SENDER, send, startControl } from './support.ts';

const OTHER = '+34655000111';

async function startInvites() {
  const world = await startControl();
  const { api, sandbox, service } = world;
  const ContentSid = addInvite(sandbox);
  const invite = async (to = ANA) => {
    const fields = { To: `whatsapp:${to}`, From: `whatsapp:${SENDER}`, ContentSid, StatusCallback: `${service.url}/receipt?h=1#rc=1` };
    const answer = await send(api, fields);
    await sandbox.idle();
    return answer;
  };
  const told = () => service.at('/receipt').map(({ parameters }) => parameters.MessageStatus);
  return { ...world, invite, told };
}

describe('failures over the control API', () => {
  it('are chosen for one number, with receipts as wanted, and taken back', async () => {
    const { http, invite, told } = await startInvites();
    const behaviour = { kind: 'fail-after-sent', code: '63018', receipts: { order: 'backwards', copies: 2 } };
    await http.put('/sandbox/api/behaviour').send({ number: ANA, behaviour }).expect(204);
    await invite(OTHER);
    await invite();
    expect(told()).toEqual(['sent', 'delivered', 'undelivered', 'undelivered', 'sent', 'sent']);
    await http.put('/sandbox/api/behaviour').send({ number: ANA, behaviour: null }).expect(204);
    await invite();
    expect(told().slice(6)).toEqual(['sent', 'delivered']);
  });

  it.each([
    { kind: 'refuse' },
    { kind: 'refuse', code: '131026' },
    { kind: 'fail', code: '12345678' },
    { kind: 'refuse', status: 200 },
    { kind: 'deliver', receipts: { copies: 11 } },
    { kind: 'deliver', receipts: { order: 'sideways' } },
  ])('%j is refused whole', async (behaviour) => {
    const { http, sandbox } = await startControl();
    const answer = await http.put('/sandbox/api/behaviour').send({ behaviour }).expect(400);
    expect(answer.body.error.code).toBe('body-invalid');
    expect(sandbox.state().behaviour).toEqual({ kind: 'deliver' });
  });

  it('are listed with what the service does about each', async () => {
    const { http } = await startControl();
    const { body } = await http.get('/sandbox/api/failures').expect(200);
    expect(FailureMenu.parse(body)).toEqual(body);
  });
});

describe('webhooks over the control API', () => {
  it('are listed newest first, and one is sent again: the same words, signature and token', async () => {
    const { http, invite, service } = await startInvites();
    await invite();
    const list = WebhookList.parse((await http.get('/sandbox/api/webhooks').expect(200)).body).items;
    expect(list.map(({ kind, path, parameters, answer }) => [kind, path, parameters.MessageStatus, answer?.status])).toEqual([
      ['receipt', '/receipt?h=1', 'delivered', 200],
      ['receipt', '/receipt?h=1', 'sent', 200],
    ]);
    const again = WebhookView.parse((await http.post(`/sandbox/api/webhooks/${list[1]?.id}/repeat`).expect(200)).body);
    expect(again).toMatchObject({ repeats: list[1]?.id, token: list[1]?.token, answer: { status: 200 } });
    const [first, , third] = service.at('/receipt');
    expect(third?.parameters).toEqual(first?.parameters);
    for (const name of ['x-twilio-signature', 'i-twilio-idempotency-token']) expect(third?.headers[name]).toBe(first?.headers[name]);
    await http.post('/sandbox/api/webhooks/9999/repeat').expect(404);
  });

  it('are held back, shown, and let go in the order that is wanted', async () => {
    const { http, invite, told, sandbox } = await startInvites();
    await http
      .put('/sandbox/api/webhooks/held')
      .send({ kinds: ['receipt'] })
      .expect(204);
    await invite();
    const { held } = SandboxState.parse((await http.get('/sandbox/api/state').expect(200)).body);
    expect(held.kinds).toEqual(['receipt']);
    expect(held.waiting.map(({ parameters }) => parameters.MessageStatus)).toEqual(['sent', 'delivered']);
    const ids = held.waiting.map(({ id }) => id).reverse();
    await http.post('/sandbox/api/webhooks/held/release').send({ ids }).expect(204);
    await sandbox.idle();
    expect(told()).toEqual(['delivered', 'sent']);
    await invite();
    await http.post('/sandbox/api/webhooks/held/drop').send({ ids: 'all' }).expect(204);
    await http.put('/sandbox/api/webhooks/held').send({ kinds: [] }).expect(204);
    await invite();
    expect(told().slice(2)).toEqual(['sent', 'delivered']);
    await http
      .put('/sandbox/api/webhooks/held')
      .send({ kinds: ['call'] })
      .expect(400);
  });

  it('a line can’t be held back: its documents go on', async () => {
    const { http, service, sandbox } = await startControl();
    service.on('/webhooks/twilio/voice/incoming', '<Response><Say>Hola</Say></Response>');
    await http
      .put('/sandbox/api/webhooks/held')
      .send({ kinds: ['receipt', 'message', 'call-status', 'recording'] })
      .expect(204);
    const call = await sandbox.call({ from: ANA });
    expect(call.heard()).toContain('Hola');
    expect(sandbox.state().held.waiting.map(({ kind }) => kind)).toEqual(['call-status']);
    await http.post('/sandbox/api/reset').expect(204);
    expect(sandbox.state().held).toEqual({ kinds: [], waiting: [] });
  });
});

describe('look-ups over the control API', () => {
  it('are chosen for a number and for all, and forgotten by starting over', async () => {
    const { http, api, sandbox } = await startControl();
    const typeOf = async (number: string) =>
      (await rest(api, 'GET', `/v2/PhoneNumbers/${number}?Fields=line_type_intelligence`)).body.line_type_intelligence.type;
    await http
      .put('/sandbox/api/lookups')
      .send({ number: ANA, answer: { type: 'landline' } })
      .expect(204);
    await http
      .put('/sandbox/api/lookups')
      .send({ answer: { type: 'pager' } })
      .expect(204);
    expect([await typeOf(ANA), await typeOf(OTHER)]).toEqual(['landline', 'pager']);
    expect(sandbox.state().lookups).toMatchObject({ all: { type: 'pager' }, byNumber: { [ANA]: { type: 'landline' } } });
    await http.post('/sandbox/api/reset').expect(204);
    expect([await typeOf(ANA), await typeOf(OTHER)]).toEqual(['mobile', 'mobile']);
    await http.put('/sandbox/api/lookups').send({ number: '600', answer: {} }).expect(400);
  });
});

describe('several agents and callers over the control API', () => {
  it('each phone takes one caller, in the order of the queue', async () => {
    const { http, service, sandbox, clock } = await startControl();
    service.on('/webhooks/twilio/voice/incoming', '<Response><Enqueue waitUrl="">soporte</Enqueue></Response>');
    const callers = [ANA, OTHER, '+34699000000'];
    for (const from of callers) {
      await sandbox.call({ from });
      await sandbox.advance(5_000);
    }
    const [queue] = sandbox.state().queues;
    expect(queue?.waiting.map(({ from }) => from)).toEqual(callers);
    expect(queue?.waiting.map(({ joinedAtMs }) => clock.nowMs() - joinedAtMs)).toEqual([15_000, 10_000, 5_000]);

    await http.post('/sandbox/api/agent-phone/take').send({ queue: 'soporte', phone: 1 }).expect(200);
    await http.post('/sandbox/api/agent-phone/take').send({ queue: 'soporte', phone: 1 }).expect(409);
    await http.post('/sandbox/api/agent-phone/take').send({ queue: 'soporte', phone: 2 }).expect(200);
    await sandbox.idle();
    const { agentPhone, queues } = SandboxState.parse((await http.get('/sandbox/api/state')).body);
    expect(agentPhone.calls.map(({ phone, from, sinceMs }) => [phone, from, sinceMs])).toEqual([
      [1, ANA, clock.nowMs()],
      [2, OTHER, clock.nowMs()],
    ]);
    expect(queues[0]?.waiting.map(({ from }) => from)).toEqual(['+34699000000']);

    await http.post('/sandbox/api/agent-phone/hangup').send({ callSid: agentPhone.calls[0]?.callSid }).expect(204);
    await sandbox.idle();
    await http.post('/sandbox/api/agent-phone/take').send({ queue: 'soporte', phone: 1 }).expect(200);
  });

  it('a phone that rings is answered by the agent who is free', async () => {
    const { http, service, sandbox } = await startControl();
    service.on('/webhooks/twilio/voice/incoming', '<Response><Dial>+34910000009</Dial></Response>');
    await http.put('/sandbox/api/agent-phone').send({ mode: 'ring' }).expect(204);
    const first = await sandbox.call({ from: ANA });
    const second = await sandbox.call({ from: OTHER });
    await http.post('/sandbox/api/agent-phone/answer').send({ callSid: first.sid, phone: 2 }).expect(204);
    await sandbox.idle();
    await http.post('/sandbox/api/agent-phone/answer').send({ callSid: second.sid, phone: 2 }).expect(409);
    expect(sandbox.state().agentPhone.calls).toMatchObject([
      { callSid: second.sid, state: 'ringing' },
      { callSid: first.sid, state: 'talking', phone: 2 },
    ]);
  });
});

describe('scripts over the control API', () => {
  it('those of the folder are listed; one is played with other numbers, and the last callers alone are told', async () => {
    const { http, service, sandbox } = await startControl();
    service.on('/webhooks/twilio/voice/incoming', '<Response><Say>Hola</Say></Response>');
    service.on('/webhooks/twilio/voice/status', '');
    const list = ScriptList.parse((await http.get('/sandbox/api/scripts').expect(200)).body);
    expect(list.played).toBe(false);
    const { script } = list.items.find(({ file }) => file === 'morning.sandbox.json') ?? {};
    const wanted = { script, callers: 3, speed: 1000, seed: 5 };
    await http.post('/sandbox/api/script').send(wanted).expect(201);
    await sandbox.advance(10 * 60_000);
    const report = ScriptReport.parse((await http.get('/sandbox/api/script?last=2').expect(200)).body);
    expect(report).toMatchObject({ state: 'done', seed: 5, speed: 1000, arrived: 3, settled: 3 });
    expect(report.callers.map(({ n }) => n)).toEqual([2, 3]);
    expect((await http.get('/sandbox/api/script?last=0').expect(200)).body.callers).toEqual([]);
    expect((await http.get('/sandbox/api/scripts')).body.played).toBe(true);
  });
});
