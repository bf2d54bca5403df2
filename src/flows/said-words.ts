import type { Prompt } from '../channels/voice.ts';
import type { CompiledFlow } from './compile-flow.ts';
import type { FlowSide } from './exits.ts';
import type { Flow } from './flow.ts';
import type { Scalar } from './outcomes.ts';
import type { Wording } from './schema/fields.ts';
import { parseWording, wordingBehind } from './wording.ts';
import { splitWording } from './wording-parts.ts';

/** What a sentence of the service itself is called, which no flow words. */
const OWN = '';

const PLACES = new WeakMap<CompiledFlow, ReadonlyMap<unknown, string>>();

function isWording(value: object): value is Wording {
  const texts = Object.values(value);
  return texts.length > 0 && texts.every((text) => typeof text === 'string');
}

function notePlaces(value: unknown, step: string, path: string, found: Map<unknown, string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value) && isWording(value)) found.set(value, `${step}:${path}`);
  for (const [name, inner] of Object.entries(value)) notePlaces(inner, step, path === '' ? name : `${path}.${name}`, found);
}

function placesOf(compiled: CompiledFlow): ReadonlyMap<unknown, string> {
  const known = PLACES.get(compiled);
  if (known) return known;
  const found = new Map<unknown, string>();
  notePlaces(compiled.flow.speech, '', 'speech', found);
  for (const [id, step] of Object.entries(compiled.flow.call.steps)) notePlaces(step, id, '', found);
  PLACES.set(compiled, found);
  return found;
}

/**
 * Where the words of these prompts stand in the flow as it runs, in the order in which they are heard: `greeting:text`, `menu:prompt`;
 * '' for a sentence of the service itself. Never the words themselves, nor what was filled in. Pure.
 */
export function saidWords(compiled: CompiledFlow, prompts: readonly Prompt[]): readonly string[] {
  const places = placesOf(compiled);
  const said: string[] = [];
  for (const prompt of prompts) {
    if (prompt.kind === 'pause') continue;
    const place = places.get(wordingBehind(prompt)) ?? OWN;
    // One wording may be several prompts.
    if (said.at(-1) !== place) said.push(place);
  }
  return said;
}

/** What was heard, as far as the release tells. */
export interface SaidText {
  /** The step whose words they are; absent for a sentence of the service or of the whole flow. */
  readonly step?: string;
  /** In the caller's language, with `‹name›` where something was filled in; absent for a sentence of the service itself. */
  readonly text?: string;
}

/** What one place of `saidWords` says in a language, of a flow as it runs; a missing language falls back to the flow's first. Pure. */
export function textSaid(flow: Flow, side: FlowSide, place: string, language: string): SaidText {
  const at = place.indexOf(':');
  if (at < 0) return {};
  const step = place.slice(0, at);
  const holder: unknown = step === '' ? flow : flow[side].steps[step];
  const wording = place
    .slice(at + 1)
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], holder) as Wording | undefined;
  const text = wording && (wording[language] ?? flow.languages.flatMap((each) => wording[each] ?? [])[0]);
  return { ...(step !== '' && { step }), ...(text !== undefined && { text: masked(text, flow.business) }) };
}

function masked(text: string, business: Scalar): string {
  return splitWording(text)
    .map(({ text: own, kind }) => {
      if (kind === 'recording') return `♪ ${own}`;
      const whole = parseWording(own)
        .map((part) => (typeof part === 'string' ? part : part.name === 'business' ? String(business) : `‹${part.name}›`))
        .join('');
      return kind === 'ssml'
        ? whole
            .replace(/<[^>]*>/g, ' ')
            .replace(/\s+/g, ' ')
            .trim()
        : whole;
    })
    .join(' ');
}
