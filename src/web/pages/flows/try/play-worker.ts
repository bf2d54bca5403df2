import { z } from 'zod';
import type { DraftFlow } from '../../../../flows/edit/draft.ts';
import { Flow } from '../../../../flows/flow.ts';
import type { BesideFlow } from '../../../../flows/parse-flow.ts';
import { bundleFlow, EMPTY_LIBRARY } from '../../../../flows/parts/bundle-flow.ts';
import { createRehearsals, keepAsCase } from '../../../../flows/rehearsal.ts';
import { runCases } from '../../../../flows/run-cases.ts';
import type { PlayAnswer, PlayQuestion } from './play-requests.ts';

// The pages' content security policy allows no code made at run time.
z.config({ jitless: true });

type Rehearse = ReturnType<typeof createRehearsals>;
/** The flow that was played last: making it ready takes longer than playing it. */
let ready: { readonly text: string; readonly flow: Flow; readonly rehearse: Rehearse } | undefined;

function makeReady(draft: DraftFlow, { library = EMPTY_LIBRARY }: BesideFlow): NonNullable<typeof ready> {
  const text = JSON.stringify(draft);
  if (ready?.text !== text) {
    const flow = bundleFlow(Flow.parse(draft), library);
    ready = { text, flow, rehearse: createRehearsals(flow) };
  }
  return ready;
}

function answer(question: PlayQuestion): PlayAnswer {
  let played: NonNullable<typeof ready>;
  try {
    played = makeReady(question.flow, question.beside);
  } catch {
    return { kind: 'broken' };
  }
  if (question.kind === 'rehearse') return { kind: 'rehearsed', rehearsed: played.rehearse(question.rehearsal) };
  if (question.kind === 'keep') return { kind: 'kept', kept: keepAsCase(played.flow, question.name, question.rehearsal) };
  const { results, coverage, updated } = runCases(played.flow, question.file);
  return {
    kind: 'cases',
    played: { coverage, updated, results: results.map(({ name, language, failures }) => ({ name, language, failures })) },
  };
}

/** The engine, beside the page. */
addEventListener('message', ({ data }: MessageEvent<PlayQuestion & { id: number }>) => {
  postMessage({ id: data.id, answer: answer(data) });
});
