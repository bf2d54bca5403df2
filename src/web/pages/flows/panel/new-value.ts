import type { Json, JsonObject } from '../../../../flows/edit/json.ts';
import type { FlowSide } from '../../../../flows/exits.ts';
import { type Field, KEYS, type Shape, STEP_SHAPES } from './step-shape.ts';

/** What a field begins with when it is added: what it needs and nothing else. Steps, texts and names are left to be chosen. */
export function newValue(shape: Shape): Json {
  switch (shape.kind) {
    case 'fields':
      return newObject(shape.fields);
    case 'variants': {
      const first = shape.variants[0];
      return { [shape.by]: first?.value ?? '', ...(first && newObject(first.fields)) };
    }
    case 'list':
      return Array.from({ length: shape.min }, () => newValue(shape.item));
    case 'words':
    case 'choices':
      return [];
    case 'map':
    case 'wording':
    case 'json':
      return {};
    case 'number':
      return shape.min ?? 0;
    case 'yes-no':
      return false;
    case 'choice':
      return shape.choices[0] ?? '';
    case 'key':
      return '1';
    default:
      return '';
  }
}

function newObject(fields: readonly Field[]): JsonObject {
  return Object.fromEntries(fields.filter(({ required }) => required).map(({ name, shape }) => [name, newValue(shape)]));
}

/** A new entry of a list: the next free key, an id that is not taken. */
export function newItem(item: Shape, others: readonly Json[]): Json {
  const fresh = newValue(item);
  if (item.kind !== 'fields' || typeof fresh !== 'object' || fresh === null || Array.isArray(fresh)) return fresh;
  const taken = (name: string) => others.map((each) => (each as JsonObject | null)?.[name]);
  return {
    ...(fresh as JsonObject),
    ...('key' in fresh && { key: KEYS.find((key) => !taken('key').includes(key)) ?? '1' }),
    ...('id' in fresh && { id: freeId(taken('id')) }),
    ...('weight' in fresh && { weight: 1 }),
  };
}

function freeId(taken: readonly unknown[]): string {
  for (let n = taken.length + 1; ; n += 1) if (!taken.includes(`choice-${n}`)) return `choice-${n}`;
}

/** A new step of a type, with what it needs left open. */
export function newStep(side: FlowSide, type: string): JsonObject {
  return { type, ...newObject(STEP_SHAPES[side].get(type)?.fields ?? []) };
}
