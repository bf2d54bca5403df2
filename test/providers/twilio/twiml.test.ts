import fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, test } from 'vitest';
import { type CallbackId, makeId } from '../../../src/base/ids.ts';
import type { CallbackAction } from '../../../src/channels/calls.ts';
import type { GatherInput, Prompt, SafetyAction, VoiceAction, VoiceReply, VoiceVerb } from '../../../src/channels/voice.ts';
import { callbackUrl } from '../../../src/providers/twilio/callback-webhook.ts';
import { EMPTY_TWIML, splitForSpeech, writeTwiml } from '../../../src/providers/twilio/twiml.ts';
import { actionUrl } from '../../../src/providers/twilio/voice-action.ts';
import { cleanSsml } from '../../../src/providers/twilio/xml.ts';
import { readXml, type XmlNode } from './xml-reader.ts';

const PUBLIC = 'https://ivr.example.com';
const CALL = makeId('c', 7, 'CAbbbb');
const act = (kind: VoiceAction['kind'], turn = 3): VoiceAction => ({ kind, callId: CALL, turn });
/** An address as it is given to the carrier: with how often it is to be tried. */
const returnUrl = (action: VoiceAction | SafetyAction | CallbackAction) =>
  `${action.kind === 'callback' ? callbackUrl(PUBLIC, action) : actionUrl(PUBLIC, action)}#rc=2&rt=4000&rp=ct,rt,5xx`;
const leg = (part: CallbackAction['part']): CallbackAction => ({
  kind: 'callback',
  part,
  callbackId: 'b_07_ABCDEFGH' as CallbackId,
  attempt: 2,
  round: 0,
});
const say = (text: string): Prompt => ({ kind: 'say', text, language: 'es-ES', voice: 'Polly.Lucia-Neural' });
const write = (...verbs: VoiceVerb[]) => writeTwiml({ verbs }, PUBLIC);

describe('the SDK’s builder as oracle', () => {
  const words = fc.string({
    unit: fc.oneof(fc.constantFrom(...'áñ¿&<>"\'/=.;# 1a👍'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
  });
  const speakable = words
    .map((text) => text.replace(/[^\t\n -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''))
    .filter((text) => text.trim() !== '');
  const prompt: fc.Arbitrary<Prompt> = fc.oneof(
    speakable.map((text): Prompt => ({ kind: 'say', text, language: 'es-ES' })),
    speakable.map((text): Prompt => ({ kind: 'say', text, language: 'en-US', voice: 'Polly.Joanna-Neural' })),
    fc.webUrl({ withQueryParameters: true }).map((url): Prompt => ({ kind: 'play', url })),
    fc.integer({ min: 1, max: 60 }).map((seconds): Prompt => ({ kind: 'pause', seconds })),
  );
  const input: fc.Arbitrary<GatherInput> = fc
    .record({
      numDigits: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
      finishOnKey: fc.constantFrom('#', '*', '', '0'),
      timeoutSeconds: fc.integer({ min: 1, max: 60 }),
      hints: fc.option(fc.array(fc.constantFrom('pedido', 'factura & pago', '"sí"'), { minLength: 1, maxLength: 3 }), { nil: undefined }),
    })
    .map(({ numDigits, hints, ...rest }) => ({
      ...rest,
      ...(numDigits && { numDigits }),
      ...(hints && { speech: { language: 'es-ES', hints } }),
    }));
  const action = fc.integer({ min: 0, max: 99 }).map((turn) => act('input', turn));
  const verb: fc.Arbitrary<VoiceVerb> = fc.oneof(
    prompt,
    fc.record({ kind: fc.constant('gather' as const), prompts: fc.array(prompt, { maxLength: 4 }), input, action }),
    action.map((one): VoiceVerb => ({ kind: 'redirect', action: one })),
    fc
      .constantFrom('support', 'a & b', '<x>')
      .map((queue): VoiceVerb => ({ kind: 'enqueue', queue, wait: act('queue-wait'), result: act('queue-result') })),
    fc.constantFrom<VoiceVerb>({ kind: 'leave' }, { kind: 'hangup' }),
    fc
      .constantFrom('+34600111222', 'sip:desk@pbx.example.com?a=1&b=2')
      .map((to): VoiceVerb => ({ kind: 'dial', to, timeoutSeconds: 20, result: act('dial-result') })),
    fc.constant<VoiceVerb>({ kind: 'dial', to: '+34600111222', timeoutSeconds: 30 }),
    fc.constant<VoiceVerb>({
      kind: 'dial',
      to: '+34600111222',
      timeoutSeconds: 30,
      callerId: '+34910000000',
      screen: leg('customer'),
      result: leg('result'),
    }),
    fc.constantFrom<VoiceVerb>({
      kind: 'dial',
      to: '+34600111222',
      timeoutSeconds: 60,
      result: { kind: 'safety', tried: 1, languages: ['es', 'en'] },
    }),
    fc.boolean().map(
      (transcribe): VoiceVerb => ({
        kind: 'record',
        input: { maxSeconds: 120, silenceSeconds: 5, finishOnKeys: '#', ...(transcribe && { transcribe }) },
        action: act('recorded'),
      }),
    ),
  );

  type Builder = InstanceType<typeof twilio.twiml.VoiceResponse>;
  type Speaker = Pick<Builder, 'say' | 'play' | 'pause'>;

  function buildPrompt(to: Speaker, one: Prompt): void {
    if (one.kind === 'say') to.say({ language: one.language as 'es-ES', ...(one.voice && { voice: one.voice as 'alice' }) }, one.text);
    if (one.kind === 'play') to.play(one.url);
    if (one.kind === 'pause') to.pause({ length: one.seconds });
  }

  function buildRecord(to: Builder, { input, action: next }: Extract<VoiceVerb, { kind: 'record' }>): void {
    const url = returnUrl(next);
    const news = (kind: string) => url.replace('/voice/recorded', `/recording/${kind}`);
    to.record({
      maxLength: input.maxSeconds,
      timeout: input.silenceSeconds,
      finishOnKey: input.finishOnKeys,
      playBeep: true,
      trim: 'trim-silence',
      recordingStatusCallback: news('status'),
      recordingStatusCallbackMethod: 'POST',
      recordingStatusCallbackEvent: ['completed', 'absent'],
      ...(input.transcribe && { transcribe: true, transcribeCallback: news('transcript') }),
      action: url,
      method: 'POST',
    });
    to.redirect({ method: 'POST' }, url);
  }

  function buildGather(to: Builder, one: Extract<VoiceVerb, { kind: 'gather' }>): void {
    const url = returnUrl(one.action);
    const gather = to.gather({
      input: one.input.speech ? ['dtmf', 'speech'] : ['dtmf'],
      ...(one.input.numDigits && { numDigits: one.input.numDigits }),
      timeout: one.input.timeoutSeconds,
      finishOnKey: one.input.finishOnKey,
      ...(one.input.speech && { language: 'es-ES', speechTimeout: 'auto', hints: one.input.speech.hints?.join(',') ?? '' }),
      actionOnEmptyResult: true,
      action: url,
      method: 'POST',
    });
    for (const nested of one.prompts) buildPrompt(gather, nested);
    to.redirect({ method: 'POST' }, url);
  }

  function build(reply: VoiceReply): string {
    const to = new twilio.twiml.VoiceResponse();
    for (const one of reply.verbs) {
      if (one.kind === 'gather') buildGather(to, one);
      else if (one.kind === 'redirect') to.redirect({ method: 'POST' }, returnUrl(one.action));
      else if (one.kind === 'enqueue') {
        const urls = { waitUrl: returnUrl(one.wait), action: returnUrl(one.result) };
        to.enqueue({ ...urls, waitUrlMethod: 'POST', method: 'POST' }, one.queue);
      } else if (one.kind === 'dial') {
        const result = one.result && { action: returnUrl(one.result), method: 'POST' };
        const dial = to.dial({
          answerOnBridge: true,
          timeout: one.timeoutSeconds,
          ...(one.callerId && { callerId: one.callerId }),
          ...result,
        });
        if (one.to.startsWith('sip:')) dial.sip(one.to);
        else dial.number(one.screen ? { url: returnUrl(one.screen), method: 'POST' } : {}, one.to);
      } else if (one.kind === 'record') buildRecord(to, one);
      else if (one.kind === 'leave') to.leave();
      else if (one.kind === 'hangup') to.hangup();
      else buildPrompt(to, one);
    }
    return to.toString();
  }

  test('both documents read the same, whatever the answer', () => {
    fc.assert(
      fc.property(fc.array(verb, { maxLength: 6 }), (verbs) => {
        expect(readXml(writeTwiml({ verbs }, PUBLIC))).toEqual(readXml(build({ verbs })));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a gather', () => {
  const gather: VoiceVerb = {
    kind: 'gather',
    prompts: [say('Pulse 1')],
    input: { numDigits: 1, finishOnKey: '', timeoutSeconds: 6 },
    action: act('input'),
  };

  test('asks also when nothing was entered, and redirects if the carrier runs past it', () => {
    expect(write(gather)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Gather input="dtmf" numDigits="1" timeout="6" finishOnKey="" actionOnEmptyResult="true" action="https://ivr.example.com/webhooks/twilio/voice/input?c=c_07_CAbbbb&amp;t=3#rc=2&amp;rt=4000&amp;rp=ct,rt,5xx" method="POST">' +
        '<Say language="es-ES" voice="Polly.Lucia-Neural">Pulse 1</Say></Gather>' +
        '<Redirect method="POST">https://ivr.example.com/webhooks/twilio/voice/input?c=c_07_CAbbbb&amp;t=3#rc=2&amp;rt=4000&amp;rp=ct,rt,5xx</Redirect></Response>',
    );
  });

  test('keeps to what the carrier allows', () => {
    const hints = Array.from({ length: 600 }, (_, i) => `${i},${'x'.repeat(120)}`);
    const document = write({ ...gather, input: { finishOnKey: 'ab', timeoutSeconds: 0.2, speech: { language: 'es-ES', hints } } });
    const element = elementsOf(document, 'Gather')[0];
    expect(element?.attributes).toMatchObject({ finishOnKey: '#', timeout: '1', input: 'dtmf speech' });
    const written = element?.attributes.hints?.split(',') ?? [];
    expect(written).toHaveLength(500);
    expect(Math.max(...written.map((hint) => hint.length))).toBe(100);
  });
});

describe('speech beside keys', () => {
  const gather = (speech: NonNullable<GatherInput['speech']>, voice?: string) =>
    write({
      kind: 'gather',
      prompts: [{ kind: 'say', text: 'Hola', language: 'es', ...(voice !== undefined && { voice }) }],
      input: { numDigits: 1, finishOnKey: '', timeoutSeconds: 6, speech },
      action: act('input'),
    });
  const oracle = (attributes: Record<string, unknown>) => {
    const response = new twilio.twiml.VoiceResponse();
    const url = returnUrl(act('input'));
    response
      .gather({ ...attributes, numDigits: 1, timeout: 6, finishOnKey: '', actionOnEmptyResult: true, action: url, method: 'POST' } as never)
      .say({ language: 'es-ES' }, 'Hola');
    response.redirect({ method: 'POST' }, url);
    return readXml(response.toString());
  };

  test('leaves the end of a sentence to the carrier, unless it is set', () => {
    expect(readXml(gather({ language: 'es' }))).toEqual(oracle({ input: 'dtmf speech', language: 'es-ES', speechTimeout: 'auto' }));
    expect(readXml(gather({ language: 'eu', pauseSeconds: 3 }))).toEqual(
      oracle({ input: 'dtmf speech', language: 'eu-ES', speechTimeout: '3' }),
    );
  });

  test('names a model with whole seconds, and everything else that is set', () => {
    const speech = {
      language: 'ca',
      model: 'phone_call',
      enhanced: true,
      profanityFilter: false,
      bargeIn: false,
      hints: ['comanda', 'factura'],
    };
    expect(readXml(gather(speech))).toEqual(
      oracle({
        input: 'dtmf speech',
        language: 'ca-ES',
        speechTimeout: '2',
        speechModel: 'phone_call',
        enhanced: true,
        profanityFilter: false,
        bargeIn: false,
        hints: 'comanda,factura',
      }),
    );
  });
});

test('an answer with nothing in it is an empty response', () => {
  expect(write()).toBe(EMPTY_TWIML);
  expect(write({ kind: 'pause', seconds: 0 })).toBe(EMPTY_TWIML);
});

test('a pause is whole seconds, a path to play is on this service, a queue name has 64 letters', () => {
  const document = write(
    { kind: 'pause', seconds: 1.2 },
    { kind: 'play', url: '/audio/wait.mp3' },
    { kind: 'enqueue', queue: 'q'.repeat(80), wait: act('queue-wait'), result: act('queue-result') },
  );
  expect(document).toContain('<Pause length="2"/><Play>https://ivr.example.com/audio/wait.mp3</Play>');
  expect(elementsOf(document, 'Enqueue')[0]?.children).toEqual(['q'.repeat(64)]);
});

test('what XML can’t hold is left out', () => {
  const document = write(say('a\u0000b\u0008c\ud800d\ufffee\u001f'));
  expect(elementsOf(document, 'Say')[0]?.children).toEqual(['abcde']);
});

describe('long texts', () => {
  test('are spoken in parts of at most 3,000 letters that together say the same', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', ' ', '. ', '👍', '\n'), maxLength: 400 }),
        fc.integer({ min: 2, max: 60 }),
        (text, limit) => {
          const parts = splitForSpeech(text, limit);
          expect(parts.join('')).toBe(text);
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(limit);
            expect(part).toBe(Buffer.from(part).toString());
          }
        },
      ),
    );
    const document = write(say('Hola, esto es una frase. '.repeat(300)));
    const lengths = elementsOf(document, 'Say').map(({ children }) => String(children[0]).length);
    expect(lengths.length).toBe(3);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(3000);
  });

  test('never make a document of more than 64 kB, nor cost a verb', () => {
    const long = say('ñandú & compañía. '.repeat(1200));
    const document = write(long, long, long, {
      kind: 'gather',
      prompts: [long, long],
      input: { finishOnKey: '#', timeoutSeconds: 5 },
      action: act('input'),
    });
    expect(Buffer.byteLength(document)).toBeLessThanOrEqual(64_000);
    expect(elementsOf(document, 'Gather')).toHaveLength(1);
    expect(elementsOf(document, 'Redirect')).toHaveLength(1);
    expect(elementsOf(document, 'Say').length).toBeGreaterThan(0);
  });
});

describe('SSML', () => {
  const ssml = (text: string): VoiceVerb => ({ kind: 'say', text, language: 'es-ES', ssml: true });

  test('goes through when its tags are known and balanced', () => {
    const text = 'Pedido <say-as interpret-as="digits">123456</say-as><break time="300ms"/>, R&amp;D & más';
    expect(write(ssml(text))).toContain(
      '>Pedido <say-as interpret-as="digits">123456</say-as><break time="300ms"/>, R&amp;D &amp; más</Say>',
    );
  });

  test('is written as the SDK’s builder writes it', () => {
    const response = new twilio.twiml.VoiceResponse();
    const spoken = response.say({ language: 'es-ES' }, 'Pedido ');
    spoken.sayAs({ 'interpret-as': 'digits' }, '12 & 3');
    spoken.break({ strength: 'strong', time: '300ms' });
    spoken.emphasis({ level: 'strong' }, 'ya');
    spoken.lang({ 'xml:lang': 'en-GB' }, 'order');
    spoken.phoneme({ alphabet: 'ipa', ph: 'ˈola' }, 'hola');
    spoken.prosody({ pitch: '+10%', rate: '85%', volume: '+6dB' }, 'despacio');
    spoken.sub({ alias: 'kilo "vatio"' }, 'kW');
    spoken.w({ role: 'amazon:VB' }, 'come');
    spoken.p('fin').s('punto');
    const text =
      'Pedido <say-as interpret-as="digits">12 &amp; 3</say-as><break strength="strong" time="300ms"/><emphasis level="strong">ya</emphasis>' +
      '<lang xml:lang=\'en-GB\'>order</lang><phoneme alphabet="ipa" ph="ˈola">hola</phoneme>' +
      '<prosody pitch="+10%" rate="85%" volume="+6dB">despacio</prosody><sub alias="kilo &quot;vatio&quot;">kW</sub>' +
      '<w role="amazon:VB">come</w><p>fin<s>punto</s></p>';
    expect(readXml(write(ssml(text)))).toEqual(readXml(response.toString()));
  });

  test.each([
    '<break time="soon"/>Hola Ana',
    '<emphasis level="LOUD">Hola Ana</emphasis>',
    '<say-as>Hola Ana</say-as>',
    '<say-as interpret-as="date"><break/>Hola Ana</say-as>',
    '<p>Hola <p>Ana</p></p>',
    '<break time="1s" time="2s"/>Hola Ana',
    '<p onclick="x">Hola Ana</p>',
  ])('with an unknown value or place becomes bare text too: %s', (text) => {
    expect(
      elementsOf(write(ssml(text)), 'Say')[0]
        ?.children.join('')
        .trim()
        .replace(/\s+/g, ' '),
    ).toBe('Hola Ana');
  });

  test.each([
    'Hola <b>Ana</b>',
    'Hola <emphasis>Ana',
    'Hola Ana</emphasis>',
    '<p>Hola <s>Ana</p></s>',
    '<Hangup/>Hola Ana',
    'Hola </Say><Hangup/><Say> Ana',
  ])('becomes bare text otherwise: %s', (text) => {
    const spoken = elementsOf(write(ssml(text)), 'Say')[0]?.children.join('');
    expect(spoken?.replace(/\s+/g, ' ')).toBe('Hola Ana');
    expect(elementsOf(write(ssml(text)), 'Hangup')).toEqual([]);
  });

  test('is always well formed, whatever was written', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '&',
      '&amp;',
      '"',
      '<p>',
      '</p>',
      '<break time="1s"/>',
      '<break time="<"/>',
      '<x>',
      'a',
      '\u0001',
      "='",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        readXml(`<?xml version="1.0" encoding="UTF-8"?><Say>${cleanSsml(pieces.join(''))}</Say>`);
      }),
      { numRuns: 1000 },
    );
  });
});

function elementsOf(document: string, name: string): Exclude<XmlNode, string>[] {
  const found: Exclude<XmlNode, string>[] = [];
  const walk = (node: XmlNode) => {
    if (typeof node === 'string') return;
    if (node.name === name) found.push(node);
    node.children.forEach(walk);
  };
  walk(readXml(document));
  return found;
}
