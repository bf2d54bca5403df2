import type { Editor } from './draft.ts';

/** What pages and other processes are told at once. */
export type FlowNewsItem =
  | { readonly kind: 'draft-saved'; readonly flowId: string; readonly revision: number; readonly by: Editor; readonly atMs: number }
  /** The draft is gone: what is edited is the release again. */
  | { readonly kind: 'draft-reverted'; readonly flowId: string; readonly revision: number; readonly by: Editor; readonly atMs: number }
  | { readonly kind: 'released'; readonly flowId: string; readonly release: number; readonly by: Editor; readonly atMs: number }
  /** Calls that begin from now on follow it; without a release it was taken away. */
  | {
      readonly kind: 'alias-moved';
      readonly flowId: string;
      readonly alias: string;
      readonly release?: number;
      readonly by: Editor;
      readonly atMs: number;
    }
  /** Calls read its rows from now on; it may be gone. */
  | { readonly kind: 'table-changed'; readonly table: string; readonly revision: number; readonly by: Editor; readonly atMs: number }
  /** Another flow answers a number. */
  | { readonly kind: 'numbers' }
  /** Who is at a draft changed. */
  | { readonly kind: 'present'; readonly flowId: string }
  /** The connection was away: whatever is shown may be old. */
  | { readonly kind: 'missed' };

/** How what happens in the studio becomes known on every instance. What is told while nobody listens is lost: whoever listens looks again now and then. */
export interface FlowNews {
  tell(item: FlowNewsItem): Promise<void>;
  /** Returns what ends the listening. */
  listen(listener: (item: FlowNewsItem) => void): () => void;
}
