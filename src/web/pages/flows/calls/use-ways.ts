import { type DraftFlow, draftStep } from '../../../../flows/edit/draft.ts';
import { exitSlots } from '../../../../flows/edit/exit-slots.ts';
import { useExitWords } from '../editor/exit-words.ts';
import { useOptionalEditorText } from '../editor/words/editor-text.tsx';
import type { Moment } from './replay-walk.ts';
import { useCallText } from './words/calls-text.tsx';

/** By which exit a moment was come to, in the words that the drawing has for it; empty where nobody can tell. */
export function useWays(flow: DraftFlow | undefined, language: string | undefined): (moment: Moment) => string {
  const t = useCallText();
  const exitWords = useExitWords();
  const optional = useOptionalEditorText();
  return ({ side, exit }) => {
    if (exit === undefined || exit.name === '') return '';
    const step = flow && exit.step !== undefined ? draftStep(flow, { side, step: exit.step }) : undefined;
    const slot = step && exitSlots(side, step).find(({ name }) => name === exit.name);
    return t('replay.by', { exit: step && slot ? exitWords(step, slot, language ?? '') : optional(`exit.${exit.name}`, exit.name) });
  };
}
