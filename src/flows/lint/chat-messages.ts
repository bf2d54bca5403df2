import { choicesOf } from '../chat-choices.ts';
import { stepsOf } from '../exits.ts';
import { MAX_MEDIA_BYTES, mediaKindOf } from '../media-kind.ts';
import type { ChatStep } from '../schema/chat-steps.ts';
import { isInvite } from '../template.ts';
import { type LintContext, placeIn, reach, whyMissing } from './context.ts';
import { templateFits } from './offers.ts';
import { type Problem, problem } from './problem.ts';

type Step<T> = Extract<ChatStep, { type: T }>;

const MOST_ROWS = 10;

/** Messages: answers alike (F071), lists (F074), what a message holds (F076), media (F077), templates (F044–F046), surveys (F078, F079). */
export function* lintChatMessages(context: LintContext): Iterable<Problem> {
  const { flow } = context;
  for (const [id, step] of stepsOf(flow, 'chat') as readonly (readonly [string, ChatStep])[]) {
    if (step.type === 'ask' || step.type === 'send') {
      yield* alike(id, step);
      yield* listOf(id, step);
    }
    if (step.type === 'ask' && step.list && step.buttons?.length)
      yield problem('F076', placeIn('chat', id, ['list']), `"${id}" has buttons and a list: WhatsApp shows one of them.`);
    if (step.type === 'send') yield* messageOf(context, id, step);
    if (step.type === 'survey') yield* surveyOf(context, id, step);
  }
  yield* afterClose(context);
}

function* alike(id: string, step: Step<'ask' | 'send'>): Iterable<Problem> {
  const choices = choicesOf(step);
  const place = placeIn('chat', id, [step.list ? 'list' : 'buttons']);
  const twice = (values: readonly (string | undefined)[]) =>
    values.find((value, at) => value !== undefined && values.indexOf(value) !== at);
  const sameId = twice(choices.map((choice) => choice.id));
  if (sameId !== undefined) yield problem('F071', place, `"${id}" has two answers with the id "${sameId}".`);
  for (const language of new Set(choices.flatMap(({ title }) => Object.keys(title)))) {
    const same = twice(choices.map(({ title }) => title[language]));
    if (same !== undefined) yield problem('F071', place, `"${id}" has two answers called "${same}" in ${language}.`);
  }
}

function* listOf(id: string, { list }: Step<'ask' | 'send'>): Iterable<Problem> {
  if (!list) return;
  const rows = list.sections.reduce((sum, section) => sum + section.rows.length, 0);
  if (rows > MOST_ROWS) yield problem('F074', placeIn('chat', id, ['list']), `The list of "${id}" has ${rows} rows; ${MOST_ROWS} fit.`);
  for (const [at, section] of list.sections.entries()) {
    if (list.sections.length > 1 && !section.title)
      yield problem('F074', placeIn('chat', id, ['list', 'sections', at]), `Section ${at + 1} of the list of "${id}" has no title.`);
  }
}

function* messageOf(context: LintContext, id: string, step: Step<'send'>): Iterable<Problem> {
  const parts = (['buttons', 'list', 'media', 'location'] as const).filter((part) => step[part] !== undefined);
  if (parts.length > 1) yield problem('F076', placeIn('chat', id), `"${id}" holds ${parts.join(' and ')}: one of them fits a message.`);
  if (!step.text && step.media === undefined)
    yield problem('F076', placeIn('chat', id, ['text']), `"${id}" writes nothing: give it a text.`);
  if (step.media !== undefined) yield* mediumOf(context, id, step.media);
  if (!step.template) return;
  const place = placeIn('chat', id, ['template', 'name']);
  const template = context.templates.get(step.template.name);
  if (!template)
    yield problem('F044', place, `"${id}" names the template "${step.template.name}", ${whyMissing(context, step.template.name)}.`);
  else if (isInvite(template)) yield problem('F044', place, `"${id}" names the template "${template.name}", which is an invite.`);
  else yield* templateFits(context.flow, template, place, Object.keys(step.template.texts));
}

function* mediumOf({ media }: LintContext, id: string, address: string): Iterable<Problem> {
  const place = placeIn('chat', id, ['media']);
  if (/^https:\/\/[^/\s]+\/\S*$/.test(address)) return;
  if (/^[a-z]+:/i.test(address)) {
    yield problem('F077', place, `"${id}" sends "${address}": write https://… or the name of a file in flows/media.`);
    return;
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(address)) {
    yield problem('F077', place, `"${address}" in "${id}" is no file name: letters, digits, dots, hyphens; no folders.`);
    return;
  }
  const kind = mediaKindOf(address);
  if (kind === undefined)
    yield problem('F077', place, `WhatsApp does not take "${address}" of "${id}": its type is none that can be sent.`);
  const file = media?.find(({ name }) => name === address);
  if (media && !file) yield problem('F077', place, `"${id}" sends "${address}", which is not in flows/media.`);
  const limit = kind === 'image' ? MAX_MEDIA_BYTES.image : MAX_MEDIA_BYTES.other;
  if (file && file.bytes > limit)
    yield problem('F077', place, `"${address}" of "${id}" has ${Math.ceil(file.bytes / 1048576)} MB; ${limit / 1048576} MB fit.`);
}

function* surveyOf({ sides }: LintContext, id: string, step: Step<'survey'>): Iterable<Problem> {
  const way = reach(sides.chat, [step.denied], (_, exit) => [exit.to]);
  if (![...way].some((each) => sides.chat.steps.get(each)?.type === 'assign'))
    yield problem('F078', placeIn('chat', id, ['denied']), `Who answers "no" in "${id}" never comes to a person.`);
}

function* afterClose({ flow }: LintContext): Iterable<Problem> {
  const step = flow.chat.afterClose?.step;
  if (step === undefined || flow.chat.steps[step]?.type === 'survey') return;
  yield problem('F079', { side: 'chat', path: ['chat', 'afterClose', 'step'] }, `"${step}" is no survey step of the chat side.`);
}
