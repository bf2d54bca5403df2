import { AppError } from '../../base/errors.ts';
import type { ReleaseStore } from '../releases.ts';
import type { DraftHead, DraftStore, FlowSource } from './draft.ts';
import { releaseSource } from './release-source.ts';

export interface OpenDraftDeps {
  readonly drafts: DraftStore;
  readonly releases: Pick<ReleaseStore, 'latest' | 'source'>;
  /** The file of a flow in the flows folder, for one whose file was never good enough to be released. */
  readonly fileOf: (flowId: string) => FlowSource | undefined;
}

export interface OpenedDraft extends Partial<Omit<DraftHead, 'flowId' | 'revision'>> {
  readonly flowId: string;
  readonly revision: number;
  readonly source: FlowSource;
  /** False: it is the newest release, nothing is to be published. */
  readonly changed: boolean;
}

/** What is edited of a flow: its draft, else its newest release, else its file. Throws `flow-not-found`, `store-unavailable`. */
export async function openDraft({ drafts, releases, fileOf }: OpenDraftDeps, flowId: string): Promise<OpenedDraft> {
  const { revision, draft } = await drafts.read(flowId);
  if (draft) return { ...draft, changed: true };
  const release = await releases.latest(flowId);
  const source = release ? await releaseSource(releases, release) : fileOf(flowId);
  if (!source) throw new AppError('flow-not-found');
  return { flowId, revision, source, changed: false, ...(release && { basedOn: release.number }) };
}
