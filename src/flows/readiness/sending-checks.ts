import type { TemplateOutlook } from '../../channels/outlook.ts';
import type { Offers, ReadinessFacts, ReadinessFinding } from './facts.ts';

/** Every template that an offer may send, in every language of the flow. */
export function checkTemplates({ flow, template }: ReadinessFacts, offers: Offers): readonly ReadinessFinding[] {
  const general = new Set(offers.map(([, offer]) => offer.template));
  const byIntent = new Set(offers.flatMap(([, offer]) => Object.values(offer.templates ?? {})));
  const reminders = new Set(offers.flatMap(([, offer]) => offer.reminder?.template ?? []));
  const names = [...new Set([...general, ...byIntent, ...reminders])];
  const findings = names.flatMap((name) =>
    flow.languages.flatMap((language) =>
      checkTemplate(name, language, template(name, language), !reminders.has(name) || general.has(name)),
    ),
  );
  if (findings.length > 0) return findings;
  return [
    {
      verdict: 'ready',
      words: {
        en: `Can be sent in ${flow.languages.join(', ')}: ${names.join(', ')}.`,
        es: `Se pueden enviar en ${flow.languages.join(', ')}: ${names.join(', ')}.`,
      },
    },
  ];
}

function checkTemplate(name: string, language: string, state: TemplateOutlook, isInvite: boolean): readonly ReadinessFinding[] {
  const at = `${name} (${language})`;
  if (!state.sendable) {
    return [
      {
        verdict: isInvite ? 'blocked' : 'attention',
        words: {
          en: `${at} can’t be sent: ${state.status}. Callers who need it are not offered the chat.`,
          es: `${at} no se puede enviar: ${state.status}. A quien la necesita no se le ofrece el chat.`,
        },
      },
    ];
  }
  const { category, wanted } = state;
  if (category === undefined || wanted === undefined || category === 'unknown' || category.toUpperCase() === wanted.toUpperCase())
    return [];
  return [
    {
      verdict: 'attention',
      words: {
        en: `${at} was moved by WhatsApp from ${wanted.toLowerCase()} to ${category.toLowerCase()}: it costs more and is limited.`,
        es: `WhatsApp pasó ${at} de ${wanted.toLowerCase()} a ${category.toLowerCase()}: cuesta más y está limitada.`,
      },
    },
  ];
}

/** Of the daily limit, so much used is near. */
const NEARLY_FULL = 0.9;

/** The sender in service, its rating, its limit, and the carrier behind it. */
export function checkSender({ sending: { circuit, sender }, nowMs }: ReadinessFacts): readonly ReadinessFinding[] {
  const { stopped, status, quality, limitPerDay, usedToday } = sender;
  const findings: ReadinessFinding[] = [];
  if (stopped && (stopped.untilMs === undefined || stopped.untilMs > nowMs)) {
    findings.push({
      verdict: 'blocked',
      words: {
        en: `The sender was stopped after the carrier answered ${stopped.why}. Mend the cause and lift the stop under Settings.`,
        es: `El remitente se paró tras la respuesta ${stopped.why} del operador. Arregla la causa y levanta la parada en Ajustes.`,
      },
    });
  }
  if (status !== undefined && !status.startsWith('ONLINE')) {
    findings.push({
      verdict: 'blocked',
      words: {
        en: `The carrier says that the sender is ${status}.`,
        es: `El operador dice que el remitente está ${status}.`,
      },
    });
  }
  if (circuit === 'open') {
    findings.push({
      verdict: 'blocked',
      words: {
        en: 'The carrier does not answer: no message could be sent now. Try again when it does.',
        es: 'El operador no responde: ahora no se podría enviar ningún mensaje. Inténtalo cuando responda.',
      },
    });
  }
  if (quality === 'low') {
    findings.push({
      verdict: 'attention',
      words: {
        en: 'WhatsApp rates the sender low, as people blocked or reported it; more invites make that worse.',
        es: 'WhatsApp califica bajo al remitente, porque lo bloquearon o denunciaron; más invitaciones lo empeoran.',
      },
    });
  }
  if (limitPerDay !== undefined && (usedToday ?? 0) >= limitPerDay * NEARLY_FULL) {
    findings.push({
      verdict: 'attention',
      words: {
        en: `${usedToday} of the ${limitPerDay} people whom the sender may write to first in 24 hours were written to.`,
        es: `Ya se escribió a ${usedToday} de las ${limitPerDay} personas a las que el remitente puede escribir primero en 24 horas.`,
      },
    });
  }
  if (findings.length > 0) return findings;
  if (status === undefined) {
    return [
      {
        verdict: 'attention',
        words: {
          en: 'Nothing speaks against the sender, but the carrier has not said that it is online.',
          es: 'Nada habla contra el remitente, pero el operador no ha dicho que esté en línea.',
        },
      },
    ];
  }
  const rated = quality === undefined ? '' : `, ${quality}`;
  return [
    {
      verdict: 'ready',
      words: {
        en: `The carrier says that the sender is ${status}${rated}.`,
        es: `El operador dice que el remitente está ${status}${rated}.`,
      },
    },
  ];
}

/** What happens to who is not on WhatsApp. */
export function checkFallback({ hasSmsSender }: ReadinessFacts, offers: Offers): readonly ReadinessFinding[] {
  const without = offers.filter(([, { fallback }]) => !fallback.includes('sms')).map(([id]) => id);
  if (without.length === offers.length) {
    return [
      {
        verdict: 'attention',
        words: {
          en: 'The offers name no second way: who is not on WhatsApp stays on the telephone.',
          es: 'Las ofertas no nombran una segunda vía: quien no está en WhatsApp sigue al teléfono.',
        },
      },
    ];
  }
  if (!hasSmsSender) {
    return [
      {
        verdict: 'attention',
        words: {
          en: 'The offers fall back to a text message, but SMS_FROM is not set: who is not on WhatsApp stays on the telephone.',
          es: 'Las ofertas recurren a un SMS, pero SMS_FROM no está puesto: quien no está en WhatsApp sigue al teléfono.',
        },
      },
    ];
  }
  return [
    {
      verdict: 'ready',
      words: {
        en: 'Who can’t be reached by WhatsApp gets a text message with a link; if that fails, they stay on the telephone.',
        es: 'A quien no llega el WhatsApp se le manda un SMS con un enlace; si falla, sigue al teléfono.',
      },
    },
  ];
}
