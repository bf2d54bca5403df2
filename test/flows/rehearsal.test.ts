import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CaseFile } from '../../src/flows/cases.ts';
import { Flow } from '../../src/flows/flow.ts';
import { createRehearsals, keepAsCase } from '../../src/flows/rehearsal.ts';
import { runCases } from '../../src/flows/run-cases.ts';

const read = (path: string) => JSON.parse(readFileSync(`flows/${path}`, 'utf8'));
const support = Flow.parse(read('support.flow.json'));
const rehearse = createRehearsals(support);
const world = { phoneWaitSeconds: { support: 720 }, chatWaitSeconds: 120 };
const toOffer = ['calls', 'presses 2', 'presses 2'];

describe('a test call', () => {
  test('tells what is heard, where it stands, what was walked and what can be done', () => {
    const { turns, at, language, can } = rehearse({ world, lines: ['calls', 'presses 2'] });
    expect(turns[1]?.hears.join(' ')).toContain('To check an order, press 1.');
    expect(turns[1]?.walked).toEqual(['call choose-language, key 2', 'call speak-english', 'call speak-english, next', 'call main-menu']);
    expect({ at, language, can }).toEqual({
      at: 'call main-menu',
      language: 'en',
      can: { keys: true, speech: true, silence: true, hangUp: true },
    });
  });

  test('goes on in the chat, with its variables, taps and the agent', () => {
    const accepted = rehearse({ world, lines: [...toOffer, 'presses 1', 'waits 5'] });
    expect(accepted.turns.flatMap(({ sends }) => sends)).toHaveLength(1);
    expect(accepted.can.openChat).toBe(true);
    expect(accepted.intent).toBe('billing');
    const chat = rehearse({ world, lines: [...toOffer, 'presses 1', 'waits 5', 'opens the chat'] });
    expect(chat).toMatchObject({ side: 'chat', language: 'en' });
    expect(chat.can.write).toBe(true);
    expect(chat.at).toMatch(/^chat /);
  });

  test('a line that can’t be played is named, and what was before stands', () => {
    const { turns, refused } = rehearse({ world: {}, lines: ['calls', 'an agent answers', 'presses 1'] });
    expect(turns.map(({ line }) => line)).toEqual(['calls']);
    expect(refused).toEqual({ line: 'an agent answers', message: 'The caller is in no queue.' });
  });

  test('nothing can be done before it begins, and only the chat after its end', () => {
    expect(rehearse({ world: {}, lines: [] })).toMatchObject({ turns: [], can: {}, records: [] });
    expect(rehearse({ world: {}, lines: ['calls', 'hangs up'] }).can).toEqual({});
  });

  test('values of sensitive variables are never shown', () => {
    // The sample's ticket asks for it, which a sensitive one may not be.
    const { tickets: _, ...flow } = structuredClone(support);
    const [name] = Object.entries(flow.variables).find(([each]) => each.startsWith('order')) ?? [''];
    const { turns, variables } = createRehearsals({
      ...flow,
      variables: { ...flow.variables, [name]: { type: 'string', sensitive: true } },
    })({ world: {}, lines: ['calls', 'presses 2', 'presses 1', 'presses 123456#'] });
    expect(turns).toHaveLength(4);
    expect(variables.find((each) => each.name === name)).toEqual({ name, hidden: true });
    expect(JSON.stringify(variables)).not.toContain('123456');
  });
});

const files = readdirSync('flows').filter((name) => name.endsWith('.cases.json'));
describe.each(files)('%s: each conversation, played as a test call and kept', (name) => {
  const file = CaseFile.parse(read(name));
  const flow = Flow.parse(read(`${file.flow}.flow.json`));

  test('is the recorded conversation again when it is kept, and holds', () => {
    // Each compiles the flow anew: some from all over the file stand for it.
    for (const each of file.cases.filter((_, at) => at % 12 === 0)) {
      for (const language of each.languages) {
        const lines = each.steps.map((step) => (typeof step.do === 'string' ? step.do : (step.do[language] ?? '')));
        const kept = keepAsCase(flow, each.name, { world: { ...file.world, ...each.world }, language, lines });
        expect(kept.steps.map(({ hears }) => hears?.[language] ?? [])).toEqual(each.steps.map(({ hears }) => hears?.[language] ?? []));
        expect(kept.steps.map(({ reads }) => reads?.[language] ?? [])).toEqual(each.steps.map(({ reads }) => reads?.[language] ?? []));
        const again = runCases(flow, { flow: flow.id, cases: [kept] });
        expect(again.results.flatMap(({ failures }) => failures)).toEqual([]);
      }
    }
  });

  test('the test call hears and reads the same, and covers the same', () => {
    const play = createRehearsals(flow);
    const walked = new Set<string>();
    for (const each of file.cases) {
      for (const language of each.languages) {
        const lines = each.steps.map((step) => (typeof step.do === 'string' ? step.do : (step.do[language] ?? '')));
        const { turns, refused } = play({ world: { ...file.world, ...each.world }, language, lines });
        expect(refused).toBeUndefined();
        expect(turns.map(({ hears }) => hears)).toEqual(each.steps.map(({ hears }) => hears?.[language] ?? []));
        for (const turn of turns) for (const place of turn.walked) walked.add(place);
      }
    }
    const { coverage } = runCases(flow, file);
    expect(walked.size).toBe(coverage.steps.covered + coverage.exits.covered);
  });
});
