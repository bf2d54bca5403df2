import { describe, expect, it } from 'vitest';
import { Flow, Part, Variable } from '../../../src/flows/flow.ts';
import { allFields } from '../../../src/web/pages/flows/panel/step-shape.ts';
import { settingsEn } from '../../../src/web/pages/flows/panel/words/settings-en.ts';
import { settingsEs } from '../../../src/web/pages/flows/panel/words/settings-es.ts';
import {
  NO_SETTINGS,
  PART_FIELDS,
  SECTION_OF,
  SETTING_SECTIONS,
  SETTINGS,
  sectionAt,
  VARIABLE_FIELDS,
} from '../../../src/web/pages/flows/settings/setting-shapes.ts';

const PATHS = SETTINGS.map(({ field }) => field.path);

/** Names of fields as the schema has them, by another way: its JSON Schema, without the steps, the calendars and the parts. */
function namesIn(schema: unknown, names = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return names;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) names.add(name);
    namesIn(value, names);
  }
  return names;
}

describe('the settings of a flow', () => {
  it('are everything in the schema that is neither a step nor what the drawing changes', () => {
    const sides = (['call', 'chat'] as const).flatMap((side) => Object.keys(Flow.shape[side].shape).map((name) => `${side}.${name}`));
    const all = [...Object.keys(Flow.shape).filter((name) => name !== 'call' && name !== 'chat'), ...sides];
    expect([...PATHS, ...NO_SETTINGS].sort()).toEqual(all.sort());
    expect(Object.keys(SECTION_OF).sort()).toEqual([...PATHS].sort());
  });

  it.each(['tables', 'tickets', 'recovery', 'speech', 'chat.afterClose'])('leave out no field inside %s', (path) => {
    const [side, name] = path.includes('.') ? path.split('.') : [undefined, path];
    const holder = side === 'chat' ? Flow.shape.chat.shape : Flow.shape;
    const schema = (holder as Record<string, { toJSONSchema(options: object): unknown }>)[name as string];
    const shown = allFields(SETTINGS.filter(({ field }) => field.path === path).map(({ field }) => field)).flatMap(
      ({ name: own, shape }) => (shape.kind === 'variants' ? [own, shape.by] : [own]),
    );
    const known = new Set(shown);
    expect([...namesIn(schema?.toJSONSchema({ io: 'input', unrepresentable: 'any' }))].filter((each) => !known.has(each))).toEqual([]);
  });

  it('leave out nothing of a variable, nor of a part', () => {
    expect(VARIABLE_FIELDS.map(({ name }) => name)).toEqual(Object.keys(Variable.shape));
    expect([...PART_FIELDS.map(({ name }) => name), '$schema', 'layout'].sort()).toEqual(Object.keys(Part.shape).sort());
  });

  it('stand in sections that have a name and say what they are about, in both languages', () => {
    expect([...new Set(SETTINGS.map(({ section }) => section))].sort()).toEqual([...SETTING_SECTIONS].sort());
    for (const words of [settingsEn, settingsEs]) {
      for (const section of SETTING_SECTIONS) {
        expect(words[`settings.section.${section}`]).toBeTruthy();
        expect(words[`settings.about.${section}`]).toBeTruthy();
      }
    }
  });

  it('are found by the place of a problem', () => {
    expect(sectionAt(['voices'])).toBe('languages');
    expect(sectionAt(['tickets', 'types', 2, 'phrases', 'es'])).toBe('tickets');
    expect(sectionAt(['chat', 'known', 'order', 'en'])).toBe('firstMessages');
    expect(sectionAt(['chat', 'steps', 'assign', 'text'])).toBeUndefined();
    expect(sectionAt(['layout', 'call/greeting'])).toBeUndefined();
  });
});
