import type { FailureClass } from './delivery.ts';

/** What is done about a failure of a class. */
export interface FailureReaction {
  /** How often a message that surely did not arrive is sent again. */
  readonly retries: number;
  /** How long before it is, ms. */
  readonly retryAfterMs: number;
  /** What is remembered of the person; `number` for the days that the offer says, `day` for one. */
  readonly marks?: 'number' | 'day' | 'opted-out';
  /** For how many hours nothing more is begun from this sender; 0: until an administrator lifts it. */
  readonly stopsSenderHours?: number;
  /** The wording of the template is left alone for a while, and the reserve template sent instead. */
  readonly holdsTemplate?: true;
  /** May a text message with a link follow? */
  readonly sms: boolean;
  /** Does it raise an alarm? */
  readonly alarm: boolean;
  /** In an administrator's words. */
  readonly words: string;
}

const REST = { retries: 0, retryAfterMs: 0, sms: true, alarm: false } as const;

/** What follows from each class of failure: the one place that says so. A second identical invite is worse than none, so there is one repetition at most. */
export const FAILURE_REACTIONS: Readonly<Record<FailureClass, FailureReaction>> = {
  unreachable: {
    ...REST,
    marks: 'number',
    words: 'Not repeated. The number is left alone for the days that the offer says; an SMS with a link, or the telephone.',
  },
  'held-back': {
    ...REST,
    marks: 'day',
    words: 'Not repeated. The number is left alone for a day; an SMS with a link, or the telephone.',
  },
  'opted-out': {
    ...REST,
    marks: 'opted-out',
    sms: false,
    words: 'Not repeated. The person counts as opted out everywhere until they write START; the telephone, no SMS.',
  },
  temporary: {
    ...REST,
    retries: 1,
    retryAfterMs: 4_000,
    words: 'Sent once more after four seconds; then an SMS with a link, or the telephone.',
  },
  'rate-limited': {
    ...REST,
    retries: 1,
    retryAfterMs: 6_000,
    words: 'Sent once more after six seconds; then an SMS with a link, or the telephone.',
  },
  'limit-suspected': {
    ...REST,
    retries: 1,
    retryAfterMs: 6_000,
    stopsSenderHours: 1,
    alarm: true,
    words: 'Sent once more after six seconds. If that fails too, the sender rests for an hour: nothing is offered or begun from it.',
  },
  'limit-reached': {
    ...REST,
    stopsSenderHours: 24,
    alarm: true,
    words: 'Not repeated. The sender rests for a day: nothing is offered or begun from it.',
  },
  sender: {
    ...REST,
    stopsSenderHours: 0,
    alarm: true,
    words: 'Not repeated. The sender is stopped until an administrator lifts it: nothing is offered or begun from it.',
  },
  template: {
    ...REST,
    retries: 1,
    retryAfterMs: 1_000,
    holdsTemplate: true,
    alarm: true,
    words:
      'The wording is left alone for three hours and the reserve template is sent at once; without one an SMS with a link, or the telephone.',
  },
  configuration: { ...REST, alarm: true, words: 'Not repeated. An SMS with a link, or the telephone; the operator is told.' },
  'window-closed': { ...REST, words: 'Free text is not repeated: a template is needed. An SMS with a link, or the telephone.' },
  'not-delivered': { ...REST, words: 'Not repeated. An SMS with a link, or the telephone.' },
  unknown: { ...REST, alarm: true, words: 'Not repeated. An SMS with a link, or the telephone; the code is reported.' },
};
