import { describe, expect, it } from 'vitest';
import { ChatStep } from '../../../src/flows/schema/chat-steps.ts';
import { VoiceStep } from '../../../src/flows/schema/voice-steps.ts';
import { SKIPPABLE_RULE_IDS } from '../../../src/rules/table.ts';
import { allFields, type Field, type Shape, STEP_SHAPES } from '../../../src/web/pages/flows/panel/step-shape.ts';
import { choiceKey, labelKey } from '../../../src/web/pages/flows/panel/words/field-names.ts';
import { helpEs } from '../../../src/web/pages/flows/panel/words/help-es.ts';
import { panelEn } from '../../../src/web/pages/flows/panel/words/panel-en.ts';
import { panelEs } from '../../../src/web/pages/flows/panel/words/panel-es.ts';
import { PART_FIELDS, SETTINGS, VARIABLE_FIELDS } from '../../../src/web/pages/flows/settings/setting-shapes.ts';

const TYPES = (['call', 'chat'] as const).flatMap((side) => [...STEP_SHAPES[side].values()].map((shape) => ({ side, ...shape })));
const OF_STEPS = TYPES.flatMap(({ side, type, fields }) => allFields(fields).map((field) => ({ side, type, field })));
/** Settings of the whole flow are named and explained in the same way. */
const OF_SETTINGS = [
  ['flow', SETTINGS.map(({ field }) => field)] as const,
  ['variable', VARIABLE_FIELDS] as const,
  ['part', PART_FIELDS] as const,
].flatMap(([type, fields]) => allFields(fields).map((field) => ({ side: 'flow' as const, type, field })));
const FIELDS = [...OF_STEPS, ...OF_SETTINGS];
/** Words of the carrier and of the rules, which have names of their own. */
const NAMED_ELSEWHERE = new Set<string>([...SKIPPABLE_RULE_IDS]);

function choicesOf({ shape }: { readonly shape: Shape }): readonly string[] {
  if (shape.kind === 'variants') return shape.variants.map(({ value }) => value);
  return shape.kind === 'choice' || shape.kind === 'choices' ? shape.choices : [];
}

/** Names of fields as the schema has them, by another way: the JSON Schema of the steps. */
function namesIn(schema: unknown, names = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return names;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) names.add(name);
    namesIn(value, names);
  }
  return names;
}

describe('the fields of the panel', () => {
  it('are there for every type of step of both sides', () => {
    expect([...STEP_SHAPES.call.keys()]).toEqual(VoiceStep.options.map((option) => option.shape.type.value));
    expect([...STEP_SHAPES.chat.keys()]).toEqual(ChatStep.options.map((option) => option.shape.type.value));
  });

  it.each([
    ['call', VoiceStep],
    ['chat', ChatStep],
  ] as const)('leave out nothing that the schema of the %s side has', (side, schema) => {
    const shown = new Set<string>(['type']);
    for (const { field } of FIELDS.filter((each) => each.side === side)) {
      shown.add(field.name);
      if (field.shape.kind === 'variants') shown.add(field.shape.by);
    }
    expect([...namesIn(schema.toJSONSchema({ io: 'input', unrepresentable: 'any' }))].filter((name) => !shown.has(name))).toEqual([]);
  });

  it('have a name in both languages', () => {
    const nameless = FIELDS.filter(({ type, field }) => labelKey(type, field.path) === undefined);
    expect(nameless.map(({ type, field }) => `${type}.${field.path}`)).toEqual([]);
    const kinds = FIELDS.flatMap(({ type, field }) =>
      field.shape.kind === 'variants' && labelKey(type, `${field.path}.${field.shape.by}`) === undefined ? [field.path] : [],
    );
    expect(kinds).toEqual([]);
  });

  it('and no name is left over', () => {
    const used = new Set(
      FIELDS.flatMap(({ type, field }) => [
        labelKey(type, field.path),
        ...(field.shape.kind === 'variants' ? [labelKey(type, `${field.path}.${field.shape.by}`)] : []),
      ]),
    );
    const names = Object.keys(panelEn).filter((key) => key.startsWith('field.'));
    expect(names.filter((key) => !used.has(key as keyof typeof panelEn))).toEqual([]);
  });

  it('explain themselves in both languages, and nothing is explained twice over', () => {
    const said = new Set([
      ...TYPES.flatMap(({ help }) => help ?? []),
      ...FIELDS.flatMap(({ field }) => field.help ?? []),
      ...FIELDS.flatMap(({ field }) => (field.shape.kind === 'variants' ? field.shape.variants.flatMap(({ help }) => help ?? []) : [])),
    ]);
    expect(Object.keys(helpEs).sort()).toEqual([...said].sort());
  });

  it('name every choice in words, but for keys, rules and the carrier’s recognisers', () => {
    const wordless = FIELDS.filter(({ field }) => field.name !== 'model').flatMap(({ type, field }) =>
      choicesOf(field)
        .filter((value) => !/^[0-9*#]$/.test(value) && !NAMED_ELSEWHERE.has(value) && choiceKey(value) === undefined)
        .map((value) => `${type}.${field.path}: ${value}`),
    );
    expect(wordless).toEqual([]);
  });

  it('know what is needed and what counts when nothing is set', () => {
    const find = (type: string, path: string) => FIELDS.find((each) => each.type === type && each.field.path === path)?.field as Field;
    expect(find('menu', 'timeoutSeconds')).toMatchObject({
      required: false,
      preset: 6,
      shape: { kind: 'number', min: 2, max: 30, whole: true },
    });
    expect(find('menu', 'options')).toMatchObject({ required: true, shape: { kind: 'list', min: 1, max: 12 } });
    expect(find('say', 'next')).toMatchObject({ required: true, shape: { kind: 'step' } });
    expect(find('hours', 'calendar')).toMatchObject({ required: true, shape: { kind: 'calendar' } });
    expect(find('offer', 'reminder.template')).toMatchObject({ required: true, shape: { kind: 'invite' } });
    expect(find('queue', 'queue')).toMatchObject({ required: true, shape: { kind: 'queue' } });
    expect(find('request', 'timeoutMs')).toMatchObject({ preset: 1000, shape: { kind: 'number', min: 100, max: 1500 } });
    expect(find('voicemail', 'finishKey')).toMatchObject({ preset: '#', shape: { kind: 'choice' } });
  });
});

describe('the texts of the panel', () => {
  const blanksOf = (text: string) => [...new Set([...text.matchAll(/\{(\w+)(?:, plural,|\})/g)].map((match) => match[1]))].sort();

  it('exist in both languages, with the same blanks', () => {
    expect(Object.keys(panelEs).sort()).toEqual(Object.keys(panelEn).sort());
    const wrong = (Object.keys(panelEn) as (keyof typeof panelEn)[]).filter(
      (key) => panelEs[key].trim() === '' || blanksOf(panelEs[key]).join() !== blanksOf(panelEn[key]).join(),
    );
    expect(wrong).toEqual([]);
  });
});
