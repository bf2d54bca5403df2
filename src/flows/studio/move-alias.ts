import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { readTarget } from '../number-assignments.ts';
import type { ReleaseStore } from '../releases.ts';
import { type AliasState, LIVE, releaseAt, type Standing } from './alias.ts';
import type { ApprovalChange } from './approval.ts';
import type { Editor } from './draft.ts';
import type { FlowNews } from './flow-news.ts';
import { lookAtOffers, type OfferGateDeps, refuseUnready } from './offer-gate.ts';
import { mayMoveAlone, type StudioSettingsStore } from './second-person.ts';

export interface MoveAliasDeps extends OfferGateDeps {
  readonly releases: ReleaseStore;
  readonly studioSettings: StudioSettingsStore;
  readonly flowNews: Pick<FlowNews, 'tell'>;
  readonly clock: Clock;
}

interface Move {
  readonly flowId: string;
  readonly alias: string;
  readonly release: number;
  /** The release that whoever moves it has seen there; absent: whichever. */
  readonly expected?: number;
  readonly note?: string;
  readonly by: Editor;
  /** Who looked at it, where somebody has to. */
  readonly approvedBy?: Editor;
  /** Why an administrator does without. */
  readonly alone?: string;
  /** Why it is to point there although the offers can’t be kept. */
  readonly despite?: string;
}

/** May they point an alias there without asking anybody? Throws `release-not-found`, `store-unavailable`. */
export async function needsSecondToMove(
  deps: MoveAliasDeps,
  { flowId, release, by }: Pick<Move, 'flowId' | 'release' | 'by'>,
): Promise<boolean> {
  if (!(await deps.studioSettings.read()).secondPerson) return false;
  const [found, standing, moves] = await Promise.all([
    deps.releases.get(flowId, release),
    deps.releases.standingOf(flowId),
    deps.releases.moves(flowId),
  ]);
  if (!found || !standing) throw new AppError('release-not-found');
  return !mayMoveAlone({ by, release: found, standing, moves });
}

/**
 * Points an alias at a release, for every call that begins from now on; an alias that is not there is made. Throws
 * `flow-not-found`, `release-not-found`, `second-person-needed`, `flow-not-ready`, `alias-changed` (somebody moved it), `store-unavailable`.
 */
export async function moveAlias(deps: MoveAliasDeps, input: Move, requests?: (atMs: number) => ApprovalChange): Promise<AliasState> {
  const { flowId, alias, release, expected, note, by, approvedBy, alone, despite } = input;
  const standing = await standingOf(deps, flowId);
  const from = releaseAt(standing, alias);
  if (expected !== undefined && expected !== from) throw changed(alias, from);
  if (release > standing.newest) throw new AppError('release-not-found');
  const before = standing.aliases[alias];
  const atMs = deps.clock.nowMs();
  if (release === from) return before ?? { release, movedAtMs: atMs, movedBy: by };
  if (approvedBy === undefined && alone === undefined && (await needsSecondToMove(deps, input))) throw new AppError('second-person-needed');
  if (despite === undefined && release !== before?.previous) await refuseUnkept(deps, input);
  const why = { ...(note !== undefined && { note }), ...(approvedBy && { approvedBy }) };
  const after = { release, movedAtMs: atMs, movedBy: by, ...why, ...(from !== undefined && { previous: from }) };
  const reasons = { ...why, ...(alone !== undefined && { alone }), ...(despite !== undefined && { despite }) };
  const move = { alias, to: release, atMs, by, ...reasons, ...(from !== undefined && { from }) };
  const change = { flowId, alias, after, move, ...(before && { before }), ...(requests && { approval: requests(atMs) }) };
  if (!(await deps.releases.move(change))) throw changed(alias);
  await deps.flowNews.tell({ kind: 'alias-moved', flowId, alias, release, by, atMs });
  return after;
}

/** Points an alias back at the release before. Throws `no-way-back` and what `moveAlias` throws. */
export async function moveBack(deps: MoveAliasDeps, input: Omit<Move, 'release'>): Promise<AliasState> {
  const { previous } = (await standingOf(deps, input.flowId)).aliases[input.alias] ?? {};
  if (previous === undefined) throw new AppError('no-way-back');
  return moveAlias(deps, { ...input, release: previous });
}

/** Takes an alias away. Throws `alias-fixed` (`live`), `alias-in-use` (the details list the numbers), `alias-not-found`, `alias-changed`, `flow-not-found`, `store-unavailable`. */
export async function removeAlias(deps: MoveAliasDeps, { flowId, alias, by }: Pick<Move, 'flowId' | 'alias' | 'by'>): Promise<void> {
  if (alias === LIVE) throw new AppError('alias-fixed');
  const before = (await standingOf(deps, flowId)).aliases[alias];
  if (!before) throw new AppError('alias-not-found');
  const assigned = Object.entries(await deps.assignments.all());
  const numbers = assigned.flatMap(([number, text]) => {
    const target = readTarget(text);
    return target.flowId === flowId && target.alias === alias ? [number] : [];
  });
  if (numbers.length > 0) throw new AppError('alias-in-use', undefined, { details: { numbers } });
  const atMs = deps.clock.nowMs();
  if (!(await deps.releases.move({ flowId, alias, before, move: { alias, from: before.release, atMs, by } }))) throw changed(alias);
  await deps.flowNews.tell({ kind: 'alias-moved', flowId, alias, by, atMs });
}

async function refuseUnkept(deps: MoveAliasDeps, { flowId, alias, release }: Move): Promise<void> {
  const found = await deps.releases.get(flowId, release);
  if (!found) throw new AppError('release-not-found');
  refuseUnready(flowId, await lookAtOffers(deps, { flowId, alias, after: found.flow, problems: found.problems ?? [] }));
}

async function standingOf({ releases }: MoveAliasDeps, flowId: string): Promise<Standing> {
  const standing = await releases.standingOf(flowId);
  if (!standing) throw new AppError('flow-not-found');
  return standing;
}

function changed(alias: string, release?: number): AppError {
  return new AppError('alias-changed', undefined, { details: { alias, ...(release !== undefined && { release }) } });
}
