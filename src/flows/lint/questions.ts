import { createAnswerCheck } from '../check-answer.ts';
import { type FlowSide, stepsOf } from '../exits.ts';
import type { Flow } from '../flow.ts';
import type { ChatCallbackStep, ChatStep } from '../schema/chat-steps.ts';
import type { Validator } from '../schema/fields.ts';
import type { CallbackStep, VoiceStep } from '../schema/voice-steps.ts';
import { type LintContext, placeIn } from './context.ts';
import { type Problem, problem } from './problem.ts';

type Step = VoiceStep | ChatStep;
const MOST_OPTIONS = 5;

/** What is asked: options (F052), retries (F054), keys (F055, F061), answers (F057), addresses (F059), languages (F060), first messages (F072, F073). */
export function* lintQuestions({ flow }: LintContext): Iterable<Problem> {
  for (const side of ['call', 'chat'] as const) {
    for (const [id, step] of stepsOf(flow, side)) {
      yield* keys(id, step);
      yield* retries(id, step);
      yield* answers(side, id, step);
      yield* addresses(side, id, step);
      if (step.type === 'language' && !flow.languages.includes(step.language)) {
        yield problem('F060', placeIn(side, id, ['language']), `"${id}" changes to ${step.language}, which the flow does not have.`);
      }
    }
  }
  yield* wholeFile(flow);
}

function keysOf(step: Step): readonly (readonly [key: string, what: string])[] {
  if (step.type === 'menu') {
    const extra = [[step.repeatKey, 'to repeat'] as const, [step.backKey, 'to go back'] as const];
    return [...step.options.map((option, at) => [option.key, `option ${at + 1}`] as const), ...extra].flatMap(([key, what]) =>
      key === undefined ? [] : [[key, what] as const],
    );
  }
  if (step.type === 'confirm')
    return [
      [step.yesKey, 'yes'],
      [step.noKey, 'no'],
    ];
  if (step.type === 'callback') return callbackKeys(step);
  if (step.type !== 'offer') return [];
  const { accept, stay, person, otherNumber } = step.keys;
  return [
    [accept, 'to accept'],
    [stay, 'to stay'],
    [person, 'a person'],
    ...(otherNumber === undefined ? [] : [[otherNumber, 'another number'] as const]),
  ];
}

/** The times take the keys from 1 on, less the one that declines; it also stands beside “1 yes, 2 another number”. */
function callbackKeys(step: CallbackStep | ChatCallbackStep): readonly (readonly [key: string, what: string])[] {
  if (!('declineKey' in step)) return [];
  return [
    ['1', 'yes'],
    ['2', 'another number'],
    [step.declineKey, 'to go on without a call'],
  ];
}

function* keys(id: string, step: Step): Iterable<Problem> {
  const seen = new Map<string, string>();
  for (const [key, what] of keysOf(step)) {
    const before = seen.get(key);
    if (before !== undefined)
      yield problem('F055', placeIn('call', id), `The key ${key} of "${id}" stands for two things: ${before} and ${what}.`);
    else seen.set(key, what);
  }
  if (step.type === 'menu' && step.options.length > MOST_OPTIONS) {
    yield problem(
      'F052',
      placeIn('call', id, ['options']),
      `"${id}" has ${step.options.length} options; callers remember ${MOST_OPTIONS}.`,
    );
  }
  if (step.type !== 'collect') return;
  if ((step.personKey === undefined) !== (step.person === undefined)) {
    yield problem(
      'F061',
      placeIn('call', id),
      `"${id}" has ${step.personKey === undefined ? 'the exit person without personKey' : 'personKey without the exit person'}.`,
    );
  }
  if (step.personKey !== undefined && step.personKey === step.finishKey) {
    yield problem(
      'F055',
      placeIn('call', id),
      `The key ${step.personKey} of "${id}" stands for two things: a person and the end of the input.`,
    );
  }
}

function* retries(id: string, step: Step): Iterable<Problem> {
  if (step.type === 'ask' || step.type === 'survey' || (step.type === 'callback' && typeof step.retries === 'number')) {
    if (step.retries === 0 && step.type !== 'survey')
      yield problem('F054', placeIn('chat', id, ['retries']), `"${id}" gives up after the first answer that does not fit.`);
  } else if ('retries' in step && typeof step.retries === 'object' && (step.retries.invalid === 0 || step.retries.silent === 0)) {
    yield problem('F054', placeIn('call', id, ['retries']), `"${id}" forgives no ${step.retries.invalid === 0 ? 'wrong key' : 'silence'}.`);
  }
}

/** Answers that no keypad gives, and that a voice recogniser does not spell. */
const CHAT_ONLY: Readonly<Record<string, string>> = { text: 'free text', name: 'a name', email: 'an e-mail address' };

function boundsProblem(as: Validator): string | undefined {
  if (as.kind === 'integer' && as.min !== undefined && as.max !== undefined && as.min > as.max)
    return 'the smallest number is larger than the largest';
  if (as.kind === 'date' && as.past && as.future) return 'no date is both past and future';
  if (as.kind === 'text' && as.min !== undefined && as.min > as.max) return 'min is larger than max';
  if (as.kind !== 'digits') return undefined;
  if (as.min !== undefined && as.max !== undefined && as.min > as.max) return 'min is larger than max';
  if (as.length !== undefined && (as.min !== undefined || as.max !== undefined))
    return 'length stands beside min or max: one of them is too many';
  return undefined;
}

function* answers(side: FlowSide, id: string, step: Step): Iterable<Problem> {
  if ((step.type !== 'collect' && step.type !== 'ask') || !step.as) return;
  const place = placeIn(side, id, ['as']);
  const bounds = boundsProblem(step.as);
  if (bounds !== undefined) yield problem('F057', place, `No answer to "${id}" can be right: ${bounds}.`);
  if (step.type === 'collect' && CHAT_ONLY[step.as.kind] !== undefined)
    yield problem('F057', place, `"${id}" asks a caller for ${CHAT_ONLY[step.as.kind]}; that is for the chat side.`);
  try {
    createAnswerCheck(step.as);
  } catch {
    yield problem('F057', place, `The pattern of "${id}" can’t be read; RE2 knows no look-ahead and no back-reference.`);
  }
}

function* addresses(side: FlowSide, id: string, step: Step): Iterable<Problem> {
  if (step.type !== 'request') return;
  const fixedHost = /^https?:\/\/[^/?#{}\s]+([/?#]|$)/i;
  const own = /^\/(?![/\\])/;
  if (!own.test(step.url) && !fixedHost.test(step.url)) {
    yield problem(
      'F059',
      placeIn(side, id, ['url']),
      `"${id}" can’t ask "${step.url}": write https://… or a path, with variables behind the host.`,
    );
  } else if (/^http:/i.test(step.url)) {
    yield problem('F059', placeIn(side, id, ['url']), `"${id}" asks over http, where anybody can listen: use https.`);
  }
}

function* wholeFile(flow: Flow): Iterable<Problem> {
  const twice = flow.languages.find((language, at) => flow.languages.indexOf(language) !== at);
  if (twice !== undefined) yield problem('F060', { side: 'flow', path: ['languages'] }, `The language ${twice} is named twice.`);
  for (const name of ['acknowledge', 'acknowledgeDirect'] as const) {
    for (const [language, text] of Object.entries(flow.chat[name])) {
      const place = { side: 'chat' as const, path: ['chat', name, language] };
      if (!text.includes('{{caseNumber')) yield problem('F072', place, `${name} lacks {{caseNumber}} in ${language}.`);
      if (!text.includes('{{expectation')) yield problem('F073', place, `${name} lacks {{expectation}} in ${language}.`);
    }
  }
}
