import type { DraftFlow } from '../../../../flows/edit/draft.ts';

/** What was edited and is not saved yet, and the draft that it began from. */
export interface KeptDraft {
  readonly baseRevision: number;
  readonly base: DraftFlow;
  readonly flow: DraftFlow;
}

/** Keeps unsaved edits in the browser, so that neither a reload nor a dropped network loses any. */
export interface DraftKeeper {
  load(): KeptDraft | undefined;
  /** False: there is no room for it. */
  keep(draft: KeptDraft): boolean;
  drop(): void;
}

export function createDraftKeeper(storage: Storage, userId: string, flowId: string): DraftKeeper {
  const key = `relevo.draft.${userId}.${flowId}`;
  return {
    load: () => {
      try {
        const text = storage.getItem(key);
        return text === null ? undefined : (JSON.parse(text) as KeptDraft);
      } catch {
        return undefined;
      }
    },
    keep: (draft) => {
      try {
        storage.setItem(key, JSON.stringify(draft));
        return true;
      } catch {
        return false;
      }
    },
    drop: () => storage.removeItem(key),
  };
}
