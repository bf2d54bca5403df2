import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { CONDITION_FACTS, HOURS_FACTS } from '../../../src/flows/condition-facts.ts';
import { compileCondition, createConditionEnvironment } from '../../../src/flows/conditions.ts';
import { BEFORE_CARET, type KnownNames, suggestionsFor } from '../../../src/web/pages/flows/panel/condition-completion.ts';
import { conditionWords } from '../../../src/web/pages/flows/panel/condition-words.ts';
import type { PanelText } from '../../../src/web/pages/flows/panel/words/field-names.ts';
import { panelEn } from '../../../src/web/pages/flows/panel/words/panel-en.ts';

const NAMES: KnownNames = {
  variables: new Map([
    ['orderNumber', 'string'],
    ['count', 'integer'],
  ]),
  calendars: ['office'],
  queues: ['support'],
  tables: { shops: { phone: 'string', seats: 'int' } },
};
const labels = (before: string) => suggestionsFor(before, NAMES).map(({ label }) => label);

describe('what completion suggests', () => {
  it('is every fact of a group, with its type and a description', () => {
    for (const [group, facts] of Object.entries(CONDITION_FACTS)) {
      expect(labels(`${group}.`)).toEqual(Object.keys(facts));
    }
    expect(labels('hours.office.')).toEqual(Object.keys(HOURS_FACTS));
    expect(labels('queues.support.')).toEqual(Object.keys(CONDITION_FACTS.queue));
    expect(suggestionsFor('queue.', NAMES)[0]).toMatchObject({ label: 'waitSeconds', type: 'integer' });
  });

  it('is the tables, and behind a key their columns', () => {
    expect(labels('')).toContain('tables');
    expect(labels('tables.')).toEqual(['shops']);
    expect(labels('tables.shops[orderNumber].')).toEqual(['phone', 'seats']);
    expect(labels('tables.shops["a.b"].ph')).toEqual(['phone', 'seats']);
    expect([labels('tables.shops.'), labels('tables.towns["x"].'), labels('tables.shops["x"].phone.')]).toEqual([[], [], []]);
    expect(suggestionsFor('tables.shops[x].', NAMES)[1]).toMatchObject({ label: 'seats', type: 'int' });
    const written = 'desk.open && tables.shops[orderNumber].se';
    expect(new RegExp(`(?:${BEFORE_CARET.source})$`).exec(written)?.[0]).toBe('tables.shops[orderNumber].se');
  });

  it('is the variables, the groups and the functions at first', () => {
    expect(labels('')).toEqual(
      expect.arrayContaining(['orderNumber', 'count', 'caller', 'known', 'hours', 'queues', 'has', 'regex', 'true']),
    );
    expect(labels('known.')).toEqual(['orderNumber', 'count']);
    expect(labels('orderNumber.')).toContain('startsWith');
    expect(labels('count.')).toEqual([]);
    expect(labels('nothing.')).toEqual([]);
  });

  it('is described in words', () => {
    const all = ['', ...Object.keys(CONDITION_FACTS).map((group) => `${group}.`), 'hours.', 'hours.office.', 'known.', 'orderNumber.'];
    const keys = all.flatMap((before) => suggestionsFor(before, NAMES)).flatMap(({ about }) => about ?? []);
    expect(keys.filter((key) => !(key in panelEn))).toEqual([]);
  });

  it('is what the checker knows: each group and each function can be written', () => {
    const calendar = { week: { monday: ['09:00-14:00'] } };
    const environment = createConditionEnvironment({
      variables: { orderNumber: { type: 'string' }, count: { type: 'integer' } },
      calendars: { office: calendar },
      timeZone: 'Europe/Madrid',
    });
    const written = [
      ...Object.entries(CONDITION_FACTS).flatMap(([group, facts]) => Object.keys(facts).map((fact) => `${group}.${fact}`)),
      'hours.office.open',
      'known.count',
      'queues.support.waitSeconds',
      'has(queue.size)',
      'size(orderNumber)',
      'int(orderNumber)',
      'double(orderNumber)',
      'string(count)',
      'bool(orderNumber)',
      'regex(orderNumber, "a")',
      ...[
        'contains("a")',
        'startsWith("a")',
        'endsWith("a")',
        'size()',
        'lowerAscii()',
        'upperAscii()',
        'trim()',
        'substring(0, 1)',
        'indexOf("a")',
      ].map((call) => `orderNumber.${call}`),
    ];
    expect(written.filter((source) => !compileCondition(source, environment, 'any').ok)).toEqual([]);
  });
});

describe('what is wrong with a condition', () => {
  const text = createIntl({ locale: 'en', messages: panelEn });
  const t = ((key: keyof typeof panelEn, values?: Record<string, string>) => text.formatMessage({ id: key }, values)) as PanelText;
  const environment = createConditionEnvironment({ variables: { orderNumber: { type: 'string' } }, timeZone: 'UTC' });

  it.each([
    ['queue.waitSeconds > "a"', 'A whole number and text do not go together with >.'],
    ['nobody > 3', 'There is no “nobody”: neither a variable of the flow nor a fact.'],
    ['queue.wait > 3', 'There is nothing called “wait” here.'],
    ['queue.waitSeconds >', 'Something is missing at the end.'],
    ['queue.size', 'It gives whole number; a condition must be true or false.'],
  ])('is said in words: %s', (source, words) => {
    const compiled = compileCondition(source, environment);
    expect(compiled.ok ? '' : conditionWords(t, compiled.problem.message)).toBe(words);
  });
});
