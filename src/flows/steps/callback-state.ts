import type { CallbackMemory, CallbackTimes, FlowFact } from '../outcomes.ts';
import type { Wording } from '../schema/fields.ts';
import type { CallbackStep, OfferStep } from '../schema/voice-steps.ts';
import { createSlotWords, type SlotWords } from '../slot-words.ts';
import { numberStates } from './offer-number.ts';
import { OFFER_EXITS, type OfferPlace } from './offer-parts.ts';
import { change, enter, fact, type StepState, surroundingsIn } from './parts.ts';
import {
  type CallAction,
  type CallLook,
  type CallMemory,
  type CallMove,
  FRESH,
  gatherInput,
  hear,
  isInput,
  keyEvent,
  retrying,
  type VoiceKit,
  waitFor,
  wordingView,
} from './voice-parts.ts';

interface Place {
  readonly id: string;
  readonly step: CallbackStep;
  readonly kit: VoiceKit;
  readonly at: string;
  readonly words: SlotWords;
}

const ONE_KEY = { numDigits: 1, finishOnKey: '' };

/**
 * Callback: which times there are is the runner's to say; the caller takes one, says which number, and is promised the
 * call. Who was promised one before keeps it, changes it or cancels it.
 */
export function callbackState(id: string, step: CallbackStep, kit: VoiceKit): StepState<CallMemory> {
  const place: Place = { id, step, kit, at: kit.to(id), words: createSlotWords() };
  return {
    entry: enter<CallMemory>(id, FRESH),
    initial: 'times',
    states: {
      times: timesState(place),
      pending: pendingState(place),
      choose: chooseState(place),
      asking: askingState(place),
      ...numberStates(asOffer(place)),
      send: sendState(place),
      cancel: cancelState(place),
      // Whatever the dialogue about the number ends in, the offer that was remembered comes back.
      failed: leaveState(place, step.failed, 'none', tell(place, step.wording.failed)),
      declined: leaveState(place, step.declined, 'declined'),
    },
  };
}

function timesOf({ context }: CallLook): CallbackTimes {
  return context.callback?.times ?? { asap: false, slots: [], zone: 'UTC', own: false };
}

function timesState({ id, at, step }: Place): StepState<CallMemory> {
  const wait = waitFor(() => ({ kind: 'callback-times', step: id }));
  const keep = change<CallMemory>(({ context, event }) => {
    if (!event.times) return {};
    const memory: CallbackMemory = { step: id, times: event.times, ...(context.offer && { offer: context.offer }) };
    return { callback: memory };
  });
  const found = (look: CallLook) => look.event.times;
  return {
    entry: [wait],
    on: {
      CALLBACK_TIMES: [
        { target: `${at}.pending`, guard: (look) => found(look)?.pending !== undefined, actions: [keep] },
        { target: `${at}.choose`, guard: (look) => optionsOf(step, found(look)).length > 0, actions: [keep] },
        { target: `${at}.failed`, actions: [keep] },
      ],
      '*': [{ actions: [wait] }],
    },
  };
}

type Option = { readonly atMs?: number };

/** What may be chosen, in the order of the keys 1, 2, 3 … */
function optionsOf(step: CallbackStep, times: CallbackTimes | undefined): readonly Option[] {
  if (!times) return [];
  const options: Option[] = [...(times.asap && step.asap ? [{}] : []), ...times.slots.map((atMs) => ({ atMs }))];
  return options.slice(0, 9);
}

/** The keys of the options; the one that declines is not among them. */
function keysOf(step: CallbackStep, options: readonly Option[]): readonly string[] {
  const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].filter((key) => key !== step.declineKey);
  return keys.slice(0, options.length);
}

function chooseState(place: Place): StepState<CallMemory> {
  const { id, at, step } = place;
  const again: readonly CallAction[] = [
    ...tell(place, step.wording.prompt),
    hear((look) => {
      const options = optionsOf(step, timesOf(look));
      const keys = keysOf(step, options);
      return options.flatMap((option, n) => {
        const wording = option.atMs === undefined ? step.wording.asap : step.wording.slot;
        return prompts(place, look, wording, { slotKey: keys[n], ...slotValue(place, look, option.atMs) });
      });
    }),
    hear((look) => prompts(place, look, step.wording.decline, { slotKey: step.declineKey })),
    waitFor(({ context }) => ({
      kind: 'input',
      step: id,
      input: gatherInput({ timeoutSeconds: step.timeoutSeconds }, ONE_KEY, context.language),
    })),
  ];
  const chosen = (look: CallLook): Option | undefined => {
    const options = optionsOf(step, timesOf(look));
    return options[keysOf(step, options).indexOf(look.event.digits ?? '')];
  };
  const declined: CallMove = { target: `${at}.declined` };
  const retries = retrying({
    step: id,
    retries: step.retries,
    again,
    afterInvalid: tell(place, step.wording.invalid),
    invalid: declined,
    noInput: declined,
  });
  const take: CallMove = {
    target: `${at}.asking`,
    guard: (look) => isInput(look) && chosen(look) !== undefined,
    actions: [
      change<CallMemory>((look) => ({
        callback: { ...(look.context.callback as CallbackMemory), ...withTime(chosen(look)) } as CallbackMemory,
      })),
    ],
  };
  return {
    entry: [change<CallMemory>(() => FRESH), ...again],
    on: {
      ...retries,
      [keyEvent('*')]: [{ actions: again }],
      [keyEvent(step.declineKey)]: [declined],
      '*': [take, ...(retries['*'] ?? [])],
    },
  };
}

function withTime(option: Option | undefined): { atMs: number | undefined } {
  return { atMs: option?.atMs };
}

/** The caller's own number is asked about by its last digits; where there is none that can be called, one is asked for. */
function askingState({ at, id }: Place): StepState<CallMemory> {
  return {
    entry: [change<CallMemory>(() => ({ offer: { step: id } }))],
    initial: 'go',
    states: { go: { always: [{ target: `${at}.own`, guard: (look) => timesOf(look).own }, { target: `${at}.number` }] } },
  };
}

/** The dialogue about the number is that of an offer; from a number that is called nothing is asked of WhatsApp. */
function asOffer({ id, step, kit, at }: Place): OfferPlace {
  const { confirmOwn, askNumber, confirmNumber, numberInvalid, invalid } = step.wording;
  const shaped = {
    ...step,
    wording: { confirmOwn, askNumber, confirmNumber, numberInvalid, ...(invalid && { invalid }) },
    keys: { person: step.declineKey },
    confirmNumber: true,
  } as unknown as OfferStep;
  const exits = Object.fromEntries(OFFER_EXITS.map((exit) => [exit, exit === 'person' ? `${at}.declined` : `${at}.failed`]));
  return {
    id,
    step: shaped,
    kit,
    trigger: 'menu',
    at,
    exits: exits as OfferPlace['exits'],
    silence: ['SILENCE'],
    takesLandlines: true,
    listen: (input) => ({ kind: 'input', step: id, input }),
    hold: (input) => ({ kind: 'hold', step: id, input }),
    phoneSeconds: () => undefined,
  };
}

function sendState(place: Place): StepState<CallMemory> {
  const { id, step, kit } = place;
  const wait = waitFor((look) => {
    const { atMs } = look.context.callback ?? {};
    const typedNumber = look.context.offer?.typedNumber;
    return {
      kind: 'callback',
      step: id,
      asap: atMs === undefined,
      zone: timesOf(look).zone,
      ...(atMs !== undefined && { atMs }),
      ...(typedNumber !== undefined && { typedNumber }),
    };
  });
  const booked = hear((look) => {
    const atMs = look.context.callback?.atMs;
    return prompts(place, look, atMs === undefined ? step.wording.bookedAsap : step.wording.booked, slotValue(place, look, atMs));
  });
  return {
    entry: [wait],
    on: {
      CALLBACK_DONE: [{ target: kit.to(step.next), actions: [booked, note(id, 'booked'), forget] }],
      '*': [{ actions: [wait] }],
    },
  };
}

function pendingState(place: Place): StepState<CallMemory> {
  const { id, at, step, kit } = place;
  const again: readonly CallAction[] = [
    hear((look) => {
      const { pending } = timesOf(look);
      if (!pending || pending.asap) return prompts(place, look, step.wording.pendingAsap, {});
      const at = { language: look.context.language, zone: pending.zone };
      return prompts(place, look, step.wording.pending, { slot: place.words.said(pending.atMs, surroundingsIn(look).nowMs, at) });
    }),
    waitFor(({ context }) => ({
      kind: 'input',
      step: id,
      input: gatherInput({ timeoutSeconds: step.timeoutSeconds }, ONE_KEY, context.language),
    })),
  ];
  const kept: CallMove = { target: kit.to(step.next), actions: [note(id, 'kept'), forget] };
  const retries = retrying({
    step: id,
    retries: step.retries,
    again,
    afterInvalid: tell(place, step.wording.invalid),
    invalid: kept,
    noInput: kept,
  });
  const hasTimes = (look: CallLook) => optionsOf(step, timesOf(look)).length > 0;
  return {
    entry: [change<CallMemory>(() => FRESH), ...again],
    on: {
      ...retries,
      [keyEvent('*')]: [{ actions: again }],
      [keyEvent('1')]: [kept],
      [keyEvent('2')]: [{ target: `${at}.choose`, guard: hasTimes }, { target: `${at}.failed` }],
      [keyEvent('3')]: [{ target: `${at}.cancel` }],
    },
  };
}

function cancelState(place: Place): StepState<CallMemory> {
  const { id, step, kit } = place;
  const wait = waitFor(() => ({ kind: 'callback-cancel', step: id }));
  return {
    entry: [wait],
    on: {
      CALLBACK_DONE: [{ target: kit.to(step.cancelled), actions: [...tell(place, step.wording.cancelled), note(id, 'cancelled'), forget] }],
      '*': [{ actions: [wait] }],
    },
  };
}

function leaveState({ id, kit }: Place, exit: string, did: 'declined' | 'none', words: readonly CallAction[] = []): StepState<CallMemory> {
  return { entry: [...words, note(id, did), forget], always: [{ target: kit.to(exit) }] };
}

const forget: CallAction = change<CallMemory>(
  ({ context }) => ({ callback: undefined, offer: context.callback?.offer }) as unknown as Partial<CallMemory>,
);

function note(step: string, did: Extract<FlowFact, { type: 'callback' }>['did']): CallAction {
  return fact<CallMemory>(({ context }) => {
    const atMs = did === 'booked' ? context.callback?.atMs : undefined;
    return { type: 'callback', step, did, ...(atMs !== undefined && { atMs }) };
  });
}

function slotValue({ words }: Place, look: CallLook, atMs: number | undefined): { slot?: string } {
  if (atMs === undefined) return {};
  return { slot: words.said(atMs, surroundingsIn(look).nowMs, { language: look.context.language, zone: timesOf(look).zone }) };
}

function tell(place: Place, wording: Wording | undefined): readonly CallAction[] {
  return wording === undefined ? [] : [hear((look) => prompts(place, look, wording, {}))];
}

function prompts({ kit, id }: Place, look: CallLook, wording: Wording, extra: Readonly<Record<string, string | undefined>>) {
  return kit.words(wording).prompts(look.context.language, wordingView(kit, id, look, extra));
}
