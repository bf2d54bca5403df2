import { z } from 'zod';
import { isExcludedIntent, NEVER_OFFERED } from './excluded-intents.ts';
import type { OfferFacts } from './facts.ts';
import { defineRule, finding } from './rule.ts';

const NONE = z.strictObject({});
const HOUR_MS = 3_600_000;

const optedOut = defineRule({
  id: 'opted-out',
  family: 'person',
  name: { en: 'Asked not to be written to', es: 'Pidió que no le escribamos' },
  about: {
    en: 'They opted out by a word, by the carrier, or at the desk. Even where this is switched off nothing is sent to them.',
    es: 'Se dio de baja con una palabra, por el operador o en la mesa. Aunque se apague la regla, no se le envía nada.',
  },
  on: true,
  parameters: NONE,
  says: {
    en: ([by]) => (by === null ? 'They have not opted out.' : `They opted out (${by}).`),
    es: ([by]) => (by === null ? 'No se ha dado de baja.' : `Se dio de baja (${by}).`),
  },
  check: ({ contact }) => finding(contact?.optedOut !== undefined, contact?.optedOut?.by ?? null),
});

const undeliverable = defineRule({
  id: 'undeliverable',
  family: 'person',
  name: { en: 'Could not be reached before', es: 'Antes no se le pudo entregar' },
  about: {
    en: 'A message to this number failed for good (no WhatsApp there); it is left alone for the days that the flow says.',
    es: 'Un mensaje a este número falló sin remedio (no tiene WhatsApp); se le deja en paz los días que dice el flujo.',
  },
  on: true,
  parameters: NONE,
  says: {
    en: ([code, until]) => (code === null ? 'Messages are not known to fail there.' : `Code ${code}: not to be tried until ${until}.`),
    es: ([code, until]) => (code === null ? 'No consta que fallen los mensajes.' : `Código ${code}: no intentar hasta ${until}.`),
  },
  check: ({ contact, nowMs }) => {
    const mark = contact?.undeliverable;
    if (!mark || mark.untilMs <= nowMs) return finding(false, null);
    return finding(true, mark.code, new Date(mark.untilMs).toISOString());
  },
});

const invitedTooOften = defineRule({
  id: 'invited-too-often',
  family: 'person',
  name: { en: 'Invited too often', es: 'Invitado demasiadas veces' },
  about: {
    en: 'So many invites to one number in so many hours; what limits the harm to somebody whose number is forged. A flow may say its own figures.',
    es: 'Tantas invitaciones a un número en tantas horas; limita el daño a quien le suplantan el número. Un flujo puede decir sus propias cifras.',
  },
  on: true,
  parameters: z.strictObject({
    maxInvites: z.int().min(1).max(10).default(3).describe('At most this many invites …').meta({ es: 'Como mucho tantas invitaciones …' }),
    perHours: z.int().min(1).max(720).default(24).describe('… in this many hours.').meta({ es: '… en tantas horas.' }),
  }),
  says: {
    en: ([n, most, hours]) => `${n} invites in ${hours} h; at most ${most} are allowed.`,
    es: ([n, most, hours]) => `${n} invitaciones en ${hours} h; como mucho se permiten ${most}.`,
  },
  check: ({ contact, nowMs, offer }, parameters) => {
    const most = offer.maxInvites ?? parameters.maxInvites;
    const hours = offer.perHours ?? parameters.perHours;
    const recent = contact?.invitedAtMs.filter((atMs) => atMs > nowMs - hours * HOUR_MS).length ?? 0;
    return finding(recent >= most, recent, most, hours);
  },
});

const declinedBefore = defineRule({
  id: 'declined-before',
  family: 'person',
  name: { en: 'Declined before', es: 'Ya dijo que no' },
  about: {
    en: 'Who said no so often lately is not asked again for a while. Answers of the same call do not count: a flow may offer once more in its queue.',
    es: 'A quien dijo que no tantas veces últimamente no se le vuelve a preguntar por un tiempo. Las respuestas de la misma llamada no cuentan: un flujo puede ofrecer otra vez en la cola.',
  },
  on: true,
  parameters: z.strictObject({
    times: z.int().min(1).max(10).default(3).describe('After so many times no …').meta({ es: 'Tras tantos noes …' }),
    perHours: z.int().min(1).max(2160).default(24).describe('… in this many hours.').meta({ es: '… en tantas horas.' }),
  }),
  says: {
    en: ([n, most, hours]) => `Declined ${n} times in ${hours} h; from ${most} on they are not asked.`,
    es: ([n, most, hours]) => `Dijo que no ${n} veces en ${hours} h; desde ${most} no se le pregunta.`,
  },
  check: ({ contact, nowMs, callId }, { times, perHours }) => {
    const declined = (contact?.offers ?? []).filter(
      (offer) => offer.answer === 'declined' && !offer.excused && offer.callId !== callId && offer.atMs > nowMs - perHours * HOUR_MS,
    ).length;
    return finding(declined >= times, declined, times, perHours);
  },
});

const VARIABLE = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$|^$/, 'must be the name of a variable of a flow, or empty');

const vulnerable = defineRule({
  id: 'vulnerable',
  family: 'person',
  name: { en: 'Vulnerable caller', es: 'Persona vulnerable' },
  about: {
    en: 'Marked as vulnerable at the desk, by the API, or by a look-up of the flow: never offered automatically, they get a person on the line.',
    es: 'Marcada como vulnerable en la mesa, por la API o por una consulta del flujo: nunca se le ofrece automáticamente, se le atiende por teléfono.',
  },
  on: true,
  parameters: z.strictObject({
    variable: VARIABLE.default('vulnerable')
      .describe('A variable of the flow that says so when it is true; empty: none.')
      .meta({ es: 'Una variable del flujo que lo dice cuando es verdadera; vacío: ninguna.' }),
    goes: z
      .enum(['withheld', 'person'])
      .default('withheld')
      .describe('Which exit the offer takes: withheld, or person.')
      .meta({ es: 'Qué salida toma la oferta: withheld o person.' }),
  }),
  says: {
    en: ([by]) => (by === null ? 'Not marked as vulnerable.' : `Marked as vulnerable (${by}).`),
    es: ([by]) => (by === null ? 'Sin marca de vulnerable.' : `Marca de vulnerable (${by}).`),
  },
  check: (facts, { variable }) => marked(facts, 'vulnerable', variable),
});

const vip = defineRule({
  id: 'vip',
  family: 'person',
  name: { en: 'VIP', es: 'Cliente preferente' },
  about: {
    en: 'Marked as VIP at the desk, by the API, or by a look-up of the flow: straight to a person, by the exit person of the offer.',
    es: 'Marcado como preferente en la mesa, por la API o por una consulta del flujo: directo a una persona, por la salida person de la oferta.',
  },
  on: true,
  parameters: z.strictObject({
    variable: VARIABLE.default('vip')
      .describe('A variable of the flow that says so when it is true; empty: none.')
      .meta({ es: 'Una variable del flujo que lo dice cuando es verdadera; vacío: ninguna.' }),
    goes: z
      .enum(['withheld', 'person'])
      .default('person')
      .describe('Which exit the offer takes: withheld, or person.')
      .meta({ es: 'Qué salida toma la oferta: withheld o person.' }),
  }),
  says: {
    en: ([by]) => (by === null ? 'Not marked as VIP.' : `Marked as VIP (${by}).`),
    es: ([by]) => (by === null ? 'Sin marca de preferente.' : `Marca de preferente (${by}).`),
  },
  check: (facts, { variable }) => marked(facts, 'vip', variable),
});

const YES = new Set(['true', '1', 'yes', 'si', 'sí']);

function marked({ contact, variables }: OfferFacts, mark: 'vip' | 'vulnerable', variable: string) {
  const by = contact?.marks?.[mark]?.by;
  if (by !== undefined) return finding(true, by);
  const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
  const isSaid = value !== undefined && YES.has(String(value).trim().toLowerCase());
  return finding(isSaid, isSaid ? `variable ${variable}` : null);
}

const intentExcluded = defineRule({
  id: 'intent-excluded',
  family: 'person',
  name: { en: 'A matter never to be offered', es: 'Asunto que nunca se ofrece' },
  about: {
    en: 'Emergencies, complaints and the like stay with a person on the line. A word fits an intent that is it or has it between hyphens: complaint fits complaint-billing.',
    es: 'Emergencias, reclamaciones y similares se quedan con una persona al teléfono. Una palabra vale para la intención que es ella o la lleva entre guiones: reclamacion vale para reclamacion-factura.',
  },
  on: true,
  parameters: z.strictObject({
    intents: z
      .array(z.string().trim().min(2).max(60))
      .max(100)
      .default([...NEVER_OFFERED])
      .describe('Intents, or words of intents; case and accents do not matter.')
      .meta({ es: 'Intenciones, o palabras de intenciones; no importan mayúsculas ni acentos.' }),
  }),
  says: {
    en: ([intent, word]) =>
      intent === null
        ? 'The matter is not known.'
        : word
          ? `The matter is ${intent}: “${word}” is on the list.`
          : `The matter is ${intent}; it is not on the list.`,
    es: ([intent, word]) =>
      intent === null
        ? 'No se conoce el asunto.'
        : word
          ? `El asunto es ${intent}: «${word}» está en la lista.`
          : `El asunto es ${intent}; no está en la lista.`,
  },
  check: ({ intent }, { intents }) => {
    if (intent === undefined) return finding(false, null, null);
    const word = intents.find((each) => isExcludedIntent(intent, each));
    return finding(word !== undefined, intent, word ?? null);
  },
});

const throttled = defineRule({
  id: 'throttled',
  family: 'person',
  name: { en: 'Not among the percentage', es: 'Fuera del porcentaje' },
  about: {
    en: 'Offers are made to this share of people only; who is in stays in, by a keyed hash of the person. For a careful start.',
    es: 'Solo se ofrece a esta parte de las personas; quien está dentro sigue dentro, por una huella con clave de la persona. Para empezar con cuidado.',
  },
  on: false,
  parameters: z.strictObject({
    percent: z
      .int()
      .min(0)
      .max(100)
      .default(100)
      .describe('Of a hundred people so many are offered.')
      .meta({ es: 'A tantas personas de cada cien se les ofrece.' }),
  }),
  says: {
    en: ([lot, percent]) => `The person’s place is ${lot}; those below ${percent} are offered.`,
    es: ([lot, percent]) => `El lugar de la persona es ${lot}; se ofrece a los menores de ${percent}.`,
  },
  check: ({ lot }, { percent }) => finding(lot >= percent, lot, percent),
});

/** What is known of the person and of what they want. */
export const PERSON_RULES = [optedOut, undeliverable, invitedTooOften, declinedBefore, vulnerable, vip, intentExcluded, throttled] as const;
