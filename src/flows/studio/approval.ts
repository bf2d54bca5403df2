import type { Editor } from './draft.ts';

/** What a second person said yes to, as it stands in the record of a release. */
export interface Approval {
  readonly askedBy: Editor;
  readonly note: string;
  readonly by: Editor;
  readonly atMs: number;
  readonly words?: string;
}

/** What a second person is asked to look at. */
export type AskedFor =
  | {
      readonly kind: 'publish';
      /** The revision that is meant: a newer one is not published unseen. */
      readonly draftRevision: number;
      readonly makeLive: boolean;
      /** Absent: when it is approved. */
      readonly publishAtMs?: number;
      readonly despite?: string;
      readonly fromFiles?: true;
    }
  | { readonly kind: 'move'; readonly alias: string; readonly release: number; readonly despite?: string }
  /** An administrator did it alone: callers hear it already. */
  | { readonly kind: 'afterwards'; readonly release: number; readonly alias?: string };

export interface ApprovalRequest {
  readonly id: string;
  /** What it is about: of two that would do the same, the later one counts. See `slotOf`. */
  readonly slot: string;
  readonly flowId: string;
  readonly asked: AskedFor;
  readonly note: string;
  readonly by: Editor;
  readonly atMs: number;
  /** Everybody who had a hand in it. */
  readonly editors: readonly Editor[];
}

export const VERDICTS = ['approved', 'rejected', 'withdrawn', 'replaced'] as const;

/** A request with what became of it. */
export interface SettledRequest extends ApprovalRequest {
  readonly verdict: (typeof VERDICTS)[number];
  readonly settledBy: Editor;
  readonly settledAtMs: number;
  readonly words?: string;
  /** The release that it became. */
  readonly release?: number;
}

/** What is written about requests together with a release, a move or a schedule, or not at all. */
export interface ApprovalChange {
  /** As it was read: if it is not that any more, nothing is written. */
  readonly settles?: { readonly before: ApprovalRequest; readonly after: SettledRequest };
  readonly adds?: ApprovalRequest;
}

/** The port to what waits for a second person. Throws AppError `store-unavailable`. */
export interface ApprovalStore {
  /** Of all flows, oldest first. */
  waiting(): Promise<readonly ApprovalRequest[]>;
  /** Of a flow, newest first; the newest 200 are kept. */
  settled(flowId: string): Promise<readonly SettledRequest[]>;
  /** False: what it settles is not what it was. */
  write(change: ApprovalChange): Promise<boolean>;
}

/** Of two that would do the same, the later one counts. */
export function slotOf({ flowId, asked }: Pick<ApprovalRequest, 'flowId' | 'asked'>): string {
  if (asked.kind === 'publish') return `${flowId}/publish`;
  if (asked.kind === 'move') return `${flowId}/move/${asked.alias}`;
  return `${flowId}/afterwards/${asked.release}/${asked.alias ?? ''}`;
}
