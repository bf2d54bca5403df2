import { z } from 'zod';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import { lintDraft } from '../../../../flows/edit/lint-draft.ts';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';

// The pages' content security policy allows no code made at run time.
z.config({ jitless: true });

let beside: BesideFlow | undefined;

/** The linter, beside the page; what lies beside the flow is as it was told last. */
addEventListener('message', ({ data }: MessageEvent<{ id: number; flow: DraftFlow; beside?: BesideFlow }>) => {
  beside = data.beside ?? beside;
  if (beside) postMessage({ id: data.id, answer: lintDraft(data.flow, beside) });
});
