/** A value as a JSON file holds it. What an editor has before it: it may lack what the schema asks for. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
export type JsonPath = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value at a path; undefined where nothing stands. */
export function valueAt(root: Json | undefined, path: JsonPath): Json | undefined {
  return path.reduce<Json | undefined>((value, part) => childOf(value, part), root);
}

function childOf(value: Json | undefined, part: string | number): Json | undefined {
  if (isList(value)) return typeof part === 'number' ? value[part] : undefined;
  return isObject(value) && typeof part === 'string' && Object.hasOwn(value, part) ? value[part] : undefined;
}

/** Why a value can’t be put at a path. */
export class PathFault extends Error {}

/**
 * The same with one value changed; `undefined` takes it out. Objects on the way that are missing are made; keys keep their order,
 * and what is not on the way stays the very same. Throws PathFault when the path runs through something else.
 */
export function withValue(root: Json, path: JsonPath, value: Json | undefined): Json {
  return put(root, path, value) ?? {};
}

function put(root: Json | undefined, path: JsonPath, value: Json | undefined): Json | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (typeof part === 'number') return putInList(root, part, rest, value);
  if (part === '__proto__') throw new PathFault(part);
  if (root !== undefined && !isObject(root)) throw new PathFault(part);
  const held = childOf(root, part);
  if (held === undefined && value === undefined) return root ?? {};
  const next = put(held, rest, value);
  if (next === held) return root;
  if (next === undefined) return withoutKey(root ?? {}, part);
  return { ...root, [part]: next };
}

function putInList(root: Json | undefined, at: number, rest: JsonPath, value: Json | undefined): Json {
  const list = root ?? [];
  if (!isList(list) || at < 0 || at > list.length || (value === undefined && at === list.length)) throw new PathFault(String(at));
  const next = put(list[at], rest, value);
  if (next === list[at]) return list;
  return next === undefined ? list.toSpliced(at, 1) : list.toSpliced(at, 1, next);
}

/** The same object without one of its keys. */
export function withoutKey(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

/** The same object with keys renamed in their places. */
export function withKeys(object: JsonObject, rename: (key: string) => string): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [rename(key), value]));
}

/** Do two values say the same, in whatever order their keys stand? */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((each, at) => sameJson(each, b[at]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]));
}
