import type { DraftFlow } from './draft.ts';
import { isList, isObject, type Json, type JsonObject, type JsonPath, sameJson, withValue } from './json.ts';

/** A place that both changed in different ways. `undefined`: it was not there, or was taken out. */
export interface MergeConflict {
  readonly path: JsonPath;
  readonly base: Json | undefined;
  readonly mine: Json | undefined;
  readonly theirs: Json | undefined;
}

/** What both did to the flow. Where they conflict it holds theirs until somebody chooses. */
export interface Merged {
  readonly flow: DraftFlow;
  readonly conflicts: readonly MergeConflict[];
}

/** Joins two versions that came of one, place by place. Where a box stands is no conflict: mine counts. Pure. */
export function mergeDrafts(base: DraftFlow, mine: DraftFlow, theirs: DraftFlow): Merged {
  const conflicts: MergeConflict[] = [];
  const flow = merge({ base, mine, theirs }, [], conflicts);
  return { flow: isObject(flow) ? flow : theirs, conflicts };
}

/** The joined flow with mine at the places chosen. */
export function chooseMine({ flow, conflicts }: Merged, chosen: (conflict: MergeConflict) => boolean): DraftFlow {
  return conflicts
    .filter(chosen)
    .reduce<DraftFlow>((changed, { path, mine }) => (path.length === 0 ? changed : (withValue(changed, path, mine) as DraftFlow)), flow);
}

interface Three<T> {
  readonly base: T;
  readonly mine: T;
  readonly theirs: T;
}
type Values = Three<Json | undefined>;

function merge({ base, mine, theirs }: Values, path: JsonPath, conflicts: MergeConflict[]): Json | undefined {
  if (theirs === base || sameJson(mine, theirs)) return mine;
  if (mine === base || sameJson(mine, base)) return theirs;
  if (sameJson(theirs, base)) return mine;
  if (isObject(mine) && isObject(theirs) && (isObject(base) || base === undefined)) {
    return mergeObjects({ base: base ?? {}, mine, theirs }, path, conflicts);
  }
  const lists = isList(base) && isList(mine) && isList(theirs) && mergeLists({ base, mine, theirs }, path, conflicts);
  if (lists) return lists;
  if (path[0] === 'layout') return mine;
  conflicts.push({ path, base, mine, theirs });
  return theirs;
}

function mergeObjects({ base, mine, theirs }: Three<JsonObject>, path: JsonPath, conflicts: MergeConflict[]): JsonObject {
  const at = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);
  const entries = joinedOrder(Object.keys(mine), Object.keys(theirs)).flatMap((key): readonly (readonly [string, Json])[] => {
    const value = merge({ base: at(base, key), mine: at(mine, key), theirs: at(theirs, key) }, [...path, key], conflicts);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}

/** The second list, with what the first alone has behind what stands before it there. */
function joinedOrder(first: readonly string[], second: readonly string[]): readonly string[] {
  const has = new Set(second);
  const behind = new Map<string | undefined, string[]>();
  let last: string | undefined;
  for (const key of first) {
    if (has.has(key)) last = key;
    else behind.set(last, [...(behind.get(last) ?? []), key]);
  }
  return [...(behind.get(undefined) ?? []), ...second.flatMap((key) => [key, ...(behind.get(key) ?? [])])];
}

type List = readonly Json[];

/** Lists whose items are told apart by a name are joined by it, others item by item; undefined where that can’t be done. */
function mergeLists(lists: Three<List>, path: JsonPath, conflicts: MergeConflict[]): List | undefined {
  const by = ['key', 'id'].find((name) => [lists.base, lists.mine, lists.theirs].every((list) => isNamed(list, name)));
  return by === undefined ? mergeByPlace(lists) : mergeByName(lists, by, path, conflicts);
}

function isNamed(list: List, name: string): boolean {
  const names = list.map((item) => (isObject(item) ? item[name] : undefined));
  return names.every((each) => typeof each === 'string') && new Set(names).size === names.length;
}

function mergeByPlace({ base, mine, theirs }: Three<List>): List | undefined {
  if (base.length !== mine.length || base.length !== theirs.length || !base.every(isObject)) return undefined;
  const both = base.some((item, at) => !sameJson(item, mine[at]) && !sameJson(item, theirs[at]) && !sameJson(mine[at], theirs[at]));
  return both ? undefined : base.map((item, at) => (sameJson(item, mine[at]) ? (theirs[at] as Json) : (mine[at] as Json)));
}

function mergeByName(lists: Three<List>, by: string, path: JsonPath, conflicts: MergeConflict[]): List | undefined {
  const nameOf = (item: Json) => String((item as JsonObject)[by]);
  const names = { base: lists.base.map(nameOf), mine: lists.mine.map(nameOf), theirs: lists.theirs.map(nameOf) };
  const kept = (list: readonly string[], other: readonly string[]) => list.filter((name) => other.includes(name)).join('\n');
  const moved = (list: readonly string[]) => kept(list, names.base) !== kept(names.base, list);
  if (moved(names.mine) && moved(names.theirs)) return undefined;
  const order = moved(names.mine) ? joinedOrder(names.theirs, names.mine) : joinedOrder(names.mine, names.theirs);
  const find = (list: List, name: string) => list.find((item) => nameOf(item) === name);
  const found: MergeConflict[] = [];
  const merged = order.flatMap((name) => {
    const three = { base: find(lists.base, name), mine: find(lists.mine, name), theirs: find(lists.theirs, name) };
    const value = merge(three, [...path, name], found);
    return value === undefined ? [] : [value];
  });
  // A place inside a list has no steady address: the list is shown whole.
  if (found.length > 0) conflicts.push({ path, ...lists });
  return found.length > 0 ? lists.theirs : merged;
}
