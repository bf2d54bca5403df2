import { type FlowSide, stepsOf } from '../exits.ts';
import type { Flow } from '../flow.ts';
import type { ChatCallbackStep, ChatStep } from '../schema/chat-steps.ts';
import type { StepSpeech, Wording } from '../schema/fields.ts';
import type { CallbackStep, OfferStep, VoiceStep } from '../schema/voice-steps.ts';
import { placeIn } from './context.ts';
import type { Place } from './problem.ts';

/** One wording of a flow: where it stands and how it reaches the person. */
export interface PlacedWording {
  readonly place: Place;
  readonly wording: Wording;
  readonly by: 'voice' | 'message' | 'button' | 'row' | 'row-description' | 'label';
  /** Places that the engine fills here alone. */
  readonly given: readonly string[];
}

type Field = readonly [
  path: readonly (string | number)[],
  wording: Wording | undefined,
  by?: PlacedWording['by'],
  given?: readonly string[],
];

const OFFER_GIVEN: Partial<Record<keyof OfferStep['wording'], readonly string[]>> = {
  bothWaits: ['phoneWait', 'chatWait'],
  phoneWait: ['phoneWait'],
  chatWait: ['chatWait'],
  confirmNumber: ['number'],
};

function offerFields(step: OfferStep): Field[] {
  return (Object.entries(step.wording) as [keyof OfferStep['wording'], Wording | undefined][]).map(([name, wording]) => [
    ['wording', name],
    wording,
    'voice',
    [...(OFFER_GIVEN[name] ?? []), 'lastDigits'],
  ]);
}

function speechFields({ speech }: { readonly speech?: StepSpeech | undefined }): readonly Field[] {
  return [
    [['speech', 'didYouSay'], speech?.didYouSay, 'voice', ['key']],
    [['speech', 'notUnderstood'], speech?.notUnderstood],
    [['speech', 'keysText'], speech?.keysText],
  ];
}

function choiceFields({ buttons = [], list }: Extract<ChatStep, { type: 'ask' | 'send' }>): Field[] {
  const sections = (list?.sections ?? []).flatMap(({ title, rows }, at): Field[] => [
    [['list', 'sections', at, 'title'], title, 'row'],
    ...rows.flatMap((row, n): Field[] => [
      [['list', 'sections', at, 'rows', n, 'title'], row.title, 'row'],
      [['list', 'sections', at, 'rows', n, 'description'], row.description, 'row-description'],
    ]),
  ]);
  return [
    ...buttons.map((button, at): Field => [['buttons', at, 'title'], button.title, 'button']),
    [['list', 'button'], list?.button, 'button'],
    ...sections,
  ];
}

function surveyFields({ text, question, comment, invalidText }: Extract<ChatStep, { type: 'survey' }>): Field[] {
  const titles = question.kind === 'csat' ? (question.titles ?? []) : [];
  return [
    [['text'], text, 'message'],
    [['question', 'yes'], question.kind === 'resolved' ? question.yes : undefined, 'button'],
    [['question', 'no'], question.kind === 'resolved' ? question.no : undefined, 'button'],
    [['question', 'button'], question.kind === 'csat' ? question.button : undefined, 'button'],
    ...titles.map((title, at): Field => [['question', 'titles', at], title, 'row']),
    [['comment', 'text'], comment?.text, 'message'],
    [['comment', 'skip'], comment?.skip, 'button'],
    [['invalidText'], invalidText, 'message'],
  ];
}

const CALLBACK_GIVEN: Partial<Record<keyof CallbackStep['wording'], readonly string[]>> = {
  asap: ['slotKey'],
  slot: ['slot', 'slotKey'],
  decline: ['slotKey'],
  confirmOwn: ['lastDigits'],
  confirmNumber: ['number'],
  booked: ['slot'],
  pending: ['slot'],
};

function callbackFields(step: CallbackStep | ChatCallbackStep): Field[] {
  if ('wording' in step) {
    return (Object.entries(step.wording) as [keyof CallbackStep['wording'], Wording | undefined][]).map(([name, wording]) => [
      ['wording', name],
      wording,
      'voice',
      CALLBACK_GIVEN[name] ?? [],
    ]);
  }
  return [
    [['text'], step.text, 'message'],
    [['asapTitle'], step.asapTitle, 'button'],
    [['declineTitle'], step.declineTitle, 'button'],
    [['booked'], step.booked, 'message', ['slot']],
    [['bookedAsap'], step.bookedAsap, 'message'],
    [['pending'], step.pending, 'message', ['slot']],
    [['pendingAsap'], step.pendingAsap, 'message'],
  ];
}

function fieldsOf(step: VoiceStep | ChatStep): readonly Field[] {
  switch (step.type) {
    case 'menu':
      return [
        [['prompt'], step.prompt],
        ...step.options.map((option, at): Field => [['options', at, 'label'], option.label, 'label']),
        [['invalidText'], step.invalidText],
        [['silentText'], step.silentText],
        ...speechFields(step),
      ];
    case 'collect':
      return [[['prompt'], step.prompt], [['invalidText'], step.invalidText], [['silentText'], step.silentText], ...speechFields(step)];
    case 'voicemail':
      return [[['prompt'], step.prompt]];
    case 'callback':
      return callbackFields(step);
    case 'confirm':
      return [[['prompt'], step.prompt], ...speechFields(step)];
    case 'offer':
      return [...offerFields(step), ...speechFields(step)];
    case 'queue':
      return [
        [['text'], step.text],
        [['waitText'], step.waitText, 'voice', ['position', 'phoneWait']],
        [['waitTextUnknown'], step.waitTextUnknown, 'voice', ['position']],
      ];
    case 'ask':
      return [
        [['text'], step.text, 'message'],
        ...choiceFields(step),
        [['file', 'wrongText'], step.file?.wrongText, 'message'],
        [['file', 'tooLargeText'], step.file?.tooLargeText, 'message'],
        [['invalidText'], step.invalidText, 'message'],
      ];
    case 'survey':
      return surveyFields(step);
    case 'assign':
      return [
        [['text'], step.text, 'message', ['chatWait', 'opensAt']],
        [['textClosed'], step.textClosed, 'message', ['opensAt']],
      ];
    case 'send':
      return [
        [['text'], step.text, 'message'],
        ...choiceFields(step),
        ...Object.entries(step.template?.texts ?? {}).map(([name, wording]): Field => [['template', 'texts', name], wording, 'message']),
      ];
    case 'close':
      return [[['text'], step.text, 'message']];
    case 'say':
    case 'dial':
    case 'hangup':
      return [[['text'], step.text]];
    default:
      return [];
  }
}

/** The wordings of one step. */
export function wordingsOfStep(side: FlowSide, id: string, step: VoiceStep | ChatStep): PlacedWording[] {
  return fieldsOf(step).flatMap(([path, wording, by = 'voice', given = []]) =>
    wording ? [{ place: placeIn(side, id, path), wording, by, given }] : [],
  );
}

/** What a first message may say of the desk. */
const PROMISES = ['expectation', 'chatWait', 'opensAt'];
/** Places that the engine fills in a setting of the flow alone. */
const SETTING_GIVEN: Readonly<Record<string, readonly string[]>> = {
  'chat.acknowledge': [...PROMISES, 'known'],
  'chat.acknowledgeDirect': PROMISES,
  'tickets.kept': ['answerBy', 'opensAt'],
  'tickets.keptOpening': ['answerBy', 'opensAt'],
  'tickets.writeAgain': ['opensAt'],
};

/** How a wording among the settings of a flow reaches the person, and what can be filled into it. */
export function settingWording(path: readonly (string | number)[]): Pick<PlacedWording, 'place' | 'by' | 'given'> {
  const by = path.at(-1) === 'name' ? 'label' : path.includes('buttons') ? 'button' : 'message';
  return { place: { side: 'chat', path }, by, given: SETTING_GIVEN[path.join('.')] ?? [] };
}

/** Every wording of a flow. */
export function wordingsOf(flow: Flow): PlacedWording[] {
  const { acknowledge, acknowledgeDirect, known = {} } = flow.chat;
  const first = (path: readonly string[], wording: Wording): PlacedWording => ({ ...settingWording(['chat', ...path]), wording });
  return [
    ...(['call', 'chat'] as const).flatMap((side) => stepsOf(flow, side).flatMap(([id, step]) => wordingsOfStep(side, id, step))),
    first(['acknowledge'], acknowledge),
    first(['acknowledgeDirect'], acknowledgeDirect),
    ...Object.entries(known).map(([intent, wording]) => first(['known', intent], wording)),
    ...wordingsOfTickets(flow),
  ];
}

function wordingsOfTickets({ tickets }: Flow): PlacedWording[] {
  if (!tickets) return [];
  const placed = (path: readonly (string | number)[], wording: Wording | undefined) =>
    wording ? [{ ...settingWording(['tickets', ...path]), wording }] : [];
  const { kept, keptOpening, writeAgain, again, beforeFields, afterFields, urgent, types } = tickets;
  return [
    ...placed(['kept'], kept),
    ...placed(['keptOpening'], keptOpening),
    ...placed(['writeAgain'], writeAgain),
    ...placed(['again'], again),
    ...placed(['beforeFields'], beforeFields),
    ...placed(['afterFields'], afterFields),
    ...placed(['urgent', 'text'], urgent.text),
    ...types.flatMap(({ name, fields }, n) => [
      ...placed(['types', n, 'name'], name),
      ...fields.flatMap((field, m) => [
        ...placed(['types', n, 'fields', m, 'text'], field.text),
        ...placed(['types', n, 'fields', m, 'invalidText'], field.invalidText),
        ...(field.buttons ?? []).flatMap(({ title }, k) => placed(['types', n, 'fields', m, 'buttons', k, 'title'], title)),
      ]),
    ]),
  ];
}
