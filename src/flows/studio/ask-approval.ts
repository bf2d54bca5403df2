import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { randomTail } from '../../base/ids.ts';
import type { RandomBytes } from '../../base/random.ts';
import { LIVE } from './alias.ts';
import { type ApprovalChange, type ApprovalRequest, type ApprovalStore, type AskedFor, type SettledRequest, slotOf } from './approval.ts';
import type { Editor } from './draft.ts';
import { type MoveAliasDeps, needsSecondToMove } from './move-alias.ts';
import { lookAtOffers, refuseUnready } from './offer-gate.ts';
import { openDraft } from './open-draft.ts';
import { needsSecond, type PublishDraftDeps, refused, tryGate } from './publish-draft.ts';
import { editorsOf } from './second-person.ts';

export interface ApprovalDeps extends PublishDraftDeps, MoveAliasDeps {
  readonly releases: PublishDraftDeps['releases'];
  readonly approvals: ApprovalStore;
  readonly random: RandomBytes;
  readonly clock: Clock;
}

interface Ask {
  readonly flowId: string;
  readonly asked: Exclude<AskedFor, { readonly kind: 'afterwards' }>;
  readonly note: string;
  readonly by: Editor;
}

/**
 * Asks a second person to look at a draft or a move, in place of what was asked of the same before. Only what could be done at once
 * if they said yes now may be asked for. Throws `approval-not-needed`, `release-refused`, `nothing-to-publish`, `schedule-past`,
 * `flow-not-ready`, `flow-not-found`, `release-not-found`, `approval-void` (two asked at once), `store-unavailable`.
 */
export async function askApproval(deps: ApprovalDeps, { flowId, asked, note, by }: Ask): Promise<ApprovalRequest> {
  const editors = await (asked.kind === 'publish' ? editorsToPublish(deps, flowId, asked, by) : editorsToMove(deps, flowId, asked, by));
  const request = newRequest(deps, { flowId, asked, note, by, editors });
  const before = (await deps.approvals.waiting()).find(({ slot }) => slot === request.slot);
  const settles = before && { before, after: settled(before, 'replaced', by, request.atMs) };
  if (!(await deps.approvals.write({ adds: request, ...(settles && { settles }) }))) throw new AppError('approval-void');
  return request;
}

/** A request as it is kept. */
export function newRequest(
  deps: Pick<ApprovalDeps, 'random' | 'clock'>,
  what: Omit<ApprovalRequest, 'id' | 'slot' | 'atMs'>,
): ApprovalRequest {
  return { id: `a_${randomTail(deps.random, 12)}`, slot: slotOf(what), ...what, atMs: deps.clock.nowMs() };
}

/** What became of a request. Pure. */
export function settled(
  before: ApprovalRequest,
  verdict: SettledRequest['verdict'],
  by: Editor,
  atMs: number,
  more: Pick<SettledRequest, 'words' | 'release'> = {},
): SettledRequest {
  return { ...before, verdict, settledBy: by, settledAtMs: atMs, ...more };
}

/** What was done alone is looked at afterwards: until then it is an alarm. */
export function askAfterwards(
  deps: Pick<ApprovalDeps, 'random' | 'clock'>,
  {
    flowId,
    alone,
    by,
    editors,
    ...what
  }: Omit<Ask, 'asked' | 'note'> & { alone: string; editors: readonly Editor[]; release: number; alias?: string },
): ApprovalChange {
  return { adds: newRequest(deps, { flowId, asked: { kind: 'afterwards', ...what }, note: alone, by, editors }) };
}

async function editorsToPublish(
  deps: ApprovalDeps,
  flowId: string,
  asked: Extract<AskedFor, { readonly kind: 'publish' }>,
  by: Editor,
): Promise<readonly Editor[]> {
  if (asked.publishAtMs !== undefined && asked.publishAtMs <= deps.clock.nowMs()) throw new AppError('schedule-past');
  const draft = await openDraft(deps, flowId);
  if (!draft.changed) throw new AppError('nothing-to-publish');
  const verdict = await tryGate(deps, flowId, asked.draftRevision);
  const { flow, warnings } = verdict;
  if (!verdict.ok || !flow) throw refused(verdict);
  if (!(await needsSecond(deps, draft, by))) throw new AppError('approval-not-needed');
  if (asked.makeLive && asked.despite === undefined)
    refuseUnready(flowId, await lookAtOffers(deps, { flowId, alias: LIVE, after: flow, problems: warnings }));
  return editorsOf(draft);
}

async function editorsToMove(
  deps: ApprovalDeps,
  flowId: string,
  { alias, release, despite }: Extract<AskedFor, { readonly kind: 'move' }>,
  by: Editor,
): Promise<readonly Editor[]> {
  const found = await deps.releases.get(flowId, release);
  if (!found) throw new AppError((await deps.releases.standingOf(flowId)) ? 'release-not-found' : 'flow-not-found');
  if (!(await needsSecondToMove(deps, { flowId, release, by }))) throw new AppError('approval-not-needed');
  if (despite === undefined)
    refuseUnready(flowId, await lookAtOffers(deps, { flowId, alias, after: found.flow, problems: found.problems ?? [] }));
  return found.editors ?? [{ userId: found.author, name: found.authorName ?? found.author }];
}
