import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Flow } from './flow.ts';
import { flowFingerprint } from './flow-fingerprint.ts';
import type { Problem } from './lint/problem.ts';
import { decidePublish, FROM_FOLDER, type PublishDecision, type ReleaseStore } from './releases.ts';
import type { FlowSource } from './studio/draft.ts';
import { liveAfter } from './studio/live-after.ts';

interface Deps {
  readonly releases: ReleaseStore;
  readonly clock: Clock;
}

interface Input {
  readonly flow: Flow;
  /** What it was read from. */
  readonly source?: FlowSource;
  readonly problems: readonly Problem[];
}

const TRIES = 5;

/** Publishes what stands in the flows folder and has `live` point at it, or says why not. Throws `conflict`, `store-unavailable`. */
export async function publishFlow({ releases, clock }: Deps, input: Input): Promise<PublishDecision> {
  const { flow, problems, source } = input;
  const request = { flow, problems, sha256: flowFingerprint(flow), nowMs: clock.nowMs() };
  for (let n = 0; n < TRIES; n += 1) {
    const decision = decidePublish(await releases.latest(flow.id), request);
    if (decision.kind !== 'publish') return decision;
    const { release } = decision;
    const live = liveAfter(await releases.standingOf(flow.id), { to: release.number, atMs: request.nowMs, by: FROM_FOLDER });
    if ((await releases.append({ release, ...(source && { source }), ...(live && { live }) })) === 'appended') return decision;
  }
  throw new AppError('conflict');
}
