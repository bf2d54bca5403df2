import { describe, expect, it } from 'vitest';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { probeFlow } from '../../src/flows/coverage.ts';
import { loadFlowsFolder } from '../../src/flows/load-flows-folder.ts';
import type { FlowFact } from '../../src/flows/outcomes.ts';
import { playCase } from '../../src/flows/play-case.ts';
import { casesBeside, readCaseFile } from '../../src/flows/read-case-file.ts';
import { walkOf } from '../../src/flows/walk-of.ts';

const folder = await loadFlowsFolder('flows');

/** What was left by which exit: as probes on the arrows see it, and as the engine notes it. A step of a part is seen under the part's name. */
function exitsSeen(facts: readonly FlowFact[], names: (facts: readonly FlowFact[]) => readonly string[]) {
  const isProbe = (id: string) => id.startsWith('probe-of-exit-');
  const seen = names(facts.filter((fact) => fact.type === 'step' && isProbe(fact.step))).map((name) => name.slice(name.indexOf(', ') + 2));
  const noted = facts.flatMap((fact, at) => {
    if (fact.type !== 'exit' || isProbe(fact.step)) return [];
    const next = facts.slice(at + 1).find(({ type }) => type === 'step');
    return next?.type === 'step' && isProbe(next.step) ? [fact.exit] : [];
  });
  return { seen, noted };
}

/** Between them they have every type of step and exit that the samples have. */
const samples = folder.good.filter(({ flow }) => ['support', 'appointment'].includes(flow.id));

describe('which exit was taken is noted', () => {
  it.each(samples.map(({ flow, file }) => [flow.id, flow, file] as const))(
    '%s, in all its recorded conversations',
    async (_id, flow, file) => {
      const cases = (await readCaseFile(casesBeside(file)))?.value;
      const probed = probeFlow(flow);
      const compiled = compileFlow(probed.flow);
      let count = 0;
      for (const each of cases?.cases ?? []) {
        for (const language of each.languages) {
          const played = playCase(compiled, { ...cases?.world, ...each.world }, language);
          for (const step of each.steps) {
            const happened = played.play(typeof step.do === 'string' ? step.do : (step.do[language] ?? ''));
            const { seen, noted } = exitsSeen(happened.facts, (facts) => probed.covered(facts, happened.side));
            // Exits of parts are known by what they end with, all others by their own name.
            expect(noted.map((exit, n) => (seen[n]?.includes('/') ? seen[n] : exit)).length, each.name).toBe(seen.length);
            if (!flow.parts) expect(noted, `${each.name}: ${JSON.stringify(step.do)}`).toEqual(seen);
            count += noted.length;
          }
        }
      }
      expect(count).toBeGreaterThan(0);
    },
  );
});

it('a way is steps and the exits by which they were come to; an exit of another step says whose it is', () => {
  const step = (id: string): FlowFact => ({ type: 'step', step: id });
  const exit = (id: string, name: string): FlowFact => ({ type: 'exit', step: id, exit: name });
  expect(walkOf([step('hello'), exit('hello', 'next'), step('menu')])).toEqual({ steps: ['hello', 'menu'], exits: ['', 'next'] });
  expect(walkOf([step('menu')], 'team')).toEqual({ steps: ['menu'], exits: [''] });
  expect(walkOf([exit('news', 'button call'), step('call')], 'ask')).toEqual({ steps: ['call'], exits: ['news, button call'] });
});
