import type { FlowSide, StepType } from '../exits.ts';
import type { JsonObject } from './json.ts';

const OFFER_WORDING = ['prompt', 'sending', 'delivered', 'failed', 'pending', 'askNumber', 'confirmNumber', 'numberInvalid'];
const CALLBACK_WORDING = ['prompt', 'asap', 'slot', 'decline', 'confirmOwn', 'askNumber', 'confirmNumber', 'numberInvalid'];
const CALLBACK_ENDS = ['booked', 'bookedAsap', 'pending', 'pendingAsap', 'cancelled', 'failed'];
const CHAT_CALLBACK = ['text', 'asapTitle', 'declineTitle', 'booked', 'bookedAsap', 'pending', 'pendingAsap'];

const silent = (names: readonly string[]): JsonObject => Object.fromEntries(names.map((name) => [name, {}]));

/** What is in a step when it is put on the canvas: as little as can be; wording and exits are still open, and the linter says so. */
const STARTERS: Readonly<Record<StepType, JsonObject>> = {
  say: { text: {} },
  menu: { prompt: {}, options: [{ key: '1' }] },
  collect: { prompt: {}, variable: 'answer', as: { kind: 'digits' } },
  confirm: { prompt: {} },
  branch: { cases: [{ when: 'true' }] },
  request: { url: 'https://', save: {} },
  set: { values: {} },
  language: { language: 'es' },
  hours: { calendar: 'desk' },
  split: {
    experiment: 'experiment',
    arms: [
      { id: 'a', weight: 1 },
      { id: 'b', weight: 1 },
    ],
  },
  run: { part: 'part', exits: {} },
  return: { exit: 'done' },
  offer: { wording: silent(OFFER_WORDING), template: 'call-continue' },
  queue: { queue: 'support' },
  dial: {},
  voicemail: { prompt: {} },
  callback: { wording: silent([...CALLBACK_WORDING, ...CALLBACK_ENDS]) },
  hangup: { text: {} },
  send: { text: {} },
  ask: { text: {} },
  survey: { text: {}, question: { kind: 'resolved', yes: {}, no: {} } },
  assign: { team: 'support' },
  close: {},
};

/** A fresh step of a type, not connected to anything. */
export function newStep(side: FlowSide, type: StepType): JsonObject {
  return { type, ...(side === 'chat' && type === 'callback' ? silent(CHAT_CALLBACK) : STARTERS[type]) };
}
