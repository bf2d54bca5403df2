import { z } from 'zod';
import type { OfferFacts } from './facts.ts';
import { defineRule, finding } from './rule.ts';

const NONE = z.strictObject({});

const circuitOpen = defineRule({
  id: 'circuit-open',
  family: 'sending',
  name: { en: 'The carrier does not answer', es: 'El operador no responde' },
  about: {
    en: 'Requests to the carrier fail and are held back: a message could not be sent. Always on.',
    es: 'Las peticiones al operador fallan y se retienen: no se podría enviar el mensaje. Siempre encendida.',
  },
  on: true,
  fixed: true,
  parameters: NONE,
  says: {
    en: ([state]) => `The circuit to the carrier is ${state}.`,
    es: ([state]) =>
      `El circuito hacia el operador está ${state === 'closed' ? 'cerrado (bien)' : state === 'open' ? 'abierto (cortado)' : 'a prueba'}.`,
  },
  check: ({ sending: { circuit } }) => finding(circuit === 'open', circuit),
});

const senderStopped = defineRule({
  id: 'sender-stopped',
  family: 'sending',
  name: { en: 'The sender is stopped', es: 'Remitente parado' },
  about: {
    en: 'The WhatsApp sender is offline at the carrier, or was stopped after an error that forbids sending. Always on.',
    es: 'El remitente de WhatsApp no está en línea en el operador, o se paró tras un error que impide enviar. Siempre encendida.',
  },
  on: true,
  fixed: true,
  parameters: NONE,
  says: {
    en: ([why]) => (why === null ? 'The sender is in service.' : `The sender is stopped: ${why}.`),
    es: ([why]) => (why === null ? 'El remitente está en servicio.' : `El remitente está parado: ${why}.`),
  },
  check: ({ sending: { sender }, nowMs }) => {
    const { stopped, status } = sender;
    if (stopped && (stopped.untilMs === undefined || stopped.untilMs > nowMs)) return finding(true, stopped.why);
    const isOnline = status === undefined || status.startsWith('ONLINE');
    return finding(!isOnline, isOnline ? null : (status ?? null));
  },
});

const templateUnsendable = defineRule({
  id: 'template-unsendable',
  family: 'sending',
  name: { en: 'Template can’t be sent', es: 'La plantilla no se puede enviar' },
  about: {
    en: 'A template that this offer may need, in the caller’s language, is not approved, paused, missing, or was moved to another category. Always on.',
    es: 'Una plantilla que esta oferta puede necesitar, en el idioma de quien llama, no está aprobada, está en pausa, falta o cambió de categoría. Siempre encendida.',
  },
  on: true,
  fixed: true,
  parameters: z.strictObject({
    recategorised: z
      .enum(['withhold', 'offer'])
      .default('withhold')
      .describe('A template that WhatsApp moved to another category (utility to marketing, say): it costs more and is limited.')
      .meta({ es: 'Una plantilla que WhatsApp pasó a otra categoría (de utilidad a marketing, p. ej.): cuesta más y está limitada.' }),
  }),
  says: {
    en: ([template, state]) => (state === null ? `Every template it needs can be sent (${template}).` : `${template}: ${state}.`),
    es: ([template, state]) =>
      state === null ? `Todas las plantillas que necesita se pueden enviar (${template}).` : `${template}: ${state}.`,
  },
  check: ({ templates, language }, { recategorised }) => {
    const at = (name: string) => `${name} ${language}`;
    for (const template of templates) {
      if (!template.sendable) return finding(true, at(template.name), template.status);
      const { category, wanted } = template;
      if (recategorised === 'withhold' && category !== undefined && wanted !== undefined && !sameCategory(category, wanted))
        return finding(true, at(template.name), `now ${category.toLowerCase()}, not ${wanted.toLowerCase()}`);
    }
    return finding(false, templates.map(({ name }) => at(name)).join(', '), null);
  },
});

function sameCategory(a: string, b: string): boolean {
  return a === 'unknown' || a.toUpperCase() === b.toUpperCase();
}

const QUALITIES = ['low', 'medium', 'high'] as const;

const senderQuality = defineRule({
  id: 'sender-quality',
  family: 'sending',
  name: { en: 'Sender quality', es: 'Calidad del remitente' },
  about: {
    en: 'WhatsApp rates the sender by blocks and reports of the last days; at the lowest rating more invites make it worse. Unknown speaks against nothing.',
    es: 'WhatsApp califica al remitente por bloqueos y denuncias de los últimos días; con la peor nota, más invitaciones la empeoran. Si no se conoce, no impide la oferta.',
  },
  on: true,
  parameters: z.strictObject({
    atLeast: z
      .enum(['medium', 'high'])
      .default('medium')
      .describe('The lowest quality at which offers are made.')
      .meta({ es: 'La calidad mínima con la que se ofrece.' }),
  }),
  says: {
    en: ([quality, least]) =>
      quality === null ? 'The quality of the sender is not known.' : `The sender’s quality is ${quality}; at least ${least}.`,
    es: ([quality, least]) =>
      quality === null ? 'No se conoce la calidad del remitente.' : `La calidad del remitente es ${quality}; al menos ${least}.`,
  },
  check: ({ sending }, { atLeast }) => {
    const { quality } = sending.sender;
    if (quality === undefined) return finding(false, null, atLeast);
    return finding(QUALITIES.indexOf(quality) < QUALITIES.indexOf(atLeast), quality, atLeast);
  },
});

const messagingLimit = defineRule({
  id: 'messaging-limit',
  family: 'sending',
  name: { en: 'Messaging limit of the day', es: 'Límite diario de mensajes' },
  about: {
    en: 'WhatsApp lets a business write first to so many people in 24 hours; a reserve is kept for those who have accepted already. Invites of the last 24 hours are counted.',
    es: 'WhatsApp deja escribir primero a tantas personas en 24 horas; se guarda una reserva para quienes ya aceptaron. Se cuentan las invitaciones de las últimas 24 horas.',
  },
  on: true,
  reads: true,
  parameters: z.strictObject({
    reservePercent: z
      .int()
      .min(0)
      .max(90)
      .default(5)
      .describe('Of the limit so much is kept back, in percent.')
      .meta({ es: 'Del límite se reserva este porcentaje.' }),
  }),
  says: {
    en: ([used, limit]) =>
      limit === null ? 'The limit of the sender is not known.' : `${used} invites in 24 h; the limit less the reserve is ${limit}.`,
    es: ([used, limit]) =>
      limit === null ? 'No se conoce el límite del remitente.' : `${used} invitaciones en 24 h; el límite menos la reserva es ${limit}.`,
  },
  check: (facts, { reservePercent }) => {
    const { limitPerDay } = facts.sending.sender;
    const used = usedToday(facts);
    if (limitPerDay === undefined || used === undefined) return finding(false, used ?? null, null);
    const most = Math.max(1, Math.floor((limitPerDay * (100 - reservePercent)) / 100));
    return finding(used >= most, used, most);
  },
});

function usedToday({ read, sending }: OfferFacts): number | undefined {
  return sending.sender.usedToday ?? read?.counts.day;
}

/** Whether a message would leave at all: what can't be kept must not be offered. */
export const SENDING_RULES = [circuitOpen, senderStopped, templateUnsendable, senderQuality, messagingLimit] as const;
