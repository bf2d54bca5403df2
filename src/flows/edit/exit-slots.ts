import { EXIT_KINDS, type FlowSide, type StepType } from '../exits.ts';
import { ChatStep } from '../schema/chat-steps.ts';
import { VoiceStep } from '../schema/voice-steps.ts';
import { isList, isObject, type Json, type JsonObject, type JsonPath } from './json.ts';

/** A place from which an arrow can leave a box, whether or not it leads anywhere yet. Named as `exitsOf` names exits. */
export interface ExitSlot {
  readonly name: string;
  /** Inside the step. */
  readonly path: JsonPath;
  readonly to?: string;
  /** The step is wrong without it. */
  readonly needed: boolean;
}

/** The exits that a type of step has by name, and which of them it needs; read from the schema. */
type NamedExits = ReadonlyMap<string, boolean>;

function namedExitsOf(side: FlowSide): ReadonlyMap<string, NamedExits> {
  const schema = side === 'call' ? VoiceStep : ChatStep;
  return new Map(
    schema.options.map((option) => {
      const shape: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } } | undefined>> = option.shape;
      const type = option.shape.type.value;
      const names = (EXIT_KINDS.get(type) ?? []).filter((name) => shape[name] !== undefined);
      return [type, new Map(names.map((name) => [name, shape[name]?.safeParse(undefined).success === false]))] as const;
    }),
  );
}

const NAMED: Readonly<Record<FlowSide, ReadonlyMap<string, NamedExits>>> = { call: namedExitsOf('call'), chat: namedExitsOf('chat') };

/** The types of steps of a side. */
export function stepTypes(side: FlowSide): readonly StepType[] {
  return [...NAMED[side].keys()] as StepType[];
}

function target(value: Json | undefined): Pick<ExitSlot, 'to'> {
  return typeof value === 'string' && value !== '' ? { to: value } : {};
}

function items(value: Json | undefined): readonly (readonly [at: number, item: JsonObject])[] {
  return isList(value) ? value.flatMap((each, at) => (isObject(each) ? [[at, each] as const] : [])) : [];
}

function listed(value: Json | undefined, base: JsonPath, nameOf: (item: JsonObject, at: number) => string, needed: boolean): ExitSlot[] {
  return items(value).map(([at, item]) => ({ name: nameOf(item, at), path: [...base, at, 'to'], ...target(item.to), needed }));
}

/** Every exit of a step, those of lists first; nothing is thrown for a step that is not whole. */
export function exitSlots(side: FlowSide, step: JsonObject): readonly ExitSlot[] {
  const fixed = [...(NAMED[side].get(String(step.type)) ?? [])].map(
    ([name, needed]): ExitSlot => ({ name, path: [name], ...target(step[name]), needed }),
  );
  return [...listedSlots(step), ...fixed];
}

function listedSlots(step: JsonObject): readonly ExitSlot[] {
  switch (step.type) {
    case 'menu':
      return listed(step.options, ['options'], ({ key }) => `key ${String(key ?? '?')}`, true);
    case 'branch':
      return listed(step.cases, ['cases'], (_, at) => `case ${at + 1}`, true);
    case 'split':
      return listed(step.arms, ['arms'], ({ id }) => `arm ${String(id ?? '?')}`, true);
    case 'run':
      return Object.entries(isObject(step.exits) ? step.exits : {}).map(([name, to]) => ({
        name,
        path: ['exits', name],
        ...target(to),
        needed: true,
      }));
    case 'send':
    case 'ask': {
      const sections = items(isObject(step.list) ? step.list.sections : undefined);
      return [
        ...listed(step.buttons, ['buttons'], ({ id }) => `button ${String(id ?? '?')}`, false),
        ...sections.flatMap(([at, { rows }]) =>
          listed(rows, ['list', 'sections', at, 'rows'], ({ id }) => `row ${String(id ?? '?')}`, false),
        ),
      ];
    }
    default:
      return [];
  }
}
