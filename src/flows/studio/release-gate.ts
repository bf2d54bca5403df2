import { AppError } from '../../base/errors.ts';
import { CaseFile } from '../cases.ts';
import type { Flow } from '../flow.ts';
import type { Problem } from '../lint/problem.ts';
import { type BesideFlow, parseShape } from '../parse-flow.ts';
import type { CasesVerdict } from '../releases.ts';
import { type CaseResult, runCasesInTurns } from '../run-cases.ts';
import { checkSource } from './check-source.ts';
import type { FlowSource } from './draft.ts';
import type { GATE_STEPS } from './gate-steps.ts';

/** One thing that keeps a flow from being published, or, as a warning, does not. */
export interface GateProblem extends Partial<Omit<Problem, 'code' | 'message' | 'severity'>> {
  /** A code of docs/problems.md, `case-failed` or a code of docs/errors.md. */
  readonly code: string;
  readonly severity: Problem['severity'];
  readonly message: string;
}

export interface GateStep {
  readonly step: (typeof GATE_STEPS)[number];
  /** Absent: it was not looked at, since what comes before it failed. */
  readonly ok?: boolean;
  readonly problems: readonly GateProblem[];
}

export interface GateVerdict {
  readonly ok: boolean;
  readonly steps: readonly GateStep[];
  /** Present when its shape is right. */
  readonly flow?: Flow;
  readonly warnings: readonly Problem[];
  readonly cases?: CasesVerdict;
}

interface Input {
  readonly flowId: string;
  readonly source: FlowSource;
  readonly beside: BesideFlow;
  /** Between two cases, so that calls are answered meanwhile. */
  readonly rest: () => Promise<void>;
}

const SHAPE = /^F00[1-5]$/;
const TEMPLATES = /^(F04[4-7]|T\d+)$/;

/** Everything that must be right before a flow is published, whether it is or not. It changes nothing. */
export async function checkRelease({ flowId, source, beside, rest }: Input): Promise<GateVerdict> {
  const { value: flow, problems } = checkSource(flowId, source.flow, beside);
  const shape = problems.filter(({ code }) => SHAPE.test(code));
  const templates = problems.filter(({ code }) => TEMPLATES.test(code));
  const others = problems.filter(({ code }) => !SHAPE.test(code) && !TEMPLATES.test(code));
  const steps: GateStep[] = [
    { step: 'draft', ok: true, problems: [] },
    judged('shape', shape),
    flow ? judged('problems', others) : { step: 'problems', problems: [] },
    flow ? judged('templates', templates) : { step: 'templates', problems: [] },
  ];
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  if (!flow || steps.some(({ ok }) => ok === false)) {
    return { ok: false, steps: [...steps, { step: 'cases', problems: [] }], warnings, ...(flow && { flow }) };
  }
  const { step, verdict } = await playCases(flow, source.cases, rest);
  return { ok: step.ok === true, steps: [...steps, step], flow, warnings, ...(verdict && { cases: verdict }) };
}

function judged(step: GateStep['step'], problems: readonly Problem[]): GateStep {
  return { step, ok: !problems.some(({ severity }) => severity === 'error'), problems };
}

async function playCases(
  flow: Flow,
  text: string | undefined,
  rest: () => Promise<void>,
): Promise<{ readonly step: GateStep; readonly verdict?: CasesVerdict }> {
  if (text === undefined) {
    const message = 'The flow has no recorded conversations: nothing shows that it still does what it did.';
    return { step: { step: 'cases', ok: true, problems: [{ code: 'case-missing', severity: 'warning', message }] } };
  }
  const { value: file, problems } = parseShape(text, CaseFile, 'flow');
  if (!file) return { step: { step: 'cases', ok: false, problems: problems.map(({ message }) => failed(`The cases: ${message}`)) } };
  try {
    const { results, coverage } = await runCasesInTurns(flow, file, rest);
    const failures = results.filter((result) => result.failures.length > 0).map(inWords);
    const { steps, exits } = coverage;
    const verdict = { played: results.length, steps, exits };
    return { step: { step: 'cases', ok: failures.length === 0, problems: failures }, verdict };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { step: { step: 'cases', ok: false, problems: [failed(thrown.message)] } };
  }
}

function failed(message: string): GateProblem {
  return { code: 'case-failed', severity: 'error', message };
}

/** The first thing of a case that went another way. */
function inWords({ name, language, failures }: CaseResult): GateProblem {
  const [first] = failures;
  if (!first) return failed(name);
  const place = first.line === 0 ? first.did : `line ${first.line}, ${first.did}`;
  const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : '';
  return failed(`“${name}” (${language}), ${place}: ${first.what} ${short(first.actual)} instead of ${short(first.expected)}${more}.`);
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
