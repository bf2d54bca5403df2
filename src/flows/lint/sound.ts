import { isSpoken, localeOfVoice } from '../../channels/line-languages.ts';
import { parseSsml } from '../../channels/ssml.ts';
import { stepsOf } from '../exits.ts';
import type { Flow } from '../flow.ts';
import type { Recordings } from '../recordings.ts';
import { isAddressLike, isRecording, splitWording } from '../wording-parts.ts';
import { type LintContext, placeIn } from './context.ts';
import { type Place, type Problem, problem } from './problem.ts';
import { type PlacedWording, wordingsOf } from './wordings.ts';

/** What the line plays and speaks: SSML (F120), recordings (F121–F123), voices (F125). */
export function* lintSound({ flow, recordings }: LintContext): Iterable<Problem> {
  const spoken = wordingsOf(flow).filter(({ by }) => by === 'voice');
  for (const { place, wording } of spoken) {
    for (const [language, text] of Object.entries(wording)) {
      const where = { ...place, path: [...place.path, language] };
      yield* markup(where, text);
      yield* addresses(where, text, recordings);
    }
  }
  for (const [id, step] of stepsOf(flow, 'call')) {
    if (step.type === 'queue' && step.music !== undefined) yield* address(placeIn('call', id, ['music']), step.music.trim(), recordings);
  }
  yield* voices(flow, spoken);
}

/** Places stand for themselves, in the same number of letters, so that positions stay right. */
function withoutPlaces(text: string): string {
  return text.replace(/\{\{[^{}]*\}\}/g, (place) => 'x'.repeat(place.length));
}

function* markup(place: Place, text: string): Iterable<Problem> {
  const plain = withoutPlaces(text);
  const at = (offset: number, message: string) =>
    problem('F120', place, `The SSML of "${place.step ?? ''}", at character ${offset + 1}: ${message}`);
  let rest = plain;
  for (const match of plain.matchAll(/<speak>([\s\S]*?)<\/speak>/g)) {
    const parsed = parseSsml(match[1] ?? '');
    if (!parsed.ok) yield at(match.index + '<speak>'.length + parsed.offset, parsed.message);
    rest = rest.replace(match[0], ' '.repeat(match[0].length));
  }
  const left = rest.search(/<\/?[A-Za-z][^<>]*>/);
  if (left >= 0) yield at(left, 'a tag outside <speak>…</speak> is read aloud as it stands.');
}

function* addresses(place: Place, text: string, recordings: Recordings | undefined): Iterable<Problem> {
  for (const part of splitWording(text)) {
    if (part.kind === 'recording') yield* address(place, part.text, recordings);
    else if (part.kind === 'text') {
      for (const line of part.text.split('\n')) if (isAddressLike(line)) yield* address(place, line.trim(), recordings);
    }
  }
}

function* address(place: Place, url: string, recordings: Recordings | undefined): Iterable<Problem> {
  const wrong = (why: string) => problem('F121', place, `"${url}" can’t be played: ${why}`);
  if (url.includes('{{')) yield wrong('an address takes no {{variables}}; use a branch.');
  else if (/^http:/i.test(url)) yield wrong('use https, or put the file into flows/audio.');
  else if (!isRecording(url)) yield wrong('write /audio/… for a file in flows/audio, or https://…, ending in .wav or .mp3.');
  else if (!url.startsWith('/')) {
    yield problem(
      'F123',
      place,
      `"${url}" lies on another host: when it does not answer, the line falls back to a person. Put it into flows/audio.`,
    );
  } else if (recordings) {
    const kind = recordings.get(url);
    const named = url.slice(-3).toLowerCase();
    if (kind === undefined) yield problem('F122', place, `There is no file ${url.slice(1)} beside the flow.`);
    else if (kind !== named) {
      const is = kind === 'other' ? 'neither WAV nor MP3' : kind.toUpperCase();
      yield problem('F122', place, `${url.slice(1)} is ${is} inside; the line would refuse it as ${named.toUpperCase()}.`);
    }
  }
}

/** A language is spoken by a voice of its own, or recorded. */
function* voices(flow: Flow, spoken: readonly PlacedWording[]): Iterable<Problem> {
  for (const language of flow.languages) {
    const voice = flow.voices[language];
    const locale = voice === undefined ? undefined : localeOfVoice(voice);
    const own = locale === undefined || locale.split('-')[0] === language.split('-')[0];
    if (voice === undefined || (own && isSpoken(language))) continue;
    const read = spoken.filter(({ wording }) =>
      splitWording(wording[language] ?? '').some(({ kind, text }) => kind !== 'recording' && text.trim() !== ''),
    );
    if (read.length === 0) continue;
    const whose = locale === undefined ? '' : `, a voice of ${locale}`;
    const remedy = isSpoken(language) ? 'name a voice of that language' : 'the carrier has no voice for it: record them';
    yield problem(
      'F125',
      { side: 'flow', path: ['voices', language] },
      `In ${language} ${read.length} texts are read by ${voice}${whose}; ${remedy}.`,
    );
  }
}
