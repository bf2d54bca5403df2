import { useLanguage } from '../../../messages/language.tsx';
import { spanishProblem, type Told } from './spanish-problem.ts';

/** Says a problem in the language of the page. */
export function useProblemSentence(): (problem: Told) => string {
  const { language } = useLanguage();
  return (problem) => (language === 'es' ? spanishProblem(problem) : problem.message);
}
