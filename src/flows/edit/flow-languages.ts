import { type DraftFlow, draftLanguages } from './draft.ts';
import type { Edit } from './edit.ts';
import { isList, isObject, type Json, type JsonObject, type JsonPath, valueAt, withoutKey } from './json.ts';

/** A place of the flow that says something by language. */
interface PlaceByLanguage {
  readonly path: JsonPath;
  /** `words`: lists of words to expect, which a language may do without. */
  readonly kind: 'wording' | 'words';
  readonly held: JsonObject;
}

const LANGUAGE = /^[a-z]{2,3}(-[A-Z]{2})?$/;
const WORD_LISTS = new Set(['humanWords', 'hints', 'words', 'phrases']);
/** Keys below which names of other kinds stand. */
const OTHERS = new Set(['voices', 'save', 'values', 'with', 'exits', 'headers', 'body', 'mock', 'layout', 'templates', '$schema']);

function placesByLanguage(flow: DraftFlow): readonly PlaceByLanguage[] {
  const languages = new Set(draftLanguages(flow));
  const found: PlaceByLanguage[] = [];
  const look = (value: Json, path: JsonPath): void => {
    if (isList(value)) for (const [at, each] of value.entries()) look(each, [...path, at]);
    if (!isObject(value)) return;
    const entries = Object.entries(value);
    const isByLanguage =
      entries.some(([key]) => languages.has(key)) &&
      entries.every(([key, each]) => LANGUAGE.test(key) && (typeof each === 'string' || (isList(each) && each.every(isText))));
    if (isByLanguage) {
      found.push({ path, kind: WORD_LISTS.has(String(path.at(-1))) ? 'words' : 'wording', held: value });
      return;
    }
    for (const [key, each] of entries) if (!OTHERS.has(key)) look(each, [...path, key]);
  };
  look(flow, []);
  return found;
}

function isText(value: Json): boolean {
  return typeof value === 'string';
}

/** Wordings that say nothing in a language, in the order of the file. Names of own days may be left out. */
export function missingWordings(flow: DraftFlow, language: string): readonly JsonPath[] {
  return placesByLanguage(flow)
    .filter(({ path, kind, held }) => kind === 'wording' && path[0] !== 'calendars' && held[language] === undefined)
    .map(({ path }) => path);
}

/** Adds a language at the end, with a voice where there is one. The wordings are still to be written. */
export function addLanguage(flow: DraftFlow, language: string, voice: string | undefined): Edit {
  return {
    kind: 'all',
    edits: [
      { kind: 'set', path: ['languages'], value: [...draftLanguages(flow), language] },
      ...(voice === undefined ? [] : [{ kind: 'set' as const, path: ['voices', language], value: voice }]),
    ],
  };
}

/** What goes with a language, and what goes on naming it and has to be changed by hand. */
export interface LanguageLoss {
  readonly wordings: number;
  readonly wordLists: number;
  /** Places that name the language itself: steps that change to it, exceptions of calendars. */
  readonly named: readonly JsonPath[];
}

export function languageLoss(flow: DraftFlow, language: string): LanguageLoss {
  const places = placesByLanguage(flow).filter(({ held }) => held[language] !== undefined);
  return {
    wordings: places.filter(({ kind }) => kind === 'wording').length,
    wordLists: places.filter(({ kind }) => kind === 'words').length,
    named: namedPlaces(flow, language),
  };
}

function namedPlaces(flow: DraftFlow, language: string): readonly JsonPath[] {
  const found: JsonPath[] = [];
  const look = (value: Json, path: JsonPath): void => {
    if (isList(value)) for (const [at, each] of value.entries()) look(each, [...path, at]);
    if (!isObject(value)) return;
    for (const [key, each] of Object.entries(value)) {
      if (key === 'mock') continue;
      const names = key === 'language' ? [each] : key === 'languages' && path.length > 0 && isList(each) ? each : [];
      if (names.includes(language)) found.push([...path, key]);
      else look(each, [...path, key]);
    }
  };
  look(flow, []);
  return found;
}

/** Takes a language out with everything that is said in it, as one change. */
export function removeLanguage(flow: DraftFlow, language: string): Edit {
  const texts = placesByLanguage(flow).flatMap(({ path, held, kind }): readonly Edit[] => {
    if (held[language] === undefined) return [];
    const left = withoutKey(held, language);
    // Lists of words may be missing altogether; a wording that is empty is told by the linter.
    if (Object.keys(left).length === 0 && kind === 'words') return [{ kind: 'set', path }];
    return [{ kind: 'set', path: [...path, language] }];
  });
  const voice: readonly Edit[] = valueAt(flow, ['voices', language]) === undefined ? [] : [{ kind: 'set', path: ['voices', language] }];
  const left = draftLanguages(flow).filter((each) => each !== language);
  return { kind: 'all', edits: [{ kind: 'set', path: ['languages'], value: left }, ...voice, ...texts] };
}
