import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { compileFlow } from '../flows/compile-flow.ts';
import { checkAssignments, type FlowsFolder, loadFlowsFolder } from '../flows/load-flows-folder.ts';
import { type NumberAssignments, targetOfNumber } from '../flows/number-assignments.ts';
import type { FlowShelf, PublishedFlow } from '../flows/published-flow.ts';
import { parseReleaseRef, type Release, type ReleaseStore, releaseRef } from '../flows/releases.ts';
import { aliasNames, LIVE, releaseAt, type Standing } from '../flows/studio/alias.ts';
import type { TableShape } from '../flows/tables/table.ts';
import type { ServedRelease } from '../flows/tables/table-uses.ts';
import { type FileApart, publishFolder } from './publish-folder.ts';

export interface ShelfDeps {
  readonly releases: ReleaseStore;
  readonly assignments: NumberAssignments;
  readonly clock: Clock;
  readonly log: Logger;
  readonly flowsFolder: string;
  readonly defaultFlow: string;
  /** The tables that are kept; absent: those that lie in the folder. */
  readonly tables?: () => Readonly<Record<string, TableShape>>;
}

/** A release with what runs of it. */
export interface ServedFlow {
  readonly release: Release;
  readonly published: PublishedFlow;
}

export interface OpenShelf extends FlowShelf {
  readonly folder: FlowsFolder;
  /** What `live` points at, by flow id. */
  serving(): ReadonlyMap<string, ServedFlow>;
  /** The aliases of every flow that has a release. */
  /** What the aliases of every flow point at. */
  pointed(): readonly ServedRelease[];
  standing(): readonly Standing[];
  assigned(): Readonly<Record<string, string>>;
  /** Files of the folder that the studio has gone away from. */
  apart(): readonly FileApart[];
  /** What was published, moved or assigned meanwhile, here or elsewhere. */
  refresh(): Promise<void>;
}

/**
 * Publishes what changed in the flows folder, refuses what is wrong with every problem, and holds what the aliases of every flow
 * point at in memory. Where a file is refused, the release before keeps serving. Throws `flow-invalid` when the
 * default flow has no good release at all.
 */
export async function openShelf(deps: ShelfDeps): Promise<OpenShelf> {
  const folder = await loadFlowsFolder(deps.flowsFolder, deps.tables?.());
  const apart = await publishFolder(deps, folder);
  const held = holdReleases(deps);
  let pointed = new Map<string, ServedFlow>();
  let serving = new Map<string, ServedFlow>();
  let standing: readonly Standing[] = [];
  let assignments: Readonly<Record<string, string>> = {};
  let lostBefore = 0;
  let begun = 0;
  let taken = 0;

  async function refresh(): Promise<void> {
    begun += 1;
    const turn = begun;
    const [found, numbers] = await Promise.all([deps.releases.standing(), deps.assignments.all()]);
    const next = new Map<string, ServedFlow>();
    for (const each of found) {
      for (const alias of aliasNames(each)) {
        const number = releaseAt(each, alias);
        const key = `${each.flowId}:${alias}`;
        const served = number === undefined ? undefined : ((await held.load(each.flowId, number)) ?? pointed.get(key));
        if (served) next.set(key, served);
      }
    }
    // A look that began earlier and ended later knows less.
    if (turn < taken) return;
    taken = turn;
    pointed = next;
    serving = new Map(found.flatMap(({ flowId }) => [[flowId, next.get(`${flowId}:${LIVE}`)] as const]).filter(isServed));
    standing = found;
    assignments = numbers;
    const lost = checkAssignments(numbers, deps.defaultFlow, [...serving.keys()]);
    if (lost.length !== lostBefore) for (const problem of lost) deps.log.error(problem, 'a number has no flow that can serve it');
    lostBefore = lost.length;
  }

  await refresh();
  if (!serving.has(deps.defaultFlow)) throw new AppError('flow-invalid', missingDefault(deps, folder));
  return {
    folder,
    serving: () => serving,
    pointed: () =>
      [...pointed].map(([key, { release }]) => {
        const { flowId, number, flow } = release;
        return { flowId, flowName: flow.name, release: number, alias: key.slice(flowId.length + 1), tables: flow.tables };
      }),
    standing: () => standing,
    assigned: () => assignments,
    apart: () => apart.filter(({ flowId, sha256 }) => serving.get(flowId)?.release.sha256 !== sha256),
    refresh,
    forNumber(entryNumber) {
      const { flowId, alias } = targetOfNumber(assignments, entryNumber, deps.defaultFlow);
      const found = pointed.get(`${flowId}:${alias}`) ?? serving.get(flowId) ?? serving.get(deps.defaultFlow);
      if (!found) throw new AppError('flow-invalid', `The flow ${deps.defaultFlow} has no good release.`);
      return found.published;
    },
    find: (ref) => held.published(ref) ?? held.find(ref),
  };
}

function isServed(entry: readonly [string, ServedFlow | undefined]): entry is readonly [string, ServedFlow] {
  return entry[1] !== undefined;
}

/** Releases that were fetched once; they never change. */
function holdReleases({ releases, log }: ShelfDeps) {
  const held = new Map<string, ServedFlow>();
  const broken = new Set<string>();
  async function fetch(flowId: string, number: number): Promise<ServedFlow | undefined> {
    const release = await releases.get(flowId, number);
    if (!release) return undefined;
    const ref = releaseRef(release);
    const served = { release, published: { ref, compiled: compileFlow(release.flow) } };
    held.set(ref, served);
    return served;
  }
  return {
    published: (ref: string) => held.get(ref)?.published,
    find: async (ref: string) => {
      const parsed = parseReleaseRef(ref);
      return parsed && (await fetch(parsed.flowId, parsed.number))?.published;
    },
    /** Undefined where it can't be run: what served before goes on. Throws `store-unavailable`. */
    load: async (flowId: string, number: number): Promise<ServedFlow | undefined> => {
      const ref = releaseRef({ flowId, number });
      const known = held.get(ref);
      if (known || broken.has(ref)) return known;
      try {
        return await fetch(flowId, number);
      } catch (error) {
        if (error instanceof AppError && error.code === 'store-unavailable') throw error;
        broken.add(ref);
        log.error({ err: error, flow: ref }, 'a release can not be run; what served before goes on');
        return undefined;
      }
    },
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
