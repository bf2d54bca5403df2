import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { exitsOf, stepsOf } from '../../src/flows/exits.ts';
import { Flow } from '../../src/flows/flow.ts';
import { readJson } from '../../src/flows/json-position.ts';
import { hasErrors } from '../../src/flows/lint/problem.ts';
import { lintFlow } from '../../src/flows/lint-flow.ts';
import { parseFlow } from '../../src/flows/parse-flow.ts';
import { Template } from '../../src/flows/template.ts';

const text = readFileSync('flows/support.flow.json', 'utf8');
const templates = ['call-continue', 'call-continue-order', 'call-continue-billing'].map((name) =>
  Template.parse(JSON.parse(readFileSync(`flows/templates/${name}.json`, 'utf8'))),
);

/** Every place in the file that names a step, as a path. */
const flow = Flow.parse(JSON.parse(text));
const arrows = (['call', 'chat'] as const).flatMap((side) =>
  stepsOf(flow, side).flatMap(([id, step]) => exitsOf(step).map((exit) => ({ side, path: [side, 'steps', id, ...exit.path] }))),
);
const targets = { call: [...Object.keys(flow.call.steps), 'nowhere'], chat: [...Object.keys(flow.chat.steps), 'nowhere'] };

const rewired = fc.array(fc.tuple(fc.nat(arrows.length - 1), fc.nat(200)), { minLength: 1, maxLength: 6 }).map((changes) => {
  const json = JSON.parse(text);
  for (const [at, to] of changes) {
    const arrow = arrows[at];
    if (!arrow) continue;
    const names = targets[arrow.side];
    const holder = arrow.path.slice(0, -1).reduce((value, key) => value[key], json);
    holder[arrow.path.at(-1) as string] = names[to % names.length];
  }
  return Flow.parse(json);
});

test('however the arrows of a flow are bent, the linter answers, and what it lets pass can run', () => {
  fc.assert(
    fc.property(rewired, (bent) => {
      const problems = lintFlow(bent, { templates });
      const dangling = [...stepsOf(bent, 'call'), ...stepsOf(bent, 'chat')].some(([, step]) =>
        exitsOf(step).some(({ to }) => to === 'nowhere'),
      );
      if (dangling) expect(problems.map(({ code }) => code)).toContain('F010');
      if (!hasErrors(problems)) expect(() => compileFlow(bent)).not.toThrow();
    }),
    { numRuns: 150 },
  );
});

test('whatever a file holds, it is read without throwing, and every problem has its line', () => {
  const damage = fc.tuple(fc.nat(text.length - 1), fc.nat(30), fc.string({ maxLength: 5 }));
  fc.assert(
    fc.property(damage, ([at, length, put]) => {
      const damaged = text.slice(0, at) + put + text.slice(at + length);
      for (const { line } of parseFlow(damaged, { templates }).problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(damaged.split('\n').length);
      }
    }),
    { numRuns: 150 },
  );
});

test('text is JSON for us when it is JSON', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (source) => {
      let valid = true;
      try {
        JSON.parse(source);
      } catch {
        valid = false;
      }
      const read = readJson(source);
      expect(read.ok || source.startsWith('\uFEFF')).toBe(valid || source.startsWith('\uFEFF'));
      if (!read.ok) expect(read.message).toMatch(/ was expected, but |can’t be read/);
    }),
  );
});
