import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { type Arm, createArmChooser } from '../../src/flows/experiments.ts';
import { startChat } from '../../src/flows/run-chat.ts';
import { call, flowOf, SURROUNDINGS, w } from './engine-flow.ts';

const keyring = createKeyring('a secret of the tests, longer than thirty-two bytes', 16);
const person = (n: number) => keyring.contactId(`+34600${n}`);
const arms = (...weights: number[]): Arm[] => weights.map((weight, at) => ({ id: `arm-${at}`, weight }));
const armOf = (n: number, of: readonly Arm[], experiment = 'greeting') => createArmChooser(keyring, person(n))(experiment, of);
const PEOPLE = Array.from({ length: 2000 }, (_, n) => n);
const share = (of: readonly Arm[], id: string) => PEOPLE.filter((n) => armOf(n, of) === id).length / PEOPLE.length;

describe('an arm', () => {
  it('is drawn by weight', () => {
    expect(share(arms(1, 1), 'arm-0')).toBeCloseTo(0.5, 1);
    expect(share(arms(9, 1), 'arm-1')).toBeCloseTo(0.1, 1);
    expect(share(arms(100, 1), 'arm-1')).toBeLessThan(0.03);
  });

  it('of weight 0 takes nobody', () => {
    expect(share(arms(0, 1, 0), 'arm-1')).toBe(1);
  });

  it('is the same for the same person whenever it is drawn, and other experiments draw anew', () => {
    const equal = arms(1, 1);
    expect(PEOPLE.every((n) => armOf(n, equal) === armOf(n, equal.toReversed()))).toBe(true);
    const alike = PEOPLE.filter((n) => armOf(n, equal) === armOf(n, equal, 'farewell')).length / PEOPLE.length;
    expect(alike).toBeCloseTo(0.5, 1);
  });

  it('is another under another secret key', () => {
    const other = createKeyring('another secret of the tests, also longer than that', 16);
    const same = PEOPLE.filter((n) => armOf(n, arms(1, 1)) === createArmChooser(other, person(n))('greeting', arms(1, 1)));
    expect(same.length / PEOPLE.length).toBeCloseTo(0.5, 1);
  });

  it('only changes for those who must move, when a weight grows or an arm comes', () => {
    const weight = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(fc.nat(PEOPLE.length), weight, weight, weight, (n, a, b, more) => {
        const before = armOf(n, arms(a, b));
        expect([before, 'arm-1']).toContain(armOf(n, arms(a, b + more)));
        expect([before, 'arm-2']).toContain(armOf(n, arms(a, b, more)));
      }),
    );
  });
});

const say = (text: string) => ({ type: 'menu', prompt: w(text), options: [{ key: '1', to: 'start' }], invalid: 'bye', noInput: 'bye' });
const SPLIT = {
  type: 'split',
  experiment: 'greeting',
  arms: [
    { id: 'short', weight: 1, to: 'short' },
    { id: 'long', weight: 1, to: 'long' },
  ],
};
const flow = flowOf(
  { start: SPLIT, short: say('corto'), long: say('largo') },
  {},
  {
    start: 'try',
    acknowledge: w('hola'),
    acknowledgeDirect: w('hola'),
    steps: {
      try: SPLIT,
      short: { type: 'send', text: w('corto'), next: 'human' },
      long: { type: 'send', text: w('largo'), next: 'human' },
      human: { type: 'assign' },
    },
  },
);
const drawing = (arm: string) => ({ chooseArm: () => arm });

describe('the split step', () => {
  it('goes the way of the drawn arm and notes it once a journey', () => {
    const test = call(flow, drawing('long'));
    expect(test.heard()).toBe('largo');
    expect(test.progress.facts.filter(({ type }) => type === 'assigned')).toEqual([
      { type: 'assigned', step: 'start', experiment: 'greeting', arm: 'long' },
    ]);
    test.keys('1');
    expect(test.heard()).toBe('largo');
    expect(test.progress.facts.filter(({ type }) => type === 'assigned')).toEqual([]);
  });

  it('stays in its arm for the journey, whatever would be drawn later, the chat included', () => {
    const test = call(flow, drawing('long'));
    test.surroundings = { ...test.surroundings, ...drawing('short') };
    test.keys('1');
    expect(test.heard()).toBe('largo');
    const { arms: known } = JSON.parse(JSON.stringify(test.progress.snapshot.context));
    const chat = startChat(compileFlow(flow), { arms: known }, { ...SURROUNDINGS, ...drawing('short') });
    expect(chat.sayings.map(({ text }) => text)).toEqual(['largo']);
    expect(chat.facts.filter(({ type }) => type === 'assigned')).toEqual([]);
  });

  it('draws in a chat that no call led to', () => {
    const chat = startChat(compileFlow(flow), {}, { ...SURROUNDINGS, ...drawing('long') });
    expect(chat.facts).toContainEqual({ type: 'assigned', step: 'try', experiment: 'greeting', arm: 'long' });
  });

  it('draws anew when the arm of the journey is no longer there, and takes the first that takes anybody where nobody draws', () => {
    expect(call(flow, drawing('long'), {}).heard()).toBe('largo');
    expect(startChat(compileFlow(flow), { arms: { greeting: 'gone' } }, { ...SURROUNDINGS, ...drawing('long') }).sayings[0]?.text).toBe(
      'largo',
    );
    const first = flowOf({
      start: { ...SPLIT, arms: [{ ...SPLIT.arms[0], weight: 0 }, SPLIT.arms[1]] },
      short: say('corto'),
      long: say('largo'),
    });
    expect(call(first).heard()).toBe('largo');
  });
});
