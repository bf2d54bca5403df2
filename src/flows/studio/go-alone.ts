import { AppError } from '../../base/errors.ts';
import type { Release } from '../releases.ts';
import type { AliasState } from './alias.ts';
import { type ApprovalDeps, askAfterwards } from './ask-approval.ts';
import type { Editor } from './draft.ts';
import { moveAlias, needsSecondToMove } from './move-alias.ts';
import { openDraft } from './open-draft.ts';
import { needsSecond, publishDraft } from './publish-draft.ts';
import { editorsOf, isMachine } from './second-person.ts';

interface Alone {
  readonly flowId: string;
  readonly by: Editor;
  /** Why nobody else could be asked. */
  readonly alone: string;
  readonly despite?: string;
}

/**
 * Publishes without the second person who would be needed; somebody else is asked to look at it afterwards, and until then it is an
 * alarm. Throws `person-needed` and what publishing throws.
 */
export async function publishAlone(
  deps: ApprovalDeps,
  input: Alone & { readonly draftRevision: number; readonly note: string; readonly makeLive: boolean },
): Promise<Release> {
  const { alone, ...rest } = input;
  const { flowId, by } = rest;
  if (isMachine(by)) throw new AppError('person-needed');
  const draft = await openDraft(deps, flowId);
  if (!(await needsSecond(deps, draft, by))) return publishDraft(deps, rest);
  return publishDraft(deps, input, (release) => askAfterwards(deps, { flowId, alone, by, editors: editorsOf(draft), release }));
}

/** The same for an alias. Throws `person-needed` and what moving it throws. */
export async function moveAlone(
  deps: ApprovalDeps,
  input: Alone & { readonly alias: string; readonly release: number; readonly expected?: number; readonly note?: string },
): Promise<AliasState> {
  const { alone, ...rest } = input;
  const { flowId, by, alias, release } = rest;
  if (isMachine(by)) throw new AppError('person-needed');
  if (!(await deps.releases.standingOf(flowId))) throw new AppError('flow-not-found');
  if (!(await needsSecondToMove(deps, rest))) return moveAlias(deps, rest);
  return moveAlias(deps, input, () => askAfterwards(deps, { flowId, alone, by, editors: [by], release, alias }));
}
