import { AppError } from '../../base/errors.ts';
import type { Release, ReleaseStore } from '../releases.ts';
import { type Draft, type Editor, nameIn } from './draft.ts';
import { openDraft } from './open-draft.ts';
import { releaseSource } from './release-source.ts';
import { draftChanged, type SaveDraftDeps } from './save-draft.ts';
import { editorsWith } from './second-person.ts';

interface Deps extends SaveDraftDeps {
  readonly releases: ReleaseStore;
}

interface Input {
  readonly flowId: string;
  readonly number: number;
  /** The revision of the draft that is replaced, as whoever restores has seen it. */
  readonly baseRevision: number;
  readonly by: Editor;
}

/** Makes what a release holds the draft. Throws `release-not-found`, `draft-changed`, `flow-not-found`, `store-unavailable`. */
export async function restoreRelease(deps: Deps, { flowId, number, baseRevision, by }: Input): Promise<Draft> {
  const release = await findRelease(deps.releases, flowId, number);
  const before = await openDraft(deps, flowId);
  if (before.revision !== baseRevision) throw draftChanged(before);
  const source = await releaseSource(deps.releases, release);
  const draft: Draft = {
    flowId,
    revision: baseRevision + 1,
    ...nameIn(source),
    basedOn: number,
    savedBy: by,
    savedAtMs: deps.clock.nowMs(),
    editors: editorsWith(before, by),
    source,
  };
  if (!(await deps.drafts.write(draft))) throw draftChanged(await openDraft(deps, flowId));
  await deps.flowNews.tell({ kind: 'draft-saved', flowId, revision: draft.revision, by, atMs: draft.savedAtMs });
  return draft;
}

/** A release of a flow. Throws `release-not-found`, `flow-not-found`, `store-unavailable`. */
export async function findRelease(releases: Pick<ReleaseStore, 'get' | 'standingOf'>, flowId: string, number: number): Promise<Release> {
  const release = await releases.get(flowId, number);
  if (release) return release;
  throw new AppError((await releases.standingOf(flowId)) ? 'release-not-found' : 'flow-not-found');
}
