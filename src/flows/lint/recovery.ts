import { stepsOf } from '../exits.ts';
import type { Recovery } from '../schema/chat-steps.ts';
import type { OfferStep } from '../schema/voice-steps.ts';
import { isInvite } from '../template.ts';
import { type LintContext, placeIn, whyMissing } from './context.ts';
import { PITCHES, templateFits } from './offers.ts';
import { type Place, type Problem, problem } from './problem.ts';

/** How a wording says that a message may follow a later call: the call, and what became of it. A language that is not here is not judged. */
const LATER_CALLS: Readonly<Record<string, readonly [call: RegExp, became: RegExp]>> = {
  es: [/llam/i, /cort|atend|contest|perd/i],
  en: [/call/i, /cut off|drop|miss|answer/i],
  ca: [/trucad|truqu/i, /tall|at[eè]n|contest|perd/i],
  gl: [/chamad/i, /cort|atend|contest|perd/i],
  eu: [/dei/i, /eten|moz|erantzu|galdu/i],
  pt: [/chamad|ligaç/i, /ca[ií]|cort|atend|perd/i],
};

/** Messages after a call: what the key agrees to (F113), whether anybody ever agrees (F114), hours (F115), templates (F044–F047). */
export function* lintRecovery(context: LintContext): Iterable<Problem> {
  const { flow } = context;
  const offers = stepsOf(flow, 'call').flatMap(([id, step]) => (step.type === 'offer' ? [[id, step] as const] : []));
  for (const [id, step] of offers) if (step.consent === 'calls') yield* said(id, step);
  const { recovery } = flow;
  if (!recovery) return;
  const at = (...path: readonly (string | number)[]): Place => ({ side: 'flow', path: ['recovery', ...path] });
  if (!offers.some(([, step]) => step.consent === 'calls')) yield problem('F114', at(), nobodyAgrees(recovery, offers.length > 0));
  if (recovery.fromHour >= recovery.toHour)
    yield problem(
      'F115',
      at('toHour'),
      `From ${recovery.fromHour} to ${recovery.toHour} there is no hour: nobody would ever be written to.`,
    );
  for (const kind of ['dropped', 'missed', 'unreached'] as const) yield* templatesOf(context, kind, at);
  if (recovery.unreached && !stepsOf(flow, 'call').some(([, step]) => step.type === 'callback' || step.type === 'voicemail'))
    yield problem(
      'F116',
      at('unreached'),
      'Nobody is promised a call here on the phone, and nobody leaves a message that the desk could answer by one.',
    );
}

function* said(id: string, step: OfferStep): Iterable<Problem> {
  for (const pitch of PITCHES) {
    for (const [language, text] of Object.entries(step.wording[pitch] ?? {})) {
      const words = LATER_CALLS[language.split('-')[0] ?? ''];
      if (!words || words.every((word) => word.test(text)) || /^https?:\/\//.test(text)) continue;
      const place = placeIn('call', id, ['wording', pitch, language]);
      yield problem('F113', place, `The key of "${id}" agrees to messages about later calls, and ${pitch} (${language}) does not say so.`);
    }
  }
}

function nobodyAgrees({ missed, unreached }: Recovery, hasOffers: boolean): string {
  const head = 'No offer of this flow has the consent calls, so nobody agrees here to be written to about calls.';
  const left = hasOffers
    ? ' Left are callers who dropped after an invite of the same call that never went out, and who agreed in another flow.'
    : ' Left are callers who agreed in another flow.';
  return `${head}${left}${missed ? ' A missed call needs an earlier yes in any case.' : ''}${unreached ? ' So does a promised call that reaches nobody.' : ''}`;
}

function* templatesOf(context: LintContext, kind: 'dropped' | 'missed' | 'unreached', at: (...path: string[]) => Place): Iterable<Problem> {
  const { flow, templates } = context;
  const message = flow.recovery?.[kind];
  if (!message) return;
  const named = Object.entries(message.templates ?? {}).map(([intent, name]) => [['templates', intent], name] as const);
  for (const [path, name] of [[['template'], message.template] as const, ...named]) {
    const place = at(kind, ...path);
    const template = templates.get(name);
    if (!template) yield problem('F044', place, `The recovery uses the template "${name}", ${whyMissing(context, name)}.`);
    else if (!isInvite(template))
      yield problem('F044', place, `The recovery uses the template "${name}", which is no invite: its buttons carry no {{token}}.`);
    else yield* templateFits(flow, template, place);
  }
  if (templates.get(message.template)?.revealsCall)
    yield problem('F047', at(kind, 'template'), `"${message.template}" says what the call was about and can’t be the general template.`);
}
