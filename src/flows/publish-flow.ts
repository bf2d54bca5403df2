import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Flow } from './flow.ts';
import { flowFingerprint } from './flow-fingerprint.ts';
import type { Problem } from './lint/problem.ts';
import { decidePublish, type PublishDecision, type ReleaseStore } from './releases.ts';
import type { FlowSource } from './studio/draft.ts';

interface Deps {
  readonly releases: ReleaseStore;
  readonly clock: Clock;
}

interface Input {
  readonly flow: Flow;
  /** What it was read from. */
  readonly source?: FlowSource;
  readonly problems: readonly Problem[];
  readonly author: string;
  readonly note?: string;
}

const TRIES = 5;

/** Publishes a flow, or says why not; two who publish at once get two numbers. Throws `conflict`, `store-unavailable`. */
export async function publishFlow({ releases, clock }: Deps, input: Input): Promise<PublishDecision> {
  const request = { ...input, sha256: flowFingerprint(input.flow), nowMs: clock.nowMs() };
  for (let n = 0; n < TRIES; n += 1) {
    const decision = decidePublish(await releases.latest(input.flow.id), request);
    if (decision.kind !== 'publish' || (await releases.append(decision.release, input.source))) return decision;
  }
  throw new AppError('conflict');
}
