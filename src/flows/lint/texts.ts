import { choicesOf } from '../chat-choices.ts';
import type { FlowSide } from '../exits.ts';
import type { Flow } from '../flow.ts';
import { heardText, PROMPT_SECONDS, secondsToSay } from '../heard-text.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import { parseWording, WORDING_NAMES, wordingProblems } from '../wording.ts';
import { isAddressLike, splitWording } from '../wording-parts.ts';
import type { LintContext } from './context.ts';
import { type Problem, problem } from './problem.ts';
import { type PlacedWording, wordingsOf } from './wordings.ts';

const LIMITS = { message: 1600, messageWithButtons: 1024 };
/** What WhatsApp takes of a title, and what it is called here. */
const TITLES = {
  button: { limit: 20, what: 'title' },
  row: { limit: 24, what: 'title of the list' },
  'row-description': { limit: 72, what: 'line of the list' },
} as const;
/** What a variable in a title is taken to be long at the least, in characters. */
const FILLED_LENGTH = 8;
/** Places that every wording of its side may have. */
const EVERYWHERE = { call: ['business', 'heard'], chat: ['business', 'heard', 'caseNumber', 'name'] };
/** Places that wordings have where an hours step of their side found it closed. */
const AFTER_HOURS = ['opensAt', 'holiday'];
/** Words in capitals that are meant to be heard as words. */
const SPOKEN_CAPITALS = new Set(['BAJA', 'STOP', 'START', 'ALTA', 'PARAR', 'SAIR', 'BAIXA', 'CANCELAR']);

/** Wording by language (F020, F021), its places (F022, F023), voices (F024), its length and sound (F025, F026, F028, F029). */
export function* lintTexts({ flow }: LintContext): Iterable<Problem> {
  for (const each of wordingsOf(flow)) {
    yield* languagesOf(each, flow);
    yield* placesOf(each, flow);
    for (const [language, text] of Object.entries(each.wording)) {
      if (each.by === 'voice') yield* soundOf(each, language, text);
      else yield* lengthOf(each, language, text, flow);
    }
  }
  for (const language of flow.languages) {
    if (flow.voices[language] !== undefined) continue;
    yield problem('F024', { side: 'flow', path: ['voices'] }, `The language ${language} has no voice.`);
  }
}

function nameOf({ place }: PlacedWording): string {
  return place.step === undefined ? String(place.path.at(-1)) : `"${place.step}"`;
}

function* languagesOf({ place, wording, ...rest }: PlacedWording, flow: Flow): Iterable<Problem> {
  const name = nameOf({ place, wording, ...rest });
  for (const language of flow.languages) {
    if (wording[language] === undefined) yield problem('F020', place, `The wording of ${name} is missing in ${language}.`);
  }
  for (const language of Object.keys(wording)) {
    if (flow.languages.includes(language)) continue;
    yield problem(
      'F021',
      { ...place, path: [...place.path, language] },
      `${name} has wording in ${language}, which the flow does not have.`,
    );
  }
}

/** The names beside the variables that have a value in a wording. */
export function givenIn({ place, given }: Pick<PlacedWording, 'place' | 'given'>, flow: Pick<Flow, FlowSide>): readonly string[] {
  const side = place.side === 'chat' ? 'chat' : 'call';
  const hours = Object.values(flow[side].steps).some(({ type }) => type === 'hours');
  return [...given, ...EVERYWHERE[side], ...(hours ? AFTER_HOURS : [])];
}

function* placesOf(each: PlacedWording, flow: Flow): Iterable<Problem> {
  const { place, wording } = each;
  const allowed = givenIn(each, flow);
  for (const { language, message } of wordingProblems(wording, flow)) {
    const code = message.startsWith('names') ? 'F022' : 'F023';
    yield problem(code, { ...place, path: [...place.path, language] }, `The wording of ${nameOf(each)} in ${language} ${message}`);
  }
  for (const [language, text] of Object.entries(wording)) {
    for (const part of parseWording(text)) {
      if (typeof part === 'string' || Object.hasOwn(flow.variables, part.name) || !WORDING_NAMES.includes(part.name)) continue;
      if (allowed.includes(part.name)) continue;
      const where = { ...place, path: [...place.path, language] };
      yield problem('F022', where, `{{${part.name}}} has no value in this wording of ${nameOf(each)}: it is filled in elsewhere only.`);
    }
  }
}

/** What a voice reads of a wording: all but the recordings. */
export function heardIn(text: string): string {
  const read = splitWording(text).filter(({ kind, text: own }) => kind !== 'recording' && !isAddressLike(own));
  return heardText(read.map((part) => part.text).join(' '));
}

function* soundOf(each: PlacedWording, language: string, text: string): Iterable<Problem> {
  const place = { ...each.place, path: [...each.place.path, language] };
  const heard = heardIn(text);
  const seconds = secondsToSay(heard);
  if (seconds > PROMPT_SECONDS)
    yield problem('F025', place, `${nameOf(each)} takes about ${seconds} seconds to say in ${language}: shorten or split it.`);
  const capitals = (heard.match(/(?<!\p{L})\p{Lu}{4,}(?!\p{L})/gu) ?? []).filter((word) => !SPOKEN_CAPITALS.has(word));
  const addresses = heard.match(/https?:\/\/\S+|www\.\S+|\S+@\S+\.\w+/g) ?? [];
  const numbers = heard.match(/\d{5,}/g) ?? [];
  for (const words of new Set([...capitals, ...addresses, ...numbers])) {
    yield problem('F026', place, `A voice reads "${words}" badly in ${nameOf(each)} (${language}): write it as it is to be heard.`);
  }
}

function* lengthOf(each: PlacedWording, language: string, text: string, flow: Flow): Iterable<Problem> {
  const place = { ...each.place, path: [...each.place.path, language] };
  if (each.by === 'label') return;
  const length = [...text].length;
  if (each.by in TITLES) {
    yield* titleOf(place, each.by as keyof typeof TITLES, text);
    return;
  }
  const limit = messageLimit(each.place, each.place.step === undefined ? undefined : flow.chat.steps[each.place.step]);
  if (length > limit) yield problem('F029', place, `The message of ${nameOf(each)} has ${length} characters in ${language}; ${limit} fit.`);
}

function messageLimit({ path }: PlacedWording['place'], step: ChatStep | undefined): number {
  return path.at(-1) === 'text' && step && hasParts(step) ? LIMITS.messageWithButtons : LIMITS.message;
}

/** How many characters a written wording may have; undefined for what is spoken. */
export function mostCharacters({ by, place }: Pick<PlacedWording, 'by' | 'place'>, step: ChatStep | undefined): number | undefined {
  if (by === 'voice' || by === 'label') return undefined;
  return by === 'message' ? messageLimit(place, step) : TITLES[by].limit;
}

/** A title with a variable in it is as long as the variable makes it. */
function* titleOf(place: PlacedWording['place'], by: keyof typeof TITLES, text: string): Iterable<Problem> {
  const { limit, what } = TITLES[by];
  const fixed = [...text.replace(/\{\{[^}]*\}\}/g, '')].length;
  const places = text.match(/\{\{[^}]*\}\}/g)?.length ?? 0;
  if (fixed > limit || (places === 0 && fixed === 0))
    yield problem('F028', place, `The ${what} "${text}" has ${fixed} characters; WhatsApp takes 1 to ${limit}.`);
  else if (fixed + places * FILLED_LENGTH > limit)
    yield problem('F075', place, `The ${what} "${text}" may be longer than ${limit} characters once its variables are filled in.`);
}

/** Does the step's text stand above buttons or a list, or under a picture? */
function hasParts(step: ChatStep): boolean {
  if (step.type === 'survey') return step.question.kind !== 'nps';
  return choicesOf(step).length > 0 || (step.type === 'send' && step.media !== undefined);
}
