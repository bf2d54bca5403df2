import { GIVEN_TO_TEMPLATES, isInvite, placesIn, renderTemplate, type Template, type TemplateLanguage } from '../template.ts';
import { OPT_OUT_WORDS } from './offers.ts';
import { type Problem, problem } from './problem.ts';

const BODY_LIMIT = 1024;
const SIDE_BY_SIDE = /\}\}[\s\p{P}\p{S}]*\{\{/u;
const AT_AN_END = /^[\s\p{P}\p{S}]*\{\{|\}\}[\s\p{P}\p{S}]*$/u;

/** Everything the carrier or the reader would object to in a template (T001–T010). */
export function lintTemplate(template: Template): Problem[] {
  return [
    ...Object.entries(template.languages).flatMap(([language, wording]) => [...lintLanguage(template, language, wording)]),
    ...lintVariables(template),
    ...(template.category === 'UTILITY'
      ? []
      : [problem('T009', at(['category']), `"${template.name}" asks for ${template.category}; going on with a call is UTILITY.`)]),
  ];
}

function at(path: readonly (string | number)[]) {
  return { side: 'template' as const, path };
}

function* lintLanguage(template: Template, language: string, { body, buttons }: TemplateLanguage): Iterable<Problem> {
  const place = at(['languages', language, 'body']);
  const name = `"${template.name}" (${language})`;
  // In the carrier's eyes a place is {{1}}, whatever punctuation stands around it.
  const text = body.replace(/\{\{[^}]*\}\}/g, '{{}}');
  if (AT_AN_END.test(text)) yield problem('T001', place, `The text of ${name} starts or ends with a variable.`);
  if (SIDE_BY_SIDE.test(text)) yield problem('T001', place, `The text of ${name} has two variables side by side.`);
  const places = placesIn(body);
  const words = text.replaceAll('{{}}', ' ').match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  const needed = 2 * new Set(places).size + 1;
  if (words < needed) yield problem('T002', place, `${name} has ${words} fixed words for its variables; at least ${needed} are needed.`);
  if (!places.includes('business')) yield problem('T005', place, `${name} does not name the business: use {{business}}.`);
  if (!OPT_OUT_WORDS.test(body)) yield problem('T010', place, `${name} does not say how to stop messages.`);
  yield* lintButtons(name, language, buttons, isInvite(template));
  yield* lintPlaces(template, language, [...places, ...buttons.flatMap((button) => placesIn(button.id))]);
  yield* lintLength(template, language, name);
}

function* lintButtons(name: string, language: string, buttons: TemplateLanguage['buttons'], invite: boolean): Iterable<Problem> {
  const place = at(['languages', language, 'buttons']);
  for (const id of invite ? ['go:{{token}}', 'no:{{token}}'] : []) {
    if (!buttons.some((button) => button.id === id)) yield problem('T006', place, `${name} has no button with the id ${id}.`);
  }
  if (new Set(buttons.map((button) => button.title)).size < buttons.length)
    yield problem('T006', place, `${name} has two buttons of the same title.`);
  if (buttons.some((button) => button.title.includes('{{')))
    yield problem('T003', place, `${name} has a variable in a title; only ids may have one.`);
}

function* lintPlaces(template: Template, language: string, used: readonly string[]): Iterable<Problem> {
  const declared = template.variables.map((variable) => variable.name);
  const place = at(['languages', language]);
  for (const name of new Set(used)) {
    if (!declared.includes(name))
      yield problem('T003', place, `"${template.name}" (${language}) uses {{${name}}}, which is not under variables.`);
  }
  for (const name of declared) {
    if (!used.includes(name)) yield problem('T003', place, `"${template.name}" (${language}) never uses {{${name}}}.`);
  }
  const order = [...new Set(used)].filter((name) => declared.includes(name));
  if (order.length === declared.length && order.some((name, n) => name !== declared[n])) {
    yield problem(
      'T003',
      place,
      `"${template.name}" (${language}) uses its variables in another order than they are declared: ${order.join(', ')}.`,
    );
  }
}

/** A value of the greatest length a variable may have. */
function longest(template: Template): Record<string, string> {
  return Object.fromEntries(template.variables.map((variable) => [variable.name, 'x'.repeat(variable.max)]));
}

function* lintLength(template: Template, language: string, name: string): Iterable<Problem> {
  const body = template.languages[language]?.body ?? '';
  const values = longest(template);
  const filled = body.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, variable: string) => values[variable] ?? '');
  if (filled.length > BODY_LIMIT) {
    yield problem(
      'T007',
      at(['languages', language, 'body']),
      `${name} may have ${filled.length} characters once filled in; ${BODY_LIMIT} fit.`,
    );
  }
}

function* lintVariables(template: Template): Iterable<Problem> {
  const given: readonly string[] = GIVEN_TO_TEMPLATES;
  for (const [n, { name, sample, fallback }] of template.variables.entries()) {
    const place = at(['variables', n]);
    for (const language of Object.keys(template.languages)) {
      if (sample[language] === undefined) yield problem('T004', place, `{{${name}}} of "${template.name}" has no sample in ${language}.`);
      if (fallback && fallback[language] === undefined)
        yield problem('T004', place, `{{${name}}} of "${template.name}" has no fallback in ${language}.`);
    }
    if (!given.includes(name) && !template.revealsCall) {
      yield problem('T008', place, `"${template.name}" says what is in {{${name}}} and must set revealsCall.`);
    }
  }
}

/** The template as its reviewer sees it, filled with its samples. Throws as `renderTemplate` does. */
export function previewTemplate(template: Template, language: string) {
  return renderTemplate(template, language, Object.fromEntries(template.variables.map(({ name, sample }) => [name, sample[language]])));
}
