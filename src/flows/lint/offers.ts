import { stepsOf } from '../exits.ts';
import type { Flow } from '../flow.ts';
import type { OfferStep } from '../schema/voice-steps.ts';
import { GIVEN_TO_TEMPLATES, isInvite, type Template, templateLanguage } from '../template.ts';
import { type LintContext, leadsToHuman, placeIn, whyMissing } from './context.ts';
import { type Place, type Problem, problem } from './problem.ts';

const HUMAN_EXITS = ['declined', 'ignored', 'person', 'withheld', 'failed'] as const;
export const PITCHES = ['prompt', 'bothWaits', 'phoneWait', 'chatWait', 'deskClosed'] as const;
const WAITS = {
  bothWaits: ['phoneWait', 'chatWait'],
  phoneWait: ['phoneWait'],
  chatWait: ['chatWait'],
  deskClosed: [],
  prompt: [],
} as const;
const FIXED_WAIT = /\d+\s*(minut|segund|second|hora|hour|hores|ordu)/iu;
/** Words that end messages; the sender must say one of them. */
export const OPT_OUT_WORDS = /(?<!\p{L})(BAJA|STOP|PARAR|CANCELAR|SAIR|BAIXA|UNSUBSCRIBE)(?!\p{L})/u;

/** Offers: human exits (F040), consent (F041, F042, F048), promises (F043), templates (F044–F047), opening (F049), in queues (F056). */
export function* lintOffers(context: LintContext): Iterable<Problem> {
  for (const [id, step] of stepsOf(context.flow, 'call')) {
    if (step.type === 'queue' && step.offer && context.flow.call.steps[step.offer.step]?.type !== 'offer') {
      yield problem(
        'F056',
        placeIn('call', id, ['offer', 'step']),
        `The queue "${id}" names "${step.offer.step}" as its offer, which is no offer step.`,
      );
    }
    if (step.type !== 'offer') continue;
    yield* humanExits(context, id, step);
    yield* consent(context.flow, id, step);
    yield* promises(id, step);
    yield* templatesOf(context, id, step);
    if (step.eligibility.skip.includes('desk-unstaffed') && !step.wording.deskClosed && !/\b(desk|clock|hours)\b/.test(step.when ?? '')) {
      yield problem('F049', placeIn('call', id, ['eligibility', 'skip']), `"${id}" can be made while nobody is at the desk.`);
    }
  }
}

function* humanExits({ sides }: LintContext, id: string, step: OfferStep): Iterable<Problem> {
  for (const name of HUMAN_EXITS) {
    if (!sides.call.steps.has(step[name]) || leadsToHuman(sides.call, step[name])) continue;
    yield problem('F040', placeIn('call', id, [name]), `The exit ${name} of the offer "${id}" never comes to a queue or a dialled person.`);
  }
}

function* consent(flow: Flow, id: string, step: OfferStep): Iterable<Problem> {
  const { accept, stay, person } = step.keys;
  for (const pitch of PITCHES) {
    for (const [language, text] of Object.entries(step.wording[pitch] ?? {})) {
      const place = placeIn('call', id, ['wording', pitch, language]);
      if (/^https?:\/\//.test(text)) continue;
      if (!text.includes('{{business') && !text.includes(flow.business)) {
        yield problem('F041', place, `The offer "${id}" does not name the business in ${language}: put {{business}} into ${pitch}.`);
      }
      const unnamed = [accept, stay, person].filter((key) => !new RegExp(`(?<!\\d)[${key}](?!\\d)`).test(text.replace(/\{\{.*?\}\}/g, '')));
      if (unnamed.length > 0)
        yield problem('F042', place, `The offer "${id}" does not name the key ${unnamed.join(', ')} in ${pitch} (${language}).`);
      if (!OPT_OUT_WORDS.test(text))
        yield problem('F048', place, `The offer "${id}" does not say in ${pitch} (${language}) how to stop messages.`);
    }
  }
}

function* promises(id: string, step: OfferStep): Iterable<Problem> {
  for (const pitch of PITCHES) {
    for (const [language, text] of Object.entries(step.wording[pitch] ?? {})) {
      const place = placeIn('call', id, ['wording', pitch, language]);
      for (const wait of WAITS[pitch]) {
        if (!text.includes(`{{${wait}`)) yield problem('F043', place, `The wording ${pitch} of "${id}" (${language}) lacks {{${wait}}}.`);
      }
      const fixed = FIXED_WAIT.exec(text);
      if (fixed) yield problem('F043', place, `"${fixed[0]}…" in ${pitch} of "${id}" (${language}) promises a wait that is not measured.`);
    }
  }
}

function* templatesOf(context: LintContext, id: string, step: OfferStep): Iterable<Problem> {
  const { flow, templates } = context;
  const used = [
    [['template'], step.template] as const,
    ...(step.reminder ? [[['reminder', 'template'], step.reminder.template] as const] : []),
    ...Object.entries(step.templates ?? {}).map(([intent, name]) => [['templates', intent], name] as const),
  ];
  for (const [path, name] of used) {
    const place = placeIn('call', id, path);
    const template = templates.get(name);
    if (!template) yield problem('F044', place, `The offer "${id}" uses the template "${name}", ${whyMissing(context, name)}.`);
    else if (!isInvite(template))
      yield problem('F044', place, `The offer "${id}" uses the template "${name}", which is no invite: its buttons carry no {{token}}.`);
    else yield* templateFits(flow, template, place);
  }
  if (templates.get(step.template)?.revealsCall) {
    yield problem(
      'F047',
      placeIn('call', id, ['template']),
      `"${step.template}" says what the call was about and can’t be the general template.`,
    );
  }
}

/** Can the flow fill the template, in each of its languages? */
export function* templateFits(flow: Flow, template: Template, place: Place, values: readonly string[] = []): Iterable<Problem> {
  for (const language of flow.languages) {
    if (templateLanguage(template, language) === undefined)
      yield problem('F045', place, `The template "${template.name}" lacks ${language}.`);
  }
  const given: readonly string[] = [...GIVEN_TO_TEMPLATES, ...values];
  for (const { name, fallback } of template.variables) {
    const declared = flow.variables[name];
    if (declared?.sensitive) yield problem('F034', place, `The template "${template.name}" holds the sensitive variable "${name}".`);
    if (given.includes(name) || fallback !== undefined) continue;
    if (declared)
      yield problem('F046', place, `"${name}" in the template "${template.name}" may be unknown when it is sent: give it a fallback.`);
    else yield problem('F046', place, `The template "${template.name}" needs "${name}", which the flow does not have.`);
  }
}
