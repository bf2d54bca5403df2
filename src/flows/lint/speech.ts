import { isHeard } from '../../channels/line-languages.ts';
import { stepsOf } from '../exits.ts';
import type { Flow } from '../flow.ts';
import { plainText } from '../plain-text.ts';
import type { VoiceStep } from '../schema/voice-steps.ts';
import { namesOfLanguage } from '../speech/language-names.ts';
import { tuneSpeech } from '../speech/tune-speech.ts';
import { type LintContext, placeIn } from './context.ts';
import { type Problem, problem } from './problem.ts';

/** What is said to a flow: languages nobody hears (F124), options without words (F126) or with the same (F127), settings (F128), secrets (F129). */
export function* lintSpeech({ flow }: LintContext): Iterable<Problem> {
  const steps = stepsOf(tuneSpeech(flow), 'call') as readonly (readonly [string, VoiceStep])[];
  const listening = steps.filter(([, step]) => 'speech' in step && step.speech !== undefined);
  for (const language of flow.languages) {
    if (listening.length === 0 || isHeard(language)) continue;
    yield problem(
      'F124',
      { side: 'flow', path: ['languages'] },
      `The carrier has no recogniser for ${language}: in it ${listening.length} steps listen to keys alone.`,
    );
  }
  for (const [id, step] of listening) {
    if (step.type === 'menu') yield* options(id, step, flow);
    yield* settings(id, step);
    if (step.type === 'collect' && flow.variables[step.variable]?.sensitive) {
      yield problem('F129', placeIn('call', id, ['speech']), `"${id}" has "${step.variable}" said aloud, which is sensitive.`);
    }
  }
}

type Menu = Extract<VoiceStep, { type: 'menu' }>;

function phrases(option: Menu['options'][number], language: string, flow: Flow): readonly string[] {
  const target = flow.call.steps[option.to];
  return [
    option.label?.[language] ?? '',
    ...(option.words?.[language] ?? []),
    ...(target?.type === 'language' ? namesOfLanguage(target.language) : []),
  ]
    .map(plainText)
    .filter((text) => text !== '');
}

function* options(id: string, step: Menu, flow: Flow): Iterable<Problem> {
  for (const language of flow.languages.filter(isHeard)) {
    const seen = new Map<string, number>();
    for (const [at, option] of step.options.entries()) {
      const own = new Set(phrases(option, language, flow));
      const place = placeIn('call', id, ['options', at]);
      if (own.size === 0) yield problem('F126', place, `Nothing chooses option ${option.key} of "${id}" by speech in ${language}.`);
      const same = [...own].find((phrase) => seen.has(phrase));
      if (same !== undefined) {
        const other = step.options[seen.get(same) ?? 0]?.key;
        yield problem('F127', place, `In ${language} “${same}” chooses both ${other} and ${option.key} of "${id}".`);
      }
      for (const phrase of own) seen.set(phrase, at);
    }
  }
}

function* settings(id: string, step: VoiceStep): Iterable<Problem> {
  if (!('speech' in step) || !step.speech) return;
  const { enhanced, model } = step.speech;
  if (enhanced && model !== 'phone_call')
    yield problem(
      'F128',
      placeIn('call', id, ['speech']),
      `"${id}" asks for the enhanced recogniser, which only the model phone_call has.`,
    );
}
