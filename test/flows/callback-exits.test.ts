import { describe, expect, it } from 'vitest';
import { CaseFile } from '../../src/flows/cases.ts';
import { Flow } from '../../src/flows/flow.ts';
import { runCases } from '../../src/flows/run-cases.ts';
import { CALLBACK_FLOW } from '../scenario/callback-flow.ts';
import { shows } from '../support/shows.ts';

const flow = Flow.parse({ specVersion: 1, id: 'support', ...CALLBACK_FLOW });
/** A caller who comes back to the callback after one was promised finds it there. */
const twice = structuredClone(flow);
twice.call.steps.bye = { type: 'say', text: { es: 'Otra vez.', en: 'Again.' }, next: 'menu' };

const PROMISED = ['calls', 'presses 1', 'presses 1', 'presses 1'];
/** Who hides the number has to enter one, and can't. */
const UNREADABLE = ['calls', 'presses 1', 'presses 1', 'presses 12#', 'presses 12#', 'presses 12#', 'presses 12#'];

const EXITS = [
  [shows('step:callback', 'asks for a time and a number'), 'call callback', ['calls', 'presses 1'], {}],
  [shows('exit:callback next', 'a time is taken and promised'), 'call callback, next', PROMISED, {}],
  [
    shows('exit:callback declined', 'the caller goes on without a call'),
    'call callback, declined',
    ['calls', 'presses 1', 'presses 0'],
    {},
  ],
  [
    shows('exit:callback cancelled', 'a promise of before is taken back'),
    'call callback, cancelled',
    [...PROMISED, 'presses 1', 'presses 3'],
    {},
  ],
  [shows('exit:callback failed', 'no number can be read'), 'call callback, failed', UNREADABLE, { caller: 'withheld' }],
] as const;

describe('the callback step', () => {
  it.each(EXITS.map(([{ id, words }, ...row]) => [id, words, ...row] as const))('%s: %s', (_id, _words, name, lines, world) => {
    const file = CaseFile.parse({
      flow: 'support',
      cases: [{ name: 'one', languages: ['es'], world, steps: lines.map((line) => ({ do: line, now: '' })) }],
    });
    const { results } = runCases(twice, file);
    expect(results[0]?.failures.filter(({ what }) => what === 'line')).toEqual([]);
    expect(results[0]?.covered).toContain(name);
  });
});
