import type { FlowSide } from '../exits.ts';
import { isObject, type JsonObject, valueAt } from './json.ts';

/** A flow as its file has it, nothing filled in: what the canvas edits and saves. It may be wrong; the linter says how. */
export type DraftFlow = JsonObject;

export const SIDES: readonly FlowSide[] = ['call', 'chat'];

/** A step of one side. */
export interface StepRef {
  readonly side: FlowSide;
  readonly step: string;
}

const NONE: JsonObject = {};

/** The steps of one side, in the order of the file; what is no object is left out. */
export function draftSteps(flow: DraftFlow, side: FlowSide): readonly (readonly [id: string, step: JsonObject])[] {
  const steps = valueAt(flow, [side, 'steps']);
  return Object.entries(isObject(steps) ? steps : NONE).flatMap(([id, step]) => (isObject(step) ? [[id, step] as const] : []));
}

export function draftStep(flow: DraftFlow, { side, step }: StepRef): JsonObject | undefined {
  const found = valueAt(flow, [side, 'steps', step]);
  return isObject(found) ? found : undefined;
}

/** The key of `layout` under which a box’s place stands: the side and the step, as call/greeting. */
export function boxKey({ side, step }: StepRef): string {
  return `${side}/${step}`;
}

/** The languages that the flow names, the default first. */
export function draftLanguages(flow: DraftFlow): readonly string[] {
  const { languages } = flow;
  return Array.isArray(languages) ? languages.filter((each): each is string => typeof each === 'string') : [];
}
