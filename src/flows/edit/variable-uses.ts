import { isUsableName } from '../conditions.ts';
import { renameInStep } from '../parts/rename-variables.ts';
import { VariableName } from '../schema/fields.ts';
import { GIVEN_TO_TEMPLATES, type Template } from '../template.ts';
import { WORDING_NAMES } from '../wording.ts';
import { type DraftFlow, draftSteps, SIDES } from './draft.ts';
import { isList, isObject, type Json, type JsonPath, valueAt } from './json.ts';

/** Settings of the flow that hold variables beside its steps. */
export const SETTINGS_WITH_VARIABLES: readonly JsonPath[] = [
  ['chat', 'acknowledge'],
  ['chat', 'acknowledgeDirect'],
  ['chat', 'known'],
  ['tickets'],
];

/** Every place that uses a variable of the flow, by its name: wordings, conditions, what is saved. Found as renaming finds them. */
export function variableUses(flow: DraftFlow): ReadonlyMap<string, readonly JsonPath[]> {
  const names = isObject(flow.variables) ? Object.keys(flow.variables) : [];
  const marks = new Map(names.map((name, at) => [name, `zzMark${at}zz`]));
  const found = new Map<string, JsonPath[]>(names.map((name) => [name, []]));
  const places: readonly JsonPath[] = [
    ...SIDES.flatMap((side) => draftSteps(flow, side).map(([id]) => [side, 'steps', id])),
    ...SETTINGS_WITH_VARIABLES,
  ];
  for (const place of places) {
    const held = valueAt(flow, place);
    if (!isObject(held)) continue;
    const changed = changedTexts(held, renameInStep(held, marks), place);
    for (const [name, mark] of marks) {
      for (const { path, text } of changed) if (text.includes(mark)) found.get(name)?.push(path);
    }
  }
  return found;
}

interface ChangedText {
  readonly path: JsonPath;
  readonly text: string;
}

/** Texts and keys that came out differently; a key stands at its object's entry. */
function changedTexts(before: Json, after: Json, path: JsonPath): readonly ChangedText[] {
  if (typeof before === 'string') return before === after ? [] : [{ path, text: String(after) }];
  if (isList(before) && isList(after)) return before.flatMap((each, at) => changedTexts(each, after[at] ?? null, [...path, at]));
  if (!isObject(before) || !isObject(after)) return [];
  const renamed = Object.entries(after);
  return Object.entries(before).flatMap(([key, each], at) => {
    const [newKey, value] = renamed[at] ?? [key, null];
    const own = [...path, key];
    return [...(newKey === key ? [] : [{ path: own, text: newKey }]), ...changedTexts(each, value, own)];
  });
}

/** Why a variable can’t have a name. */
export type NameFault =
  | { readonly kind: 'shape' | 'taken' | 'reserved' }
  /** Templates that the flow sends fill a place of the old name by this variable: they are not part of the flow. */
  | { readonly kind: 'templates'; readonly templates: readonly string[] };

export function variableNameFault(
  flow: DraftFlow,
  from: string | undefined,
  to: string,
  templates: readonly Template[],
): NameFault | undefined {
  if (!VariableName.safeParse(to).success) return { kind: 'shape' };
  if (to === from) return undefined;
  if (isObject(flow.variables) && Object.hasOwn(flow.variables, to)) return { kind: 'taken' };
  if (!isUsableName(to) || WORDING_NAMES.includes(to)) return { kind: 'reserved' };
  const named =
    from === undefined || (GIVEN_TO_TEMPLATES as readonly string[]).includes(from) ? [] : templatesFilledBy(flow, from, templates);
  return named.length === 0 ? undefined : { kind: 'templates', templates: named };
}

/** Invites are filled with the variables of the call by their names; templates of a step are filled by the step. */
function templatesFilledBy(flow: DraftFlow, variable: string, templates: readonly Template[]): readonly string[] {
  const sent = new Set(
    JSON.stringify([flow.call ?? null, flow.recovery ?? null])
      .match(/"[^"]*"/g)
      ?.map((each) => each.slice(1, -1)),
  );
  return templates
    .filter(({ name, variables }) => sent.has(name) && variables.some((each) => each.name === variable))
    .map(({ name }) => name);
}
