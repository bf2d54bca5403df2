import { isList, isObject, type Json, type JsonObject, type JsonPath } from './json.ts';

/** What can be chosen in a step, one by one: where the list stands in the step, and how many it takes. */
interface ItemList {
  readonly path: JsonPath;
  readonly most: number;
}

const LISTS: Readonly<Record<string, ItemList>> = {
  menu: { path: ['options'], most: 12 },
  branch: { path: ['cases'], most: 20 },
  split: { path: ['arms'], most: 10 },
  ask: { path: ['buttons'], most: 3 },
  send: { path: ['buttons'], most: 3 },
};

/** One more option, case, arm or button of a step; undefined where the step takes no more. */
export function newItem(step: JsonObject): { readonly path: JsonPath; readonly at: number; readonly value: Json } | undefined {
  const list = LISTS[String(step.type)];
  const held = list && step[String(list.path[0])];
  const items = isList(held) ? held : [];
  if (!list || items.length >= list.most) return undefined;
  const names = new Set(items.map((item) => (isObject(item) ? String(item.key ?? item.id) : '')));
  const value = itemOf(String(step.type), names);
  return value === undefined ? undefined : { path: list.path, at: items.length, value };
}

function itemOf(type: string, names: ReadonlySet<string>): Json | undefined {
  if (type === 'branch') return { when: 'true' };
  if (type === 'menu') {
    const key = [...'1234567890*#'].find((each) => !names.has(each));
    return key === undefined ? undefined : { key, label: {} };
  }
  const id = [...'abcdefghijkl'].find((each) => !names.has(each) && !names.has(`answer-${each}`));
  if (id === undefined) return undefined;
  return type === 'split' ? { id, weight: 1 } : { id: `answer-${id}`, title: {} };
}

/** The list in which an exit’s target stands, and where in it; undefined for an exit that has a name of its own. */
export function itemOfExit(path: JsonPath): { readonly path: JsonPath; readonly at: number } | undefined {
  const at = path.at(-2);
  return path.at(-1) === 'to' && typeof at === 'number' ? { path: path.slice(0, -2), at } : undefined;
}
