import { boxKey, type DraftFlow, draftSteps, SIDES } from './edit/draft.ts';
import { exitSlots } from './edit/exit-slots.ts';
import { isList, isObject, type Json, type JsonObject, type JsonPath, sameJson, valueAt } from './edit/json.ts';
import { withReferences } from './edit/references.ts';
import type { FlowSide } from './exits.ts';
import { pathText } from './lint/problem.ts';

/** Where a change stands: a step of a side, or the flow as a whole. */
interface ChangePlace {
  readonly side?: FlowSide;
  readonly step?: string;
}

/** One difference between two states of a flow. `before` is absent for what was added, `after` for what was removed. */
export type FlowChange = ChangePlace &
  (
    | { readonly kind: 'step-added' | 'step-removed'; readonly type: string }
    | { readonly kind: 'step-renamed'; readonly from: string }
    /** `path` inside the step, without the language. */
    | {
        readonly kind: 'wording';
        readonly path: string;
        readonly language: string;
        readonly before?: string;
        readonly after?: string;
      }
    /** An exit, by its name, leads to another step. */
    | { readonly kind: 'exit'; readonly exit: string; readonly before?: string; readonly after?: string }
    /** `path` inside the step or the flow; values as JSON. */
    | { readonly kind: 'setting'; readonly path: string; readonly before?: Json; readonly after?: Json }
  );

/** How a box is to be shown; boxes that are as they were have no entry. `moved`: it stands elsewhere and does the same. */
export type BoxChange = 'added' | 'changed' | 'removed' | 'moved';

export interface FlowDiff {
  readonly changes: readonly FlowChange[];
  /** By the key of the box, as `call/greeting`; of a renamed step by the name after. */
  readonly boxes: Readonly<Record<string, BoxChange>>;
}

/**
 * What changed between two states of a flow, as their files have it, wrong or not: steps first, side by side, then the flow as a
 * whole. A step that only got another name is renamed; exits that follow it have not changed. Pure, and free of Node.
 */
export function diffFlows(before: DraftFlow, after: DraftFlow): FlowDiff {
  const changes: FlowChange[] = [];
  const boxes: Record<string, BoxChange> = {};
  let base = before;
  for (const side of SIDES) {
    const renamed = renamesOf(base, after, side);
    const led = withReferences(base, side, ({ to }) => renamed.get(to) ?? to);
    base = led;
    diffSide({ before: led, after, side, renamed, changes, boxes });
  }
  for (const change of settingsOf(wholeOf(base), wholeOf(after), [], {})) changes.push(change);
  return { changes, boxes };
}

interface SideDiff {
  readonly before: DraftFlow;
  readonly after: DraftFlow;
  readonly side: FlowSide;
  readonly renamed: ReadonlyMap<string, string>;
  readonly changes: FlowChange[];
  readonly boxes: Record<string, BoxChange>;
}

function diffSide({ before, after, side, renamed, changes, boxes }: SideDiff): void {
  const old = new Map(draftSteps(before, side).map(([id, step]) => [renamed.get(id) ?? id, { step, id }] as const));
  for (const [step, now] of draftSteps(after, side)) {
    const was = old.get(step);
    old.delete(step);
    const key = boxKey({ side, step });
    if (!was) {
      boxes[key] = 'added';
      changes.push({ kind: 'step-added', side, step, type: String(now.type) });
      continue;
    }
    const found: FlowChange[] = was.id === step ? [] : [{ kind: 'step-renamed', side, step, from: was.id }];
    found.push(...stepChanges(was.step, now, { side, step }));
    if (found.length > 0) boxes[key] = 'changed';
    else if (!sameJson(placeOf(before, side, was.id), placeOf(after, side, step))) boxes[key] = 'moved';
    changes.push(...found);
  }
  for (const { step, id } of old.values()) {
    boxes[boxKey({ side, step: id })] = 'removed';
    changes.push({ kind: 'step-removed', side, step: id, type: String(step.type) });
  }
}

function placeOf(flow: DraftFlow, side: FlowSide, step: string): Json | undefined {
  return valueAt(flow, ['layout', boxKey({ side, step })]);
}

/** Steps that are gone beside steps that are new and the same but for their names, and for names that changed with them. */
function renamesOf(before: DraftFlow, after: DraftFlow, side: FlowSide): ReadonlyMap<string, string> {
  const old = new Map(draftSteps(before, side));
  const now = new Map(draftSteps(after, side));
  const stays = (id: string) => old.has(id) && now.has(id);
  const gone = [...old].filter(([id]) => !now.has(id));
  const fresh = [...now].filter(([id]) => !old.has(id));
  const renamed = new Map<string, string>();
  for (const [from, step] of gone) {
    const shape = shapeOf(side, step, stays);
    const at = fresh.findIndex(([, other]) => shapeOf(side, other, stays) === shape);
    if (at < 0) continue;
    const [found] = fresh.splice(at, 1);
    if (found) renamed.set(from, found[0]);
  }
  return renamed;
}

/** A step as text in which the steps it leads to count only if they kept their names. */
function shapeOf(side: FlowSide, step: JsonObject, stays: (id: string) => boolean): string {
  const wrapped: DraftFlow = { [side]: { start: '', steps: { step } } };
  const led = withReferences(wrapped, side, ({ to }) => (to === '' || stays(to) ? to : '*'));
  return JSON.stringify(inOrder(valueAt(led, [side, 'steps', 'step']) ?? null));
}

function inOrder(value: Json): Json {
  if (isList(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, inOrder(each)]));
}

function stepChanges(before: JsonObject, after: JsonObject, place: { readonly side: FlowSide; readonly step: string }): FlowChange[] {
  const exits = (step: JsonObject) => new Map(exitSlots(place.side, step).map(({ name, to }) => [name, to]));
  const [led, leads] = [exits(before), exits(after)];
  const moved = [...new Set([...led.keys(), ...leads.keys()])].flatMap((exit): FlowChange[] => {
    const [was, is] = [led.get(exit), leads.get(exit)];
    if (was === is) return [];
    return [{ kind: 'exit', ...place, exit, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
  });
  return [...moved, ...settingsOf(withoutExits(place.side, before), withoutExits(place.side, after), [], place)];
}

/** The step without where its exits lead: that is told of by name. */
function withoutExits(side: FlowSide, step: JsonObject): JsonObject {
  const paths = new Set(exitSlots(side, step).map(({ path }) => pathText(path)));
  const strip = (value: Json, path: JsonPath): Json => {
    if (isList(value)) return value.map((each, at) => strip(each, [...path, at]));
    if (!isObject(value)) return value;
    const kept = Object.entries(value).filter(([key]) => !paths.has(pathText([...path, key])));
    return Object.fromEntries(kept.map(([key, each]) => [key, strip(each, [...path, key])]));
  };
  return strip(step, []) as JsonObject;
}

/** The flow without its steps and its canvas. */
function wholeOf(flow: DraftFlow): JsonObject {
  const { $schema: _schema, layout: _layout, ...whole } = flow;
  const sides = SIDES.flatMap((side) => {
    const { [side]: own } = flow;
    if (!isObject(own)) return [];
    const { steps: _steps, ...rest } = own;
    return [[side, rest] as const];
  });
  return { ...whole, ...Object.fromEntries(sides) };
}

const LANGUAGE = /^[a-z]{2,3}(-[A-Z]{2})?$/;
/** Keys whose values are by language and are no text that anybody hears or reads. */
const NO_WORDING = new Set(['voices', 'humanWords', 'hints']);

function isWording(value: Json | undefined): value is Readonly<Record<string, string>> {
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([key, text]) => LANGUAGE.test(key) && typeof text === 'string');
}

function settingsOf(before: Json | undefined, after: Json | undefined, path: JsonPath, place: ChangePlace): readonly FlowChange[] {
  if (sameJson(before, after)) return [];
  const isText = !NO_WORDING.has(String(path.at(-1)));
  if (isText && (isWording(before) || isWording(after)) && [before, after].every((each) => each === undefined || isWording(each))) {
    return wordingsOf(before, after, path, place);
  }
  if (isObject(before) && isObject(after)) {
    return keysOf(before, after).flatMap((key) => settingsOf(before[key], after[key], [...path, key], place));
  }
  if (isList(before) && isList(after)) {
    const named = listsOf(before, after);
    if (named) return named.flatMap(({ name, was, is }) => settingsOf(was, is, [...path, name], place));
  }
  const values = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  return [{ kind: 'setting', ...place, path: pathText(path), ...values }];
}

function wordingsOf(before: Json | undefined, after: Json | undefined, path: JsonPath, place: ChangePlace): readonly FlowChange[] {
  const [was, is] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  return keysOf(was, is).flatMap((language): FlowChange[] => {
    const [old, now] = [was[language], is[language]];
    if (old === now) return [];
    const texts = { ...(typeof old === 'string' && { before: old }), ...(typeof now === 'string' && { after: now }) };
    return [{ kind: 'wording', ...place, path: pathText(path), language, ...texts }];
  });
}

function keysOf(a: JsonObject, b: JsonObject): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}

interface Pair {
  readonly name: string;
  readonly was: Json | undefined;
  readonly is: Json | undefined;
}

/** Entries of two lists that belong together by their key, id or name; undefined where they have none, or have it twice. */
function listsOf(before: readonly Json[], after: readonly Json[]): readonly Pair[] | undefined {
  for (const field of ['key', 'id', 'name']) {
    const [was, is] = [before, after].map((list) => byField(list, field));
    if (!was || !is) continue;
    const names = [...new Set([...was.keys(), ...is.keys()])];
    const kept = (list: ReadonlyMap<string, Json>) => names.filter((name) => was.has(name) && is.has(name) && list.has(name));
    const order = (list: ReadonlyMap<string, Json>) => [...list.keys()].filter((name) => kept(list).includes(name)).join(' ');
    // Another order is a change of its own, which no entry shows.
    if (order(was) !== order(is)) return undefined;
    return names.map((name) => ({ name: `${field} ${name}`, was: was.get(name), is: is.get(name) }));
  }
  return undefined;
}

function byField(list: readonly Json[], field: string): ReadonlyMap<string, Json> | undefined {
  const entries = list.flatMap((each) => (isObject(each) && typeof each[field] === 'string' ? [[each[field], each] as const] : []));
  const found = new Map(entries);
  return found.size === list.length ? found : undefined;
}
