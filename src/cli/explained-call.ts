import type { DomainEvent } from '../base/events.ts';
import { explainOffer, headOf, toldDecision } from '../rules/explain-offer.ts';
import { findRule } from '../rules/table.ts';

export type ExplainLanguage = 'en' | 'es';

const WORDS = {
  en: {
    unknown: (call: string) => `Nothing is known of ${call} in these days. Look further back with --days, or check the id.`,
    call: 'Call',
    step: 'Step',
    none: 'No offer step was reached: there was nothing to decide.',
    refused: (rule: string) => `The caller did not come to the flow: ${rule}.`,
    would: 'It is off; it would have spoken against the offer.',
    settings: (version: number) => `Settings: version ${version}.`,
    verdicts: { ok: 'ok', against: 'AGAINST', off: 'off', skipped: 'left out', 'not-asked': 'not asked' },
  },
  es: {
    unknown: (call: string) => `No se sabe nada de ${call} en estos días. Mire más atrás con --days, o compruebe el identificador.`,
    call: 'Llamada',
    step: 'Paso',
    none: 'No se llegó a ningún paso de oferta: no había nada que decidir.',
    refused: (rule: string) => `La llamada no llegó al flujo: ${rule}.`,
    would: 'Está apagada; habría impedido la oferta.',
    settings: (version: number) => `Ajustes: versión ${version}.`,
    verdicts: { ok: 'bien', against: 'EN CONTRA', off: 'apagada', skipped: 'omitida', 'not-asked': 'sin preguntar' },
  },
} as const;

const RULE_WIDTH = 32;
const VERDICT_WIDTH = 14;

/** The offers of one call, told line by line; `left out` is by the flow, `off` by the settings. Pure. */
export function explainedCall(call: string, events: readonly DomainEvent[], language: ExplainLanguage): readonly string[] {
  const words = WORDS[language];
  const [first] = events.toSorted((a, b) => a.atMs - b.atMs);
  if (!first) return [words.unknown(call)];
  const refused = events.find(({ type }) => type === 'call.refused');
  const offers = events.filter((event) => toldDecision(event) !== undefined);
  const lines = [`${words.call} ${first.callId}  ${time(first.atMs)}  ${first.entryNumber ?? ''}  ${first.flow ?? ''}`.trimEnd()];
  if (refused) lines.push(words.refused(findRule(String(refused.data?.rule))?.name[language] ?? String(refused.data?.rule)));
  else if (offers.length === 0) lines.push(words.none);
  for (const offer of offers) lines.push('', ...offerLines(offer, language));
  return lines;
}

function offerLines(event: DomainEvent, language: ExplainLanguage): readonly string[] {
  const words = WORDS[language];
  const told = toldDecision(event);
  if (!told) return [];
  const head = [`${words.step} ${event.step ?? '?'}, ${time(event.atMs)}: ${headOf(told, language)}`];
  if (told.saw === undefined) return head;
  const rules = explainOffer(told, language).map(({ name, verdict, would, sentence }) => {
    const line = `  ${words.verdicts[verdict].padEnd(VERDICT_WIDTH)}${name.padEnd(RULE_WIDTH)}  ${sentence}`;
    return would ? `${line.trimEnd()} ${words.would}` : line.trimEnd();
  });
  return [...head, ...rules, ...(told.rules === undefined ? [] : [`  ${words.settings(told.rules)}`])];
}

function time(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
