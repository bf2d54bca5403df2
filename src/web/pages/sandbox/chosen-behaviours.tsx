import type { SandboxState } from '../../../http/contract/sandbox.ts';
import { useText } from '../../messages/language.tsx';
import { ChosenList } from './chosen-list.tsx';
import { wordsOf } from './failure-choices.ts';
import { sandboxApi } from './sandbox-api.ts';

/** What the carrier does with messages now, for all and for single numbers. */
export function ChosenBehaviours({ state }: { state: SandboxState }) {
  const t = useText();
  const isUsual = Object.keys(state.behaviour).length === 1 && state.behaviour.kind === 'deliver';
  const all = isUsual ? [] : [{ number: '', words: wordsOf(state.behaviour, t), takeBack: () => sandboxApi.setBehaviour(null) }];
  const own = Object.entries(state.behaviourByNumber).map(([number, behaviour]) => ({
    number,
    words: wordsOf(behaviour, t),
    takeBack: () => sandboxApi.setBehaviour(null, number),
  }));
  return <ChosenList chosen={[...all, ...own]} />;
}
