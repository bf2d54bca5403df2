import { isObject, type Json, type JsonObject, type JsonPath, valueAt } from '../../../../flows/edit/json.ts';

/** Objects that are always there: empty again, they need not stand in the file. */
const ALWAYS_THERE = new Set(['retries', 'keys', 'eligibility', 'slots', 'promise', 'urgent']);

/** The path to take out when a value goes: an object that is always there goes with its last field. */
export function shortened(holder: JsonObject, path: JsonPath, value: Json | undefined): JsonPath {
  const parent = path.slice(0, -1);
  if (value !== undefined || !ALWAYS_THERE.has(String(parent.at(-1)))) return path;
  const held = valueAt(holder, parent);
  return isObject(held) && Object.keys(held).every((key) => key === path.at(-1)) ? parent : path;
}
