import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Case, CaseFile, readDeed } from '../../src/flows/cases.ts';
import { Flow } from '../../src/flows/flow.ts';
import { runCases } from '../../src/flows/run-cases.ts';
import { writeJson } from '../../src/flows/write-json.ts';

const text = readFileSync('flows/support.cases.json', 'utf8');
const flow = Flow.parse(JSON.parse(readFileSync('flows/support.flow.json', 'utf8')));
const file = CaseFile.parse(JSON.parse(text));
const run = runCases(flow, file);

describe('the recorded conversations of the sample flow', () => {
  test.each(run.results.map((result) => [`${result.name} (${result.language})`, result.failures] as const))('%s', (_name, failures) => {
    expect(failures).toEqual([]);
  });

  test('walk every step and every exit', () => {
    expect(run.coverage.missed).toEqual([]);
    expect(run.coverage.steps.covered).toBe(Object.keys(flow.call.steps).length + Object.keys(flow.chat.steps).length);
    expect(run.coverage.exits.total).toBeGreaterThan(100);
  });

  test('do so in both languages, but for the choice of the language itself', () => {
    const choice = /^call (choose-language, |speak-)/;
    for (const language of flow.languages) {
      expect(run.coverageByLanguage[language]?.missed.filter((name) => !choice.test(name))).toEqual([]);
    }
  });

  test('are written by the update exactly as they stand in the file', () => {
    expect(writeJson(run.updated)).toBe(text);
  });
});

const play = (each: Partial<Case>) =>
  runCases(flow, { flow: 'support', cases: [{ name: 'A case', languages: ['es'], steps: [], ...each } as Case] });

describe('a case that goes another way in each language', () => {
  const way = {
    name: 'Another way',
    languages: ['es', 'en'],
    steps: [{ do: 'calls' }, { do: { es: 'presses 1', en: 'presses 0' } }],
  };

  test('says by language what it then waits for, once where both agree, and holds as it was written', () => {
    const [updated] = play(way).updated.cases;
    expect(updated?.steps.map(({ now }) => now)).toEqual([
      'is asked in choose-language',
      { es: 'is asked in main-menu', en: expect.stringMatching(/queue/) },
    ]);
    expect(play(updated as Case).results.flatMap(({ failures }) => failures)).toEqual([]);
  });

  test('is found out where only one language goes as it says', () => {
    const [updated] = play(way).updated.cases;
    const steps = (updated?.steps ?? []).map((step) => ({ ...step, now: 'is asked in choose-language' }));
    expect(
      play({ ...updated, steps }).results.flatMap(({ language, failures }) => failures.map(({ what }) => `${language} ${what}`)),
    ).toEqual(['es now', 'en now']);
  });
});

describe('a case that does not hold', () => {
  test('names the line, what was expected and what happened', () => {
    const [result] = play({ steps: [{ do: 'calls', hears: { es: ['Buenas.'] }, now: 'is asked in choose-language' }] }).results;
    expect(result?.failures).toEqual([
      { line: 1, did: 'calls', what: 'hears', expected: ['Buenas.'], actual: [expect.stringMatching(/^Gracias/), expect.any(String)] },
    ]);
  });

  test('fails on what it does not expect at all', () => {
    const [result] = play({ steps: [{ do: 'calls' }, { do: 'presses 0' }] }).results;
    expect(result?.failures.map(({ line, what }) => [line, what])).toEqual([
      [1, 'hears'],
      [1, 'now'],
      [2, 'hears'],
      [2, 'now'],
      [0, 'records'],
    ]);
  });

  test.each([
    ['jumps', 'says nothing that can happen'],
    ['presses 1', 'There is no call any more.'],
    ['an agent answers', 'The caller is in no queue.'],
    ['nobody answers', 'Nobody is being dialled.'],
    ['writes hola', 'There is no open chat.'],
  ])('%s is refused where it makes no sense', (line, message) => {
    const before = line === 'presses 1' ? [{ do: 'calls' }, { do: 'hangs up' }] : line === 'jumps' ? [] : [{ do: 'calls' }];
    const failures = play({ steps: [...before, { do: line }] }).results[0]?.failures.filter(({ what }) => what === 'line');
    expect(failures).toEqual([expect.objectContaining({ line: before.length + 1, actual: expect.stringContaining(message) })]);
  });

  test('is put right by the update, which then changes nothing more', () => {
    const { updated } = play({ languages: ['es', 'en'], steps: [{ do: 'calls' }, { do: { es: 'presses 1', en: 'presses 2' } }] });
    const again = runCases(flow, updated);
    expect(again.results.flatMap(({ failures }) => failures)).toEqual([]);
    expect(again.updated).toEqual(updated);
    expect(updated.cases[0]?.steps[1]?.hears?.en?.[0]).toMatch(/^To check an order/);
  });

  test('is put right by the update in every language, also where they note something else', () => {
    const steps = [
      { do: 'calls' },
      { do: { es: 'presses 1', en: 'presses 2' } },
      { do: 'presses 1' },
      { do: { es: 'presses 123456#', en: 'presses 654321#' } },
    ];
    const { updated } = play({ languages: ['es', 'en'], steps });
    expect(updated.cases[0]?.records).toEqual({ es: expect.any(Array), en: expect.any(Array) });
    const again = runCases(flow, updated);
    expect(again.results.flatMap(({ failures }) => failures)).toEqual([]);
    expect(again.updated).toEqual(updated);
  });

  test('coverage names what it missed', () => {
    const { missed } = play({ steps: [{ do: 'calls' }] }).coverage;
    expect(missed).not.toContain('call greeting, next');
    expect(missed).toContain('call choose-language, key 1');
    expect(missed).toContain('chat topic');
  });
});

test('lines are read as people write them', () => {
  expect(readDeed(' presses 12# ')).toEqual({ kind: 'keys', text: '12#' });
  expect(readDeed('waits 30')).toEqual({ kind: 'time', seconds: 30 });
  expect(readDeed('says 30% mi pedido')).toEqual({ kind: 'speech', text: 'mi pedido', confidence: 0.3 });
  expect(readDeed('says una factura')).toEqual({ kind: 'speech', text: 'una factura', confidence: 0.9 });
  for (const line of ['', 'presses', 'presses a', 'waits long', 'constructor']) expect(readDeed(line)).toBeUndefined();
});

test('JSON is written with short lists on one line and long ones on several', () => {
  const long = 'x'.repeat(150);
  expect(writeJson({ a: [1, 'b'], c: [long], d: {}, e: [], f: [{ g: null }], h: undefined })).toBe(
    `{\n  "a": [1, "b"],\n  "c": [\n    "${long}"\n  ],\n  "d": {},\n  "e": [],\n  "f": [\n    {\n      "g": null\n    }\n  ]\n}\n`,
  );
});
