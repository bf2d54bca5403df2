import type { Case, CaseFile, CaseStep } from './cases.ts';
import { compileFlow } from './compile-flow.ts';
import { type FlowCoverage, measureCoverage, type ProbedFlow, probeFlow } from './coverage.ts';
import type { Flow } from './flow.ts';
import { type Happening, type PlayedCase, playCase, UnplayableLine } from './play-case.ts';
import { recordFacts } from './record-facts.ts';

/** One expectation that was not met. */
export interface CaseFailure {
  /** The line of the case, from 1; 0 for what is recorded. */
  readonly line: number;
  readonly did: string;
  readonly what: 'hears' | 'reads' | 'sends' | 'now' | 'records' | 'line';
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface CaseResult {
  readonly name: string;
  readonly language: string;
  readonly failures: readonly CaseFailure[];
  /** The steps and exits that it walked, by name. */
  readonly covered: readonly string[];
}

export interface CasesRun {
  readonly results: readonly CaseResult[];
  readonly coverage: FlowCoverage;
  /** What each name of a step or an exit is an example of. */
  readonly kinds: ProbedFlow['kinds'];
  readonly coverageByLanguage: Readonly<Record<string, FlowCoverage>>;
  /** The file with what really happened as its expectations; lines that can't be played stay as they are. */
  readonly updated: CaseFile;
}

interface Played {
  readonly result: CaseResult;
  readonly happenings: readonly (Happening | undefined)[];
  readonly records: readonly string[];
}

/** Plays every case in each of its languages. Throws `flow-invalid` when the flow can't be compiled. */
export function runCases(flow: Flow, file: CaseFile): CasesRun {
  const run = prepare(flow, file);
  for (const each of file.cases) run.play(each);
  return run.finish();
}

/** The same, with a rest after each case: what else a process has to do need not wait for all of them. */
export async function runCasesInTurns(flow: Flow, file: CaseFile, rest: () => Promise<void>): Promise<CasesRun> {
  const run = prepare(flow, file);
  for (const each of file.cases) {
    run.play(each);
    await rest();
  }
  return run.finish();
}

function prepare(flow: Flow, file: CaseFile) {
  const probed = probeFlow(flow);
  const compiled = compileFlow(probed.flow);
  const played: (readonly Played[])[] = [];
  return {
    play: (each: Case) => {
      const world = { ...file.world, ...each.world };
      played.push(each.languages.map((language) => playOne(each, language, probed, () => playCase(compiled, world, language))));
    },
    finish: () => summarize(flow, file, probed, played),
  };
}

function summarize(flow: Flow, file: CaseFile, probed: ProbedFlow, played: readonly (readonly Played[])[]): CasesRun {
  const all = played.flat();
  const coveredIn = (language?: string) =>
    new Set(all.filter(({ result }) => language === undefined || result.language === language).flatMap(({ result }) => result.covered));
  return {
    results: all.map(({ result }) => result),
    coverage: measureCoverage(probed.targets, coveredIn()),
    kinds: probed.kinds,
    coverageByLanguage: Object.fromEntries(flow.languages.map((each) => [each, measureCoverage(probed.targets, coveredIn(each))])),
    updated: { ...file, cases: file.cases.map((each, at) => update(each, played[at] ?? [])) },
  };
}

function lineOf(step: CaseStep, language: string): string {
  return typeof step.do === 'string' ? step.do : (step.do[language] ?? '');
}

function playOne(each: Case, language: string, probed: ProbedFlow, start: () => PlayedCase): Played {
  const played = start();
  const failures: CaseFailure[] = [];
  const happenings: (Happening | undefined)[] = [];
  const covered: string[] = [];
  for (const [at, step] of each.steps.entries()) {
    const did = lineOf(step, language);
    try {
      const happening = played.play(did);
      covered.push(...probed.covered(happening.facts, happening.side));
      happenings.push({ ...happening, facts: probed.clean(happening.facts) });
      failures.push(...compare(step, happening, language).map((failure) => ({ ...failure, line: at + 1, did })));
    } catch (thrown) {
      if (!(thrown instanceof UnplayableLine)) throw thrown;
      happenings.push(undefined);
      failures.push({ line: at + 1, did, what: 'line', expected: 'something that can happen here', actual: thrown.message });
    }
  }
  const records = recordFacts(happenings.flatMap((happening) => happening?.facts ?? []));
  const expected = (Array.isArray(each.records) ? each.records : each.records?.[language]) ?? [];
  if (!same(expected, records)) failures.push({ line: 0, did: 'in the whole case', what: 'records', expected, actual: records });
  return { result: { name: each.name, language, failures, covered: [...new Set(covered)] }, happenings, records };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function compare(step: CaseStep, happening: Happening, language: string) {
  const expected = {
    hears: step.hears?.[language] ?? [],
    reads: step.reads?.[language] ?? [],
    sends: (Array.isArray(step.sends) ? step.sends : step.sends?.[language]) ?? [],
    now: typeof step.now === 'object' ? step.now[language] : step.now,
  };
  return (['hears', 'reads', 'sends', 'now'] as const).flatMap((what) =>
    same(expected[what], happening[what]) ? [] : [{ what, expected: expected[what], actual: happening[what] }],
  );
}

function update(each: Case, played: readonly Played[]): Case {
  const [first] = played;
  const { records: _records, ...rest } = each;
  const steps = each.steps.map((step, at): CaseStep => {
    const happening = first?.happenings[at];
    if (!happening) return step;
    const texts = (what: 'hears' | 'reads') =>
      Object.fromEntries(
        played.flatMap(({ result, happenings }) => (happenings[at] ? [[result.language, [...happenings[at][what]]]] : [])),
      );
    const anyOf = (what: 'hears' | 'reads' | 'sends') => played.some(({ happenings }) => (happenings[at]?.[what].length ?? 0) > 0);
    return {
      do: step.do,
      ...(anyOf('hears') && { hears: texts('hears') }),
      ...(anyOf('reads') && { reads: texts('reads') }),
      ...(anyOf('sends') && { sends: byLanguage(played, at, ({ sends }) => [...sends]) }),
      now: byLanguage(played, at, ({ now }) => now),
    };
  });
  return { ...rest, steps, ...recordsOf(played) };
}

/** What happened in every language, once where they agree. */
function byLanguage<T>(played: readonly Played[], at: number, pick: (happening: Happening) => T): T | Record<string, T> {
  const all = played.flatMap(({ result, happenings }): (readonly [string, T])[] => {
    const happening = happenings[at];
    return happening ? [[result.language, pick(happening)]] : [];
  });
  const [first] = all;
  return first && all.every(([, each]) => same(each, first[1])) ? first[1] : Object.fromEntries(all);
}

/** What every language noted, once where they agree. */
function recordsOf(played: readonly Played[]): Pick<Case, 'records'> {
  const [first] = played;
  if (!first || played.every(({ records }) => records.length === 0)) return {};
  if (played.every(({ records }) => same(records, first.records))) return { records: [...first.records] };
  return { records: Object.fromEntries(played.map(({ result, records }) => [result.language, [...records]])) };
}
