import type { VoiceWait } from './call-outcomes.ts';
import type { Flow } from './flow.ts';
import type { DropPlace, MissedReason, Recovery } from './schema/chat-steps.ts';

/** What is known of a call when it is over. */
export interface CallEnd {
  /** Where it stood: what it waited for, and in which step. */
  readonly wait: { readonly kind: VoiceWait['kind']; readonly step?: string };
  /** The steps walked, and whether anything was entered in each. */
  readonly path: readonly { readonly step: string; readonly entered: boolean }[];
  /** The last hours step found it closed. */
  readonly closed: boolean;
  /** A person was asked for, or the caller was queued. */
  readonly personWanted: boolean;
  /** An invite to the chat was asked for. */
  readonly invited: boolean;
  /** A person answered, a message was left, or a call back was promised. */
  readonly served: boolean;
}

type Message = NonNullable<Recovery['dropped']> | NonNullable<Recovery['missed']>;
/** What every message after a call says of itself. */
type AnyMessage = Message | NonNullable<Recovery['unreached']>;

/** A call that ended before its end: what the flow wants done about it. `other-place`: nothing, because of where it was. */
export type EarlyEnd =
  | { readonly kind: 'dropped'; readonly at: DropPlace; readonly message: Message }
  | { readonly kind: 'missed'; readonly at: MissedReason; readonly message: Message }
  | { readonly kind: 'other-place'; readonly at: DropPlace };

const PLACE_OF_WAIT: Partial<Record<VoiceWait['kind'], DropPlace>> = { hold: 'offer', queue: 'queue', dial: 'dial', record: 'voicemail' };
const PLACE_OF_STEP: Readonly<Record<string, DropPlace>> = {
  menu: 'menu',
  collect: 'question',
  confirm: 'question',
  callback: 'question',
  offer: 'offer',
};
const TO_PERSON: readonly string[] = ['queue', 'dial', 'voicemail'];

/** Where the caller dropped; undefined when the flow had ended the call itself. Pure. */
export function dropPlace(flow: Flow, { kind, step }: CallEnd['wait']): DropPlace | undefined {
  if (kind !== 'input') return PLACE_OF_WAIT[kind];
  return PLACE_OF_STEP[(step === undefined ? undefined : flow.call.steps[step])?.type ?? ''];
}

/**
 * Why a call was missed, if it was: it ended without a person, a chat, a message or a call back, and not because the flow itself had given
 * the answer. Outside the hours that is who was told so and neither asked nor entered anything after it; inside them who
 * wanted a person and got none. Pure.
 */
export function missedReason(flow: Flow, end: CallEnd): MissedReason | undefined {
  if (end.served || end.invited) return undefined;
  const typeOf = (step: string) => flow.call.steps[step]?.type ?? '';
  const wanted = end.personWanted || end.path.some(({ step }) => TO_PERSON.includes(typeOf(step)));
  const toldAt = end.closed ? end.path.findLastIndex(({ step }) => typeOf(step) === 'hours') : -1;
  const leftIt = toldAt >= 0 && end.path.slice(toldAt + 1).every(({ entered }) => !entered);
  if (end.closed && (wanted || leftIt)) return 'out-of-hours';
  return wanted ? 'nobody-came' : undefined;
}

/** What the flow wants done about the end of this call; undefined: nothing, and nothing to tell. A drop goes before a miss: nobody gets two messages. Pure. */
export function earlyEnd(flow: Flow, end: CallEnd): EarlyEnd | undefined {
  const { dropped, missed } = flow.recovery ?? {};
  if (end.served) return undefined;
  const place = dropPlace(flow, end.wait);
  if (dropped && place && dropped.at.includes(place)) return { kind: 'dropped', at: place, message: dropped };
  const why = missed && missedReason(flow, end);
  if (missed && why && missed.why.includes(why)) return { kind: 'missed', at: why, message: missed };
  return dropped && place ? { kind: 'other-place', at: place } : undefined;
}

/** The template of the intent, or the general one; where several people use the number only the general one. Pure. */
export function recoveryTemplate(
  { template, templates = {} }: AnyMessage,
  about: { readonly intent?: string; readonly shared: boolean },
): string {
  if (about.shared || about.intent === undefined || !Object.hasOwn(templates, about.intent)) return template;
  return templates[about.intent] ?? template;
}
