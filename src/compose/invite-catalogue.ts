import type { Logger } from '../base/log.ts';
import type { TemplateOutlook } from '../channels/outlook.ts';
import type { ChatTemplates } from '../chat/send-template.ts';
import {
  carrierName,
  fillPlaces,
  isInvite,
  missingValues,
  renderTemplate,
  type Template,
  templateLanguage,
  templateVariables,
} from '../flows/template.ts';
import { templateWordings } from '../flows/template-wordings.ts';
import { templatesInTurn } from '../flows/templates-in-turn.ts';
import type { TemplateHold } from '../handoff/carrier-board.ts';
import type { Handoff } from '../handoff/handoff.ts';
import type { InviteCatalogue, InviteContent } from '../handoff/invite-ports.ts';
import type { ContentApi } from '../providers/twilio/content.ts';
import { pushTemplates, readTemplateStates, type TemplateState } from '../providers/twilio/template-states.ts';

/** Keeps the states over restarts: a carrier that can't be asked then stops nothing. */
export interface TemplateMemory {
  load(): Promise<readonly TemplateState[] | undefined>;
  save(states: readonly TemplateState[]): Promise<void>;
}

export interface Templates extends InviteCatalogue, ChatTemplates {
  readonly files: readonly Template[];
  states(): readonly TemplateState[];
  /** May it, or its reserve, be sent in this language, as the carrier last said. */
  outlookOf(name: string, language: string): TemplateOutlook;
  refresh(): Promise<void>;
  /** Creates them at the carrier and asks for approval: what `npm run templates -- push` does. */
  push(): Promise<void>;
}

/** The templates with their states at the carrier: what may be sent, to invite and from the desk. */
export function createTemplates(deps: {
  readonly files: readonly Template[];
  readonly contents: ContentApi;
  readonly log: Logger;
  readonly businessOf: (flowRef: string) => string;
  /** Is the wording left alone, by the carrier's id of it? */
  readonly holdOf: (templateId: string) => Pick<TemplateHold, 'code' | 'untilMs'> | undefined;
  /** "HH:MM" in the time zone of the flow. */
  readonly localTime: (flowRef: string) => string;
  /** What was last known of them, over restarts. */
  readonly memory?: TemplateMemory;
}): Templates {
  const wordings = deps.files.flatMap(templateWordings);
  let states: readonly TemplateState[] = [];
  const byName = new Map(deps.files.map((template) => [template.name, template]));

  const current = () => states.map((state) => withHold(state, state.contentSid && deps.holdOf(state.contentSid)));

  function stateOf(template: Template, language: string): TemplateState | undefined {
    const tag = templateLanguage(template, language);
    return current().find((state) => state.name === carrierName(template) && state.language === tag);
  }

  function contentOf(template: Template, handoff: Handoff, token: string): InviteContent {
    // A typed number may belong to somebody else: nothing of the call is told to it.
    if (template.revealsCall && handoff.numberSource === 'typed') return { kind: 'unavailable', code: 'template-reveals-call' };
    const state = stateOf(template, handoff.language);
    if (!state?.contentSid) return { kind: 'unavailable', code: `template-${state?.status ?? 'missing'}` };
    if (!state.sendable || state.contentSid === handoff.retry?.notTemplateId)
      return { kind: 'unavailable', code: `template-${state.held ? 'held' : state.status}` };
    const values = { ...handoff.card.variables, ...handoff.values, business: deps.businessOf(handoff.flow), token };
    if (missingValues(template, handoff.language, values).length > 0) return { kind: 'unavailable', code: 'template-values-missing' };
    const variables = templateVariables(template, handoff.language, values);
    return { kind: 'ready', content: { kind: 'template', providerTemplateId: state.contentSid, variables } };
  }

  /** Says what has changed at the carrier, and remembers it. What could not be remembered is the next time. */
  async function takeOver(next: readonly TemplateState[]): Promise<void> {
    const changes = changesOf(states, next);
    for (const change of changes) deps.log.warn(change, 'the carrier changed a template');
    const isNew = changes.length > 0 || states.length !== next.length;
    states = next;
    if (isNew)
      await deps.memory?.save(next).catch((error) => deps.log.warn({ err: error }, 'the states of the templates could not be kept'));
  }

  /** The template of the hour, then its reserves; if none can be sent, why the first can't. */
  function inviteFor(handoff: Handoff, token: string): InviteContent {
    const found = templatesInTurn(byName, handoff.template, deps.localTime(handoff.flow)).map((template) =>
      contentOf(template, handoff, token),
    );
    return found.find(({ kind }) => kind === 'ready') ?? found[0] ?? { kind: 'unavailable', code: 'template-missing' };
  }

  return {
    files: deps.files,
    states: current,
    async refresh() {
      if (states.length === 0) states = (await deps.memory?.load().catch(() => undefined)) ?? [];
      await takeOver(await readTemplateStates(deps.contents, wordings, states));
    },
    async push() {
      await takeOver(await pushTemplates(deps.contents, wordings));
    },
    inviteFor,
    outlookOf(name, language) {
      const found = templatesInTurn(byName, name, deps.localTime('')).map((template) => outlookOf(template, stateOf(template, language)));
      return found.find(({ sendable }) => sendable) ?? found[0] ?? { sendable: false, status: 'missing' };
    },
    smsFor: (handoff, link) => smsText(handoff.language, deps.businessOf(handoff.flow), link),
    linkText: (handoff, code) => linkText(handoff.language, code),
    list: () =>
      deps.files.filter((template) => !isInvite(template)).flatMap((template) => pickable(template, deps.businessOf(''), stateOf)),
    fill(name, language, given) {
      const template = byName.get(name);
      const state = template && stateOf(template, language);
      if (!template || isInvite(template) || !state?.contentSid || !state.sendable) return undefined;
      const values = { business: deps.businessOf(''), ...given };
      if (missingValues(template, language, values).length > 0) return 'values-missing';
      return {
        providerTemplateId: state.contentSid,
        variables: templateVariables(template, language, values),
        text: renderTemplate(template, language, values).body,
      };
    },
  };
}

/** What is otherwise than it was: status and category, of each wording that was known. */
function changesOf(before: readonly TemplateState[], after: readonly TemplateState[]) {
  return after.flatMap(({ name, language, status, category }) => {
    const known = before.find((state) => state.name === name && state.language === language);
    if (!known || (known.status === status && known.category === category)) return [];
    return [{ template: name, language, from: { status: known.status, category: known.category }, to: { status, category } }];
  });
}

function outlookOf(template: Template, state: TemplateState | undefined): TemplateOutlook {
  if (!state) return { sendable: false, status: 'missing' };
  const { category } = state;
  const sendable = state.sendable && state.contentSid !== undefined;
  return { sendable, status: state.held ? 'held' : state.status, ...(category !== undefined && { category }), wanted: template.category };
}

/** A wording that is left alone is not sent, whatever its state. */
function withHold(state: TemplateState, hold: Pick<TemplateHold, 'code' | 'untilMs'> | '' | undefined): TemplateState {
  return hold ? { ...state, sendable: false, held: { code: hold.code, untilMs: hold.untilMs } } : state;
}

/** The template as an agent picks it: the business's name stands there already, what is left to fill in is numbered. */
function pickable(
  template: Template,
  business: string,
  stateOf: (template: Template, language: string) => TemplateState | undefined,
): ReturnType<ChatTemplates['list']> {
  const left = template.variables.filter(({ name }) => name !== 'business');
  return Object.entries(template.languages)
    .filter(([language]) => stateOf(template, language)?.sendable)
    .map(([language, { body }]) => ({
      name: template.name,
      language,
      body: fillPlaces(body, (name) =>
        name === 'business' ? business : `{{${left.findIndex((variable) => variable.name === name) + 1}}}`,
      ),
      variables: left.map(({ name, sample }) => ({ name, sample: sample[language] ?? '' })),
    }));
}

const SMS: Readonly<Record<string, (business: string, link: string) => string>> = {
  es: (business, link) => `${business}: no hemos podido escribirle por WhatsApp. Siga aquí con su consulta: ${link}`,
  en: (business, link) => `${business}: we could not reach you in WhatsApp. Carry on with your query here: ${link}`,
  ca: (business, link) => `${business}: no li hem pogut escriure per WhatsApp. Continuï aquí: ${link}`,
  gl: (business, link) => `${business}: non puidemos escribirlle por WhatsApp. Siga aquí: ${link}`,
  eu: (business, link) => `${business}: ezin izan dizugu WhatsAppez idatzi. Jarraitu hemen: ${link}`,
  pt: (business, link) => `${business}: não foi possível escrever-lhe por WhatsApp. Continue aqui: ${link}`,
};

const LINK: Readonly<Record<string, (code: string) => string>> = {
  es: (code) => `Hola, sigo aquí mi llamada. Referencia: ${code}`,
  en: (code) => `Hello, I am carrying on from my call. Reference: ${code}`,
  ca: (code) => `Hola, continuo aquí la meva trucada. Referència: ${code}`,
  gl: (code) => `Ola, sigo aquí a miña chamada. Referencia: ${code}`,
  eu: (code) => `Kaixo, nire deia hemen jarraitzen dut. Erreferentzia: ${code}`,
  pt: (code) => `Olá, continuo aqui a minha chamada. Referência: ${code}`,
};

function smsText(language: string, business: string, link: string): string {
  return (SMS[language.split('-')[0] ?? ''] ?? (SMS.en as (business: string, link: string) => string))(business, link);
}

function linkText(language: string, code: string): string {
  return (LINK[language.split('-')[0] ?? ''] ?? (LINK.en as (code: string) => string))(code);
}
