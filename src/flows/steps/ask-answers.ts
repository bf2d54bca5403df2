import { countryOf } from '../../base/phone.ts';
import { choicesOf, readWireId } from '../chat-choices.ts';
import type { SharedPlace } from '../chat-outcomes.ts';
import type { FlowFact, Scalar } from '../outcomes.ts';
import { plainText } from '../plain-text.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import type { ChatAction, ChatKit, ChatLook, ChatMemory } from './chat-parts.ts';
import { targetOf } from './exit-tags.ts';
import { change, fact, surroundingsIn } from './parts.ts';

type AskStep = Extract<ChatStep, { type: 'ask' }>;

/** Typed addresses shorter than this are none: “ok”, “sí”. */
const SHORTEST_ADDRESS = 5;

/** Was something tapped that stands under another message than this step's? */
export function isTapElsewhere(id: string, { event }: ChatLook): boolean {
  const tapped = readWireId(event.buttonId);
  return tapped !== undefined && tapped.step !== id;
}

/** The answer that was meant: tapped, its title typed, or its number; -1 for none. */
export function tapped(id: string, step: AskStep, { event }: ChatLook): number {
  const choices = choicesOf(step);
  const wire = readWireId(event.buttonId);
  const answer = wire?.step === id ? wire.answer : event.buttonId;
  const byId = answer === undefined ? -1 : choices.findIndex((choice) => choice.id === answer);
  if (byId >= 0) return byId;
  const text = plainText(event.text ?? '');
  if (text === '') return -1;
  const byTitle = choices.findIndex(({ title }) => Object.values(title).some((label) => plainText(label) === text));
  if (byTitle >= 0) return byTitle;
  const takesNumbers = step.as === undefined && !step.location;
  return takesNumbers && /^(10|[1-9])$/.test(text) && Number(text) <= choices.length ? Number(text) - 1 : -1;
}

/** A typed answer in the type of its variable; undefined when it does not fit, or when typing answers nothing here. */
export function createTyped(step: AskStep, kit: ChatKit): (look: ChatLook) => Scalar | undefined {
  if (step.file || (step.as === undefined && !step.location && choicesOf(step).length > 0)) return () => undefined;
  const check = kit.answerCheck(step.as ?? { kind: 'text', min: step.location ? SHORTEST_ADDRESS : 1, max: step.location ? 300 : 1000 });
  const type = step.variable === undefined ? undefined : kit.flow.variables[step.variable]?.type;
  return (look) => {
    const s = surroundingsIn(look);
    const country = s.caller.country ?? countryOf(s.entryNumber);
    const result = check(look.event.text ?? '', { nowMs: s.nowMs, timeZone: kit.flow.timeZone, ...(country !== undefined && { country }) });
    if (!result.ok) return undefined;
    if (type === 'integer' || type === 'number') return Number.isFinite(Number(result.value)) ? Number(result.value) : undefined;
    return type === 'boolean' ? undefined : String(result.value);
  };
}

export interface Saved {
  readonly name: string;
  readonly value: Scalar;
}

/** What a place, or a typed address, gives the step's variables; what is not known now is forgotten. */
export function placeValues(step: AskStep, place: SharedPlace | undefined, typed: Scalar | undefined): readonly Saved[] {
  const { latitude, longitude, name, address } = step.location ?? {};
  const inWords = place ? (place.address ?? place.label ?? `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`) : (typed ?? null);
  const pairs: readonly (readonly [string | undefined, Scalar])[] = [
    [step.variable, inWords],
    [latitude, place?.latitude ?? null],
    [longitude, place?.longitude ?? null],
    [name, place?.label ?? null],
    [address, place ? (place.address ?? null) : (typed ?? null)],
  ];
  return pairs.flatMap(([variable, value]) => (variable === undefined ? [] : [{ name: variable, value }]));
}

/** Notes an answer, keeps it in its variables, and tells of each that has a value now. */
export function keepAnswer(
  id: string,
  kit: ChatKit,
  make: (look: ChatLook) => { readonly shown: string; readonly saved: readonly Saved[] },
  exit: string,
  names: readonly string[],
): readonly ChatAction[] {
  const isSecret = (name: string) => kit.flow.variables[name]?.sensitive === true;
  const secret = names.some(isSecret);
  return [
    fact<ChatMemory>((look) => ({
      type: 'input',
      step: id,
      by: 'digits',
      value: secret ? '' : make(look).shown.slice(0, 100),
      exit: targetOf(exit),
    })),
    change((look) => ({
      variables: { ...look.context.variables, ...Object.fromEntries(make(look).saved.map(({ name, value }) => [name, value])) },
    })),
    ...names.map((name) =>
      fact<ChatMemory>(({ context }): FlowFact | undefined => {
        const value = context.variables[name] ?? null;
        return value === null && !isSecret(name)
          ? undefined
          : { type: 'collected', step: id, variable: name, value: isSecret(name) ? null : value };
      }),
    ),
  ];
}
