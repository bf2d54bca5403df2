import { z } from 'zod';
import { isListed } from './blocked-numbers.ts';
import type { OfferStop } from './budgets.ts';
import type { OfferFacts } from './facts.ts';
import { defineRule, finding } from './rule.ts';

const hours = (most: number, fallback: number) =>
  z.int().min(1).max(most).default(fallback).describe('… in this many hours.').meta({ es: '… en tantas horas.' });
const stops = (fallback: boolean) =>
  z
    .boolean()
    .default(fallback)
    .describe('When it is full: stop the offers there until an administrator lifts it.')
    .meta({ es: 'Cuando se agota: parar allí las ofertas hasta que un administrador lo levante.' });
const most = (fallback: number) =>
  z.int().min(1).max(1_000_000).default(fallback).describe('At most this many invites …').meta({ es: 'Como mucho tantas invitaciones …' });
const HIDDEN_DIGITS = 4;

const says = {
  en:
    (what: string) =>
    ([n, limit]: readonly unknown[]) =>
      n === null ? `The invites ${what} were not counted.` : `${n} invites ${what}; at most ${limit}.`,
  es:
    (what: string) =>
    ([n, limit]: readonly unknown[]) =>
      n === null ? `No se contaron las invitaciones ${what}.` : `${n} invitaciones ${what}; como mucho ${limit}.`,
};

const offersStopped = defineRule({
  id: 'offers-stopped',
  family: 'guard',
  name: { en: 'Offers are stopped', es: 'Ofertas paradas' },
  about: {
    en: 'A budget ran out, a block of numbers never answers, or an administrator stopped them. Lifted by hand, in the settings. Always on.',
    es: 'Se agotó un presupuesto, un bloque de números nunca contesta, o lo paró un administrador. Se levanta a mano, en los ajustes. Siempre encendida.',
  },
  on: true,
  fixed: true,
  parameters: z.strictObject({}),
  says: {
    en: ([id, why]) => (id === null ? 'No stop concerns this caller.' : `Stopped: ${id} (${why}).`),
    es: ([id, why]) => (id === null ? 'Ninguna parada afecta a esta llamada.' : `Parado: ${id} (${why}).`),
  },
  check: (facts) => {
    const stop = facts.stops.find((each) => concerns(each, facts));
    return finding(stop !== undefined, stop?.id ?? null, stop?.why ?? null);
  },
});

function concerns(stop: OfferStop, { caller }: OfferFacts): boolean {
  if (stop.scope === 'all') return true;
  if (caller.kind !== 'number') return false;
  if (stop.scope === 'prefix') return caller.canonical.startsWith(stop.name);
  return stop.scope === 'country' && caller.country === stop.name;
}

const budgetNumber = defineRule({
  id: 'budget-number',
  family: 'guard',
  name: { en: 'Invites by one caller', es: 'Invitaciones por un mismo número' },
  about: {
    en: 'So many invites caused by calls from one number, whoever they were sent to: somebody may type one foreign mobile after another.',
    es: 'Tantas invitaciones causadas por llamadas de un número, fueran a quien fueran: alguien puede teclear un móvil ajeno tras otro.',
  },
  on: true,
  reads: true,
  parameters: z.strictObject({ most: most(10), hours: hours(720, 24) }),
  says: { en: says.en('by this caller'), es: says.es('de esta llamada') },
  check: ({ read }, parameters) => finding(isFull(read?.counts.number, parameters.most), read?.counts.number ?? null, parameters.most),
});

const budgetPrefix = defineRule({
  id: 'budget-prefix',
  family: 'guard',
  name: { en: 'Invites to one block of numbers', es: 'Invitaciones a un bloque de números' },
  about: {
    en: `Numbers that differ in the last ${HIDDEN_DIGITS} digits only: pumping comes in blocks. The figure is a ceiling; set it to a few times your busiest hour.`,
    es: `Números que solo difieren en las últimas ${HIDDEN_DIGITS} cifras: el fraude viene en bloques. La cifra es un techo; ponga unas pocas veces su hora punta.`,
  },
  on: true,
  reads: true,
  parameters: z.strictObject({ most: most(2000), hours: hours(168, 1), stop: stops(true) }),
  says: { en: says.en('to this block'), es: says.es('a este bloque') },
  check: ({ read }, parameters) => finding(isFull(read?.counts.prefix, parameters.most), read?.counts.prefix ?? null, parameters.most),
});

const budgetCountry = defineRule({
  id: 'budget-country',
  family: 'guard',
  name: { en: 'Invites to one country', es: 'Invitaciones a un país' },
  about: {
    en: 'Of all invites to numbers of one country. The figure is a ceiling; set it to a few times your busiest hour.',
    es: 'De todas las invitaciones a números de un país. La cifra es un techo; ponga unas pocas veces su hora punta.',
  },
  on: true,
  reads: true,
  parameters: z.strictObject({ most: most(10_000), hours: hours(168, 1), stop: stops(true) }),
  says: { en: says.en('to this country'), es: says.es('a este país') },
  check: ({ read }, parameters) => finding(isFull(read?.counts.country, parameters.most), read?.counts.country ?? null, parameters.most),
});

const budgetAll = defineRule({
  id: 'budget-all',
  family: 'guard',
  name: { en: 'All invites', es: 'Todas las invitaciones' },
  about: {
    en: 'Of all invites together: what a runaway may cost at most.',
    es: 'De todas las invitaciones juntas: lo que como mucho puede costar un descontrol.',
  },
  on: true,
  reads: true,
  parameters: z.strictObject({ most: most(20_000), hours: hours(168, 1), stop: stops(true) }),
  says: { en: says.en('in all'), es: says.es('en total') },
  check: ({ read }, parameters) => finding(isFull(read?.counts.all, parameters.most), read?.counts.all ?? null, parameters.most),
});

function isFull(counted: number | undefined, limit: number): boolean {
  return counted !== undefined && counted >= limit;
}

const conversionWatch = defineRule({
  id: 'conversion-watch',
  family: 'guard',
  name: { en: 'A block that never answers', es: 'Un bloque que nunca contesta' },
  about: {
    en: 'People who accept answer the message; a block of numbers that accepts and never answers is a machine. Off until you know your own share of replies.',
    es: 'Quien acepta contesta al mensaje; un bloque de números que acepta y nunca contesta es una máquina. Apagada hasta que conozca su proporción de respuestas.',
  },
  on: false,
  reads: true,
  parameters: z.strictObject({
    minInvites: z
      .int()
      .min(5)
      .max(100_000)
      .default(20)
      .describe('From so many invites to a block on …')
      .meta({ es: 'Desde tantas invitaciones a un bloque …' }),
    minPercent: z
      .int()
      .min(0)
      .max(100)
      .default(5)
      .describe('… so many percent must have been answered …')
      .meta({ es: '… tanto por ciento debe haber contestado …' }),
    hours: z.int().min(1).max(168).default(24).describe('… in this many hours.').meta({ es: '… en tantas horas.' }),
    graceMinutes: z
      .int()
      .min(0)
      .max(1440)
      .default(30)
      .describe('Invites younger than this are not judged yet, in minutes.')
      .meta({ es: 'Las invitaciones más recientes que esto aún no se juzgan, en minutos.' }),
    stop: stops(true),
  }),
  says: {
    en: ([invites, replies, least]) =>
      invites === null
        ? 'Replies were not counted.'
        : `${invites} invites to this block, ${replies} answered; at least ${least} % must be.`,
    es: ([invites, replies, least]) =>
      invites === null
        ? 'No se contaron respuestas.'
        : `${invites} invitaciones a este bloque, ${replies} contestadas; al menos el ${least} %.`,
  },
  check: ({ read }, { minInvites, minPercent }) => {
    if (!read) return finding(false, null, null, minPercent);
    const { invites, replies } = read.counts.watched;
    return finding(invites >= minInvites && replies * 100 < invites * minPercent, invites, replies, minPercent);
  },
});

/** What a caller hears who is blocked or floods: never silence. */
const HEARD = {
  goes: z
    .enum(['no-offer', 'person', 'hang-up'])
    .default('hang-up')
    .describe('What happens: the flow without any offer; a person after the sentence; or the sentence, then the end.')
    .meta({ es: 'Qué pasa: el flujo sin ninguna oferta; una persona tras la frase; o la frase y fin.' }),
  sayEn: z
    .string()
    .trim()
    .min(10)
    .max(300)
    .default('We can’t take your call on this line. Please write to us by post or e-mail. Goodbye.')
    .describe('What they hear in English.')
    .meta({ es: 'Lo que oyen en inglés.' }),
  sayEs: z
    .string()
    .trim()
    .min(10)
    .max(300)
    .default('No podemos atender su llamada en esta línea. Escríbanos por correo. Adiós.')
    .describe('What they hear in Spanish.')
    .meta({ es: 'Lo que oyen en español.' }),
};

const callerBlocked = defineRule({
  id: 'caller-blocked',
  family: 'guard',
  name: { en: 'Block-list', es: 'Lista de bloqueados' },
  about: {
    en: 'Numbers, or beginnings of numbers that end in *. Looked at when the call comes in; who is on it is never offered the chat, and never meets silence.',
    es: 'Números, o comienzos de números acabados en *. Se mira al entrar la llamada; a quien está en ella nunca se le ofrece el chat, y nunca encuentra silencio.',
  },
  on: true,
  parameters: z.strictObject({
    numbers: z
      .array(z.string().regex(/^\+[1-9]\d{2,14}\*?$/, 'must be E.164, such as +34600111222, or a beginning, such as +34806*'))
      .max(2000)
      .default([])
      .describe('The numbers, one each.')
      .meta({ es: 'Los números, uno en cada línea.' }),
    ...HEARD,
  }),
  says: {
    en: ([entry]) => (entry === null ? 'The number is not on the block-list.' : `On the block-list: ${entry}.`),
    es: ([entry]) => (entry === null ? 'El número no está bloqueado.' : `En la lista de bloqueados: ${entry}.`),
  },
  check: ({ caller }, { numbers }) => {
    const entry = caller.kind === 'number' ? isListed(caller, numbers) : undefined;
    return finding(entry !== undefined, entry === undefined ? null : entry.endsWith('*') ? entry : 'number');
  },
});

const callFlood = defineRule({
  id: 'call-flood',
  family: 'guard',
  name: { en: 'Too many calls', es: 'Demasiadas llamadas' },
  about: {
    en: 'So many calls from one number in so many minutes. Looked at when the call comes in, from the person’s own record, which keeps the last ten calls.',
    es: 'Tantas llamadas de un número en tantos minutos. Se mira al entrar la llamada, en la ficha de la persona, que guarda las diez últimas.',
  },
  on: false,
  parameters: z.strictObject({
    calls: z.int().min(2).max(10).default(8).describe('From so many calls on …').meta({ es: 'Desde tantas llamadas …' }),
    minutes: z.int().min(1).max(1440).default(10).describe('… in this many minutes.').meta({ es: '… en tantos minutos.' }),
    ...HEARD,
    goes: HEARD.goes.default('person'),
  }),
  says: {
    en: ([n, limit, minutes]) => `${n} earlier calls in ${minutes} min; from ${limit} on it is a flood.`,
    es: ([n, limit, minutes]) => `${n} llamadas anteriores en ${minutes} min; desde ${limit} es una avalancha.`,
  },
  check: ({ contact, nowMs, callId }, { calls, minutes }) => {
    const recent = (contact?.calls ?? []).filter((call) => call.callId !== callId && call.atMs > nowMs - minutes * 60_000).length;
    return finding(recent >= calls, recent, calls, minutes);
  },
});

/** Against fraud, pumping and floods. */
export const GUARD_RULES = [
  offersStopped,
  callerBlocked,
  callFlood,
  budgetNumber,
  budgetPrefix,
  budgetCountry,
  budgetAll,
  conversionWatch,
] as const;
