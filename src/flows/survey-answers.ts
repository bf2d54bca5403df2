import { readWireId } from './chat-choices.ts';
import { plainText } from './plain-text.ts';
import type { SurveyQuestion } from './schema/chat-steps.ts';
import type { Wording } from './schema/fields.ts';
import { spokenYesOrNo } from './speech/yes-or-no.ts';

interface Reply {
  readonly text?: string;
  readonly buttonId?: string;
}

/** A typed answer is short: in a sentence a number or a “no” may mean anything. */
const LONGEST_TYPED = 20;

/** The score that a reply gives; undefined when it is no answer. Tapped, or typed as a number or in words. Pure. */
export function readScore(id: string, question: SurveyQuestion, { text = '', buttonId }: Reply, language: string): number | undefined {
  const wire = readWireId(buttonId);
  const answer = wire?.step === id ? wire.answer : undefined;
  if (question.kind === 'resolved') return readYesOrNo(question, answer, text, language);
  const typed = answer ?? (/^\D*(\d{1,2})\D*$/.exec(text.slice(0, LONGEST_TYPED + 1))?.[1] || starsOf(text) || byTitle(question, text));
  if (text.trim().length > LONGEST_TYPED && answer === undefined) return undefined;
  const score = typed === undefined || typed === '' ? Number.NaN : Number(typed);
  const [least, most] = question.kind === 'csat' ? [1, 5] : [0, 10];
  return Number.isInteger(score) && score >= least && score <= most ? score : undefined;
}

const AROUND =
  /(?<!\S)(muchas|gracias|thanks|thank you|please|por favor|gracies|grazas|eskerrik asko|obrigad[oa]|todavia|aun|encara|ainda|oraindik|yet|ya|todo|all)(?!\S)/g;

function readYesOrNo(
  question: Extract<SurveyQuestion, { kind: 'resolved' }>,
  answer: string | undefined,
  text: string,
  language: string,
): number | undefined {
  if (answer === 'yes') return 1;
  if (answer === 'no') return 0;
  const plain = plainText(text);
  if (plain === '' || plain.length > LONGEST_TYPED) return undefined;
  const isTitle = (title: Wording) => Object.values(title).some((label) => plainText(label) === plain);
  if (isTitle(question.no)) return 0;
  if (isTitle(question.yes)) return 1;
  if (plain === '1') return 1;
  if (plain === '2') return 0;
  // One word and politeness: “sí, gracias” and “todavía no” are answers, “no sé” is none.
  const word = plain.replace(AROUND, '').trim();
  const said = word.includes(' ') ? undefined : spokenYesOrNo(word, language);
  return said === undefined ? undefined : said === 'yes' ? 1 : 0;
}

function starsOf(text: string): string | undefined {
  const stars = text.match(/[★⭐🌟]/gu)?.length ?? 0;
  return stars === 0 ? undefined : String(stars);
}

function byTitle(question: SurveyQuestion, text: string): string | undefined {
  if (question.kind !== 'csat') return undefined;
  const plain = plainText(text);
  const at = question.titles?.findIndex((title) => Object.values(title).some((label) => plainText(label) === plain)) ?? -1;
  return at < 0 ? undefined : String(at + 1);
}

/** What a score means: for the satisfaction figures, and for the way that the chat takes. */
export function verdictOf({ kind }: SurveyQuestion, score: number): { readonly positive: boolean; readonly exit: 'next' | 'denied' } {
  const [positiveFrom, deniedTo] = { resolved: [1, 0], csat: [4, 2], nps: [9, 6] }[kind] as [number, number];
  return { positive: score >= positiveFrom, exit: score <= deniedTo ? 'denied' : 'next' };
}

/** Has the customer nothing to add? */
export function skipsComment(id: string, skip: Wording, { text = '', buttonId }: Reply): boolean {
  const wire = readWireId(buttonId);
  if (wire?.step === id && wire.answer === 'skip') return true;
  const plain = plainText(text);
  return plain === 'no' || plain === '1' || Object.values(skip).some((label) => plainText(label) === plain && plain !== '');
}
