import type { Release, ReleaseStore } from '../releases.ts';
import { writeJson } from '../write-json.ts';
import type { FlowSource } from './draft.ts';

/** The texts a release was made from; of one that was published before they were kept, its content. */
export async function releaseSource(releases: Pick<ReleaseStore, 'source'>, release: Release): Promise<FlowSource> {
  return (await releases.source(release.flowId, release.number)) ?? { flow: writeJson(release.flow) };
}
