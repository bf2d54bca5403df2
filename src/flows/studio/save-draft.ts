import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { type Draft, type Editor, type FlowSource, MAX_SOURCE_BYTES, nameIn } from './draft.ts';
import type { FlowNews } from './flow-news.ts';
import { type OpenDraftDeps, openDraft } from './open-draft.ts';
import { editorsWith } from './second-person.ts';

export interface SaveDraftDeps extends OpenDraftDeps {
  readonly clock: Clock;
  readonly flowNews: Pick<FlowNews, 'tell'>;
}

interface Input {
  readonly flowId: string;
  /** The revision that was edited. */
  readonly baseRevision: number;
  readonly flow: string;
  /** Absent: the cases stay as they are. `null`: there are none any more. */
  readonly cases?: string | null;
  readonly by: Editor;
}

/**
 * Keeps what was edited, wrong or not. Throws `draft-changed` (the details say by whom) when somebody saved since,
 * `draft-too-large`, `flow-not-found`, `store-unavailable`.
 */
export async function saveDraft(deps: SaveDraftDeps, input: Input): Promise<Draft> {
  const { flowId, baseRevision, by } = input;
  const before = await openDraft(deps, flowId);
  if (before.revision !== baseRevision) throw draftChanged(before);
  const cases = input.cases === undefined ? before.source.cases : (input.cases ?? undefined);
  const source: FlowSource = { flow: input.flow, ...(cases !== undefined && { cases }) };
  refuseTooLarge(source);
  const { basedOn } = before;
  const head = { flowId, revision: baseRevision + 1, savedBy: by, savedAtMs: deps.clock.nowMs(), editors: editorsWith(before, by) };
  const draft: Draft = { ...head, ...nameIn(source), source, ...(basedOn !== undefined && { basedOn }) };
  if (!(await deps.drafts.write(draft))) throw draftChanged(await openDraft(deps, flowId));
  await deps.flowNews.tell({ kind: 'draft-saved', flowId, revision: draft.revision, by, atMs: draft.savedAtMs });
  return draft;
}

export function refuseTooLarge({ flow, cases = '' }: FlowSource): void {
  if ([flow, cases].some((text) => new TextEncoder().encode(text).length > MAX_SOURCE_BYTES)) throw new AppError('draft-too-large');
}

/** The refusal of whoever edited an older revision. */
export function draftChanged({ revision, savedBy, savedAtMs }: Pick<Draft, 'revision'> & Partial<Draft>): AppError {
  const who = savedBy ? `${savedBy.name} has saved this draft meanwhile.` : 'The draft was published or reverted meanwhile.';
  const details = { revision, ...(savedBy && { savedBy }), ...(savedAtMs !== undefined && { savedAtMs }) };
  return new AppError('draft-changed', `${who} Take over what changed, then save again.`, { details });
}
