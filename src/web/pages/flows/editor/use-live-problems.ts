import { useEffect } from 'react';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import { type Json, sameJson } from '../../../../flows/edit/json.ts';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';
import type { FlowProblem } from '../../../../http/contract/flows.ts';
import type { EditorStore } from './editor-store.ts';
import { callWorker } from './worker-call.ts';

const AFTER_MS = 250;

function isSame(found: readonly FlowProblem[], before: readonly FlowProblem[] | undefined): boolean {
  return before !== undefined && sameJson(found as readonly Json[], before as readonly Json[]);
}

/** Keeps the problems of the flow up to date, a moment after each change. */
export function useLiveProblems(store: EditorStore, beside: BesideFlow): void {
  useEffect(() => {
    const linter = callWorker<{ flow: DraftFlow; beside?: BesideFlow }, readonly FlowProblem[]>(
      () => new Worker(new URL('./lint-worker.ts', import.meta.url), { type: 'module' }),
    );
    let looked: DraftFlow | undefined;
    let isTold = false;
    let busy = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const { flow } = store.getState().history;
      if (busy || flow === looked) return;
      looked = flow;
      busy = true;
      // What lies beside the flow does not change: it is told once.
      const question = isTold ? { flow } : { flow, beside };
      isTold = true;
      const problems = await linter.ask(question).catch(() => undefined);
      busy = false;
      // The same problems stay the same objects: nothing is drawn again for them.
      if (problems && !isSame(problems, store.getState().problems)) store.set({ problems });
      if (store.getState().history.flow !== looked) plan();
    };
    const plan = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), AFTER_MS);
    };
    const leave = store.subscribe(() => {
      if (store.getState().history.flow !== looked) plan();
    });
    void look();
    return () => {
      clearTimeout(timer);
      leave();
      linter.end();
    };
  }, [store, beside]);
}
