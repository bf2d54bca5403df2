import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../../../src/base/clock.ts';
import { makeId } from '../../../src/base/ids.ts';
import { silentLogger } from '../../../src/base/log.ts';
import { createSeededRandom } from '../../../src/base/random.ts';
import type { DeliveryReceipt } from '../../../src/channels/delivery.ts';
import type { InboundMessage, OutboundMessage } from '../../../src/channels/messages.ts';
import type { VoiceEvent, VoiceReply } from '../../../src/channels/voice.ts';
import { createTwilioCarrier } from '../../../src/providers/twilio/carrier.ts';
import { readForm } from '../../../src/providers/twilio/form.ts';
import { readInboundMessage } from '../../../src/providers/twilio/message-webhook.ts';
import { readReceipt } from '../../../src/providers/twilio/receipt-webhook.ts';
import { createSignatureCheck } from '../../../src/providers/twilio/signature.ts';
import { pushTemplates, readTemplateStates } from '../../../src/providers/twilio/template-states.ts';
import { EMPTY_TWIML, writeTwiml } from '../../../src/providers/twilio/twiml.ts';
import type { VoiceKind } from '../../../src/providers/twilio/voice-action.ts';
import { readVoiceEvent } from '../../../src/providers/twilio/voice-webhook.ts';
import { createSandbox, INSTANT } from '../../../src/sandbox/sandbox.ts';
import { createManualScheduler } from '../../../src/sandbox/scheduler.ts';

const ACCOUNT = `AC${'a'.repeat(32)}`;
const TOKEN = '0123456789abcdef0123456789abcdef';
const ANA = '+34600111222';
const START_MS = Date.UTC(2026, 10, 21, 10, 0, 0);

const WORDING = {
  name: 'call_continue',
  language: 'es',
  category: 'UTILITY',
  body: 'Hola, le escribimos de {{1}} porque pidió seguir por WhatsApp.',
  buttons: [{ id: 'go:{{2}}', title: 'Seguir aquí' }],
  samples: { 1: 'Luz Clara', 2: 'A1B2' },
};

/** A service of adapters alone: it checks, reads and writes down what the emulated carrier sends, and answers calls as told. */
async function startService(answerCall: (event: VoiceEvent | undefined) => VoiceReply = () => ({ verbs: [] })) {
  const received = {
    voice: [] as VoiceEvent[],
    messages: [] as InboundMessage[],
    receipts: [] as DeliveryReceipt[],
    refused: [] as string[],
  };
  const state = { url: '' };
  const answer = (address: string, signature: string, body: Buffer): string => {
    const pairs = readForm(body);
    if (!createSignatureCheck(state.url, [TOKEN]).verify(signature, address, pairs)) {
      received.refused.push(address);
      return EMPTY_TWIML;
    }
    const [path = ''] = address.split('?');
    if (path.includes('/voice/')) {
      const event = readVoiceEvent({ kind: path.split('/').at(-1) as VoiceKind, address, pairs });
      if (event) received.voice.push(event);
      return writeTwiml(answerCall(event), state.url);
    }
    if (path.endsWith('/incoming')) received.messages.push(readInboundMessage(pairs));
    else received.receipts.push(...[readReceipt(address, pairs)].filter((receipt) => receipt !== undefined));
    return EMPTY_TWIML;
  };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const document = answer(request.url ?? '', String(request.headers['x-twilio-signature'] ?? ''), Buffer.concat(parts));
    response.writeHead(200, { 'content-type': 'text/xml' }).end(document);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: state.url, received };
}

async function start(answerCall?: (event: VoiceEvent | undefined) => VoiceReply) {
  const service = await startService(answerCall);
  const clock = createManualClock(START_MS);
  const sandbox = createSandbox({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    serviceUrl: () => service.url,
    whatsappFrom: '+34910000001',
    smsFrom: '+34910000002',
    entryNumbers: ['+34910000000'],
    clock,
    scheduler: createManualScheduler(clock),
    random: createSeededRandom(7),
    log: silentLogger,
    delays: INSTANT,
  });
  const apiUrl = await sandbox.listen();
  onTestFinished(() => sandbox.close());
  const options = { accountSid: ACCOUNT, authToken: TOKEN, apiUrl, publicUrl: service.url, timeoutMs: 500, log: silentLogger };
  return { sandbox, received: service.received, carrier: createTwilioCarrier(options) };
}

const message = (content: OutboundMessage['content']): OutboundMessage => ({
  to: { channel: 'whatsapp', phone: ANA },
  from: '+34910000001',
  receiptFor: { kind: 'invite', handoffId: 'h_07_7K3QX9TB', attempt: 1 },
  content,
});

async function approvedTemplate(carrier: Awaited<ReturnType<typeof start>>['carrier']): Promise<OutboundMessage> {
  await pushTemplates(carrier.contents, [WORDING]);
  const [state] = await readTemplateStates(carrier.contents, [WORDING]);
  expect(state).toMatchObject({ status: 'approved', category: 'UTILITY', sendable: true });
  return message({ kind: 'template', providerTemplateId: state?.contentSid ?? '', variables: { 1: 'Luz Clara', 2: 'TOKEN1' } });
}

test('a pushed template is sent, received, pressed, and every webhook about it is read', async () => {
  const { sandbox, received, carrier } = await start();
  const sent = await carrier.send(await approvedTemplate(carrier));
  expect(sent).toMatchObject({ kind: 'accepted' });
  const handset = sandbox.handset(ANA);
  await handset.waitForMessage(/Luz Clara/);
  await handset.pressButton('Seguir aquí');
  await sandbox.idle();
  const providerMessageId = sent.kind === 'accepted' ? sent.providerMessageId : '';
  const subject = { kind: 'invite', handoffId: 'h_07_7K3QX9TB', attempt: 1 };
  expect(received.receipts).toContainEqual(expect.objectContaining({ subject, providerMessageId, state: 'delivered' }));
  expect(received.messages).toMatchObject([
    {
      from: { channel: 'whatsapp', phone: ANA },
      buttonPayload: 'go:TOKEN1',
      buttonText: 'Seguir aquí',
      repliedMessageId: providerMessageId,
    },
  ]);
  expect(received.refused).toEqual([]);
});

test('a number without WhatsApp gives a failed receipt with its class', async () => {
  const { sandbox, received, carrier } = await start();
  sandbox.behave('fail');
  await carrier.send(await approvedTemplate(carrier));
  await sandbox.idle();
  await sandbox.waitUntil(() => received.receipts.some(({ state }) => state === 'failed'));
  expect(received.receipts.at(-1)).toMatchObject({ state: 'failed', failure: 'unreachable' });
});

test('buttons and free text reach the handset inside the window, and a picture comes back', async () => {
  const { sandbox, received, carrier } = await start();
  const handset = sandbox.handset(ANA);
  await handset.write('Hola');
  const buttons = [
    { id: 'yes', title: 'Sí' },
    { id: 'no', title: 'No' },
  ];
  await expect(carrier.send(message({ kind: 'buttons', text: '¿Algo más?', buttons }))).resolves.toMatchObject({ kind: 'accepted' });
  await handset.waitForMessage('¿Algo más?');
  await handset.pressButton('No');
  await handset.send({ kind: 'image', text: 'mire' });
  await sandbox.waitUntil(() => received.messages.length === 3);
  expect(received.messages[1]).toMatchObject({ buttonPayload: 'no' });
  const medium = received.messages[2]?.media[0];
  await expect(carrier.fetchMedia(medium?.url ?? '', 1_000_000)).resolves.toMatchObject({ contentType: 'image/png' });
});

test('after an answer that never came, the message is found when it was sent and not found when it was not', async () => {
  const { sandbox, carrier } = await start();
  const invite = await approvedTemplate(carrier);
  const query = { to: invite.to, from: invite.from, sinceMs: START_MS };
  sandbox.behave({ kind: 'timeout-not-created', times: 1 });
  await expect(carrier.send(invite)).resolves.toMatchObject({ kind: 'unknown' });
  await expect(carrier.findSent(query)).resolves.toEqual([]);
  sandbox.behave({ kind: 'timeout-created', times: 1 });
  await expect(carrier.send(invite)).resolves.toMatchObject({ kind: 'unknown' });
  await expect(carrier.findSent(query)).resolves.toHaveLength(1);
});

test('a call hears our TwiML, its keys are read, and it is dialled to a person', async () => {
  const callId = makeId('c', 7, 'CAx');
  const { sandbox, received } = await start((event) => {
    if (event?.type === 'call-started') {
      const prompts = [{ kind: 'say', text: 'Pulse 1 & espere', language: 'es-ES' }] as const;
      const input = { numDigits: 1, finishOnKey: '', timeoutSeconds: 5 };
      return { verbs: [{ kind: 'gather', prompts, input, action: { kind: 'input', callId, turn: 1 } }] };
    }
    if (event?.type === 'input-received') {
      return { verbs: [{ kind: 'dial', to: '+34910000009', timeoutSeconds: 20, result: { kind: 'dial-result', callId, turn: 2 } }] };
    }
    return { verbs: [{ kind: 'hangup' }] };
  });
  sandbox.agentPhone.setMode('busy');
  const call = await sandbox.call({ from: ANA });
  await call.waitForGather();
  expect(call.heard()).toEqual(['Pulse 1 & espere']);
  await call.press('1');
  await call.waitFor('ended');
  await sandbox.idle();
  expect(received.voice).toMatchObject([
    { type: 'call-started', from: ANA, to: '+34910000000' },
    { type: 'input-received', digits: '1', action: { kind: 'input', callId, turn: 1 } },
    { type: 'dial-ended', outcome: 'busy' },
    { type: 'call-ended', status: 'completed' },
  ]);
  expect(received.refused).toEqual([]);
});
