import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { compileFlow } from '../flows/compile-flow.ts';
import { checkAssignments, type FlowsFolder, loadFlowsFolder } from '../flows/load-flows-folder.ts';
import { flowForNumber, type NumberAssignments } from '../flows/number-assignments.ts';
import { publishFlow } from '../flows/publish-flow.ts';
import type { FlowShelf, PublishedFlow } from '../flows/published-flow.ts';
import { parseReleaseRef, type Release, type ReleaseStore, releaseRef } from '../flows/releases.ts';

export interface ShelfDeps {
  readonly releases: ReleaseStore;
  readonly assignments: NumberAssignments;
  readonly clock: Clock;
  readonly log: Logger;
  readonly flowsFolder: string;
  readonly defaultFlow: string;
}

export interface OpenShelf extends FlowShelf {
  readonly folder: FlowsFolder;
  /** What serves, by flow id. */
  serving(): ReadonlyMap<string, { readonly release: Release; readonly published: PublishedFlow }>;
  assigned(): Readonly<Record<string, string>>;
  /** What other processes published or assigned meanwhile. */
  refresh(): Promise<void>;
}

/**
 * Publishes what is good in the flows folder, refuses what is not with every problem, and holds the newest release of
 * every flow in memory. Where a file is refused, the release before keeps serving. Throws `flow-invalid` when the
 * default flow has no good release at all.
 */
export async function openShelf(deps: ShelfDeps): Promise<OpenShelf> {
  const folder = await loadFlowsFolder(deps.flowsFolder);
  for (const refused of folder.refused) {
    for (const problem of refused.problems) deps.log.error({ file: refused.file, ...problem }, 'a flow file was refused');
  }
  for (const { flow, source, problems } of folder.good) {
    const decision = await publishFlow(deps, { flow, source, problems, author: 'file' });
    if (decision.kind === 'publish') deps.log.info({ flow: releaseRef(decision.release) }, 'a release was published');
  }
  const held = new Map<string, PublishedFlow>();
  let serving = new Map<string, { release: Release; published: PublishedFlow }>();
  let assignments: Readonly<Record<string, string>> = {};
  let lostBefore = 0;
  let begun = 0;
  let taken = 0;

  function hold(release: Release): PublishedFlow {
    const ref = releaseRef(release);
    const known = held.get(ref);
    if (known) return known;
    const published = { ref, compiled: compileFlow(release.flow) };
    held.set(ref, published);
    return published;
  }

  async function refresh(): Promise<void> {
    begun += 1;
    const turn = begun;
    const [latest, numbers] = await Promise.all([deps.releases.list(), deps.assignments.all()]);
    // A look that began earlier and ended later knows less.
    if (turn < taken) return;
    taken = turn;
    serving = new Map(latest.map((release) => [release.flowId, { release, published: hold(release) }]));
    assignments = numbers;
    const lost = checkAssignments(numbers, deps.defaultFlow, [...serving.keys()]);
    if (lost.length !== lostBefore) for (const problem of lost) deps.log.error(problem, 'a number has no flow that can serve it');
    lostBefore = lost.length;
  }

  async function fetchRelease(ref: string): Promise<PublishedFlow | undefined> {
    const parsed = parseReleaseRef(ref);
    const release = parsed && (await deps.releases.get(parsed.flowId, parsed.number));
    return release && hold(release);
  }

  await refresh();
  if (!serving.has(deps.defaultFlow)) throw new AppError('flow-invalid', missingDefault(deps, folder));
  return {
    folder,
    serving: () => serving,
    assigned: () => assignments,
    refresh,
    forNumber(entryNumber) {
      const flowId = flowForNumber(assignments, entryNumber, deps.defaultFlow);
      const found = serving.get(flowId) ?? serving.get(deps.defaultFlow);
      if (!found) throw new AppError('flow-invalid', `The flow ${deps.defaultFlow} has no good release.`);
      return found.published;
    },
    find: (ref) => held.get(ref) ?? fetchRelease(ref),
  };
}

function missingDefault(deps: ShelfDeps, folder: FlowsFolder): string {
  const refused = folder.refused.find(({ flowId }) => flowId === deps.defaultFlow);
  const problems = refused?.problems.map(({ code, step, message }) => `  ${code}${step ? ` in ${step}` : ''}: ${message}`) ?? [];
  const reason = refused
    ? `${refused.file} is refused:\n${problems.join('\n')}`
    : `there is no ${deps.defaultFlow}.flow.json in ${deps.flowsFolder}.`;
  return `The flow ${deps.defaultFlow} (DEFAULT_FLOW) has no good release: ${reason}`;
}
