import type { FlowSide } from '../exits.ts';
import type { StepRef } from './draft.ts';
import type { Json, JsonObject, JsonPath } from './json.ts';
import type { StepClip } from './step-clip.ts';

/** Where the left upper corner of a box stands on the canvas, in its own units. */
export type Spot = readonly [x: number, y: number];

/** An exit of a step, by where its target stands inside the step. */
export interface ExitRef extends StepRef {
  readonly path: JsonPath;
}

/** One change of a flow, as data. */
export type Edit =
  | {
      readonly kind: 'add-step';
      readonly side: FlowSide;
      readonly id: string;
      readonly step: JsonObject;
      readonly spot?: Spot;
      readonly after?: ExitRef;
    }
  | { readonly kind: 'remove-steps'; readonly steps: readonly StepRef[] }
  | { readonly kind: 'rename-step'; readonly side: FlowSide; readonly from: string; readonly to: string }
  | { readonly kind: 'paste'; readonly side: FlowSide; readonly clip: StepClip; readonly spot?: Spot }
  | { readonly kind: 'connect'; readonly exit: ExitRef; readonly to: string }
  | { readonly kind: 'disconnect'; readonly exit: ExitRef }
  | { readonly kind: 'set-start'; readonly side: FlowSide; readonly step: string }
  /** Anything else in the file; without a value the field is taken out. */
  | { readonly kind: 'set'; readonly path: JsonPath; readonly value?: Json | undefined }
  | { readonly kind: 'insert-item'; readonly path: JsonPath; readonly at: number; readonly value: Json }
  | { readonly kind: 'remove-item'; readonly path: JsonPath; readonly at: number }
  | { readonly kind: 'move-item'; readonly path: JsonPath; readonly from: number; readonly to: number }
  /** Boxes by their key in `layout`. */
  | { readonly kind: 'move-boxes'; readonly boxes: Readonly<Record<string, Spot>> }
  | { readonly kind: 'rename-variable'; readonly from: string; readonly to: string }
  /** The whole file, as the expert view has it. */
  | { readonly kind: 'replace'; readonly flow: JsonObject }
  /** Several at once: all of them or none. */
  | { readonly kind: 'all'; readonly edits: readonly Edit[] };

/** Why an edit was not made. */
export type RefusalCode =
  | 'step-missing'
  | 'step-exists'
  | 'step-id'
  | 'step-type'
  | 'start-step'
  | 'exit-missing'
  | 'path'
  | 'item'
  | 'variable'
  | 'clip';

export interface Refusal {
  readonly code: RefusalCode;
  /** What it is about: an id, a path. */
  readonly about: string;
}

export type EditResult = { readonly ok: true; readonly flow: JsonObject } | { readonly ok: false; readonly refusal: Refusal };
