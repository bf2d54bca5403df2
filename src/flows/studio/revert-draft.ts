import { AppError } from '../../base/errors.ts';
import type { Editor } from './draft.ts';
import { type OpenedDraft, openDraft } from './open-draft.ts';
import { draftChanged, type SaveDraftDeps } from './save-draft.ts';

interface Input {
  readonly flowId: string;
  /** The revision that whoever reverts has seen; absent: whichever there is. */
  readonly revision?: number;
  readonly by: Editor;
}

/**
 * Throws the draft away: what is edited is the newest release again. A flow that was never released is gone then. Throws
 * `flow-not-found`, `draft-changed`, `store-unavailable`.
 */
export async function revertDraft(deps: SaveDraftDeps, { flowId, revision, by }: Input): Promise<OpenedDraft | undefined> {
  const before = await openDraft(deps, flowId);
  if (revision !== undefined && revision !== before.revision) throw draftChanged(before);
  if (!before.changed) return before;
  if (!(await deps.drafts.remove(flowId, before.revision))) throw draftChanged(await openDraft(deps, flowId));
  await deps.flowNews.tell({ kind: 'draft-reverted', flowId, revision: before.revision + 1, by, atMs: deps.clock.nowMs() });
  return openDraft(deps, flowId).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'flow-not-found') return undefined;
    throw thrown;
  });
}
