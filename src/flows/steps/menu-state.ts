import type { VoiceStep } from '../flow.ts';
import { matchLabel, spokenPerson, spokenText } from '../spoken-words.ts';
import { change, enter, fact, type StepState } from './parts.ts';
import {
  type CallAction,
  type CallLook,
  type CallMemory,
  type CallMove,
  FRESH,
  inputFact,
  keyEvent,
  listen,
  retrying,
  say,
  type VoiceKit,
} from './voice-parts.ts';

type MenuStep = Extract<VoiceStep, { type: 'menu' }>;
type Option = MenuStep['options'][number];

/** The state from which "back" finds its menu. */
export const BACK = '#call.back';
const MAX_TRAIL = 10;

/** Menu: a key or a word chooses; repeat and back cost nothing. `*` repeats and `#` goes back unless the step says otherwise. */
export function menuState(id: string, step: MenuStep, kit: VoiceKit): StepState<CallMemory> {
  const labels = step.options.map(({ label }) => label);
  const hints = (language: string) => labels.flatMap((label) => label?.[language] ?? []);
  const again = [...say(kit, id, step.prompt), listen(id, step, { numDigits: 1, finishOnKey: '' }, hints)];
  const spoken = ({ context, event }: CallLook) => {
    const text = spokenText(event.speech, event.confidence);
    const found = matchLabel(
      text,
      labels.map((label) => label?.[context.language]),
    );
    return found < 0 && spokenPerson(text) ? step.options.findIndex(({ person }) => person) : found;
  };
  const options = step.options.map((option) => choice(id, option, kit));
  const keys = Object.fromEntries(step.options.map((option, index) => [keyEvent(option.key), [options[index] as CallMove]]));
  return {
    entry: [...enter<CallMemory>(id, FRESH), change(({ context }) => cutTrail(id, context.trail)), ...again],
    on: {
      ...retrying({
        step: id,
        retries: step.retries,
        again,
        afterInvalid: say(kit, id, step.invalidText),
        afterSilence: say(kit, id, step.silentText),
        invalid: { target: kit.to(step.invalid) },
        noInput: { target: kit.to(step.noInput) },
      }),
      [keyEvent(step.repeatKey ?? '*')]: [{ actions: again }],
      [keyEvent(step.backKey ?? '#')]: back(step, again),
      ...keys,
      SPEECH: options.map((option, index) => ({ ...option, guard: (look: CallLook) => spoken(look) === index })),
    },
  };
}

function choice(id: string, option: Option, kit: VoiceKit): CallMove {
  const { intent } = option;
  const actions: CallAction[] = [
    fact((look) => inputFact(id, look, option.to)),
    change(({ context }) => ({ trail: [...context.trail, id].slice(-MAX_TRAIL), ...(intent !== undefined && { intent }) })),
  ];
  if (intent !== undefined) actions.push(fact(() => ({ type: 'intent', intent })));
  if (option.person) actions.push(fact(() => ({ type: 'person-asked', step: id })));
  return { target: kit.to(option.to), actions };
}

/** Goes back where there is something to go back to. A key that is named for it is never wrong; `#` alone is, then. */
function back(step: MenuStep, again: readonly CallAction[]): readonly CallMove[] {
  const go: CallMove = { target: BACK, guard: ({ context }) => context.trail.length > 0 };
  return step.backKey === undefined ? [go] : [go, { actions: again }];
}

/** A menu that is entered again is no longer behind the caller. */
function cutTrail(id: string, trail: readonly string[]): Partial<CallMemory> {
  const at = trail.indexOf(id);
  return at < 0 ? {} : { trail: trail.slice(0, at) };
}

/** The state that leads back to the newest menu of the trail; entering that menu takes it off the trail. */
export function backState(menus: readonly string[], kit: VoiceKit): StepState<CallMemory> {
  return {
    always: menus.map((menu) => ({ target: kit.to(menu), guard: ({ context }) => context.trail.at(-1) === menu })),
  };
}
