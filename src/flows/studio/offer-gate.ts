import { AppError } from '../../base/errors.ts';
import { stepsOf } from '../exits.ts';
import type { Flow } from '../flow.ts';
import { type NumberAssignments, targetOfNumber } from '../number-assignments.ts';
import { composeFlow } from '../parts/compose-flow.ts';
import type { FoundProblem } from '../readiness/facts.ts';
import type { Readiness, ReadinessItem } from '../readiness/readiness.ts';
import type { ReleaseStore } from '../releases.ts';
import { LIVE, releaseAt } from './alias.ts';

export interface OfferGateDeps {
  readonly releases: Pick<ReleaseStore, 'get' | 'standingOf'>;
  readonly assignments: Pick<NumberAssignments, 'all'>;
  /** Answers every number that has no flow of its own. */
  readonly defaultFlow: string;
  /** Can the offers of a flow be kept, as things stand? */
  readonly judgeReadiness: (flow: Flow, problems: readonly FoundProblem[]) => Promise<Readiness>;
}

interface Change {
  readonly flowId: string;
  readonly alias: string;
  readonly after: Flow;
  readonly problems: readonly FoundProblem[];
}

/** What the offers of a flow need that those before did not: `offer`, `chat`, `template call-continue`, `language fr`. Pure. */
export function newPromises(before: Flow | undefined, after: Flow): readonly string[] {
  const known = new Set(before ? promisesOf(before) : []);
  return promisesOf(after).filter((promise) => !known.has(promise));
}

function promisesOf(written: Flow): readonly string[] {
  const flow = composed(written);
  if (!flow) return [];
  const offers = [...stepsOf(flow, 'call')].flatMap(([, step]) => (step.type === 'offer' ? [step] : []));
  if (offers.length === 0) return [];
  const templates = offers.flatMap(({ template, templates: byIntent = {}, reminder }) => [
    template,
    ...Object.values(byIntent),
    ...(reminder ? [reminder.template] : []),
  ]);
  const teams = Object.values(flow.chat.steps).flatMap((step) => (step.type === 'assign' ? [`team ${step.team}`] : []));
  return [
    ...new Set(['offer', ...templates.map((name) => `template ${name}`), ...flow.languages.map((tag) => `language ${tag}`), ...teams]),
  ];
}

/** Undefined: a release of an older form of the language that can't be run; whoever called before goes on hearing what was before it. */
function composed(flow: Flow): Flow | undefined {
  try {
    return composeFlow(flow);
  } catch {
    return undefined;
  }
}

/** The checklist, where an alias that numbers are answered by is to promise what it did not; undefined: nothing new. Throws `store-unavailable`. */
export async function lookAtOffers(deps: OfferGateDeps, { flowId, alias, after, problems }: Change): Promise<Readiness | undefined> {
  if (!(await answersNumbers(deps, flowId, alias))) return undefined;
  const standing = await deps.releases.standingOf(flowId);
  const now = standing && releaseAt(standing, alias);
  const before = now === undefined ? undefined : await deps.releases.get(flowId, now);
  if (newPromises(before?.flow, after).length === 0) return undefined;
  return deps.judgeReadiness(after, problems);
}

async function answersNumbers({ assignments, defaultFlow }: OfferGateDeps, flowId: string, alias: string): Promise<boolean> {
  // Numbers that are assigned to nothing have the default flow.
  if (flowId === defaultFlow && alias === LIVE) return true;
  const all = await assignments.all();
  return Object.keys(all).some((number) => {
    const target = targetOfNumber(all, number, defaultFlow);
    return target.flowId === flowId && target.alias === alias;
  });
}

interface Judged extends Pick<Readiness, 'verdict'> {
  readonly items: readonly (Pick<ReadinessItem, 'findings'> & { readonly id: string })[];
}

/** Throws `flow-not-ready`: callers would be promised what can’t be kept. */
export function refuseUnready(flowId: string, readiness: Judged | undefined): void {
  if (readiness?.verdict !== 'blocked') return;
  const blocked = readiness.items.flatMap(({ id, findings }) =>
    findings.filter(({ verdict }) => verdict === 'blocked').map(({ words }) => ({ id, words })),
  );
  throw new AppError('flow-not-ready', undefined, { details: { flowId, blocked } });
}
