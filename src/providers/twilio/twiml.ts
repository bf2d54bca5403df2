import type { CallbackAction } from '../../channels/calls.ts';
import { heardLocale, speakingOf } from '../../channels/line-languages.ts';
import { ssmlText } from '../../channels/ssml.ts';
import type { GatherInput, Prompt, SafetyAction, VoiceAction, VoiceReply, VoiceVerb } from '../../channels/voice.ts';
import { callbackUrl } from './callback-webhook.ts';
import { recordingUrl } from './recording-webhook.ts';
import { RETRY_FRAGMENT } from './retry-fragment.ts';
import { actionUrl } from './voice-action.ts';
import { cleanSsml, escapeXml } from './xml.ts';

/** A silent answer: to messages, and to voice webhooks that want nothing said. */
export const EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/** Documents above 64 kB are refused (error 11750). */
const MOST_BYTES = 64_000;
/** What one `<Say>` may hold: the strictest of the voices, Polly (error 13521). */
const MOST_SAID = 3000;
/** Silence that ends a spoken answer where a model is named and no time is. */
const PAUSE_OF_MODELS_SECONDS = 2;

/**
 * A voice answer as TwiML. Addresses are absolute; every `<Gather>` comes back on silence too. An answer above 64 kB
 * has its prompts shortened, never its verbs. Source: https://www.twilio.com/docs/voice/twiml
 */
export function writeTwiml(reply: VoiceReply, publicUrl: string): string {
  let document = '';
  for (const lettersPerPrompt of [Number.POSITIVE_INFINITY, 1000, 200, 0]) {
    document = writeDocument(reply, { publicUrl, lettersPerPrompt });
    // A UTF-16 unit is at most three bytes of UTF-8.
    if (document.length * 3 <= MOST_BYTES || Buffer.byteLength(document) <= MOST_BYTES) return document;
  }
  return document;
}

interface Writing {
  readonly publicUrl: string;
  readonly lettersPerPrompt: number;
}

function writeDocument(reply: VoiceReply, writing: Writing): string {
  let body = '';
  for (const verb of reply.verbs) body += writeVerb(verb, writing);
  return body === '' ? EMPTY_TWIML : `<?xml version="1.0" encoding="UTF-8"?><Response>${body}</Response>`;
}

function writeVerb(verb: VoiceVerb, writing: Writing): string {
  switch (verb.kind) {
    case 'say':
    case 'play':
    case 'pause':
      return writePrompt(verb, writing);
    case 'gather':
      return writeGather(verb, writing);
    case 'redirect':
      return writeRedirect(returnAddress(verb.action, writing));
    case 'enqueue':
      return writeEnqueue(verb, writing);
    case 'record':
      return writeRecord(verb, writing);
    case 'leave':
      return '<Leave/>';
    case 'dial':
      return writeDial(verb, writing);
    case 'hangup':
      return '<Hangup/>';
  }
}

function writePrompt(prompt: Prompt, writing: Writing): string {
  if (prompt.kind === 'pause') return prompt.seconds > 0 ? `<Pause length="${Math.ceil(prompt.seconds)}"/>` : '';
  if (prompt.kind === 'play') {
    const url = prompt.url.startsWith('/') ? writing.publicUrl + prompt.url : prompt.url;
    return `<Play>${escapeXml(url)}</Play>`;
  }
  return writeSay(prompt, writing);
}

function writeSay(prompt: Extract<Prompt, { kind: 'say' }>, writing: Writing): string {
  const { locale, voice } = speakingOf(prompt.language, prompt.voice);
  const open = `<Say${locale === undefined ? '' : ` language="${escapeXml(locale)}"`}${voice ? ` voice="${escapeXml(voice)}"` : ''}>`;
  const limit = Math.min(MOST_SAID, writing.lettersPerPrompt);
  const spoken = prompt.ssml && prompt.text.length > limit ? ssmlText(prompt.text) : prompt.text;
  if (prompt.ssml && spoken.length <= limit) {
    const content = cleanSsml(prompt.text);
    return content.trim() === '' ? '' : `${open}${content}</Say>`;
  }
  let out = '';
  for (const part of splitForSpeech(spoken.slice(0, writing.lettersPerPrompt), MOST_SAID)) {
    const text = escapeXml(part);
    if (text.trim() !== '') out += `${open}${text}</Say>`;
  }
  return out;
}

/** Text in parts of at most `limit` letters, cut after a sentence, else at a blank, else between two letters. */
export function splitForSpeech(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const head = rest.slice(0, limit);
    const sentence = Math.max(head.lastIndexOf('. '), head.lastIndexOf('? '), head.lastIndexOf('! '), head.lastIndexOf('\n'));
    const blank = head.lastIndexOf(' ');
    let cut = sentence > limit / 2 ? sentence + 1 : blank > 0 ? blank : limit;
    // Never between the two halves of one letter.
    if (/[\ud800-\udbff]/.test(rest[cut - 1] ?? '')) cut -= 1;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  parts.push(rest);
  return parts;
}

function writeGather(verb: Extract<VoiceVerb, { kind: 'gather' }>, writing: Writing): string {
  const url = returnAddress(verb.action, writing);
  let prompts = '';
  for (const prompt of verb.prompts) prompts += writePrompt(prompt, writing);
  const asking = verb.prompts.find((prompt) => prompt.kind === 'say');
  const open = `<Gather${inputAttributes(verb.input, asking?.voice)} actionOnEmptyResult="true" action="${url}" method="POST"`;
  const gather = prompts === '' ? `${open}/>` : `${open}>${prompts}</Gather>`;
  return gather + writeRedirect(url);
}

function inputAttributes(input: GatherInput, voice: string | undefined): string {
  const key = /^[0-9#*]?$/.test(input.finishOnKey) ? input.finishOnKey : '#';
  const digits = input.numDigits === undefined ? '' : ` numDigits="${atLeastOne(input.numDigits)}"`;
  const kind = input.speech ? 'dtmf speech' : 'dtmf';
  return ` input="${kind}"${digits} timeout="${atLeastOne(input.timeoutSeconds)}" finishOnKey="${key}"${speechAttributes(input.speech, voice)}`;
}

/**
 * Up to 500 hints of up to 100 letters. A model that is named wants whole seconds of silence (error 13335); otherwise the
 * carrier finds the end of the sentence itself.
 */
function speechAttributes(speech: GatherInput['speech'], voice: string | undefined): string {
  if (!speech) return '';
  const hints = (speech.hints ?? [])
    .slice(0, 500)
    .map((hint) => hint.replaceAll(',', ' ').trim().slice(0, 100))
    .filter(Boolean)
    .join(',');
  const { pauseSeconds, model, enhanced, profanityFilter, bargeIn } = speech;
  const pause = pauseSeconds ?? (model === undefined ? 'auto' : PAUSE_OF_MODELS_SECONDS);
  return (
    ` language="${escapeXml(heardLocale(speech.language, voice))}" speechTimeout="${pause}"` +
    (model === undefined ? '' : ` speechModel="${escapeXml(model)}"`) +
    (enhanced ? ' enhanced="true"' : '') +
    (profanityFilter === undefined ? '' : ` profanityFilter="${profanityFilter}"`) +
    (bargeIn === undefined ? '' : ` bargeIn="${bargeIn}"`) +
    (hints ? ` hints="${escapeXml(hints)}"` : '')
  );
}

/** Where the carrier comes back to, with how often it tries; escaped. */
function returnAddress(action: VoiceAction | SafetyAction | CallbackAction, writing: Writing): string {
  const url = action.kind === 'callback' ? callbackUrl(writing.publicUrl, action) : actionUrl(writing.publicUrl, action);
  return escapeXml(url + RETRY_FRAGMENT);
}

function writeRedirect(escapedUrl: string): string {
  return `<Redirect method="POST">${escapedUrl}</Redirect>`;
}

/** The redirect behind it says that nothing was spoken: without it the call would end there. */
function writeRecord({ input, action }: Extract<VoiceVerb, { kind: 'record' }>, writing: Writing): string {
  const address = actionUrl(writing.publicUrl, action) + RETRY_FRAGMENT;
  const url = escapeXml(address);
  const news = escapeXml(recordingUrl(address, 'status'));
  const transcript = input.transcribe ? ` transcribe="true" transcribeCallback="${escapeXml(recordingUrl(address, 'transcript'))}"` : '';
  const limits = `maxLength="${atLeastOne(input.maxSeconds)}" timeout="${atLeastOne(input.silenceSeconds)}"`;
  const callback = `recordingStatusCallback="${news}" recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="completed absent"`;
  const open = `<Record ${limits} finishOnKey="${escapeXml(input.finishOnKeys)}" playBeep="true" trim="trim-silence"`;
  return `${open} ${callback}${transcript} action="${url}" method="POST"/>${writeRedirect(url)}`;
}

/** Queue names have at most 64 letters. */
function writeEnqueue(verb: Extract<VoiceVerb, { kind: 'enqueue' }>, writing: Writing): string {
  const wait = returnAddress(verb.wait, writing);
  const result = returnAddress(verb.result, writing);
  const name = escapeXml(verb.queue.slice(0, 64));
  return `<Enqueue waitUrl="${wait}" waitUrlMethod="POST" action="${result}" method="POST">${name}</Enqueue>`;
}

function writeDial(verb: Extract<VoiceVerb, { kind: 'dial' }>, writing: Writing): string {
  const result = verb.result ? ` action="${returnAddress(verb.result, writing)}" method="POST"` : '';
  const noun = /^sips?:/i.test(verb.to) ? 'Sip' : 'Number';
  const callerId = verb.callerId === undefined ? '' : ` callerId="${escapeXml(verb.callerId)}"`;
  const open = `<Dial answerOnBridge="true" timeout="${atLeastOne(verb.timeoutSeconds)}"${callerId}${result}>`;
  const screen = verb.screen ? ` url="${returnAddress(verb.screen, writing)}" method="POST"` : '';
  return `${open}<${noun}${screen}>${escapeXml(verb.to)}</${noun}></Dial>`;
}

function atLeastOne(n: number): number {
  return Math.max(1, Math.ceil(n));
}
