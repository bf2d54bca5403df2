import type { Approval, ApprovalChange } from './approval.ts';
import type { Editor } from './draft.ts';

/** A draft that becomes a release at a time; one for each flow. */
export interface ScheduledRelease {
  readonly flowId: string;
  /** The revision that is meant: a newer one is not published unseen. */
  readonly draftRevision: number;
  readonly note: string;
  readonly makeLive: boolean;
  readonly publishAtMs: number;
  readonly by: Editor;
  /** Of a second person, for this very revision. */
  readonly approval?: Approval;
  /** Why it is to be live although its offers may not be kept then. */
  readonly despite?: string;
  readonly fromFiles?: true;
  /** It was tried at its time, and why it was not published. */
  readonly refused?: { readonly atMs: number; readonly problems: readonly string[] };
}

/** The port to what is to be published later. Survives a restart. Throws AppError `store-unavailable`. */
export interface ScheduleStore {
  read(flowId: string): Promise<ScheduledRelease | undefined>;
  all(): Promise<readonly ScheduledRelease[]>;
  /** In place of what was scheduled of the flow before. False: what was asked for was decided meanwhile. */
  put(scheduled: ScheduledRelease, approval?: ApprovalChange): Promise<boolean>;
  /** False: nothing was scheduled. */
  remove(flowId: string): Promise<boolean>;
  /** What is due, for this process alone until the lease ends. */
  lease(nowMs: number, leaseMs: number): Promise<readonly ScheduledRelease[]>;
  /** What became of one that was leased: gone, or refused. Nothing, if it was scheduled anew or cancelled meanwhile. */
  settle(leased: ScheduledRelease, refused?: ScheduledRelease['refused']): Promise<void>;
}
