import type { FlowSource } from '../flows/studio/draft.ts';
import type { OpenShelf } from './open-shelf.ts';

/** The file of a flow in the flows folder. */
export function fileOf({ folder }: OpenShelf, flowId: string): FlowSource | undefined {
  return [...folder.good.map(({ flow, source }) => ({ flowId: flow.id, source })), ...folder.refused].find((file) => file.flowId === flowId)
    ?.source;
}
