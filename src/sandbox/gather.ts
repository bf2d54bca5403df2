import type { Call, Signal } from './call.ts';
import { resolveUrl } from './fetch-document.ts';
import { listen, note, noteCallProblem } from './line-listening.ts';
import { prompt } from './speak.ts';
import { wholeNumber } from './twiml.ts';
import { go, type Verb, type Walk } from './walk.ts';
import type { XmlElement } from './xml.ts';

type Input = Extract<Signal, { kind: 'key' | 'speech' }>;

interface Settings {
  readonly input: readonly ('dtmf' | 'speech')[];
  readonly numDigits?: number;
  readonly finishOnKey: string;
  readonly timeoutMs: number;
  readonly language: string;
  readonly hints: readonly string[];
  /** May a voice interrupt what is being said? */
  readonly bargeIn: boolean;
  readonly onEmpty: boolean;
}

interface Result {
  readonly keys: string;
  readonly finishedOnKey: string;
  readonly speech?: { readonly text: string; readonly confidence: number };
}

/**
 * `<Gather>`: an empty result makes no request unless `actionOnEmptyResult` is true; the finishing key pressed first counts
 * as no input. Source: https://www.twilio.com/docs/voice/twiml/gather
 */
export const gatherVerb: Verb = async (walk, element, document) => {
  const { call, world } = walk;
  const settings = readSettings(walk, element);
  const before = call.state;
  openGather(call, settings, walk.scope);
  world.changes.announce();
  try {
    const result = await collect(walk, settings, await speakPrompts(walk, element, document.url, settings));
    const empty = result.keys === '' && !result.speech;
    if (empty && !settings.onEmpty) return undefined;
    return go(walk, resolveUrl(document.url, element.attributes.action), element.attributes.method, parametersOf(result, settings));
  } finally {
    delete call.gather;
    if (call.state === 'gathering') call.state = before;
  }
};

function openGather(call: Call, settings: Settings, scope: Walk['scope']): void {
  if (scope === 'call') call.state = 'gathering';
  call.gather = {
    input: [...settings.input],
    ...(settings.numDigits !== undefined && { numDigits: settings.numDigits }),
    finishOnKey: settings.finishOnKey,
    timeoutSeconds: settings.timeoutMs / 1000,
    keys: '',
    ...(settings.input.includes('speech') && { language: settings.language, hints: [...settings.hints] }),
  };
}

async function speakPrompts(walk: Walk, element: XmlElement, url: string, settings: Settings): Promise<Input | undefined> {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    let interruption = await prompt(walk, child, url, true);
    while (interruption && !interrupts(settings, interruption)) interruption = await prompt(walk, child, url, true);
    if (interruption) return interruption;
  }
  return undefined;
}

/** What comes while something is said: keys always count, a voice only where it may interrupt. */
function interrupts(settings: Settings, input: Input): boolean {
  return accepts(settings, input) && (input.kind === 'key' || settings.bargeIn);
}

function accepts(settings: Settings, input: Input): boolean {
  return settings.input.includes(input.kind === 'key' ? 'dtmf' : 'speech');
}

async function collect(walk: Walk, settings: Settings, first: Input | undefined): Promise<Result> {
  let keys = '';
  for (let input: Input | undefined = first; ; input = undefined) {
    input ??= await nextInput(walk, settings);
    if (!input) return { keys, finishedOnKey: '' };
    if (input.kind === 'speech') {
      if (keys !== '') continue;
      note(walk.world, walk.call, { kind: 'speech', text: input.text });
      return { keys, finishedOnKey: '', speech: input };
    }
    note(walk.world, walk.call, { kind: 'key', text: input.key });
    if (settings.finishOnKey !== '' && settings.finishOnKey.includes(input.key)) return { keys, finishedOnKey: input.key };
    keys += input.key;
    if (walk.call.gather) walk.call.gather = { ...walk.call.gather, keys };
    if (settings.numDigits !== undefined && keys.length >= settings.numDigits) return { keys, finishedOnKey: '' };
  }
}

async function nextInput(walk: Walk, settings: Settings): Promise<Input | undefined> {
  const until = walk.world.scheduler.nowMs() + settings.timeoutMs;
  for (;;) {
    const signal = await listen(walk.call, Math.max(0, until - walk.world.scheduler.nowMs()));
    if (signal === 'elapsed') return undefined;
    if ((signal.kind === 'key' || signal.kind === 'speech') && accepts(settings, signal)) return signal;
  }
}

function parametersOf(result: Result, settings: Settings): Record<string, string> {
  if (result.speech) {
    return { SpeechResult: result.speech.text, Confidence: String(result.speech.confidence), Language: settings.language };
  }
  return { Digits: result.keys, FinishedOnKey: result.finishedOnKey, msg: 'Gather End' };
}

function readSettings(walk: Walk, element: XmlElement): Settings {
  const { attributes } = element;
  const input = (attributes.input ?? 'dtmf').split(/[\s,]+/).filter((kind) => kind === 'dtmf' || kind === 'speech');
  const finishOnKey = attributes.finishOnKey ?? '#';
  const warn = (code: number, text: string) => noteCallProblem(walk.world, walk.call, code, text, true);
  const numeric = (name: string, code: number, least: number) => {
    const raw = attributes[name];
    if (raw !== undefined && (!/^\d+$/.test(raw) || Number(raw) < least)) warn(code, `${name}="${raw}" of <Gather> is not valid`);
  };
  numeric('timeout', 13313, 0);
  numeric('numDigits', 13314, 1);
  if (!/^[0-9*#]?$/.test(finishOnKey)) warn(13310, `finishOnKey="${finishOnKey}" of <Gather> is not one key`);
  const numDigits = wholeNumber(element, 'numDigits', 0, 1);
  const hints = (attributes.hints ?? '').split(',').filter(Boolean);
  if (input.includes('speech')) checkSpeech(attributes, hints, warn);
  return {
    input: input.length > 0 ? (input as ('dtmf' | 'speech')[]) : ['dtmf'],
    ...(numDigits > 0 && { numDigits }),
    finishOnKey,
    timeoutMs: wholeNumber(element, 'timeout', 5) * 1000,
    language: attributes.language ?? 'en-US',
    hints,
    bargeIn: attributes.bargeIn !== 'false',
    onEmpty: attributes.actionOnEmptyResult === 'true',
  };
}

/** The settings of speech that the carrier objects to. Source: https://www.twilio.com/docs/api/errors (13327, 13331, 13335) */
function checkSpeech(attributes: XmlElement['attributes'], hints: readonly string[], warn: (code: number, text: string) => void): void {
  const { language = 'en-US', speechTimeout, speechModel, enhanced } = attributes;
  if (!/^(?:[a-z]{2,3}(?:-[A-Za-z]{4,})?-[A-Z]{2}|zh)$/.test(language))
    warn(13331, `language="${language}" of <Gather> is not one of a recogniser`);
  if (speechTimeout !== undefined && speechTimeout !== 'auto' && !/^[1-9]\d*$/.test(speechTimeout))
    warn(13327, `speechTimeout="${speechTimeout}" of <Gather> is neither auto nor whole seconds`);
  if (speechModel !== undefined && speechTimeout === 'auto')
    warn(13335, `speechModel="${speechModel}" of <Gather> wants whole seconds as speechTimeout`);
  if (enhanced === 'true' && speechModel !== 'phone_call') warn(12200, 'enhanced of <Gather> goes with the model phone_call only');
  if (hints.length > 500 || hints.some((hint) => hint.length > 100))
    warn(12200, 'hints of <Gather>: at most 500 of at most 100 characters');
}
