import { z } from 'zod';
import { contactTable, readContactHours } from './contact-hours.ts';
import type { OfferFacts } from './facts.ts';
import { isContactHour, localMoment, zonesOf } from './quiet-hours.ts';
import { defineRule, finding } from './rule.ts';

const deskUnstaffed = defineRule({
  id: 'desk-unstaffed',
  family: 'desk',
  name: { en: 'Nobody at the desk', es: 'Nadie en la mesa' },
  about: {
    en: 'Nobody is there to answer the chat. A flow that tells the truth about when somebody is may switch it off.',
    es: 'No hay nadie para contestar el chat. Un flujo que diga la verdad sobre cuándo lo habrá puede apagarla.',
  },
  on: true,
  parameters: z.strictObject({}),
  says: {
    en: ([present]) => (Number(present) > 0 ? `${present} at the desk.` : 'There is nobody at the desk.'),
    es: ([present]) => (Number(present) > 0 ? `${present} en la mesa.` : 'No hay nadie en la mesa.'),
  },
  check: ({ desk }) => finding(!desk.open, desk.open ? Math.max(1, desk.agentsPresent) : 0),
});

const deskTooSlow = defineRule({
  id: 'desk-too-slow',
  family: 'desk',
  name: { en: 'Chat wait too long', es: 'Espera del chat demasiado larga' },
  about: {
    en: 'Until a human answers in the chat it would take longer than this. An unknown wait speaks against nothing. A flow may say its own figure.',
    es: 'Hasta que conteste una persona en el chat pasaría más de esto. Una espera desconocida no impide la oferta. Un flujo puede decir su propia cifra.',
  },
  on: true,
  parameters: z.strictObject({
    maxChatWaitSeconds: z
      .int()
      .min(10)
      .max(86_400)
      .default(900)
      .describe('Beyond this wait in the chat nothing is offered, in seconds.')
      .meta({ es: 'Con más espera en el chat no se ofrece, en segundos.' }),
  }),
  says: {
    en: ([wait, most]) =>
      wait === null ? `The wait in the chat is not known; at most ${most} s.` : `The wait in the chat is ${wait} s, at most ${most} s.`,
    es: ([wait, most]) =>
      wait === null ? `No se conoce la espera del chat; como mucho ${most} s.` : `La espera del chat es ${wait} s, como mucho ${most} s.`,
  },
  check: ({ desk, offer }, parameters) => {
    const most = offer.maxChatWaitSeconds ?? parameters.maxChatWaitSeconds;
    return finding(desk.waitSeconds !== undefined && desk.waitSeconds > most, desk.waitSeconds ?? null, most);
  },
});

const doNotDisturb = defineRule({
  id: 'do-not-disturb',
  family: 'desk',
  name: { en: 'Do-not-disturb hours', es: 'Horas de no molestar' },
  about: {
    en: 'By the law of the number’s country and the clock of its zone (docs/eligibility.md). The caller asks for the message, so no law wants this; switch it on to be strict.',
    es: 'Según la ley del país del número y la hora de su zona (docs/eligibility.md). Quien llama pide el mensaje, así que ninguna ley lo exige; enciéndala para ser estricto.',
  },
  on: false,
  parameters: z.strictObject({
    elsewhereFrom: z
      .int()
      .min(0)
      .max(23)
      .default(8)
      .describe('Countries without a row in the table, in the time of the called number’s country: from this hour …')
      .meta({ es: 'Países sin fila en la tabla, en la hora del país del número llamado: desde esta hora …' }),
    elsewhereTo: z.int().min(1).max(24).default(21).describe('… to this hour.').meta({ es: '… hasta esta hora.' }),
    countries: z
      .array(
        z
          .string()
          .trim()
          .max(300)
          .superRefine((row, context) => {
            const read = readContactHours(row);
            if ('fault' in read) context.addIssue({ code: 'custom', message: read.fault });
          }),
      )
      .max(60)
      .refine((rows) => new Set(rows.map((row) => row.slice(0, 2))).size === rows.length, 'must name each country once')
      .default([])
      .describe(
        'Countries of your own, or other hours for one of the table, one a line: PT Europe/Lisbon mon-fri 09:00-21:00 sat 10:00-13:00',
      )
      .meta({
        es: 'Países propios, u otras horas para uno de la tabla, uno por línea: PT Europe/Lisbon mon-fri 09:00-21:00 sat 10:00-13:00',
      }),
  }),
  says: {
    en: ([country, when, ok]) =>
      when === null ? 'There is no number to go by.' : `In ${country} it is ${when}: ${ok ? 'a fine hour' : 'not an hour to write'}.`,
    es: ([country, when, ok]) =>
      when === null
        ? 'No hay número por el que guiarse.'
        : `En ${country} son las ${when}: ${ok ? 'buena hora' : 'no es hora de escribir'}.`,
  },
  check: (facts, { elsewhereFrom, elsewhereTo, countries }) => {
    const { caller } = facts;
    if (caller.kind !== 'number') return finding(false, null, null, true);
    const country = caller.country ?? '?';
    const table = contactTable(countries);
    const zones = zonesOf(country, nationalOf(caller.canonical, country), table);
    if (!zones) {
      const moment = localMoment(facts.nowMs, zoneElsewhere(facts));
      const fine = moment.minutes >= elsewhereFrom * 60 && moment.minutes < elsewhereTo * 60;
      return finding(!fine, country, moment.text, fine);
    }
    const moments = zones.map((zone) => localMoment(facts.nowMs, zone));
    const bad = moments.find((moment) => isContactHour(country, moment, table) === false);
    return finding(bad !== undefined, country, (bad ?? moments[0])?.text ?? null, bad === undefined);
  },
});

/** The number without its country's code, for the countries whose prefixes tell a zone. */
function nationalOf(e164: string, country: string): string {
  return country === 'ES' ? e164.replace(/^\+34/, '') : e164.slice(1);
}

/** A country without a row: the clock of the number that was called, as far as the table knows it. */
function zoneElsewhere({ entryNumber }: OfferFacts): string {
  if (entryNumber.startsWith('+33')) return 'Europe/Paris';
  if (entryNumber.startsWith('+57')) return 'America/Bogota';
  return entryNumber.startsWith('+34') ? 'Europe/Madrid' : 'UTC';
}

/** Whether the chat would be answered, and whether it is an hour to write. */
export const DESK_RULES = [deskUnstaffed, deskTooSlow, doNotDisturb] as const;
