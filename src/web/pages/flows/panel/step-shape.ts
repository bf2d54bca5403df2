import type { z } from 'zod';
import type { FlowSide } from '../../../../flows/exits.ts';
import { ChatStep } from '../../../../flows/schema/chat-steps.ts';
import {
  CalendarName,
  ExitName,
  Expression,
  Key,
  LanguageTag,
  StepId,
  Team,
  VariableName,
  Wording,
} from '../../../../flows/schema/fields.ts';
import { VoiceStep } from '../../../../flows/schema/voice-steps.ts';

/** What can be put into a field, and with which editor. */
export type Shape =
  | { readonly kind: Special }
  | { readonly kind: 'text'; readonly min: number; readonly max: number | undefined }
  | { readonly kind: 'number'; readonly min: number | undefined; readonly max: number | undefined; readonly whole: boolean }
  | { readonly kind: 'yes-no' }
  /** One of several words, or all that apply. */
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  /** Short texts, one a line. */
  | { readonly kind: 'words' }
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly item: Shape; readonly min: number; readonly max: number | undefined }
  | { readonly kind: 'map'; readonly key: Shape; readonly value: Shape }
  /** Fields that depend on the choice in the field `by`. */
  | { readonly kind: 'variants'; readonly by: string; readonly variants: readonly Variant[] };

/** Kinds of fields with an editor of their own. */
export const SPECIAL_KINDS = [
  'wording',
  'step',
  'condition',
  'key',
  'language',
  'variable',
  'calendar',
  'team',
  'queue',
  'intent',
  'part',
  'part-exit',
  'invite',
  'template',
  'recording',
  'media',
  'time',
  'json',
  'zone',
  'languages',
  'variables',
  'calendars',
  'parts',
  'scalar',
] as const;
type Special = (typeof SPECIAL_KINDS)[number];

export interface Field {
  readonly name: string;
  /** Where it stands in the step, indexes and free keys left out: `options.label`. */
  readonly path: string;
  /** What it is for, as the flow language says it. */
  readonly help: string | undefined;
  readonly required: boolean;
  /** What counts when it is left out. */
  readonly preset: unknown;
  readonly shape: Shape;
}

export interface Variant {
  readonly value: string;
  readonly help: string | undefined;
  readonly fields: readonly Field[];
}

/** Fields that share their shape with others and mean something more. */
const BY_PATH: Readonly<Record<string, Special>> = {
  'menu.options.intent': 'intent',
  'set.intent': 'intent',
  'offer.template': 'invite',
  'offer.templates': 'invite',
  'offer.reminder.template': 'invite',
  'send.template.name': 'template',
  'send.media': 'media',
  'queue.music': 'recording',
  'queue.queue': 'queue',
  'hours.queue': 'queue',
  'run.part': 'part',
  'return.exit': 'part-exit',
  'request.mock': 'json',
  'callback.callableFrom': 'time',
  'callback.callableTo': 'time',
  'flow.timeZone': 'zone',
  'flow.languages': 'languages',
  'flow.variables': 'variables',
  'flow.calendars': 'calendars',
  'flow.parts': 'parts',
  'flow.chat.known': 'wording',
  'flow.recovery.dropped.template': 'invite',
  'flow.recovery.dropped.templates': 'invite',
  'flow.recovery.missed.template': 'invite',
  'flow.recovery.missed.templates': 'invite',
  'flow.recovery.unreached.template': 'invite',
  'flow.recovery.unreached.templates': 'invite',
  'flow.tickets.template': 'template',
  'flow.tickets.types.team': 'team',
  'variable.default': 'scalar',
  'part.parameters': 'variables',
  'part.variables': 'variables',
  'part.results': 'variables',
  'part.call': 'json',
  'part.chat': 'json',
};
/** Editors that take the whole value; the others take each value of a record. */
const TAKE_ALL = new Set<Special>(['json', 'languages', 'variables', 'calendars', 'parts']);

/** The first that a schema was made from decides: a calendar's name is a variable's name with another meaning. */
const BY_SCHEMA: readonly (readonly [schema: z.ZodType, kind: Special])[] = [
  [Wording, 'wording'],
  [ExitName, 'part-exit'],
  [StepId, 'step'],
  [Expression, 'condition'],
  [Key, 'key'],
  [LanguageTag, 'language'],
  [CalendarName, 'calendar'],
  [VariableName, 'variable'],
  [Team.unwrap(), 'team'],
];

/** What a kind of field says of itself wherever it stands: no help for one field. */
const OF_THE_KIND = new Set(
  [Wording, StepId, Expression, Key, VariableName, CalendarName, LanguageTag, ExitName].map(({ description = '' }) => description),
);

type AnySchema = z.core.$ZodType & { readonly _zod: { readonly def: z.core.$ZodTypeDef; readonly parent?: z.core.$ZodType } };

function madeFrom(schema: z.core.$ZodType): Special | undefined {
  for (let each: AnySchema | undefined = schema as AnySchema; each; each = each._zod.parent as AnySchema | undefined) {
    const kind = BY_SCHEMA.find(([known]) => known === each)?.[1];
    if (kind) return kind;
  }
  return undefined;
}

interface Unwrapped {
  readonly schema: z.core.$ZodType;
  readonly required: boolean;
  readonly preset: unknown;
  readonly help: string | undefined;
}

/** The schema without what says that it may be left out. */
function unwrap(schema: z.ZodType): Unwrapped {
  let inner = schema as unknown as z.core.$ZodTypes;
  let required = true;
  let preset: unknown;
  let help = schema.description;
  for (;;) {
    const { def } = inner._zod;
    if (def.type !== 'optional' && def.type !== 'default' && def.type !== 'prefault') break;
    required = false;
    if (def.type !== 'optional') preset = def.defaultValue;
    inner = def.innerType as z.core.$ZodTypes;
    help ??= (inner as unknown as z.ZodType).description;
  }
  return { schema: inner, required, preset, help };
}

/** A field of the schema; `path`: where its holder stands. */
export function fieldOf(type: string, path: string, name: string, schema: z.ZodType): Field {
  const own = path === '' ? name : `${path}.${name}`;
  const { schema: inner, required, preset, help } = unwrap(schema);
  const says = OF_THE_KIND.has(help ?? '') ? undefined : help;
  return { name, path: own, help: says, required, preset, shape: shapeOf(type, own, inner) };
}

/** The fields of an object of the schema. */
export function objectFields(type: string, path: string, schema: z.core.$ZodType, ...except: readonly string[]): readonly Field[] {
  const { def } = (schema as z.core.$ZodObject)._zod;
  return Object.entries(def.shape)
    .filter(([name]) => !except.includes(name))
    .map(([name, each]) => fieldOf(type, path, name, each as z.ZodType));
}

const bounds = (schema: unknown) =>
  schema as { minLength: number | null; maxLength: number | null; minValue: number | null; maxValue: number | null };

/** How a schema is shown and changed. Throws at what nothing is known for, so that no field is left out unseen. */
function shapeOf(type: string, path: string, given: z.core.$ZodType): Shape {
  const { schema } = unwrap(given as z.ZodType);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const meant = BY_PATH[`${type}.${path}`];
  if (meant && def.type === 'record' && !TAKE_ALL.has(meant)) return { kind: 'map', key: { kind: 'intent' }, value: { kind: meant } };
  const special = meant ?? madeFrom(schema);
  if (special) return { kind: special };
  const { minLength, maxLength, minValue, maxValue } = bounds(schema);
  switch (def.type) {
    case 'string':
      return { kind: 'text', min: minLength ?? 0, max: maxLength ?? undefined };
    case 'number':
      return { kind: 'number', min: finite(minValue), max: finite(maxValue), whole: 'format' in def && def.format === 'safeint' };
    case 'boolean':
      return { kind: 'yes-no' };
    case 'literal':
      return { kind: 'choice', choices: def.values.map(String) };
    case 'enum':
      return { kind: 'choice', choices: Object.values(def.entries).map(String) };
    case 'array':
      return listShape(type, path, def);
    case 'object':
      return { kind: 'fields', fields: objectFields(type, path, schema) };
    case 'record':
      return { kind: 'map', key: shapeOf(type, `${path}.*key`, def.keyType), value: shapeOf(type, path, def.valueType) };
    case 'union':
      return unionShape(type, path, schema as z.core.$ZodUnion);
    default:
      throw new Error(`The panel has no field for ${type}.${path}, which is of the kind ${def.type}.`);
  }
}

/** Zod names the bounds of whole numbers that have none. */
function finite(bound: number | null): number | undefined {
  return bound === null || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound;
}

function listShape(type: string, path: string, def: z.core.$ZodArrayDef): Shape {
  const item = shapeOf(type, path, def.element);
  if (item.kind === 'choice') return { kind: 'choices', choices: item.choices };
  if (item.kind === 'text') return { kind: 'words' };
  const size = new Map(
    (def.checks ?? []).map((check) => [check._zod.def.check, check._zod.def as { minimum?: number; maximum?: number; length?: number }]),
  );
  const exactly = size.get('length_equals')?.length;
  return {
    kind: 'list',
    item,
    min: exactly ?? size.get('min_length')?.minimum ?? 0,
    max: exactly ?? size.get('max_length')?.maximum,
  };
}

function unionShape(type: string, path: string, schema: z.core.$ZodUnion): Shape {
  const { options, discriminator } = schema._zod.def as z.core.$ZodDiscriminatedUnionDef;
  if (discriminator !== undefined) {
    const variants = options.map((option) => ({
      value: discriminatorOf(option, discriminator),
      help: (option as z.ZodType).description,
      fields: objectFields(type, path, option, discriminator),
    }));
    return { kind: 'variants', by: discriminator, variants };
  }
  const shapes = options.map((option) => shapeOf(type, path, option));
  const choices = shapes.flatMap((shape) => (shape.kind === 'choice' ? shape.choices : shape.kind === 'key' ? KEYS : []));
  if (choices.length === 0) throw new Error(`The panel has no field for ${type}.${path}, which may be of several kinds.`);
  return { kind: 'choice', choices };
}

function discriminatorOf(option: z.core.$ZodType, name: string): string {
  const literal = (option as z.core.$ZodObject)._zod.def.shape[name] as z.core.$ZodLiteral;
  return String(literal._zod.def.values[0]);
}

/** The keys of a telephone. */
export const KEYS: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#'];

/** A type of step: what it does and the fields it has. */
export interface StepShape {
  readonly type: string;
  readonly help: string | undefined;
  readonly fields: readonly Field[];
}

function shapesOf(side: FlowSide): ReadonlyMap<string, StepShape> {
  const union = side === 'call' ? VoiceStep : ChatStep;
  return new Map(
    union.options.map((option) => {
      const type = discriminatorOf(option, 'type');
      return [type, { type, help: option.description, fields: objectFields(type, '', option, 'type') }];
    }),
  );
}

/** Every type of step of a side, in the order of the flow language. */
export const STEP_SHAPES: Readonly<Record<FlowSide, ReadonlyMap<string, StepShape>>> = { call: shapesOf('call'), chat: shapesOf('chat') };

/** Every field of a type of step, those within others too. */
export function allFields(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => [field, ...within(field.shape)]);
}

function within(shape: Shape): readonly Field[] {
  if (shape.kind === 'fields') return allFields(shape.fields);
  if (shape.kind === 'list') return within(shape.item);
  if (shape.kind === 'map') return within(shape.value);
  return shape.kind === 'variants' ? shape.variants.flatMap(({ fields }) => allFields(fields)) : [];
}
