import { AppError } from '../../base/errors.ts';
import { LIVE } from './alias.ts';
import type { ApprovalChange } from './approval.ts';
import { lookAtOffers, refuseUnready } from './offer-gate.ts';
import { openDraft } from './open-draft.ts';
import { needsSecond, type PublishDraftDeps, refused, tryGate } from './publish-draft.ts';
import type { ScheduledRelease, ScheduleStore } from './schedule.ts';

interface Deps extends PublishDraftDeps {
  readonly schedules: ScheduleStore;
}

/**
 * Has a draft be published at a time, if it could be published now; it is looked at again then. Throws `release-refused`,
 * `schedule-past`, `second-person-needed`, `flow-not-ready`, `approval-void`, `flow-not-found`, `store-unavailable`.
 */
export async function scheduleRelease(
  deps: Deps,
  wanted: Omit<ScheduledRelease, 'refused'>,
  requests?: ApprovalChange,
): Promise<ScheduledRelease> {
  const { flowId, draftRevision, makeLive, despite } = wanted;
  if (wanted.publishAtMs <= deps.clock.nowMs()) throw new AppError('schedule-past');
  const draft = await openDraft(deps, flowId);
  if (!draft.changed) throw new AppError('nothing-to-publish');
  const verdict = await tryGate(deps, flowId, draftRevision);
  const { flow, warnings } = verdict;
  if (!verdict.ok || !flow) throw refused(verdict);
  if (!wanted.approval && (await needsSecond(deps, draft, wanted.by))) throw new AppError('second-person-needed');
  if (makeLive && despite === undefined)
    refuseUnready(flowId, await lookAtOffers(deps, { flowId, alias: LIVE, after: flow, problems: warnings }));
  if (!(await deps.schedules.put(wanted, requests))) throw new AppError('approval-void');
  return wanted;
}
