import type { Case, CaseFile } from '../../../../flows/cases.ts';
import type { FlowCoverage } from '../../../../flows/coverage.ts';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';
import type { Rehearsal, Rehearsed } from '../../../../flows/rehearsal.ts';
import type { CaseFailure } from '../../../../flows/run-cases.ts';

/** What is asked of the worker that plays; the flow is that of the draft, as it stands. */
export type PlayQuestion = { readonly flow: DraftFlow; readonly beside: BesideFlow } & (
  | { readonly kind: 'rehearse'; readonly rehearsal: Rehearsal }
  | { readonly kind: 'keep'; readonly rehearsal: Rehearsal; readonly name: string }
  | { readonly kind: 'cases'; readonly file: CaseFile }
);

export interface CasesPlayed {
  readonly results: readonly { readonly name: string; readonly language: string; readonly failures: readonly CaseFailure[] }[];
  readonly coverage: FlowCoverage;
  /** With what really happened as its expectations. */
  readonly updated: CaseFile;
}

/** `broken`: the flow has errors, and can't be played before they are mended. */
export type PlayAnswer =
  | { readonly kind: 'broken' }
  | { readonly kind: 'rehearsed'; readonly rehearsed: Rehearsed }
  | { readonly kind: 'kept'; readonly kept: Case }
  | { readonly kind: 'cases'; readonly played: CasesPlayed };
