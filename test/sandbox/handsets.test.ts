import { describe, expect, it } from 'vitest';
import { ANA, AUTHORIZATION, addInvite, rest, SENDER, SMS_SENDER, send, startSandbox } from './support.ts';

const MESSAGE = '/webhooks/twilio/whatsapp/incoming';
const FROM = `whatsapp:${SENDER}`;
const VARIABLES = JSON.stringify({ '1': 'Acme S.L.', '2': 'su factura', '3': 'TOKEN' });

async function invited() {
  const world = await startSandbox();
  const answer = await send(world.api, {
    To: `whatsapp:${ANA}`,
    From: FROM,
    ContentSid: addInvite(world.sandbox),
    ContentVariables: VARIABLES,
  });
  await world.sandbox.idle();
  return { ...world, handset: world.sandbox.handset(ANA), invite: answer.body.sid as string };
}

describe('the handset', () => {
  it('shows a template with its values and buttons', async () => {
    const { handset } = await invited();
    expect(handset.messages()).toMatchObject([
      {
        by: 'business',
        text: 'Hola, le escribimos de Acme S.L.. Asunto: su factura. Pulse un botón para continuar.',
        ticks: 'delivered',
        template: 'call_follow_up_es',
        buttons: [
          { index: 0, title: 'Seguir aquí', kind: 'reply' },
          { index: 1, title: 'No era yo', kind: 'reply' },
        ],
      },
    ]);
  });

  it('sends a pressed button with its payload and the message it belongs to', async () => {
    const { handset, invite, service } = await invited();
    await handset.pressButton('Seguir aquí');
    expect(service.at(MESSAGE)[0]?.parameters).toMatchObject({
      From: `whatsapp:${ANA}`,
      To: FROM,
      WaId: '34600111222',
      Body: 'Seguir aquí',
      ButtonText: 'Seguir aquí',
      ButtonPayload: 'go:TOKEN',
      ButtonType: 'REPLY',
      MessageType: 'button',
      OriginalRepliedMessageSid: invite,
      OriginalRepliedMessageSender: FROM,
      NumMedia: '0',
      SmsStatus: 'received',
    });
    expect(handset.messages()[0]?.pressed).toBe(0);
  });

  it('does not tell the replied message after seven days', async () => {
    const { handset, invite, service, sandbox } = await invited();
    await sandbox.advance(7 * 24 * 3_600_000 + 1);
    await handset.write('aquí estoy', { replyTo: invite });
    expect(service.at(MESSAGE)[0]?.parameters.OriginalRepliedMessageSid).toBeUndefined();
    expect(service.at(MESSAGE)[0]?.parameters).toMatchObject({ MessageType: 'text', Body: 'aquí estoy' });
  });

  it('opens the service window by writing', async () => {
    const { sandbox } = await startSandbox();
    const handset = sandbox.handset(ANA);
    expect(handset.view().windowClosesAtMs).toBeUndefined();
    await handset.write('hola');
    expect(handset.view().windowClosesAtMs).toBe(sandbox.state().nowMs + 24 * 3_600_000);
    expect(handset.messages()).toMatchObject([{ by: 'customer', text: 'hola', ticks: 'delivered' }]);
  });

  it('sends where it is', async () => {
    const { sandbox, service } = await startSandbox();
    await sandbox.handset(ANA).send({ kind: 'location', latitude: 41.4, longitude: 2.17, label: 'Barcelona' });
    expect(service.at(MESSAGE)[0]?.parameters).toMatchObject({
      MessageType: 'location',
      Latitude: '41.4',
      Longitude: '2.17',
      Label: 'Barcelona',
    });
  });

  it('sends a picture that is had with credentials, by a redirect to a host that refuses them', async () => {
    const { sandbox, service } = await startSandbox();
    await sandbox.handset(ANA).send({ kind: 'image' });
    const { MediaUrl0 = '', MediaContentType0, MessageSid, NumMedia } = service.at(MESSAGE)[0]?.parameters ?? {};
    expect([NumMedia, MediaContentType0, MessageSid?.slice(0, 2)]).toEqual(['1', 'image/png', 'MM']);
    expect((await fetch(MediaUrl0)).status).toBe(401);
    const redirect = await fetch(MediaUrl0, { headers: { Authorization: AUTHORIZATION }, redirect: 'manual' });
    expect(redirect.status).toBe(307);
    const storage = redirect.headers.get('location') ?? '';
    expect(new URL(storage).origin).not.toBe(new URL(MediaUrl0).origin);
    expect((await fetch(storage, { headers: { Authorization: AUTHORIZATION } })).status).toBe(400);
    const bytes = Buffer.from(await (await fetch(storage)).arrayBuffer());
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  });

  it('of a username user shows a business-scoped id until the business has written to the number', async () => {
    const { sandbox, service, api } = await startSandbox();
    const handset = sandbox.handset('+34677000222');
    await handset.write('hola');
    const first = service.at(MESSAGE)[0]?.parameters;
    expect(first?.From).toMatch(/^whatsapp:ES\.\d{16}$/);
    expect(first).toMatchObject({ ExternalUserId: first?.From });
    expect(first?.WaId).toBeUndefined();
    const answer = await send(api, { To: first?.From ?? '', From: FROM, Body: 'qué tal' });
    expect(answer.status).toBe(201);
    await send(api, { To: 'whatsapp:+34677000222', From: FROM, Body: 'hola' });
    await sandbox.idle();
    await handset.write('otra vez');
    expect(service.at(MESSAGE)[1]?.parameters).toMatchObject({
      From: 'whatsapp:+34677000222',
      WaId: '34677000222',
      ExternalUserId: first?.From,
    });
  });

  it.each([
    ['+525512345678', '5215512345678'],
    ['+541123456789', '5491123456789'],
    ['+5531987654321', '553187654321'],
  ])('of %s writes under WhatsApp’s own form of the number', async (number, waId) => {
    const { sandbox, service, api } = await startSandbox();
    await sandbox.handset(number).write('hola');
    expect(service.at(MESSAGE)[0]?.parameters).toMatchObject({ From: `whatsapp:+${waId}`, WaId: waId });
    await send(api, { To: `whatsapp:+${waId}`, From: FROM, Body: 'respuesta' });
    await sandbox.idle();
    expect(sandbox.handset(number).messages()).toHaveLength(2);
  });

  it('gets the messages that the service answers with', async () => {
    const { sandbox, service } = await startSandbox();
    service.on(MESSAGE, '<Response><Message>Uno</Message><Message><Body>Dos</Body></Message></Response>');
    const handset = sandbox.handset(ANA);
    await handset.write('hola');
    expect(handset.messages().map((message) => message.text)).toEqual(['hola', 'Uno', 'Dos']);
    service.on(MESSAGE, { type: 'text/plain', body: 'OK' });
    await handset.write('hola');
    expect(handset.messages().at(-1)?.text).toBe('OK');
  });

  it('keeps one tick when the service does not take the message', async () => {
    const { sandbox, service } = await startSandbox();
    service.on(MESSAGE, { status: 500 });
    const handset = sandbox.handset(ANA);
    await handset.write('hola');
    expect(handset.messages()[0]?.ticks).toBe('sent');
    expect(sandbox.state().problems[0]?.code).toBe(11200);
  });

  it('shows typing, and its message as read, after the typing indicator', async () => {
    const { sandbox, api } = await startSandbox();
    const handset = sandbox.handset(ANA);
    const { sid } = await handset.write('hola');
    const answer = await rest(api, 'POST', '/v3/Indicators/Typing.json', { channel: 'WHATSAPP', messageId: sid });
    expect(answer).toEqual({ status: 200, body: { success: true } });
    expect(handset.view()).toMatchObject({ typingUntilMs: sandbox.state().nowMs + 25_000, thread: [{ ticks: 'read' }] });
  });

  it('has an inbox for SMS, whose wa.me link fills in a text', async () => {
    const { sandbox, api, service } = await startSandbox();
    const link = `https://wa.me/${SENDER.slice(1)}?text=Hola%20REF-7K3Q`;
    await send(api, { To: ANA, From: SMS_SENDER, Body: `Siga por WhatsApp: ${link}.` });
    const handset = sandbox.handset(ANA);
    const sms = await handset.waitForSms('Siga');
    expect(sms.links).toEqual([link]);
    await handset.followLink(sms.links[0] ?? '');
    expect(service.at(MESSAGE)[0]?.parameters.Body).toBe('Hola REF-7K3Q');
    await expect(async () => handset.followLink('https://wa.me/34999?text=a')).rejects.toThrow('wa.me');
  });

  it('is opted out by the carrier itself when Advanced Opt-Out is on', async () => {
    const { sandbox, service, api } = await startSandbox();
    sandbox.setAdvancedOptOut(true);
    const handset = sandbox.handset(ANA);
    await handset.write('stop');
    expect(service.at(MESSAGE)[0]?.parameters.OptOutType).toBe('STOP');
    await send(api, { To: `whatsapp:${ANA}`, From: FROM, Body: 'espere' });
    await sandbox.idle();
    expect(sandbox.messages().at(-1)?.errorCode).toBe('21610');
    await handset.write('START');
    expect(service.at(MESSAGE)[1]?.parameters.OptOutType).toBe('START');
    expect(handset.view().optedOut).toBe(false);
  });

  it('can’t write without WhatsApp, and presses no button that is not there', async () => {
    const { sandbox } = await startSandbox();
    await expect(async () => sandbox.handset('+34699000000').write('hola')).rejects.toThrow('has no WhatsApp');
    await expect(sandbox.handset(ANA).pressButton('Seguir aquí')).rejects.toThrow('no button');
  });

  it('hands each message out once to those who wait for it', async () => {
    const { handset, sandbox, api } = await invited();
    expect((await handset.waitForMessage()).template).toBe('call_follow_up_es');
    const next = handset.waitForMessage('gracias');
    await handset.write('hola');
    await send(api, { To: `whatsapp:${ANA}`, From: FROM, Body: 'gracias' });
    expect((await next).text).toBe('gracias');
    await expect(handset.waitForMessage('gracias', 50)).rejects.toThrow('waited 50 ms for a message');
    await sandbox.idle();
  });
});
