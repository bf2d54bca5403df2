import { CaseFile } from '../../../../flows/cases.ts';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import { sameJson } from '../../../../flows/edit/json.ts';
import { chooseMine, type MergeConflict, mergeDrafts } from '../../../../flows/edit/merge-drafts.ts';
import type { FlowDraft } from '../../../../http/contract/drafts.ts';
import { ApiProblem, callApi } from '../../../api/call-api.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import type { EditorStore } from './editor-store.ts';

export interface Autosave {
  /** Begins to save; the function given back ends it, keeping what is not saved. */
  start(): () => void;
  /** Saves now instead of in a moment. */
  saveNow(): Promise<void>;
  /** Changes the recorded conversations, as they are by then. */
  changeCases(change: (cases: CaseFile | undefined) => CaseFile): Promise<void>;
  /** Somebody saved: fetch it and join it with mine. */
  lookAgain(revision?: number): Promise<void>;
  /** Goes on after a clash: mine where `mine` says so, theirs elsewhere. */
  settle(mine: (conflict: MergeConflict) => boolean): void;
  /** The revision that is agreed with the service. */
  revision(): number;
}

/** The recorded conversations of a draft; undefined when there are none, or what is there is none. */
export function casesOf({ cases }: Pick<FlowDraft, 'cases'>): CaseFile | undefined {
  const parsed = CaseFile.safeParse(cases);
  return parsed.success ? parsed.data : undefined;
}

export interface AutosaveDeps {
  readonly flowId: string;
  readonly store: EditorStore;
  readonly keeper: DraftKeeper;
  readonly revision: number;
  readonly flow: DraftFlow;
}

const AFTER_MS = 700;
/** Leaving the page keeps at once; in between, the whole flow is not written at every key. */
const KEEP_MS = 500;
const LONGEST_RETRY_MS = 20_000;

/** Between two frames, when nothing is typed; at the latest after a second. */
function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: 1000 });
  else work();
}

/** Saves the draft by itself, a moment after each change, and joins it with what others save. */
export function createAutosave({ flowId, store, keeper, revision, flow }: AutosaveDeps): Autosave {
  let base = flow;
  let baseRevision = revision;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let keeping: ReturnType<typeof setTimeout> | undefined;
  let working: Promise<void> | undefined;
  let failures = 0;
  let ended = false;

  const mine = () => store.getState().history.flow;

  function keepNow(): void {
    clearTimeout(keeping);
    keeping = undefined;
    if (mine() === base) keeper.drop();
    else keeper.keep({ baseRevision, base, flow: mine() });
  }

  function plan(afterMs: number): void {
    clearTimeout(timer);
    if (!ended) timer = setTimeout(() => void saveNow(), afterMs);
  }

  function saved(atMs?: number): void {
    failures = 0;
    keepNow();
    store.set({ save: { kind: 'saved', atMs } });
  }

  async function put(): Promise<void> {
    const sent = mine();
    if (store.getState().clash || store.getState().readOnly) return;
    if (sent === base || sameJson(sent, base)) return saved();
    store.set({ save: { kind: 'saving' } });
    try {
      const answer = await callApi('saveDraft', { params: { id: flowId }, body: { baseRevision, flow: sent } });
      base = sent;
      baseRevision = answer.revision;
      if (mine() === sent) saved(answer.savedAtMs);
      else plan(AFTER_MS);
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'draft-changed') return join();
      failed(error);
    }
  }

  function failed(error: unknown): void {
    const again = !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500 || error.status === 429;
    failures += 1;
    keepNow();
    store.set({ save: { kind: 'failed', error, again } });
    if (again) plan(Math.min(LONGEST_RETRY_MS, 1000 * 2 ** failures));
  }

  async function join(): Promise<void> {
    const draft = await callApi('draft', { params: { id: flowId } });
    if (draft.revision === baseRevision) return;
    const theirs = draft.flow as DraftFlow;
    const merged = mergeDrafts(base, mine(), theirs);
    base = theirs;
    baseRevision = draft.revision;
    store.set({ cases: casesOf(draft) });
    const touched = mine() !== merged.flow;
    store.takeOver(merged.flow);
    if (merged.conflicts.length > 0) store.set({ clash: merged });
    else if (touched) store.set({ notice: { kind: 'joined', name: draft.savedBy?.name } });
    keepNow();
    if (merged.flow === theirs) saved(draft.savedAtMs);
    else plan(AFTER_MS);
  }

  /** One after the other: what is asked meanwhile waits. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const next = (working ?? Promise.resolve()).then(work).catch(failed);
    working = next;
    return next;
  }

  /** With what somebody saved meanwhile, the change is made anew. Throws ApiProblem. */
  async function putCases(change: (cases: CaseFile | undefined) => CaseFile, tries = 3): Promise<void> {
    const cases = change(store.getState().cases);
    const sent = mine();
    try {
      const answer = await callApi('saveDraft', { params: { id: flowId }, body: { baseRevision, flow: sent, cases } });
      base = sent;
      baseRevision = answer.revision;
      store.set({ cases });
      saved(answer.savedAtMs);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'draft-changed' || tries === 0) throw error;
      await join();
      if (!store.getState().clash) await putCases(change, tries - 1);
    }
  }

  function saveNow(): Promise<void> {
    clearTimeout(timer);
    return inTurn(put);
  }

  return {
    start: () => {
      ended = false;
      let known = mine();
      const leave = store.subscribe(() => {
        const now = mine();
        if (now === known) return;
        known = now;
        if (store.getState().save.kind !== 'saving' && now !== base) store.set({ save: { kind: 'waiting' } });
        keeping ??= setTimeout(() => whenIdle(keepNow), KEEP_MS);
        plan(AFTER_MS);
      });
      const hurry = () => {
        if (document.visibilityState === 'hidden') keepNow();
      };
      const online = () => void saveNow();
      const beforeUnload = () => keepNow();
      window.addEventListener('online', online);
      window.addEventListener('pagehide', beforeUnload);
      document.addEventListener('visibilitychange', hurry);
      if (mine() !== base) plan(0);
      return () => {
        keepNow();
        void saveNow();
        ended = true;
        leave();
        window.removeEventListener('online', online);
        window.removeEventListener('pagehide', beforeUnload);
        document.removeEventListener('visibilitychange', hurry);
      };
    },
    saveNow,
    changeCases: (change) => inTurn(() => putCases(change)),
    lookAgain: (seen) => inTurn(async () => (seen !== undefined && seen <= baseRevision ? undefined : join())),
    settle: (choice) => {
      const { clash, history } = store.getState();
      if (!clash) return;
      store.set({ clash: undefined });
      store.takeOver(chooseMine({ flow: history.flow, conflicts: clash.conflicts }, choice));
      plan(0);
    },
    revision: () => baseRevision,
  };
}
