import type { AnswerCheck, AnswerScene } from '../check-answer.ts';
import type { Scalar } from '../outcomes.ts';
import { plainText } from '../plain-text.ts';
import type { Validator } from '../schema/fields.ts';
import { readSpokenDate } from './date-words.ts';
import { readSpokenNumbers } from './spoken-numbers.ts';

/** What a spoken answer comes to. `doubtful`: it could as well have been something else that fits. */
export interface SpokenAnswer {
  readonly value: Scalar;
  readonly doubtful: boolean;
}

/**
 * A spoken answer that passes the check: digits one by one or as numbers ("uno dos tres", "ciento veinte"), days by their
 * names, everything else as the carrier wrote it. Undefined when nothing of it fits.
 */
export function readSpokenAnswer(
  speech: string,
  language: string,
  as: Validator,
  check: AnswerCheck,
  scene: AnswerScene,
): SpokenAnswer | undefined {
  const values: Scalar[] = [];
  for (const candidate of candidatesOf(speech, language, as, scene)) {
    const answer = check(candidate, scene);
    if (answer.ok && !values.includes(answer.value)) values.push(answer.value);
  }
  const [value] = values;
  return value === undefined ? undefined : { value, doubtful: values.length > 1 && (as.kind === 'digits' || as.kind === 'phone') };
}

/** Readings of what was said, the likeliest first. */
function candidatesOf(speech: string, language: string, as: Validator, scene: AnswerScene): readonly string[] {
  const asWritten = speech.replace(/[.\s]+$/, '');
  switch (as.kind) {
    case 'integer': {
      const sign = /^(?:menos|minus|menys) |^-/.test(asWritten.trim().toLowerCase()) ? '-' : '';
      return numbers(speech, language, true).map((digits) => sign + digits);
    }
    case 'phone':
      return [...(speech.includes('+') ? [speech.replace(/[^\d+]+/g, '')] : []), ...numbers(speech, language)];
    case 'digits':
      if (as.checkDigit === undefined || as.checkDigit === 'luhn') return numbers(speech, language);
      return [asWritten, plainText(asWritten).replaceAll(' ', ''), withLetters(speech, language), ...numbers(speech, language)];
    case 'date': {
      const day = readSpokenDate(speech, language, { ...scene, order: as.order, past: as.past, future: as.future });
      return day === undefined ? [asWritten] : [day, asWritten];
    }
    case 'pattern': {
      const close = plainText(asWritten).replaceAll(' ', '');
      return [asWritten, close, close.toUpperCase(), withLetters(speech, language), ...numbers(speech, language)];
    }
    case 'postal-code':
      return [...numbers(speech, language), asWritten, withLetters(speech, language)];
    case 'text':
    case 'name':
    case 'email':
      return [asWritten];
  }
}

/** The numbers of a sentence in one row, drawn together or apart. One whole number: only where they are one. */
function numbers(speech: string, language: string, one = false): readonly string[] {
  const found = (['all', 'hundreds-apart', 'apart'] as const).flatMap((joining) => {
    const { groups, others, articlesOnly } = readSpokenNumbers(speech, language, joining);
    if (groups.length === 0 || (articlesOnly && others.length > 0)) return [];
    return [groups.join('')];
  });
  return one ? found.slice(0, 1) : [...new Set(found)];
}

/** Numbers with the single letters between them: "doce tres cuatro … zeta" stays for people, "1 2 3 Z" is read. */
function withLetters(speech: string, language: string): string {
  const parts = plainText(speech).split(' ');
  return parts.map((word) => (/^[a-z]$/.test(word) ? word.toUpperCase() : readSpokenNumbers(word, language).groups.join(''))).join('');
}
