import { wireId } from '../chat-choices.ts';
import type { CallbackMemory, CallbackTimes } from '../outcomes.ts';
import { plainText } from '../plain-text.ts';
import type { ChatCallbackStep } from '../schema/chat-steps.ts';
import type { Wording } from '../schema/fields.ts';
import { createSlotWords, type SlotWords } from '../slot-words.ts';
import {
  type ChatAction,
  type ChatKit,
  type ChatLook,
  type ChatMemory,
  type ChatMove,
  chatView,
  chatWait,
  FRESH_CHAT,
  saying,
} from './chat-parts.ts';
import { change, enter, fact, type StepState, surroundingsIn } from './parts.ts';

interface Place {
  readonly id: string;
  readonly step: ChatCallbackStep;
  readonly kit: ChatKit;
  readonly words: SlotWords;
}

interface Option {
  readonly id: string;
  readonly title: string;
  readonly atMs?: number;
}

/** WhatsApp shows three buttons: two times and “no”. */
const MOST_TIMES = 2;
const DECLINE = 'no';
const ASAP = 'asap';

/** Callback in a chat: the times are buttons, their titles or numbers may be typed; the number is the one that writes. */
export function chatCallbackState(id: string, step: ChatCallbackStep, kit: ChatKit): StepState<ChatMemory> {
  const place: Place = { id, step, kit, words: createSlotWords() };
  const at = kit.to(id);
  return {
    entry: enter<ChatMemory>(id, FRESH_CHAT),
    initial: 'times',
    states: { times: timesState(place, at), choose: chooseState(place, at), send: sendState(place) },
  };
}

function timesState(place: Place, at: string): StepState<ChatMemory> {
  const { id, step, kit } = place;
  const wait = chatWait(() => ({ kind: 'callback-times', step: id }));
  const keep = change<ChatMemory>(({ event }) => (event.times ? { callback: { step: id, times: event.times } } : {}));
  const pendingText = saying((look) => {
    const { pending } = look.event.times ?? {};
    const { language } = look.context;
    if (!pending || pending.asap) return { kind: 'text', text: kit.words(step.pendingAsap).text(language, chatView(look)) };
    const slot = place.words.said(pending.atMs, surroundingsIn(look).nowMs, { language, zone: pending.zone });
    return { kind: 'text', text: kit.words(step.pending).text(language, chatView(look, { slot })) };
  });
  return {
    entry: [wait],
    on: {
      CALLBACK_TIMES: [
        { target: kit.to(step.next), guard: ({ event }) => event.times?.pending !== undefined, actions: [pendingText, note(id, 'kept')] },
        {
          target: `${at}.choose`,
          guard: (look) => look.event.times?.own === true && times(step, look.event.times).length > 0,
          actions: [keep],
        },
        { target: kit.to(step.failed), actions: [note(id, 'none')] },
      ],
      '*': [{ actions: [wait] }],
    },
  };
}

function times(step: ChatCallbackStep, found: CallbackTimes): readonly Omit<Option, 'title'>[] {
  const slots = found.slots.map((atMs, n) => ({ id: `slot-${n + 1}`, atMs }));
  return [...(found.asap && step.asap ? [{ id: ASAP }] : []), ...slots].slice(0, MOST_TIMES);
}

function optionsOf({ step, kit, words }: Place, look: ChatLook): readonly Option[] {
  const { language, callback } = look.context;
  if (!callback) return [];
  const title = (wording: Wording) => kit.words(wording).text(language, chatView(look));
  const at = { language, zone: callback.times.zone };
  const { nowMs } = surroundingsIn(look);
  return [
    ...times(step, callback.times).map((option) => ({
      ...option,
      title: option.atMs === undefined ? title(step.asapTitle) : words.title(option.atMs, nowMs, at),
    })),
    { id: DECLINE, title: title(step.declineTitle) },
  ];
}

function chooseState(place: Place, at: string): StepState<ChatMemory> {
  const { id, step, kit } = place;
  const ask: readonly ChatAction[] = [
    saying((look) => ({
      kind: 'buttons',
      text: kit.words(step.text).text(look.context.language, chatView(look)),
      buttons: optionsOf(place, look).map(({ id: button, title }) => ({ id: wireId(id, button), title })),
    })),
    chatWait(() => ({ kind: 'reply', step: id })),
  ];
  const taken: ChatMove = {
    target: `${at}.send`,
    guard: (look) => isTime(meant(place, look)),
    actions: [
      change<ChatMemory>((look) => ({
        callback: { ...(look.context.callback as CallbackMemory), atMs: meant(place, look)?.atMs } as CallbackMemory,
      })),
    ],
  };
  const declined = { target: kit.to(step.declined), actions: [note(id, 'declined'), forget] };
  return {
    entry: ask,
    on: {
      REPLY: [
        taken,
        { ...declined, guard: (look) => meant(place, look)?.id === DECLINE },
        { ...declined, guard: ({ context }) => context.invalid >= step.retries },
        { actions: [change<ChatMemory>(({ context }) => ({ invalid: context.invalid + 1 })), ...ask] },
      ],
      '*': [{ actions: ask }],
    },
  };
}

function isTime(option: Option | undefined): boolean {
  return option !== undefined && option.id !== DECLINE;
}

/** The option that was tapped, typed by its title, or by its number. */
function meant(place: Place, look: ChatLook): Option | undefined {
  const options = optionsOf(place, look);
  const { buttonId, text = '' } = look.event;
  if (buttonId !== undefined) return options.find((option) => wireId(place.id, option.id) === buttonId);
  const typed = plainText(text);
  return options.find((option) => plainText(option.title) === typed) ?? (/^[1-3]$/.test(typed) ? options[Number(typed) - 1] : undefined);
}

function sendState(place: Place): StepState<ChatMemory> {
  const { id, step, kit, words } = place;
  const wait = chatWait(({ context: { callback } }) => ({
    kind: 'callback',
    step: id,
    asap: callback?.atMs === undefined,
    zone: callback?.times.zone ?? 'UTC',
    ...(callback?.atMs !== undefined && { atMs: callback.atMs }),
  }));
  const booked = saying((look) => {
    const { language, callback } = look.context;
    const atMs = callback?.atMs;
    const slot =
      atMs === undefined ? undefined : words.said(atMs, surroundingsIn(look).nowMs, { language, zone: callback?.times.zone ?? 'UTC' });
    const wording = atMs === undefined ? step.bookedAsap : step.booked;
    return { kind: 'text', text: kit.words(wording).text(language, chatView(look, { slot })) };
  });
  return {
    entry: [wait],
    on: {
      CALLBACK_DONE: [{ target: kit.to(step.next), actions: [booked, note(id, 'booked'), forget] }],
      '*': [{ actions: [wait] }],
    },
  };
}

const forget: ChatAction = change<ChatMemory>(() => ({ callback: undefined }) as unknown as Partial<ChatMemory>);

function note(step: string, did: 'booked' | 'kept' | 'declined' | 'none'): ChatAction {
  return fact<ChatMemory>(({ context }) => {
    const atMs = did === 'booked' ? context.callback?.atMs : undefined;
    return { type: 'callback', step, did, ...(atMs !== undefined && { atMs }) };
  });
}
