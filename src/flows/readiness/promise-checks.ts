import { stepsOf } from '../exits.ts';
import { PITCHES } from '../lint/offers.ts';
import type { Offers, ReadinessFacts, ReadinessFinding } from './facts.ts';

/** Problems that say that somebody can't get to a person. */
const HUMAN_CODES: ReadonlySet<string> = new Set(['F040', 'F049']);

/** The human exits of every offer, as the linter found them. */
export function checkHumanExits({ problems }: ReadinessFacts, offers: Offers): readonly ReadinessFinding[] {
  const found = problems.filter(({ code, step }) => HUMAN_CODES.has(code) && offers.some(([id]) => id === step));
  if (found.length === 0) {
    return [
      {
        verdict: 'ready',
        words: {
          en: 'From every end of every offer a caller comes to a person or a queue.',
          es: 'Desde cada final de cada oferta se llega a una persona o a una cola.',
        },
      },
    ];
  }
  return found.map(({ code, severity, message, step }) => ({
    verdict: severity === 'error' ? ('blocked' as const) : ('attention' as const),
    words: { en: message, es: `${code}, en «${step}»: ${message}` },
  }));
}

/** Figures of the telephone queue older than this say nothing about now, in ms. */
const RECENT_MS = 24 * 3_600_000;
/** So many replies make a measurement; before, a declared minute is spoken at most. */
const ENOUGH_REPLIES = 3;

/** Waits that the offers speak, against what is measured. What is not known is never spoken; then the plain wording is. */
export function checkWaits({ flow, outlook, measuredReplies, nowMs }: ReadinessFacts, offers: Offers): readonly ReadinessFinding[] {
  const spoken = new Set(
    offers.flatMap(([, { wording }]) =>
      PITCHES.flatMap((pitch) => Object.values(wording[pitch] ?? {})).flatMap((text) =>
        (['phoneWait', 'chatWait'] as const).filter((wait) => text.includes(`{{${wait}`)),
      ),
    ),
  );
  const findings: ReadinessFinding[] = [];
  if (spoken.has('phoneWait')) {
    const queues = [...new Set([...stepsOf(flow, 'call')].flatMap(([, step]) => (step.type === 'queue' ? [step.queue] : [])))];
    const unknown = queues.filter((name) => {
      const figures = outlook.queues[name];
      return figures?.waitSeconds === undefined || nowMs - figures.atMs > RECENT_MS;
    });
    if (unknown.length > 0) {
      findings.push({
        verdict: 'attention',
        words: {
          en: `The wait on the telephone is not known yet for ${unknown.join(', ')}: until somebody has waited there, the offer is made without it.`,
          es: `Aún no se conoce la espera al teléfono en ${unknown.join(', ')}: hasta que alguien espere ahí, la oferta se hace sin decirla.`,
        },
      });
    }
  }
  if (spoken.has('chatWait') && measuredReplies < ENOUGH_REPLIES) {
    findings.push({
      verdict: 'attention',
      words: {
        en: `The wait in the chat rests on ${measuredReplies} first replies of the last two hours; from ${ENOUGH_REPLIES} on it is measured. Until then one minute is said, and only while somebody is free and nobody waits.`,
        es: `La espera del chat se apoya en ${measuredReplies} primeras respuestas de las dos últimas horas; desde ${ENOUGH_REPLIES} está medida. Hasta entonces se dice un minuto, y solo si alguien está libre y nadie espera.`,
      },
    });
  }
  if (findings.length > 0) return findings;
  return [
    {
      verdict: 'ready',
      words:
        spoken.size === 0
          ? { en: 'The offers speak no waits.', es: 'Las ofertas no dicen esperas.' }
          : { en: 'The waits that are spoken are measured.', es: 'Las esperas que se dicen están medidas.' },
    },
  ];
}
