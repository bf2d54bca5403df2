import type { Flow } from './flow.ts';
import { hasErrors, type Problem } from './lint/problem.ts';
import type { FlowSource } from './studio/draft.ts';

/** One publication of a flow. It never changes; calls and chats keep the release they began with. */
export interface Release {
  readonly flowId: string;
  /** 1 for the first; without gaps. */
  readonly number: number;
  readonly flow: Flow;
  readonly publishedAtMs: number;
  /** User id, or `file` for what was found in the flows folder at start. */
  readonly author: string;
  readonly note?: string;
  /** Of what the flow does, see `flow-fingerprint.ts`. */
  readonly sha256: string;
}

export type ReleaseHead = Omit<Release, 'flow'>;

/** The port to the releases. Kept for good. Throws AppError `store-unavailable`. */
export interface ReleaseStore {
  /** The newest release of every flow, by flow id. */
  list(): Promise<readonly Release[]>;
  latest(flowId: string): Promise<Release | undefined>;
  get(flowId: string, number: number): Promise<Release | undefined>;
  /** All releases of a flow, oldest first, without their content. */
  history(flowId: string): Promise<readonly ReleaseHead[]>;
  /** What was written to become the release; undefined for one that was published before texts were kept. */
  source(flowId: string, number: number): Promise<FlowSource | undefined>;
  /** False when the number is taken or is not the next one: somebody published a moment earlier. */
  append(release: Release, source?: FlowSource): Promise<boolean>;
}

/** `<flow id>@<release>`, as it stands on records and events. */
export function releaseRef({ flowId, number }: Pick<Release, 'flowId' | 'number'>): string {
  return `${flowId}@${number}`;
}

/** The parts of a release's reference, or undefined if the text is none. */
export function parseReleaseRef(ref: string): { readonly flowId: string; readonly number: number } | undefined {
  const match = /^([a-z][a-z0-9-]{0,39})@([1-9]\d{0,8})$/.exec(ref);
  return match ? { flowId: match[1] as string, number: Number(match[2]) } : undefined;
}

export type PublishDecision =
  /** The flow does what the newest release does: nothing to publish. */
  | { readonly kind: 'unchanged'; readonly release: Release }
  /** Errors: nothing is published, the newest release keeps serving. */
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'publish'; readonly release: Release };

export interface PublishRequest {
  readonly flow: Flow;
  /** Of `flow`, by `flow-fingerprint.ts`. */
  readonly sha256: string;
  readonly problems: readonly Problem[];
  readonly nowMs: number;
  readonly author: string;
  readonly note?: string;
}

/** May this become the next release, and which? Pure. */
export function decidePublish(current: Release | undefined, request: PublishRequest): PublishDecision {
  const { flow, sha256, problems, nowMs, author, note } = request;
  if (hasErrors(problems)) return { kind: 'refused', problems };
  if (current?.sha256 === sha256) return { kind: 'unchanged', release: current };
  const number = (current?.number ?? 0) + 1;
  const release = { flowId: flow.id, number, flow, publishedAtMs: nowMs, author, sha256, ...(note !== undefined && { note }) };
  return { kind: 'publish', release };
}
