import { isInvite, type Template } from '../template.ts';
import { type Problem, problem } from './problem.ts';

/** The templates that others name to be sent in their place (T011). */
export function lintStandIns(template: Template, all: ReadonlyMap<string, Template>): Problem[] {
  const named = [
    ...(template.reserve === undefined ? [] : [{ path: ['reserve'], name: template.reserve, isReserve: true }]),
    ...(template.hours ?? []).map(({ template: name }, n) => ({ path: ['hours', n, 'template'], name, isReserve: false })),
  ];
  return named.flatMap(({ path, name, isReserve }) => {
    const why = whyNot(template, all.get(name), isReserve);
    return why ? [problem('T011', { side: 'template', path }, `"${name}" can’t stand in for "${template.name}": ${why}.`)] : [];
  });
}

function whyNot(template: Template, other: Template | undefined, isReserve: boolean): string | undefined {
  if (!other) return 'there is no such template';
  if (other === template) return 'it is the same template';
  if (isInvite(other) !== isInvite(template)) return 'only one of them is an invite';
  if (isReserve && other.revealsCall) return 'it says what the call was about, and the reserve has to be a general one';
  if (!isReserve && other.revealsCall && !template.revealsCall) return 'it says what the call was about, which this one does not';
  const lacking = Object.keys(template.languages).filter((language) => !other.languages[language]);
  return lacking.length > 0 ? `it lacks ${lacking.join(', ')}` : undefined;
}
