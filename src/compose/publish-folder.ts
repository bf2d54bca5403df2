import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { flowFingerprint } from '../flows/flow-fingerprint.ts';
import { type Problem, problem } from '../flows/lint/problem.ts';
import type { FlowsFolder, GoodFlow } from '../flows/load-flows-folder.ts';
import { publishFlow } from '../flows/publish-flow.ts';
import { type ReleaseStore, releaseRef } from '../flows/releases.ts';
import { takeFile } from '../flows/studio/take-file.ts';

interface Deps {
  readonly releases: ReleaseStore;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A file that differs from what was published in the studio meanwhile: neither replaces the other by itself. */
export interface FileApart {
  readonly flowId: string;
  /** Of the file. Once a release is like it, they are not apart any more. */
  readonly sha256: string;
  readonly problem: Problem;
}

/** Refuses what is wrong in the flows folder with every problem, publishes what changed there, and says what can't be taken silently. */
export async function publishFolder(deps: Deps, folder: FlowsFolder): Promise<readonly FileApart[]> {
  for (const refused of folder.refused) {
    for (const each of refused.problems) deps.log.error({ file: refused.file, ...each }, 'a flow file was refused');
  }
  const taken = await deps.releases.folderMarks();
  const apart: FileApart[] = [];
  for (const good of folder.good) apart.push(...(await takeGood(deps, good, taken[good.flow.id])));
  return apart;
}

async function takeGood(deps: Deps, { file, flow, source, problems }: GoodFlow, taken: string | undefined): Promise<readonly FileApart[]> {
  const { releases, log } = deps;
  const sha256 = flowFingerprint(flow);
  const newest = await releases.latest(flow.id);
  const what = takeFile({ sha256, taken, newest });
  if (what === 'apart') {
    const message =
      `${file} was changed, and so was the flow in the studio (release ${newest?.number}): the release goes on. To publish the file, ` +
      `npm run flow -- push ${file} --publish; to have the file be the release, npm run flow -- pull ${file}.`;
    log.warn({ file, flow: newest && releaseRef(newest) }, message);
    return [{ flowId: flow.id, sha256, problem: problem('F007', { side: 'flow', path: [] }, message) }];
  }
  if (what === 'publish') {
    const decision = await publishFlow(deps, { flow, source, problems });
    if (decision.kind === 'publish') log.info({ flow: releaseRef(decision.release) }, 'a release was published');
  }
  if (what !== 'keep') await releases.markFolder(flow.id, sha256);
  return [];
}
