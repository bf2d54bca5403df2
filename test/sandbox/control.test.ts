import { describe, expect, it, onTestFinished } from 'vitest';
import { CallView, HandsetView, SandboxState, ThreadMessage } from '../../src/http/contract/sandbox.ts';
import { assertSandboxAllowed } from '../../src/sandbox/allowed.ts';
import { listenOn } from '../../src/sandbox/listen.ts';
import { ANA, addInvite, ENTRY, SENDER, send, startControl } from './support.ts';

describe('the control API', () => {
  it('shows a state that fits the contract, strictly', async () => {
    const { http, service, sandbox, api } = await startControl();
    service.on('/webhooks/twilio/voice/incoming', '<Response><Enqueue waitUrl="/wait">soporte</Enqueue></Response>');
    service.on('/wait', '<Response><Gather numDigits="1"><Say language="es-ES">Espere</Say></Gather></Response>');
    await sandbox.call({ from: ANA });
    await send(api, {
      To: `whatsapp:${ANA}`,
      From: `whatsapp:${SENDER}`,
      ContentSid: addInvite(sandbox),
      ContentVariables: '{"1":"A","2":"b","3":"c"}',
    });
    await sandbox.handset(ANA).send({ kind: 'image', text: 'mire' });
    const { body } = await http.get('/sandbox/api/state').expect(200);
    expect(SandboxState.parse(body)).toEqual(body);
    expect(body).toMatchObject({ entryNumbers: [ENTRY], calls: [{ state: 'queued' }], queues: [{ name: 'soporte', size: 1 }] });
  });

  it('plays a call from the first ring to the end', async () => {
    const { http, service, sandbox } = await startControl();
    service.on('/webhooks/twilio/voice/incoming', '<Response><Gather numDigits="1" input="dtmf speech" action="/input"/></Response>');
    service.on('/input', '<Response><Gather input="speech" action="/speech"/></Response>');
    service.on('/speech', '<Response><Pause length="60"/></Response>');
    const started = await http.post('/sandbox/api/calls').send({ from: ANA }).expect(201);
    const { sid } = CallView.parse(started.body);
    await sandbox.idle();
    await http.post(`/sandbox/api/calls/${sid}/keys`).send({ keys: '1' }).expect(204);
    await sandbox.idle();
    await http.post(`/sandbox/api/calls/${sid}/speech`).send({ text: 'una persona' }).expect(204);
    await sandbox.idle();
    expect(service.at('/input')[0]?.parameters.Digits).toBe('1');
    expect(service.at('/speech')[0]?.parameters).toMatchObject({ SpeechResult: 'una persona', Confidence: '0.9' });
    await http.post(`/sandbox/api/calls/${sid}/hangup`).expect(204);
    await sandbox.idle();
    expect(sandbox.state().calls[0]?.state).toBe('ended');
    await http.post(`/sandbox/api/calls/${sid}/hangup`).expect(409);
  });

  it('plays the agent’s phone', async () => {
    const { http, service, sandbox } = await startControl();
    service.on(
      '/webhooks/twilio/voice/incoming',
      '<Response><Enqueue waitUrl="">soporte</Enqueue><Dial action="/dialled">+34910000009</Dial></Response>',
    );
    await http.post('/sandbox/api/agent-phone/take').send({ queue: 'soporte' }).expect(404);
    const call = await sandbox.call({ from: ANA });
    await http.put('/sandbox/api/agent-phone').send({ mode: 'ring' }).expect(204);
    await http.post('/sandbox/api/agent-phone/take').send({ queue: 'soporte' }).expect(200);
    await sandbox.idle();
    await http.post('/sandbox/api/agent-phone/hangup').send({ callSid: call.sid }).expect(204);
    await sandbox.idle();
    expect(call.view().state).toBe('dialling');
    await http.post('/sandbox/api/agent-phone/decline').send({ callSid: call.sid }).expect(204);
    await sandbox.idle();
    expect(service.at('/dialled')[0]?.parameters.DialCallStatus).toBe('busy');
    await http.post('/sandbox/api/agent-phone/answer').send({ callSid: call.sid }).expect(409);
  });

  it('plays the handset', async () => {
    const { http, sandbox, api } = await startControl();
    const path = `/sandbox/api/handsets/${encodeURIComponent(ANA)}`;
    HandsetView.parse((await http.put(path).send({ profileName: 'Ana' }).expect(200)).body);
    ThreadMessage.parse((await http.post(`${path}/messages`).send({ kind: 'text', text: 'hola' }).expect(201)).body);
    await send(api, { To: `whatsapp:${ANA}`, From: `whatsapp:${SENDER}`, ContentSid: addInvite(sandbox) });
    await sandbox.idle();
    await http.post(`${path}/read`).expect(204);
    const messageSid = sandbox.handset(ANA).messages().at(-1)?.sid;
    await http.post(`${path}/press`).send({ messageSid, index: 1 }).expect(201);
    await http.post(`${path}/press`).send({ messageSid, index: 9 }).expect(404);
    const opened = await http
      .post(`${path}/open-link`)
      .send({ url: `https://wa.me/${SENDER.slice(1)}?text=REF` })
      .expect(200);
    expect(opened.body.draft).toBe('REF');
    await http.post(`${path}/open-link`).send({ url: 'https://wa.me/34999999999?text=REF' }).expect(409);
    await http.put('/sandbox/api/handsets/nobody').send({}).expect(404);
    await sandbox.idle();
  });

  it('turns the carrier’s moods, and forgets them all', async () => {
    const { http, sandbox } = await startControl();
    await http
      .put('/sandbox/api/behaviour')
      .send({ number: ANA, behaviour: { kind: 'slow', delaySeconds: 9 } })
      .expect(204);
    await http
      .put('/sandbox/api/behaviour')
      .send({ behaviour: { kind: 'fail', code: '63016' } })
      .expect(204);
    await http.put('/sandbox/api/outage').send({ outage: 'silent' }).expect(204);
    const sid = addInvite(sandbox);
    await http.put(`/sandbox/api/templates/${sid}`).send({ status: 'paused' }).expect(204);
    expect(sandbox.state()).toMatchObject({
      behaviour: { kind: 'fail', code: '63016' },
      behaviourByNumber: { [ANA]: { kind: 'slow', delaySeconds: 9 } },
      outage: 'silent',
      templates: [{ sid, status: 'paused' }],
    });
    await http.post('/sandbox/api/reset').expect(204);
    await sandbox.idle();
    expect(sandbox.state()).toMatchObject({ behaviour: { kind: 'deliver' }, behaviourByNumber: {}, outage: 'none', templates: [{ sid }] });
  });

  it.each([
    ['/calls', {}],
    ['/calls', { from: '' }],
    ['/handsets/%2B34600111222/messages', { kind: 'song' }],
    ['/agent-phone/take', { queue: 7 }],
  ])('refuses %s with %j as body-invalid', async (path, body) => {
    const { http } = await startControl();
    const answer = await http.post(`/sandbox/api${path}`).send(body).expect(400);
    expect(answer.body.error.code).toBe('body-invalid');
  });

  it('tells the state at once and after a change', async () => {
    const { app, sandbox } = await startControl();
    const server = await listenOn(app, 0);
    onTestFinished(() => server.close());
    const stop = new AbortController();
    const response = await fetch(`${server.url}/sandbox/api/events`, { signal: stop.signal });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const events = readEvents(response);
    expect((await events.next()).value?.outage).toBe('none');
    sandbox.outage('reset');
    expect((await events.next()).value?.outage).toBe('reset');
    stop.abort();
  });
});

async function* readEvents(response: globalThis.Response): AsyncGenerator<SandboxState> {
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8');
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data !== undefined) yield SandboxState.parse(JSON.parse(data));
    }
  }
}

describe('the emulator beside real credentials', () => {
  it('does not start', () => {
    expect(() => assertSandboxAllowed({ twilio: { accountSid: `AC${'0'.repeat(32)}` } })).toThrow(
      'does not start beside real carrier credentials',
    );
  });

  it('starts without them', () => {
    expect(() => assertSandboxAllowed({})).not.toThrow();
  });
});
