import type { DomainEvent } from '../base/events.ts';
import { explainOffer, headOf, toldDecision } from '../rules/explain-offer.ts';
import { isRecoveryReason } from '../rules/explain-recovery.ts';
import { findRule } from '../rules/table.ts';

export type ExplainLanguage = 'en' | 'es';

const WORDS = {
  en: {
    unknown: (call: string) => `Nothing is known of ${call} in these days. Look further back with --days, or check the id.`,
    call: 'Call',
    step: 'Step',
    none: 'No offer step was reached: there was nothing to decide.',
    due: (when: string) => `The call ended too early; whether the caller is written to is decided at ${when}.`,
    off: 'The caller dropped; the flow writes to nobody who does (it has no recovery).',
    missed: {
      'out-of-hours': 'The call was missed: it was closed.',
      'nobody-came': 'The call was missed: a person was wanted and none came.',
    },
    saw: 'Seen',
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
    due: (when: string) => `La llamada acabó antes de tiempo; si se le escribe se decide a las ${when}.`,
    off: 'La llamada se cortó; el flujo no escribe a nadie por eso (no tiene recovery).',
    missed: {
      'out-of-hours': 'Llamada perdida: estaba cerrado.',
      'nobody-came': 'Llamada perdida: quería una persona y no llegó ninguna.',
    },
    saw: 'Se vio',
    refused: (rule: string) => `La llamada no llegó al flujo: ${rule}.`,
    would: 'Está apagada; habría impedido la oferta.',
    settings: (version: number) => `Ajustes: versión ${version}.`,
    verdicts: { ok: 'bien', against: 'EN CONTRA', off: 'apagada', skipped: 'omitida', 'not-asked': 'sin preguntar' },
  },
} as const;

const RULE_WIDTH = 32;
const VERDICT_WIDTH = 14;

/** The offers of one call and what followed its end, told line by line; `left out` is by the flow, `off` by the settings. Pure. */
export function explainedCall(call: string, events: readonly DomainEvent[], language: ExplainLanguage): readonly string[] {
  const words = WORDS[language];
  const [first] = events.toSorted((a, b) => a.atMs - b.atMs);
  if (!first) return [words.unknown(call)];
  const refused = events.find(({ type }) => type === 'call.refused');
  const decisions = events.filter((event) => toldDecision(event) !== undefined);
  const offers = decisions.filter((event) => toldDecision(event)?.about === 'offer');
  const lines = [`${words.call} ${first.callId}  ${time(first.atMs)}  ${first.entryNumber ?? ''}  ${first.flow ?? ''}`.trimEnd()];
  if (refused) lines.push(words.refused(findRule(String(refused.data?.rule))?.name[language] ?? String(refused.data?.rule)));
  else if (offers.length === 0) lines.push(words.none);
  for (const decision of decisions) lines.push('', ...decisionLines(decision, language));
  lines.push(...endLines(events, language));
  return lines;
}

/** Waits in which a caller who is gone has dropped; a flow that had ended the call stands in none. */
const DROPPED: readonly unknown[] = ['input', 'hold', 'queue', 'dial', 'record'];

/** What the end of the call came to, where no decision tells it. */
function endLines(events: readonly DomainEvent[], language: ExplainLanguage): readonly string[] {
  const words = WORDS[language];
  const of = (type: DomainEvent['type']) => events.find((event) => event.type === type);
  const why = of('call.missed')?.data?.why;
  const lines = typeof why === 'string' && why in words.missed ? ['', words.missed[why as keyof typeof words.missed]] : [];
  if (of('recovery.requested') || of('recovery.withheld')) return lines;
  const planned = of('recovery.planned')?.data?.dueAtMs;
  if (typeof planned === 'number') return [...lines, '', words.due(time(planned))];
  const { at, reachedPerson } = of('call.ended')?.data ?? {};
  return DROPPED.includes(at) && reachedPerson !== true ? [...lines, '', words.off] : lines;
}

function decisionLines(event: DomainEvent, language: ExplainLanguage): readonly string[] {
  const words = WORDS[language];
  const told = toldDecision(event);
  if (!told) return [];
  const head = [`${words.step} ${event.step ?? '?'}, ${time(event.atMs)}: ${headOf(told, language)}`, ...seenLines(event, language)];
  if (told.saw === undefined) return head;
  const rules = explainOffer(told, language).map(({ name, verdict, would, sentence }) => {
    const line = `  ${words.verdicts[verdict].padEnd(VERDICT_WIDTH)}${name.padEnd(RULE_WIDTH)}  ${sentence}`;
    return would ? `${line.trimEnd()} ${words.would}` : line.trimEnd();
  });
  return [...head, ...rules, ...(told.rules === undefined ? [] : [`  ${words.settings(told.rules)}`])];
}

/** What was seen where it was no rule of the table that spoke. */
function seenLines({ data }: DomainEvent, language: ExplainLanguage): readonly string[] {
  const reasons = (data?.reasons ?? []) as readonly { readonly rule: string; readonly saw?: string }[];
  return reasons.flatMap(({ rule, saw }) => (isRecoveryReason(rule) && saw ? [`  ${WORDS[language].saw}: ${saw}`] : []));
}

function time(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
