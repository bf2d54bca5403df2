import type { FlowSide } from '../exits.ts';
import { type DraftFlow, draftSteps } from './draft.ts';
import { exitSlots } from './exit-slots.ts';
import { type JsonPath, valueAt, withValue } from './json.ts';

/** A place of the file that names a step. `holder`: what goes when the step goes; the place itself when absent. */
export interface Reference {
  readonly path: JsonPath;
  readonly to: string;
  readonly holder?: JsonPath;
  readonly from?: string;
}

/** Every place that names a step of a side: its start, exits, the offer of a queue, the survey after the close. */
export function referencesOf(flow: DraftFlow, side: FlowSide): readonly Reference[] {
  const found: Reference[] = [];
  const note = (path: JsonPath, more: Omit<Reference, 'path' | 'to'> = {}) => {
    const to = valueAt(flow, path);
    if (typeof to === 'string') found.push({ path, to, ...more });
  };
  note([side, 'start']);
  for (const [from, step] of draftSteps(flow, side)) {
    const at = [side, 'steps', from];
    for (const { path } of exitSlots(side, step)) note([...at, ...path], { from });
    if (step.type === 'queue') note([...at, 'offer', 'step'], { from, holder: [...at, 'offer'] });
  }
  if (side === 'chat') note(['chat', 'afterClose', 'step'], { holder: ['chat', 'afterClose'] });
  return found;
}

/** The flow with its references led elsewhere; `undefined` takes one out. Those that stay are not touched. */
export function withReferences(flow: DraftFlow, side: FlowSide, lead: (reference: Reference) => string | undefined): DraftFlow {
  return referencesOf(flow, side).reduce<DraftFlow>((changed, reference) => {
    const to = lead(reference);
    if (to === reference.to) return changed;
    const path = to === undefined ? (reference.holder ?? reference.path) : reference.path;
    return withValue(changed, path, to) as DraftFlow;
  }, flow);
}
