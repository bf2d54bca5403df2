import { type DraftFlow, draftLanguages } from './draft.ts';
import type { Edit } from './edit.ts';
import { isList, isObject, type Json, type JsonObject, type JsonPath, valueAt } from './json.ts';

/** Words of one language put at a wording, in the order of the flow’s languages; none takes them out. A list of parts stays one. */
export function wordingEdit(flow: DraftFlow, path: JsonPath, language: string, words: string): Edit {
  const held = valueAt(flow, path);
  const wording: JsonObject = isObject(held) ? held : {};
  const before = wording[language];
  const value: Json | undefined = words === '' ? undefined : isList(before) ? words.split('\n').filter((part) => part !== '') : words;
  const order = [...new Set([...draftLanguages(flow), ...Object.keys(wording)])];
  // Where the languages stand in an order of their own, they keep it.
  const keys = Object.hasOwn(wording, language) ? Object.keys(wording) : order;
  const entries = keys.flatMap((key): readonly (readonly [string, Json])[] => {
    const next = key === language ? value : wording[key];
    return next === undefined ? [] : [[key, next]];
  });
  return { kind: 'set', path, value: Object.fromEntries(entries) };
}
