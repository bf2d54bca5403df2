import type { Flow } from './flow.ts';
import { hasErrors, type Problem } from './lint/problem.ts';
import type { AliasMove, AliasState, Standing } from './studio/alias.ts';
import type { Approval, ApprovalChange } from './studio/approval.ts';
import type { Editor, FlowSource } from './studio/draft.ts';

/** One publication of a flow. It never changes; calls and chats keep the release they began with. */
export interface Release {
  readonly flowId: string;
  /** 1 for the first; without gaps. */
  readonly number: number;
  readonly flow: Flow;
  readonly publishedAtMs: number;
  /** User id, or `file` for what was found in the flows folder at start. */
  readonly author: string;
  readonly authorName?: string;
  readonly note?: string;
  /** Of what the flow does, see `flow-fingerprint.ts`. */
  readonly sha256: string;
  /** The warnings it had when it was published. */
  readonly problems?: readonly Problem[];
  /** What became of its recorded cases when it was published; absent: they were not played. */
  readonly cases?: CasesVerdict;
  /** The release that was edited to become this one. */
  readonly basedOn?: number;
  /** Everybody who saved the draft that it was. */
  readonly editors?: readonly Editor[];
  /** Somebody published it who had not edited it, or approved what somebody else asked for. */
  readonly seenByTwo?: true;
  /** Absent: nobody had to be asked. */
  readonly approval?: Approval;
  /** Why an administrator did without a second person. */
  readonly alone?: string;
  /** It was published at a time that somebody had set: which. Later than that, no process was there. */
  readonly scheduledForMs?: number;
  /** Why callers were to hear it although its offers could not be kept. */
  readonly despite?: string;
  /** It was pushed from files, by `npm run flow -- push`. */
  readonly fromFiles?: true;
}

/** How many conversations were played, one for each language of a case, and how much of the flow they walk. */
export interface CasesVerdict {
  readonly played: number;
  readonly steps: { readonly covered: number; readonly total: number };
  readonly exits: { readonly covered: number; readonly total: number };
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
  /** Which releases the aliases of every flow point at. */
  standing(): Promise<readonly Standing[]>;
  /** The same of one flow; undefined: it has no release. */
  standingOf(flowId: string): Promise<Standing | undefined>;
  /** How the aliases of a flow were moved, newest first. */
  moves(flowId: string): Promise<readonly AliasMove[]>;
  append(publication: Publication): Promise<'appended' | 'raced' | 'draft-changed' | 'approval-changed'>;
  /** False when the alias or the request is not any more what it was, or the release does not exist. */
  move(change: AliasChange): Promise<boolean>;
  /** By flow id, the fingerprint of the file that was last taken from the flows folder. */
  folderMarks(): Promise<Readonly<Record<string, string>>>;
  markFolder(flowId: string, sha256: string): Promise<void>;
}

/** What one alias becomes. */
export interface AliasChange {
  readonly flowId: string;
  readonly alias: string;
  /** As it was read; absent: there was none. */
  readonly before?: AliasState;
  /** Absent: it is taken away. */
  readonly after?: AliasState;
  /** Absent: nothing moved, what was understood is written down. */
  readonly move?: AliasMove;
  readonly approval?: ApprovalChange;
}

/** A release with all that is written together with it, or not at all. */
export interface Publication {
  /** `raced` when its number is taken or is not the next one. */
  readonly release: Release;
  readonly source?: FlowSource;
  /** The draft that it was, which is gone then: `draft-changed` when that is at another revision. */
  readonly draftRevision?: number;
  /** `raced` when it is not any more what it was. */
  readonly live?: Omit<AliasChange, 'flowId' | 'alias' | 'approval'>;
  /** `approval-changed` when what was asked for was decided meanwhile. */
  readonly approval?: ApprovalChange;
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

/** Who publishes what stands in the flows folder at start. */
export const FROM_FOLDER: Editor = { userId: 'file', name: 'flows folder' };

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
  /** Absent: the flows folder. */
  readonly by?: Editor;
  readonly note?: string;
}

/** May this become the next release, and which? Pure. */
export function decidePublish(current: Release | undefined, request: PublishRequest): PublishDecision {
  const { flow, sha256, problems, nowMs, by, note } = request;
  if (hasErrors(problems)) return { kind: 'refused', problems };
  if (current?.sha256 === sha256) return { kind: 'unchanged', release: current };
  const number = (current?.number ?? 0) + 1;
  const author = by ? { author: by.userId, authorName: by.name } : { author: FROM_FOLDER.userId };
  const release = { flowId: flow.id, number, flow, publishedAtMs: nowMs, ...author, sha256, ...(note !== undefined && { note }) };
  return { kind: 'publish', release };
}
