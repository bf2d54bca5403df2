import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chat, ChatMessage } from '../../src/chat/chat.ts';
import type { Voicemail } from '../../src/handoff/voicemail.ts';
import { BASICS, both, type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { ENTRY, startTestService, type TestService } from '../support/service.ts';

const FLOW = {
  ...BASICS,
  variables: { order: { type: 'string' } },
  call: {
    start: 'language',
    steps: {
      language: {
        type: 'menu',
        prompt: both(
          'Para español, 1. Para inglés, 2. Para hablar con una persona, 0.',
          'For Spanish, 1. For English, 2. For a person, 0.',
        ),
        options: [
          { key: '1', to: 'order', intent: 'order' },
          { key: '2', to: 'english', intent: 'order' },
          { key: '0', to: 'person', person: true },
        ],
        invalid: 'person',
        noInput: 'person',
      },
      english: { type: 'language', language: 'en', next: 'message' },
      order: {
        type: 'collect',
        prompt: both('Diga su pedido.', 'Your order.'),
        variable: 'order',
        as: { kind: 'digits', length: 4 },
        next: 'message',
        invalid: 'message',
        noInput: 'message',
      },
      message: {
        type: 'voicemail',
        prompt: both('Deje su mensaje después de la señal. Será grabado.', 'Leave your message after the tone. It will be recorded.'),
        team: 'billing',
        next: 'thanks',
        tooShort: 'short',
        failed: 'person',
      },
      short: { type: 'hangup', text: both('No hemos oído nada.', 'We heard nothing.') },
      thanks: { type: 'hangup', text: both('Gracias, le llamaremos.', 'Thank you, we will call you.') },
      person: { type: 'dial', answered: 'thanks', noAnswer: 'thanks', failed: 'thanks' },
    },
  },
};

let folder: FlowFolder;
let t: TestService;
let people = 0;
beforeAll(async () => {
  folder = await flowFolder(FLOW);
  t = await startTestService({ options: { flowsFolder: folder.path } });
});
afterAll(async () => {
  await t.stop();
  await folder.remove();
});

const SPEECH = 'Buenos días, llamo por la factura de noviembre, que no he recibido. Gracias.';

/** A call that stands at the tone. */
async function atTheTone(keys = '11234') {
  people += 1;
  const from = `+346005${String(20_000 + people)}`;
  const call = await t.sandbox.call({ from });
  await call.press(keys);
  await call.waitForGather();
  const events = async () => (await t.events()).filter((event) => event.callId?.endsWith(call.sid));
  const left = async () => {
    const ids = (await events()).flatMap((event) => (event.type === 'voicemail.left' ? [String(event.data?.voicemailId)] : []));
    const found = await t.store.load(ids.map((id) => ({ kind: 'voicemail' as const, id })));
    return found.flatMap((each) => (each ? [each.value as Voicemail] : []));
  };
  return { from, call, events, left };
}

async function casesOf(from: string): Promise<readonly { readonly chat: Chat; readonly thread: readonly ChatMessage[] }[]> {
  const contactId = (await t.contact(from))?.id;
  const ids = [
    ...new Set((await t.events('chat.opened')).filter((event) => event.contactId === contactId).map((event) => event.chatId ?? '')),
  ];
  return Promise.all(
    ids.map(async (id) => {
      const [found] = await t.store.load([{ kind: 'chat', id }]);
      const parts = await t.store.loadParts({ kind: 'chat', id });
      return { chat: found?.value as Chat, thread: parts.map(({ value }) => value as ChatMessage) };
    }),
  );
}

async function theCase(from: string) {
  const cases = await casesOf(from);
  expect(cases).toHaveLength(1);
  return cases[0] as (typeof cases)[number];
}

describe('a message is left', () => {
  it('comes to the team’s waiting list as a case with the card of the call and the recording', async () => {
    const { from, call, left } = await atTheTone();
    expect(call.heard().join(' ')).toContain('Será grabado.');
    await call.say(SPEECH);
    await call.press('#');
    expect(call.heard().at(-1)).toBe('Gracias, le llamaremos.');
    await t.settle();
    const [voicemail] = await left();
    expect(voicemail).toMatchObject({ from, team: 'billing', intent: 'order', language: 'es', recording: { seconds: 6 } });
    const { chat, thread } = await theCase(from);
    expect(chat).toMatchObject({ state: 'waiting', team: 'billing', intent: 'order', voicemail: { seconds: 6 }, unread: 1 });
    expect(chat.card).toMatchObject({ variables: { order: '1234' }, entryNumber: ENTRY });
    const message = thread.find((entry) => entry.voice);
    expect(message).toMatchObject({ author: { kind: 'customer' }, voice: { seconds: 6 }, media: [{ contentType: 'audio/wav' }] });
    expect(message?.incoming).toBeUndefined();
  });

  it('by one who hangs up after speaking', async () => {
    const { from, call } = await atTheTone();
    await call.say(SPEECH);
    await call.hangUp();
    await t.settle();
    expect((await theCase(from)).chat.state).toBe('waiting');
    expect((await t.contact(from))?.calls.at(-1)?.outcome).toBe('voicemail');
  });

  it('in silence after speaking', async () => {
    const { from, call } = await atTheTone();
    await call.say(SPEECH);
    await t.pass(6_000);
    expect(call.heard().at(-1)).toBe('Gracias, le llamaremos.');
    await t.settle();
    expect((await theCase(from)).chat.voicemail?.seconds).toBe(6);
  });

  it('in English the carrier’s text follows, late', async () => {
    const { from, call } = await atTheTone('2');
    await call.say('Good morning, my bill of November has not come, please call me.');
    await call.press('#');
    await t.settle();
    expect((await theCase(from)).thread.find((entry) => entry.voice)?.text).toBe('');
    await t.pass(3_000);
    const { thread, chat } = await theCase(from);
    expect(thread.find((entry) => entry.voice)).toMatchObject({
      text: expect.stringContaining('my bill of November'),
      voice: { seconds: 5 },
    });
    expect(chat.state).toBe('waiting');
  });

  it('from a withheld number: a case that nobody can be written or called back at', async () => {
    const call = await t.sandbox.call({ from: 'anonymous' });
    await call.press('11234');
    await call.waitForGather();
    await call.say(SPEECH);
    await call.press('#');
    await t.settle();
    const left = (await t.events('voicemail.left')).find((event) => event.callId?.endsWith(call.sid));
    const opened = (await t.events('chat.opened')).find((event) => event.contactId === left?.contactId);
    const [chat] = await t.store.load([{ kind: 'chat', id: opened?.chatId ?? '' }]);
    expect(chat?.value).toMatchObject({ address: { channel: 'whatsapp' }, state: 'waiting' });
    expect((chat?.value as Chat | undefined)?.address.phone).toBeUndefined();
  });
});

describe('no message', () => {
  type Line = Awaited<ReturnType<typeof atTheTone>>['call'];
  it.each<readonly [what: string, act: (line: Line) => Promise<void>]>([
    ['silence', () => t.pass(6_000)],
    [
      'too little said',
      async (line) => {
        await line.say('¿Sí?');
        await line.press('#');
      },
    ],
    ['the key at once', (line) => line.press('#')],
  ])('%s is none: the exit tooShort, and nothing on the desk', async (_, act) => {
    const { from, call, left } = await atTheTone();
    await act(call);
    expect(call.heard().at(-1)).toBe('No hemos oído nada.');
    await t.settle();
    expect(await left()).toEqual([]);
    expect(await casesOf(from)).toEqual([]);
  });

  it('one who hangs up at the tone leaves none', async () => {
    const { from, call } = await atTheTone();
    await call.hangUp();
    await t.settle();
    expect(await casesOf(from)).toEqual([]);
  });
});

describe('the carrier’s news of a recording', () => {
  it.each([['recorded'], ['recording/status']])('delivered twice (%s), it is one message and one case', async (kind) => {
    const { from, call, events } = await atTheTone();
    await call.say(SPEECH);
    await call.press('#');
    await t.settle();
    const webhook = t.sandbox.webhooks(kind).find((each) => each.parameters.CallSid === call.sid);
    if (!webhook) throw new Error('the service was not told');
    const answers = await Promise.all([1, 2, 3].map(() => t.sandbox.repeatWebhook(webhook)));
    expect(answers.map((answer) => answer.kind === 'answered' && answer.status)).toEqual([200, 200, 200]);
    await t.settle();
    expect((await events()).filter((event) => event.type === 'voicemail.left')).toHaveLength(1);
    await theCase(from);
  });

  it('before the call’s own webhook: one message, and the caller hears how it goes on', async () => {
    const { from, call, events } = await atTheTone();
    const record = await recordOf(call.sid, from);
    const told = {
      CallSid: call.sid,
      From: from,
      To: ENTRY,
      RecordingSid: `RE${'1'.repeat(32)}`,
      RecordingUrl: addressOf(`RE${'1'.repeat(32)}`),
    };
    const status = await t.signed(record.status, { ...told, RecordingStatus: 'completed', RecordingDuration: '9' });
    expect(status.status).toBe(200);
    const answer = await t.signed(record.action, { ...told, RecordingDuration: '9', Digits: '#' });
    expect(answer.text).toContain('Gracias, le llamaremos.');
    expect((await events()).filter((event) => event.type === 'voicemail.left')).toHaveLength(1);
  });

  it('alone, because the call’s own webhook was lost: the message is kept', async () => {
    const { from, call, left } = await atTheTone();
    const record = await recordOf(call.sid, from);
    const sid = `RE${'2'.repeat(32)}`;
    const told = { CallSid: call.sid, From: from, To: ENTRY, RecordingSid: sid, RecordingUrl: addressOf(sid) };
    await call.hangUp();
    await t.settle();
    await t.signed(record.status, { ...told, RecordingStatus: 'completed', RecordingDuration: '9' });
    expect(await left()).toHaveLength(1);
    expect(await left()).toMatchObject([{ step: 'message', recording: { seconds: 9 } }]);
  });

  it('of one too short, or of none, is no message', async () => {
    const { from, call, left } = await atTheTone();
    const record = await recordOf(call.sid, from);
    const sid = `RE${'3'.repeat(32)}`;
    const told = { CallSid: call.sid, From: from, To: ENTRY, RecordingSid: sid, RecordingUrl: addressOf(sid) };
    await t.signed(record.status, { ...told, RecordingStatus: 'completed', RecordingDuration: '1' });
    await t.signed(record.status, { ...told, RecordingStatus: 'absent', RecordingDuration: '0' });
    expect(await left()).toEqual([]);
    await call.hangUp();
  });

  it('without the carrier’s signature changes nothing', async () => {
    const { from, call, left } = await atTheTone();
    const record = await recordOf(call.sid, from);
    const sid = `RE${'4'.repeat(32)}`;
    const fields = {
      CallSid: call.sid,
      RecordingSid: sid,
      RecordingUrl: addressOf(sid),
      RecordingStatus: 'completed',
      RecordingDuration: '9',
    };
    expect((await t.signed(record.status, fields, { signature: null })).status).toBe(403);
    expect((await t.signed(record.status, fields, { signature: 'x'.repeat(28) })).status).toBe(403);
    expect(await left()).toEqual([]);
    await call.hangUp();
  });

  it('a recording that is not to be had is tried again, then said to be unavailable', async () => {
    const { from, call } = await atTheTone();
    const record = await recordOf(call.sid, from);
    const sid = `RE${'5'.repeat(32)}`;
    await t.signed(record.action, {
      CallSid: call.sid,
      From: from,
      To: ENTRY,
      RecordingSid: sid,
      RecordingUrl: addressOf(sid),
      RecordingDuration: '9',
    });
    await t.settle();
    expect((await theCase(from)).thread.find((entry) => entry.voice)?.incoming).toHaveLength(1);
    for (const wait of [11_000, 21_000, 41_000, 81_000]) {
      t.clock.advance(wait);
      await t.settle();
    }
    expect((await theCase(from)).thread.find((entry) => entry.voice)).toMatchObject({ mediaProblem: 'unavailable' });
  });
});

/** Where the carrier comes back to from the tone. */
async function recordOf(sid: string, from: string) {
  const call = await t.call(sid, from);
  if (call?.wait.kind !== 'record') throw new Error('the call does not stand at the tone');
  const query = `?c=${call.id}&t=${call.turn}`;
  return { action: `/webhooks/twilio/voice/recorded${query}`, status: `/webhooks/twilio/recording/status${query}` };
}

function addressOf(sid: string): string {
  return `https://api.twilio.com/2010-04-01/Accounts/AC${'0'.repeat(32)}/Recordings/${sid}`;
}
