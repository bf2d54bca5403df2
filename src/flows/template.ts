import { z } from 'zod';
import { AppError } from '../base/errors.ts';

/**
 * Message templates: the files flows/templates/*.json. A template is written with named variables; the carrier gets them
 * numbered in the order of `variables`.
 */

const LanguageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
  .describe('A language as BCP 47 writes it: es, en, ca, pt-BR.');
const TemplateName = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:00');
const TemplateWording = z.record(LanguageTag, z.string().min(1).max(250)).describe('A text by language.');

const TemplateVariable = z.strictObject({
  name: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/),
  description: z.string().max(200).optional(),
  sample: TemplateWording.describe('What the reviewer of the template sees in its place; every language is needed.'),
  fallback: TemplateWording.optional().describe('Sent when nothing is known. Without it the variable must always be known.'),
  max: z.int().min(1).max(250).default(60).describe('Longer values are cut to this many characters.'),
});
export type TemplateVariable = z.infer<typeof TemplateVariable>;

const TemplateButton = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(200)
    .describe(
      'Comes back when the button is pressed. In an invite go:{{token}} goes on and no:{{token}} says "it was not me"; other templates have fixed ids.',
    ),
  title: z.string().min(1).max(20),
});

const TemplateLanguage = z.strictObject({
  body: z.string().min(1).max(1024).describe('The text, with {{variable}}.'),
  buttons: z.array(TemplateButton).min(1).max(3).describe('Quick replies, in the order shown.'),
  contentSid: z
    .string()
    .regex(/^HX[0-9a-f]{32}$/)
    .optional()
    .describe('Pins the carrier’s template; without it the template is found by name.'),
});

/** One template file. */
export const Template = z
  .strictObject({
    $schema: z.string().optional(),
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,59}$/)
      .describe('The name flows use. The carrier knows it with underscores.'),
    category: z.enum(['UTILITY', 'MARKETING']).describe('What approval is asked for; going on with a call that was asked for is UTILITY.'),
    note: z.string().max(500).optional(),
    intents: z.array(z.string().max(40)).max(20).default([]).describe('The intents it serves; none means any.'),
    revealsCall: z
      .boolean()
      .default(false)
      .describe(
        'The text says what the call was about. Such a template is never sent to a number that was typed: it may belong to somebody else.',
      ),
    reserve: TemplateName.optional().describe(
      'The template that is sent when this one can’t be: not approved, paused, refused, or not in the language. It has to be a general one, and may have a reserve itself.',
    ),
    hours: z
      .array(z.strictObject({ from: ClockTime, to: ClockTime, template: TemplateName }))
      .max(5)
      .optional()
      .describe(
        'Between these times, in the time zone of the flow, another template is sent instead; across midnight when the second is the smaller.',
      ),
    variables: z.array(TemplateVariable).min(1).max(20),
    languages: z.record(LanguageTag, TemplateLanguage),
  })
  .meta({ id: 'Template' });
export type Template = z.infer<typeof Template>;
export type TemplateLanguage = z.infer<typeof TemplateLanguage>;

/** Values every template can use beside the flow's own variables: the business's name and the one-time token of the button. */
export const GIVEN_TO_TEMPLATES = ['business', 'token'] as const;

/** Is it an invite, whose buttons carry the token of one call? Only the service sends those; agents send the others. */
export function isInvite(template: Template): boolean {
  return Object.values(template.languages).some(({ buttons }) => buttons.some(({ id }) => placesIn(id).includes('token')));
}

const PLACE = /\{\{\s*([a-zA-Z][a-zA-Z0-9]*)\s*\}\}/g;
const BODY_LIMIT = 1024;

/** The names of the variables a text uses, in order, repeats included. */
export function placesIn(text: string): string[] {
  return [...text.matchAll(PLACE)].map((match) => match[1] as string);
}

/** The name of the template at the carrier: small letters, digits and underscores (Content API, ApprovalRequests). */
export function carrierName(template: Template): string {
  return template.name.replaceAll('-', '_');
}

/** The language of the template that serves this language: itself, the same without its region, or none. */
export function templateLanguage(template: Template, language: string): string | undefined {
  if (template.languages[language]) return language;
  const bare = language.split('-')[0] as string;
  return template.languages[bare] ? bare : undefined;
}

/** A value as the carrier takes it: no line breaks, tabs or runs of blanks, no control characters, at most `max` characters. */
export function cleanTemplateValue(value: string, max: number): string {
  const flat = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const letters = [...flat];
  return letters.length <= max
    ? flat
    : `${letters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

function valueToSend(variable: TemplateVariable, language: string, value: string | number | boolean | null | undefined): string {
  const clean =
    value === undefined || value === null ? '' : cleanTemplateValue(String(value), variable.name === 'token' ? 200 : variable.max);
  const fallback = variable.fallback?.[language];
  if (clean !== '') return clean;
  if (fallback !== undefined) return fallback;
  throw new AppError('internal', `The template has no value and no fallback for {{${variable.name}}} in ${language}.`);
}

export type TemplateValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * Every variable of the template, numbered from "1" as the carrier wants them, cleaned and never empty; if text and values
 * would pass 1,024 characters the longest values are cut. Throws `internal` when a value without fallback is missing or
 * the language is not there.
 */
export function templateVariables(template: Template, language: string, values: TemplateValues): Record<string, string> {
  const tag = templateLanguage(template, language);
  const wording = tag === undefined ? undefined : template.languages[tag];
  if (tag === undefined || !wording) throw new AppError('internal', `The template ${template.name} has no language ${language}.`);
  const clean = template.variables.map((variable) => valueToSend(variable, tag, values[variable.name]));
  const names = template.variables.map(({ name }) => name);
  const used = placesIn(wording.body);
  const length = () => fillPlaces(wording.body, (name) => clean[names.indexOf(name)] ?? '').length;
  for (let over = length() - BODY_LIMIT; over > 0; over = length() - BODY_LIMIT) {
    const longest = names.reduce(
      (best, name, at) => (used.includes(name) && (clean[at] ?? '').length > (clean[best] ?? '').length ? at : best),
      0,
    );
    const text = clean[longest] ?? '';
    if (text.length <= 1) break;
    clean[longest] = cleanTemplateValue(text, Math.max(1, [...text].length - over));
  }
  return Object.fromEntries(clean.map((value, at) => [String(at + 1), value]));
}

/** A text with each of its places filled in by name. */
export function fillPlaces(text: string, value: (name: string) => string): string {
  return text.replace(PLACE, (_, name: string) => value(name));
}

/** The variables that would have no value: neither one given that says something, nor a fallback in the language. */
export function missingValues(template: Template, language: string, values: TemplateValues): readonly string[] {
  const tag = templateLanguage(template, language) ?? language;
  return template.variables.flatMap(({ name, fallback, max }) => {
    const value = values[name] ?? '';
    return cleanTemplateValue(String(value), max) === '' && fallback?.[tag] === undefined ? [name] : [];
  });
}

export interface RenderedTemplate {
  readonly body: string;
  readonly buttons: readonly { readonly id: string; readonly title: string }[];
}

/** The template as its reader sees it; `values` as for `templateVariables`, which see for what is thrown. */
export function renderTemplate(template: Template, language: string, values: TemplateValues): RenderedTemplate {
  const numbered = templateVariables(template, language, values);
  const wording = template.languages[templateLanguage(template, language) as string] as TemplateLanguage;
  const value = (name: string) => numbered[String(template.variables.findIndex((variable) => variable.name === name) + 1)] ?? '';
  return {
    body: fillPlaces(wording.body, value),
    buttons: wording.buttons.map((button) => ({ id: fillPlaces(button.id, value), title: button.title })),
  };
}

/** The template in the carrier's terms: places numbered, a sample for each number. Undefined if it lacks the language. */
export function numberTemplate(
  template: Template,
  language: string,
): (RenderedTemplate & { readonly samples: Readonly<Record<string, string>> }) | undefined {
  const tag = templateLanguage(template, language);
  const wording = tag === undefined ? undefined : template.languages[tag];
  if (tag === undefined || !wording) return undefined;
  const numbered = (name: string) => `{{${template.variables.findIndex((variable) => variable.name === name) + 1}}}`;
  return {
    body: fillPlaces(wording.body, numbered),
    buttons: wording.buttons.map((button) => ({ id: fillPlaces(button.id, numbered), title: button.title })),
    samples: Object.fromEntries(template.variables.map((variable, at) => [String(at + 1), variable.sample[tag] ?? ''])),
  };
}
