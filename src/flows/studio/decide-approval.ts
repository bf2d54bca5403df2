import { AppError } from '../../base/errors.ts';
import type { Release } from '../releases.ts';
import { releaseAt } from './alias.ts';
import type { Approval, ApprovalRequest, SettledRequest } from './approval.ts';
import { type ApprovalDeps, settled } from './ask-approval.ts';
import type { Draft, Editor } from './draft.ts';
import { moveAlias } from './move-alias.ts';
import { publishDraft } from './publish-draft.ts';
import type { ScheduleStore } from './schedule.ts';
import { scheduleRelease } from './schedule-release.ts';
import { isSamePerson, whyNotApprove } from './second-person.ts';

export interface DecideApprovalDeps extends ApprovalDeps {
  readonly schedules: ScheduleStore;
}

interface Decision {
  readonly flowId: string;
  readonly id: string;
  readonly by: Editor;
  readonly words?: string;
}

/** What of a flow waits for a second person, oldest first. Throws `store-unavailable`. */
export async function waitingOf({ approvals }: Pick<ApprovalDeps, 'approvals'>, flowId: string): Promise<readonly ApprovalRequest[]> {
  return (await approvals.waiting()).filter((each) => each.flowId === flowId);
}

/**
 * Is what was asked for still there as it was? An approval is for exactly that. `draft`: the draft of the flow, if there is one;
 * `at`: what the alias of a move points at. Pure.
 */
export function isVoid({ asked }: ApprovalRequest, draft: Pick<Draft, 'revision'> | undefined, at?: number): boolean {
  if (asked.kind === 'publish') return draft?.revision !== asked.draftRevision;
  return asked.kind === 'move' && at === asked.release;
}

/**
 * Says yes, and does what was asked for: publishes, schedules or moves, with the yes in its record. Throws `approval-not-found`,
 * `approval-own`, `person-needed`, `approval-void` and what doing it throws; nothing is changed then.
 */
export async function approve(deps: DecideApprovalDeps, { flowId, id, by, words }: Decision): Promise<SettledRequest> {
  const request = await find(deps, flowId, id);
  const why = whyNotApprove(request, by);
  if (why) throw new AppError(why);
  await refuseVoid(deps, request);
  const { asked, note } = request;
  const said = words === undefined ? {} : { words };
  const outcome = (atMs: number, release?: number) =>
    settled(request, 'approved', by, atMs, { ...said, ...(release !== undefined && { release }) });
  const nowMs = deps.clock.nowMs();
  if (asked.kind === 'afterwards') return settle(deps, request, outcome(nowMs, asked.release));
  if (asked.kind === 'move') {
    const { alias, release, despite } = asked;
    const move = { flowId, alias, release, note, by: request.by, approvedBy: by, ...(despite !== undefined && { despite }) };
    await moveAlias(deps, move, (atMs) => ({ settles: { before: request, after: outcome(atMs, release) } }));
    return outcome(nowMs, release);
  }
  const approval: Approval = { askedBy: request.by, note, by, atMs: nowMs, ...said };
  const { kind: _kind, publishAtMs, ...what } = asked;
  const wanted = { ...what, flowId, note, by: request.by, approval };
  if (publishAtMs !== undefined) {
    await scheduleRelease(deps, { ...wanted, publishAtMs }, { settles: { before: request, after: outcome(nowMs) } });
    return outcome(nowMs);
  }
  const made: Release = await publishDraft(deps, wanted, (release, atMs) => ({
    settles: { before: request, after: outcome(atMs, release) },
  }));
  return outcome(nowMs, made.number);
}

/** Says no, with words. Throws `approval-not-found`, `approval-own`, `person-needed`, `approval-void`, `store-unavailable`. */
export async function reject(
  deps: DecideApprovalDeps,
  { flowId, id, by, words }: Decision & { readonly words: string },
): Promise<SettledRequest> {
  const request = await find(deps, flowId, id);
  const why = whyNotApprove(request, by);
  if (why) throw new AppError(why);
  return settle(deps, request, settled(request, 'rejected', by, deps.clock.nowMs(), { words }));
}

/** Takes one's own request back; one that is void anybody may clear away. Throws `approval-not-found`, `approval-not-own`, `approval-void`, `store-unavailable`. */
export async function withdraw(deps: DecideApprovalDeps, { flowId, id, by }: Omit<Decision, 'words'>): Promise<SettledRequest> {
  const request = await find(deps, flowId, id);
  const isOwn = isSamePerson(request.by, by) && request.asked.kind !== 'afterwards';
  if (!isOwn && !(await isGone(deps, request))) throw new AppError('approval-not-own');
  return settle(deps, request, settled(request, 'withdrawn', by, deps.clock.nowMs()));
}

async function find(deps: DecideApprovalDeps, flowId: string, id: string): Promise<ApprovalRequest> {
  const request = (await waitingOf(deps, flowId)).find((each) => each.id === id);
  if (!request) throw new AppError('approval-not-found');
  return request;
}

async function isGone({ drafts, releases }: DecideApprovalDeps, request: ApprovalRequest): Promise<boolean> {
  const { flowId, asked } = request;
  if (asked.kind === 'publish') return isVoid(request, (await drafts.read(flowId)).draft);
  if (asked.kind !== 'move') return false;
  const standing = await releases.standingOf(flowId);
  return isVoid(request, undefined, standing && releaseAt(standing, asked.alias));
}

async function refuseVoid(deps: DecideApprovalDeps, request: ApprovalRequest): Promise<void> {
  if (await isGone(deps, request)) throw new AppError('approval-void');
}

async function settle({ approvals }: DecideApprovalDeps, before: ApprovalRequest, after: SettledRequest): Promise<SettledRequest> {
  if (!(await approvals.write({ settles: { before, after } }))) throw new AppError('approval-void');
  return after;
}
