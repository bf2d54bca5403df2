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
  // It changes with each save only; its text need not be made anew at each change.
  let written: { readonly base: DraftFlow; readonly text: string } | undefined;
  const textOf = (base: DraftFlow) => {
    if (written?.base !== base) written = { base, text: JSON.stringify(base) };
    return written.text;
  };
  return {
    load: () => {
      try {
        const text = storage.getItem(key);
        return text === null ? undefined : (JSON.parse(text) as KeptDraft);
      } catch {
        return undefined;
      }
    },
    keep: ({ baseRevision, base, flow }) => {
      try {
        storage.setItem(key, `{"baseRevision":${baseRevision},"base":${textOf(base)},"flow":${JSON.stringify(flow)}}`);
        return true;
      } catch {
        return false;
      }
    },
    drop: () => storage.removeItem(key),
  };
}
