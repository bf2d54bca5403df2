import type { z } from 'zod';
import type { JsonPath } from '../../../../flows/edit/json.ts';
import { Flow, Part, Variable } from '../../../../flows/flow.ts';
import { type Field, fieldOf, objectFields } from '../panel/step-shape.ts';

/** The sections of a flow’s settings, in the order in which they stand. */
export const SETTING_SECTIONS = [
  'general',
  'languages',
  'variables',
  'hours',
  'firstMessages',
  'survey',
  'tickets',
  'afterCalls',
  'parts',
] as const;
export type SettingSection = (typeof SETTING_SECTIONS)[number];

/** A setting of the flow, and where its holder stands. */
export interface Setting {
  readonly at: JsonPath;
  readonly field: Field;
  readonly section: SettingSection;
}

/** Where each setting stands. What is new in the flow language has to be given its place here; until then it stands first, and a test fails. */
export const SECTION_OF: Readonly<Record<string, SettingSection>> = {
  name: 'general',
  business: 'general',
  timeZone: 'general',
  'call.start': 'general',
  'chat.start': 'general',
  languages: 'languages',
  speech: 'languages',
  humanWords: 'languages',
  variables: 'variables',
  tables: 'variables',
  calendars: 'hours',
  'chat.acknowledge': 'firstMessages',
  'chat.acknowledgeDirect': 'firstMessages',
  'chat.known': 'firstMessages',
  'chat.afterClose': 'survey',
  tickets: 'tickets',
  recovery: 'afterCalls',
  parts: 'parts',
};

/** What is no setting: what the file is, what the drawing changes, and the voices, which stand with their languages. */
export const NO_SETTINGS: readonly string[] = ['$schema', 'specVersion', 'id', 'layout', 'voices', 'call.steps', 'chat.steps'];

function shapeIn(schema: z.ZodObject, at: readonly string[]): readonly Setting[] {
  return Object.entries(schema.shape).flatMap(([name, each]): readonly Setting[] => {
    const path = [...at, name].join('.');
    if (NO_SETTINGS.includes(path) || path === 'call' || path === 'chat') return [];
    return [{ at, section: SECTION_OF[path] ?? 'general', field: fieldOf('flow', at.join('.'), name, each as z.ZodType) }];
  });
}

/** Every setting of a flow: all of it but its steps, made from the schema of the flow language. */
export const SETTINGS: readonly Setting[] = [
  ...shapeIn(Flow, []),
  ...shapeIn(Flow.shape.call, ['call']),
  ...shapeIn(Flow.shape.chat, ['chat']),
];

/** The fields of a variable, and of a part. */
export const VARIABLE_FIELDS = objectFields('variable', '', Variable);
export const PART_FIELDS = objectFields('part', '', Part, '$schema', 'layout');

/** In which section a place of the flow is set; undefined: on the drawing. */
export function sectionAt(path: JsonPath): SettingSection | undefined {
  if (path[0] === 'voices') return 'languages';
  return SETTINGS.find(({ at, field }) => [...at, field.name].every((part, n) => path[n] === part))?.section;
}
