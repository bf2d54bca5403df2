import type { FlowProblem } from '../../../../http/contract/flows.ts';
import { gateEs, problemsEs } from './problems-es.ts';

export type Told = Pick<FlowProblem, 'code' | 'message'>;

/** A name longer than this is a text, not a name. */
const LONGEST = 40;

/** What the English sentence names between quotation marks: steps, variables, languages. Pure. */
function namesIn(message: string): readonly string[] {
  const quoted = [...message.matchAll(/["“]([^"“”]+)["”]/g)].map(([, name = '']) => name);
  return [...new Set(quoted)].filter((name) => name.length <= LONGEST);
}

/** A problem in Spanish: the sentence of its code, and what it names. A code that is not known stays as the service says it. Pure. */
export function spanishProblem({ code, message }: Told): string {
  const sentences: Readonly<Record<string, string>> = { ...problemsEs, ...gateEs };
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  if (sentence === undefined) return message;
  const names = namesIn(message).map((name) => `«${name}»`);
  return names.length === 0 ? sentence : `${sentence} (${names.join(', ')})`;
}
