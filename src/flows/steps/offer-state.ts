import type { OfferMemory } from '../outcomes.ts';
import { holdsPhrase, plainText } from '../plain-text.ts';
import { readSpokenKey } from '../speech/spoken-key.ts';
import { spokenYesOrNo } from '../speech/yes-or-no.ts';
import { holdStates } from './offer-hold.ts';
import { numberStates } from './offer-number.ts';
import { freshRetries, type OfferPlace, remember, tell } from './offer-parts.ts';
import { change, conditionView, decide, enter, fact, type StepState, surroundingsIn } from './parts.ts';
import { isSure, misheardIn, spokenPerson } from './speech-parts.ts';
import {
  type CallAction,
  type CallLook,
  type CallMemory,
  type CallMove,
  FRESH,
  gatherInput,
  hear,
  keyEvent,
  retrying,
  waitFor,
  wordingView,
} from './voice-parts.ts';

/** Offer: may it be made, is it wanted, to which number, did the message arrive? Compound; its dialogue needs no drawing. */
export function offerState(place: OfferPlace): StepState<CallMemory> {
  const { id, step } = place;
  const begin: CallAction = change(({ context }) => ({ offer: begun(id, context.offer) }));
  return {
    entry: [...(place.trigger === 'menu' ? enter<CallMemory>(id, FRESH) : [freshRetries]), begin],
    initial: step.when === undefined ? 'check' : 'when',
    states: {
      ...(step.when !== undefined && { when: whenState(place, step.when) }),
      check: checkState(place),
      ask: askState(place),
      ...numberStates(place),
      ...holdStates(place),
    },
  };
}

/** A new offer; a handoff that is still on its way is not forgotten by it. */
function begun(step: string, before: OfferMemory | undefined): OfferMemory {
  return before?.late ? { step, late: true, ...(before.handoffId !== undefined && { handoffId: before.handoffId }) } : { step };
}

function whenState(place: OfferPlace, source: string): StepState<CallMemory> {
  const condition = place.kit.condition(source);
  const queue = place.kit.queueOf(place.id);
  return {
    entry: [
      change((look) => {
        const { yes, fault } = decide(condition, conditionView(look, queue), place.id);
        return { pick: yes ? 1 : 0, fault } as Partial<CallMemory>;
      }),
      fact(({ context }) => context.fault),
    ],
    always: [
      { target: `${place.at}.check`, guard: ({ context }) => context.pick === 1 },
      { target: place.exits.withheld, actions: [fact(() => ({ type: 'offer-withheld', step: place.id, reasons: ['condition'] }))] },
    ],
  };
}

function checkState(place: OfferPlace): StepState<CallMemory> {
  const wait = waitFor(() => ({ kind: 'eligibility', step: place.id, trigger: place.trigger }));
  const withheld: CallAction = fact(({ event }) => ({ type: 'offer-withheld', step: place.id, reasons: event.reasons ?? [] }));
  return {
    entry: [wait],
    on: {
      OFFER_ALLOWED: [{ target: `${place.at}.ask`, actions: [remember((_, { event }) => (event.number === 'ask' ? { ask: true } : {}))] }],
      OFFER_WITHHELD: [
        { target: place.exits.person, guard: ({ event }) => event.to === 'person', actions: [withheld] },
        { target: place.exits.withheld, actions: [withheld] },
      ],
      '*': [{ actions: [wait] }],
    },
  };
}

interface Pitch {
  readonly wording: OfferPlace['step']['wording']['prompt'];
  readonly promised: { readonly phoneSeconds?: number; readonly chatSeconds?: number };
}

/** The wording that says all that is known and nothing else, and what it promises. */
function pitchOf(place: OfferPlace, look: CallLook): Pitch {
  const { prompt, bothWaits, phoneWait, chatWait, deskClosed } = place.step.wording;
  const { desk } = surroundingsIn(look);
  const phoneSeconds = place.phoneSeconds(look);
  if (deskClosed && !desk.open) return { wording: deskClosed, promised: {} };
  const chatSeconds = desk.open ? desk.waitSeconds : undefined;
  if (bothWaits && phoneSeconds !== undefined && chatSeconds !== undefined)
    return { wording: bothWaits, promised: { phoneSeconds, chatSeconds } };
  if (phoneWait && phoneSeconds !== undefined) return { wording: phoneWait, promised: { phoneSeconds } };
  if (chatWait && chatSeconds !== undefined) return { wording: chatWait, promised: { chatSeconds } };
  return { wording: prompt, promised: {} };
}

function askState(place: OfferPlace): StepState<CallMemory> {
  const { id, step, kit, trigger } = place;
  const rendered = (look: CallLook) => {
    const { wording, promised } = pitchOf(place, look);
    const view = wordingView(kit, id, look, { phoneWait: promised.phoneSeconds, chatWait: promised.chatSeconds });
    return { words: kit.words(wording), promised, view };
  };
  const pitch: readonly CallAction[] = [
    hear((look) => {
      const { words, view } = rendered(look);
      return words.prompts(look.context.language, view);
    }),
    waitFor(({ context: { language } }) => place.listen(gatherInput(step, { numDigits: 1, finishOnKey: '' }, language))),
  ];
  const made = fact<CallMemory>((look) => {
    const { words, view, promised } = rendered(look);
    return { type: 'offer-made', step: id, trigger, promised, text: words.text(look.context.language, view) };
  });
  return {
    entry: [freshRetries, remember((_, look) => promisedBy(pitchOf(place, look))), made, ...pitch],
    on: answers(place, pitch),
  };
}

function promisedBy({ promised }: Pitch): Partial<OfferMemory> {
  return promised.phoneSeconds === undefined && promised.chatSeconds === undefined ? {} : { promised };
}

function answers(place: OfferPlace, again: readonly CallAction[]): StepState<CallMemory>['on'] & object {
  const { step, exits, at } = place;
  const { keys } = step;
  const accepted = [answered(place, 'accepted'), remember((_, { event }) => ({ key: event.digits ?? keys.accept }))];
  const accept: readonly CallMove[] = [
    { target: `${at}.number`, guard: ({ context }) => context.offer?.ask === true, actions: accepted },
    { target: step.confirmNumber ? `${at}.own` : `${at}.send`, actions: accepted },
  ];
  const other: readonly CallMove[] = keys.otherNumber === undefined ? [] : [{ target: `${at}.number`, actions: accepted }];
  const stay: CallMove = { target: exits.declined, actions: [answered(place, 'declined')] };
  const person: CallMove = {
    target: exits.person,
    actions: [answered(place, 'person'), fact(() => ({ type: 'person-asked', step: place.id }))],
  };
  const ignored: CallMove = { target: exits.ignored, actions: [answered(place, 'ignored')] };
  const answer = createSpokenAnswer(place);
  const meant = (wanted: 'yes' | 'no' | 'person' | 'other') => (look: CallLook) => answer(look) === wanted;
  return {
    ...retrying({
      step: place.id,
      retries: step.retries,
      again,
      afterInvalid: tell(place, step.wording.invalid),
      invalid: ignored,
      noInput: ignored,
      silence: place.silence,
      misheard: misheardIn(place.id, { speech: step.speech, invalidText: step.wording.invalid }, place.kit),
    }),
    [keyEvent('*')]: [{ actions: again }],
    ...(keys.otherNumber !== undefined && { [keyEvent(keys.otherNumber)]: other }),
    [keyEvent(keys.accept)]: accept,
    [keyEvent(keys.stay)]: [stay],
    [keyEvent(keys.person)]: [person],
    SPEECH: [
      { ...person, guard: meant('person') },
      ...other.map((move) => ({ ...move, guard: meant('other') })),
      ...accept.map((move) => both(move, meant('yes'))),
      { ...stay, guard: meant('no') },
    ],
  };
}

function both(move: CallMove, guard: (look: CallLook) => boolean): CallMove {
  const first = move.guard;
  return { ...move, guard: first ? (look) => guard(look) && first(look) : guard };
}

/** What was said to the offer. A yes is consent: it counts only where the recogniser is sure. A no, or a person, costs nobody anything. */
function createSpokenAnswer({ step, kit }: OfferPlace): (look: CallLook) => 'yes' | 'no' | 'person' | 'other' | undefined {
  const { accept, stay, person, otherNumber } = step.keys;
  const byKey = new Map([
    [accept, 'yes'],
    [stay, 'no'],
    [person, 'person'],
    ...(otherNumber === undefined ? [] : [[otherNumber, 'other'] as const]),
  ] as const);
  const asksForPerson = spokenPerson(kit);
  return (look) => {
    const { speech = '' } = look.event;
    const { language } = look.context;
    const key = readSpokenKey(speech, language);
    const answer = key === undefined ? wordsOf(speech, language) : byKey.get(key);
    if (key === undefined && asksForPerson(look)) return 'person';
    return (answer === 'yes' || answer === 'other') && !isSure(look, step.speech) ? undefined : answer;
  };
}

function wordsOf(speech: string, language: string): 'yes' | 'no' | undefined {
  return spokenYesOrNo(speech, language) ?? (holdsPhrase(plainText(speech), 'whatsapp') ? 'yes' : undefined);
}

function answered(place: OfferPlace, answer: 'accepted' | 'declined' | 'ignored' | 'person'): CallAction {
  return fact(({ event }) => ({
    type: 'offer-answered',
    step: place.id,
    answer,
    ...(event.digits !== undefined && { key: event.digits }),
  }));
}
