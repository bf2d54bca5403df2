import { stepsOf } from '../exits.ts';
import { type LintContext, placeIn } from './context.ts';
import { type Problem, problem } from './problem.ts';

/** How a recording is announced, by language; a language that is not here is not judged. */
const RECORDED: Readonly<Record<string, RegExp>> = {
  es: /graba/i,
  en: /record/i,
  ca: /grava|enregistra/i,
  gl: /grava/i,
  eu: /graba/i,
  pt: /grava/i,
  fr: /enregistr/i,
  de: /aufgezeichnet|aufgenommen/i,
  it: /registra/i,
};

/** What a caller must be told before being recorded (F110). A recording in place of text is not judged. */
export function* lintSpokenConsent({ flow }: LintContext): Iterable<Problem> {
  for (const [id, step] of stepsOf(flow, 'call')) {
    if (step.type !== 'voicemail') continue;
    for (const [language, text] of Object.entries(step.prompt)) {
      const announced = RECORDED[language.split('-')[0] ?? ''];
      if (!announced || announced.test(text) || /^(https?:\/)?\/\S+\.(wav|mp3)$/i.test(text)) continue;
      yield problem(
        'F110',
        placeIn('call', id, ['prompt', language]),
        `The prompt of "${id}" does not say in ${language} that the caller is recorded.`,
      );
    }
  }
}
