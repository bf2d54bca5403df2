import { AppError } from '../../base/errors.ts';
import { type PublishDraftDeps, refused, tryGate } from './publish-draft.ts';
import type { ScheduledRelease, ScheduleStore } from './schedule.ts';

interface Deps extends PublishDraftDeps {
  readonly schedules: ScheduleStore;
}

/**
 * Has a draft be published at a time, if it could be published now; it is looked at again then. Throws `release-refused`,
 * `schedule-past`, `flow-not-found`, `store-unavailable`.
 */
export async function scheduleRelease(deps: Deps, wanted: Omit<ScheduledRelease, 'refused'>): Promise<ScheduledRelease> {
  if (wanted.publishAtMs <= deps.clock.nowMs()) throw new AppError('schedule-past');
  if (!(await deps.drafts.read(wanted.flowId)).draft) throw new AppError('nothing-to-publish');
  const verdict = await tryGate(deps, wanted.flowId, wanted.draftRevision);
  if (!verdict.ok) throw refused(verdict);
  await deps.schedules.put(wanted);
  return wanted;
}
