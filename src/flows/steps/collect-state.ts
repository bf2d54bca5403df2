import { countryOf } from '../../base/phone.ts';
import type { Validator, VoiceStep } from '../flow.ts';
import type { Scalar } from '../outcomes.ts';
import { change, enter, fact, type StepState, surroundingsIn } from './parts.ts';
import {
  type CallLook,
  type CallMemory,
  type CallMove,
  FRESH,
  inputFact,
  isInput,
  keyEvent,
  listen,
  retrying,
  say,
  type VoiceKit,
} from './voice-parts.ts';

type CollectStep = Extract<VoiceStep, { type: 'collect' }>;

/** Collect: keys or speech into a variable, once they pass its check. Entering the step forgets an earlier answer. */
export function collectState(id: string, step: CollectStep, kit: VoiceKit): StepState<CallMemory> {
  const { variable } = step;
  const secret = kit.flow.variables[variable]?.sensitive === true;
  const numDigits = step.as.kind === 'digits' ? step.as.length : undefined;
  const again = [
    ...say(kit, id, step.prompt),
    listen(id, step, { ...(numDigits !== undefined && { numDigits }), finishOnKey: step.finishKey }),
  ];
  const retries = retrying({
    step: id,
    retries: step.retries,
    again,
    afterInvalid: say(kit, id, step.invalidText),
    afterSilence: say(kit, id, step.silentText),
    invalid: { target: kit.to(step.invalid) },
    noInput: { target: kit.to(step.noInput) },
    secret,
  });
  return {
    entry: [...enter<CallMemory>(id, FRESH), change(({ context }) => forget(context, variable)), ...again],
    on: {
      ...retries,
      '*': [taken(id, step, kit, secret), ...(retries['*'] ?? [])],
      ...(step.finishKey !== '*' && { [keyEvent('*')]: [{ actions: again }] }),
      ...(step.personKey !== undefined && step.person !== undefined && { [keyEvent(step.personKey)]: [personMove(id, step.person, kit)] }),
    },
  };
}

/** An answer that passes its check. */
function taken(id: string, step: CollectStep, kit: VoiceKit, secret: boolean): CallMove {
  const { variable } = step;
  const answerOf = createAnswer(step, kit);
  return {
    target: kit.to(step.next),
    guard: (look) => isInput(look) && answerOf(look) !== undefined,
    actions: [
      fact((look) => inputFact(id, look, 'next', secret)),
      change((look) => {
        const value = answerOf(look) ?? null;
        return { variables: { ...look.context.variables, [variable]: value }, ...(!secret && { heard: String(value) }) };
      }),
      fact(({ context }) => ({ type: 'collected', step: id, variable, value: secret ? null : (context.variables[variable] ?? null) })),
    ],
  };
}

function personMove(id: string, person: string, kit: VoiceKit): CallMove {
  return {
    target: kit.to(person),
    actions: [fact((look) => inputFact(id, look, 'person')), fact(() => ({ type: 'person-asked', step: id }))],
  };
}

function forget({ variables }: CallMemory, variable: string): Partial<CallMemory> {
  const { [variable]: _, ...kept } = variables;
  return { variables: kept, heard: undefined } as unknown as Partial<CallMemory>;
}

/** The normalised answer in the type of its variable; undefined when it is not acceptable. */
function createAnswer(step: CollectStep, kit: VoiceKit): (look: CallLook) => Scalar | undefined {
  const check = kit.answerCheck(step.as);
  const type = kit.flow.variables[step.variable]?.type;
  return (look) => {
    const s = surroundingsIn(look);
    const country = countryOf(s.entryNumber);
    const { digits, speech = '' } = look.event;
    const text = digits ?? spokenAnswer(speech, step.as);
    const answer = check(text, { nowMs: s.nowMs, timeZone: kit.flow.timeZone, ...(country !== undefined && { country }) });
    if (!answer.ok) return undefined;
    if (type === 'integer' || type === 'number') return Number.isFinite(Number(answer.value)) ? Number(answer.value) : undefined;
    return type === 'boolean' ? answer.value !== 0 && answer.value !== '0' : String(answer.value);
  };
}

/** Carriers write spoken digits with blanks, dots and the odd word around them. */
function spokenAnswer(speech: string, as: Validator): string {
  const lettered = as.kind === 'digits' && as.checkDigit !== undefined && as.checkDigit !== 'luhn';
  if (as.kind === 'integer' || as.kind === 'phone' || (as.kind === 'digits' && !lettered)) return speech.replace(/[^\d+-]+/g, '');
  return speech.replace(/[.\s]+$/, '');
}
