import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConditionView } from '../../src/flows/condition-facts.ts';
import { compileCondition, createConditionEnvironment, isUsableName } from '../../src/flows/conditions.ts';
import type { Surroundings } from '../../src/flows/outcomes.ts';
import { NOON, SURROUNDINGS } from './engine-flow.ts';

const environment = createConditionEnvironment({
  timeZone: 'Europe/Madrid',
  variables: { code: { type: 'string' }, count: { type: 'integer' }, amount: { type: 'number' }, vip: { type: 'boolean' } },
});

function view(variables: ConditionView['variables'] = {}, surroundings: Partial<Surroundings> = {}): ConditionView {
  return { variables, language: 'es', surroundings: { ...SURROUNDINGS, ...surroundings }, queue: 'support' };
}

function evaluate(source: string, at = view(), expected: 'bool' | 'any' = 'bool') {
  const compiled = compileCondition(source, environment, expected);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  return compiled.evaluate(at);
}

describe('conditions', () => {
  it.each([
    ['queue.waitSeconds > 120 && desk.open', true],
    ['desk.waitSeconds <= 45', true],
    ['queues["support"].size == 4', true],
    ['caller.lineType == "mobile" && caller.country in ["ES", "PT"]', true],
    ['caller.earlierCalls == 0 && !caller.known', true],
    ['clock.hour == 12 && clock.minute == 0 && clock.weekday == 1', true],
    ['clock.date == "2026-11-23" && clock.time >= "09:00"', true],
    ['call.language == "es" && call.entryNumber.startsWith("+34")', true],
    ['count + 1 == 4', true],
    ['amount > 9.5', true],
    ['vip ? code == "AB12" : false', true],
    ['regex(code, "[A-Z]{2}[0-9]+")', true],
    ['[1, 2, 3].exists(n, n == count)', true],
    ['known.code && !known.count', false],
    ['chat.fromCall', false],
  ])('%s is %s', (source, value) => {
    expect(evaluate(source, view({ code: 'AB12', count: 3, amount: 10, vip: true }))).toEqual({ kind: 'value', value });
  });

  it('takes a comparison with an unknown wait for unknown, and tells how to test for it', () => {
    const blind = view({}, { queues: {} });
    expect(evaluate('queue.waitSeconds > 120', blind)).toEqual({ kind: 'unknown' });
    expect(evaluate('queue.waitSeconds < 120', blind)).toEqual({ kind: 'unknown' });
    expect(evaluate('queue.waitKnown && queue.waitSeconds > 120', blind)).toEqual({ kind: 'value', value: false });
    expect(evaluate('has(queue.waitSeconds)', blind)).toEqual({ kind: 'value', value: false });
    expect(evaluate('queue.waitSeconds > 120 || desk.open', blind)).toEqual({ kind: 'value', value: true });
    expect(evaluate('queues["nowhere"].waitSeconds > 1', blind)).toEqual({ kind: 'unknown' });
  });

  it('takes a variable without a value, or of another type, for unknown', () => {
    expect(evaluate('count > 3')).toEqual({ kind: 'unknown' });
    expect(evaluate('count > 3', view({ count: 'many' }))).toEqual({ kind: 'unknown' });
    expect(evaluate('known.count', view({ count: 4 }))).toEqual({ kind: 'value', value: true });
  });

  it('never throws what goes wrong while it runs', () => {
    expect(evaluate('10 / count > 1', view({ count: 0 }))).toEqual({ kind: 'error', message: 'division by zero' });
    expect(evaluate('int(code) > 1', view({ code: 'x' }))).toMatchObject({ kind: 'error' });
  });

  it('gives values for set: whole numbers, decimals, text', () => {
    expect(evaluate('count + 1', view({ count: 2 }), 'any')).toEqual({ kind: 'value', value: 3 });
    expect(evaluate('amount * 1.5', view({ amount: 2 }), 'any')).toEqual({ kind: 'value', value: 3 });
    expect(evaluate('"a" + code', view({ code: 'b' }), 'any')).toEqual({ kind: 'value', value: 'ab' });
  });
});

describe('conditions under attack', () => {
  it.each([
    'code.constructor.constructor("return process")()',
    'process.env',
    'this',
    'code.matches("^(a+)+$")',
    '[1].all(a, [2].all(b, true))',
    '[[1], [2]].exists(a, a.exists(b, b == 1))',
    'cel.bind(x, code + code, x == "")',
    'code.split("").size() > 1',
    '[1, 2].map(x, x * 2).size() == 2',
    '{"a": 1}.a == 1',
    'timestamp("2026-01-01T00:00:00Z") > timestamp(0)',
    'regex(code, code)',
    '[1, 2].all(x, regex(code, "(a|a)*b"))',
    'regex(code, "(?=a)")',
    'count >',
    'count + "a" == 2',
    'queue.nothing > 1',
    'unheard > 1',
    '"text"',
    'dyn(code) == 1',
    'b"x" == b"y"',
  ])('refuses %s', (source) => {
    const compiled = compileCondition(source, environment);
    expect(compiled).toMatchObject({ ok: false, problem: { message: expect.stringMatching(/\S/), position: expect.any(Number) } });
  });

  it('refuses what is too long, too deep or too many', () => {
    expect(compileCondition(`1${'+1'.repeat(260)} == 1`, environment).ok).toBe(false);
    expect(compileCondition(`1${'+1'.repeat(120)} == 1`, environment).ok).toBe(false);
    expect(compileCondition(`${'('.repeat(60)}1${')'.repeat(60)} == 1`, environment).ok).toBe(false);
    expect(compileCondition(`1 in [${Array.from({ length: 51 }, () => 1).join(',')}]`, environment).ok).toBe(false);
  });

  it('says where a mistake stands', () => {
    const compiled = compileCondition('desk.open && queue.nothing > 1', environment);
    expect(compiled).toMatchObject({ ok: false, problem: { message: 'No such key: nothing.', position: 19 } });
  });

  it('reads own fields of facts only', () => {
    expect(evaluate('has(queues.constructor)')).toEqual({ kind: 'value', value: false });
    expect(evaluate('has(queues.__proto__)')).toEqual({ kind: 'value', value: false });
  });

  it('keeps every accepted expression within bounds: a result, never a throw, text of at most 1,000 characters', () => {
    const atom = fc.constantFrom('count', 'code', 'vip', 'amount', '1', '"x"', 'queue.waitSeconds', 'desk.open', 'clock.hour', 'queues');
    const expression = fc.letrec<{ e: string }>((tie) => ({
      e: fc.oneof(
        { depthSize: 'small' },
        atom,
        fc
          .tuple(tie('e'), fc.constantFrom('+', '-', '*', '/', '%', '<', '==', '&&', '||', 'in'), tie('e'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
        fc.tuple(tie('e'), tie('e'), tie('e')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
        fc.tuple(fc.constantFrom('size', 'string', 'int', 'double', 'bool', 'has'), tie('e')).map(([name, a]) => `${name}(${a})`),
        fc
          .tuple(fc.constantFrom('all', 'exists', 'map', 'filter'), fc.array(tie('e'), { maxLength: 60 }), tie('e'))
          .map(([name, list, body]) => `[${list.join(',')}].${name}(x, ${body})`),
        fc
          .tuple(tie('e'), fc.constantFrom('trim', 'size', 'upperAscii', 'split', 'matches'), tie('e'))
          .map(([a, name, b]) => `${a}.${name}(${name === 'split' || name === 'matches' ? b : ''})`),
      ),
    })).e;
    let accepted = 0;
    fc.assert(
      fc.property(expression, fc.string({ maxLength: 3000 }), fc.integer(), (source, code, count) => {
        const compiled = compileCondition(source, environment, 'any');
        if (!compiled.ok) return;
        accepted += 1;
        const result = compiled.evaluate(view({ code, count, amount: 1.5, vip: true }));
        expect(['value', 'unknown', 'error']).toContain(result.kind);
        if (result.kind === 'value' && typeof result.value === 'string') expect(result.value.length).toBeLessThanOrEqual(1000);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('matches no pattern against more than 1,000 characters', () => {
    expect(evaluate('regex(code + code, "a*")', view({ code: 'a'.repeat(500) }))).toEqual({ kind: 'value', value: true });
    expect(evaluate('regex(code + code, "a*")', view({ code: 'a'.repeat(501) }))).toEqual({ kind: 'value', value: false });
  });

  it('bears a pattern that would block a backtracking engine', () => {
    expect(evaluate('regex(code, "(a+)+")', view({ code: `${'a'.repeat(999)}!` }))).toEqual({ kind: 'value', value: false });
  });
});

describe('names of variables', () => {
  it.each(['queue', 'desk', 'clock', 'known', 'in', 'as', 'int', 'null', 'true', 'business'])('refuses %s', (name) => {
    expect(isUsableName(name)).toBe(false);
  });
  it.each(['orderNumber', 'x', 'balance2'])('takes %s', (name) => {
    expect(isUsableName(name)).toBe(true);
  });
});

it('reads the clock in the time zone of the flow, across the change of summer time', () => {
  const at = (nowMs: number) => view({}, { nowMs });
  expect(evaluate('clock.hour', at(Date.UTC(2026, 9, 24, 22, 30)), 'any')).toEqual({ kind: 'value', value: 0 });
  expect(evaluate('clock.hour', at(Date.UTC(2026, 9, 25, 1, 30)), 'any')).toEqual({ kind: 'value', value: 2 });
  expect(evaluate('clock.weekday', at(Date.UTC(2026, 9, 25, 12, 0)), 'any')).toEqual({ kind: 'value', value: 7 });
  expect(evaluate('clock.day', at(NOON), 'any')).toEqual({ kind: 'value', value: 23 });
});
