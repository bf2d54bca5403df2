import type { DraftFlow } from './draft.ts';
import { mergeDrafts } from './merge-drafts.ts';

/** One thing that can be undone. Changes of one group, such as typing in one field, are one. */
interface Change {
  readonly before: DraftFlow;
  readonly after: DraftFlow;
  readonly label: string;
  readonly group?: string | undefined;
}

type Trail = { readonly change: Change; readonly rest: Trail } | undefined;

/** A flow and how it came to be; versions share what they have in common, so there is no limit. */
export interface EditHistory {
  readonly flow: DraftFlow;
  readonly past: Trail;
  readonly future: Trail;
}

export function beginHistory(flow: DraftFlow): EditHistory {
  return { flow, past: undefined, future: undefined };
}

/** The flow changed by this editor. */
export function recordChange(history: EditHistory, flow: DraftFlow, label: string, group?: string): EditHistory {
  if (flow === history.flow) return history;
  const last = history.past?.change;
  const goesOn = group !== undefined && last?.group === group && last.after === history.flow;
  const past: Trail = goesOn
    ? { change: { ...last, after: flow }, rest: history.past?.rest }
    : { change: { before: history.flow, after: flow, label, group }, rest: history.past };
  return { flow, past, future: undefined };
}

/** Ends the group: what comes next is undone by itself. */
export function sealGroup(history: EditHistory): EditHistory {
  const { past } = history;
  if (past?.change.group === undefined) return history;
  return { ...history, past: { change: { ...past.change, group: undefined }, rest: past.rest } };
}

/** The flow changed by somebody else; what this editor did can still be undone. */
export function takeOver(history: EditHistory, flow: DraftFlow): EditHistory {
  return { ...history, flow };
}

/** One change back. What somebody else has changed at the same place since then stays. */
export function undo(history: EditHistory): EditHistory {
  const { past } = history;
  if (!past) return history;
  const { before, after, label } = past.change;
  const flow = history.flow === after ? before : mergeDrafts(after, before, history.flow).flow;
  return { flow, past: past.rest, future: { change: { before: flow, after: history.flow, label }, rest: history.future } };
}

/** One change on again. */
export function redo(history: EditHistory): EditHistory {
  const { future } = history;
  if (!future) return history;
  const { before, after, label } = future.change;
  const flow = history.flow === before ? after : mergeDrafts(before, after, history.flow).flow;
  return { flow, past: { change: { before: history.flow, after: flow, label }, rest: history.past }, future: future.rest };
}
