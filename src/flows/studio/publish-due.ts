import { AppError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { type PublishDraftDeps, publishDraft } from './publish-draft.ts';
import type { GateStep } from './release-gate.ts';
import type { ScheduledRelease, ScheduleStore } from './schedule.ts';

export interface PublishDueDeps extends PublishDraftDeps {
  readonly schedules: ScheduleStore;
  readonly log: Logger;
}

/** A process that ends while it publishes leaves the work to another after so long, ms. */
const LEASE_MS = 120_000;
/** So much later than its time is said to be late, ms. */
const LATE_MS = 60_000;
/** Codes by which it will not become publishable by itself. */
const FOR_GOOD = ['release-refused', 'flow-not-found', 'second-person-needed', 'flow-not-ready'];

/**
 * Publishes what is due, each by its own gate. What is refused is kept with the reasons, for an alarm and the page; what only
 * could not be done is tried again. Throws `store-unavailable`.
 */
export async function publishDue(deps: PublishDueDeps): Promise<void> {
  for (const scheduled of await deps.schedules.lease(deps.clock.nowMs(), LEASE_MS)) await publishOne(deps, scheduled);
}

async function publishOne(deps: PublishDueDeps, scheduled: ScheduledRelease): Promise<void> {
  const { flowId } = scheduled;
  try {
    const { number } = await publishDraft(deps, scheduled);
    const lateMs = deps.clock.nowMs() - scheduled.publishAtMs;
    if (lateMs > LATE_MS)
      deps.log.warn({ flowId, release: number, lateMs }, 'a scheduled release was published late: no process was there at its time');
    else deps.log.info({ flowId, release: number }, 'a scheduled release was published');
    await deps.schedules.settle(scheduled);
  } catch (thrown) {
    const code = thrown instanceof AppError ? thrown.code : 'internal';
    // Somebody published this very draft before its time, or we did and ended before we could say so.
    if (code === 'nothing-to-publish') return deps.schedules.settle(scheduled);
    if (!FOR_GOOD.includes(code)) {
      deps.log.error({ err: thrown, flowId }, 'a scheduled release could not be published; it is tried again');
      return;
    }
    deps.log.error({ err: thrown, flowId }, 'a scheduled release was refused');
    await deps.schedules.settle(scheduled, { atMs: deps.clock.nowMs(), problems: problemsOf(thrown as AppError) });
  }
}

function problemsOf({ message, details }: AppError): readonly string[] {
  const { steps = [] } = (details ?? {}) as { readonly steps?: readonly GateStep[] };
  const { blocked = [] } = (details ?? {}) as { readonly blocked?: readonly { readonly words: { readonly en: string } }[] };
  if (blocked.length > 0) return blocked.map(({ words }) => words.en).slice(0, 10);
  const found = steps.flatMap(({ problems }) => problems.flatMap(({ severity, message: said }) => (severity === 'error' ? [said] : [])));
  return found.length > 0 ? found.slice(0, 10) : [message];
}
