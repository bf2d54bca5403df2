import { z } from 'zod';
import { defineRule, finding } from './rule.ts';

const NONE = z.strictObject({});

const numberUnusable = defineRule({
  id: 'number-unusable',
  family: 'number',
  name: { en: 'Withheld or unusable number', es: 'Número oculto o inservible' },
  about: {
    en: 'Who hides the number, or calls from an internal extension, can’t be written to. Switched off in a flow, such callers are asked for a mobile by keypad.',
    es: 'A quien oculta su número, o llama desde una extensión interna, no se le puede escribir. Si un flujo apaga esta regla, se le pide un móvil por teclado.',
  },
  on: true,
  parameters: NONE,
  says: {
    en: ([what]) => (what === 'number' ? 'The caller’s number can be used.' : `The caller’s number can’t be used (${what}).`),
    es: ([what]) =>
      what === 'number' ? 'El número de quien llama se puede usar.' : `El número de quien llama no se puede usar (${what}).`,
  },
  check: ({ caller }) => finding(caller.kind !== 'number', caller.kind === 'unusable' ? caller.reason : caller.kind),
});

const lineType = defineRule({
  id: 'line-type',
  family: 'number',
  name: { en: 'A line that takes no messages', es: 'Línea que no recibe mensajes' },
  about: {
    en: 'By the number plan: toll-free, premium, shared-cost numbers and pagers have no WhatsApp. Landlines are not withheld: they are asked for a mobile.',
    es: 'Según el plan de numeración: los números gratuitos, de tarificación adicional, de coste compartido y los buscapersonas no tienen WhatsApp. A los fijos se les pide un móvil.',
  },
  on: true,
  parameters: NONE,
  says: {
    en: ([type, country]) => `By the number plan the line is ${type ?? 'not known'}${country ? ` (${country})` : ''}.`,
    es: ([type, country]) => `Según el plan de numeración la línea es de tipo ${type ?? 'desconocido'}${country ? ` (${country})` : ''}.`,
  },
  check: ({ caller }) =>
    caller.kind === 'number' ? finding(caller.type === 'unreachable', caller.type, caller.country ?? null) : finding(false, null),
});

const lineLookedUp = defineRule({
  id: 'line-looked-up',
  family: 'number',
  name: { en: 'Line type by look-up', es: 'Tipo de línea por consulta' },
  about: {
    en: 'Asks the carrier what kind of line the number is (paid for by the request). Answers are kept, the requests of a day are limited, and a look-up that fails or is late speaks against nothing.',
    es: 'Pregunta al operador qué tipo de línea es el número (cada consulta se paga). Las respuestas se guardan, las consultas diarias están limitadas, y una consulta que falla o llega tarde no impide la oferta.',
  },
  on: false,
  reads: true,
  parameters: z.strictObject({
    landline: z
      .enum(['ask', 'withhold'])
      .default('ask')
      .describe('A landline: ask for a mobile by keypad, or withhold the offer.')
      .meta({ es: 'Un fijo: pedir un móvil por teclado, o no ofrecer.' }),
    unknown: z
      .enum(['offer', 'withhold'])
      .default('offer')
      .describe('A line that the carrier does not know.')
      .meta({ es: 'Una línea que el operador no conoce.' }),
    keepDays: z
      .int()
      .min(1)
      .max(90)
      .default(14)
      .describe('How many days an answer is kept; numbers change hands.')
      .meta({ es: 'Cuántos días se guarda una respuesta; los números cambian de manos.' }),
    perDay: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(1000)
      .describe('At most this many paid look-ups a day.')
      .meta({ es: 'Como mucho tantas consultas de pago al día.' }),
    timeoutMs: z
      .int()
      .min(100)
      .max(1200)
      .default(800)
      .describe('How long the caller may wait for it, in milliseconds.')
      .meta({ es: 'Cuánto puede esperar quien llama, en milisegundos.' }),
  }),
  says: {
    en: ([type, from]) => (type === null ? 'The line was not looked up.' : `The look-up says: ${type} (${from}).`),
    es: ([type, from]) => (type === null ? 'No se consultó la línea.' : `La consulta dice: ${type} (${from}).`),
  },
  check: ({ read }, parameters) => {
    const line = read?.line;
    if (!line) return finding(false, null);
    const isLandline = line.type === 'landline' || line.type === 'fixed-voip';
    const against =
      line.type === 'unreachable' ||
      line.type === 'invalid' ||
      (isLandline && parameters.landline === 'withhold') ||
      (line.type === 'unknown' && line.from !== 'failed' && line.from !== 'budget' && parameters.unknown === 'withhold');
    return finding(against, line.type, line.from);
  },
});

const countryNotAllowed = defineRule({
  id: 'country-not-allowed',
  family: 'number',
  name: { en: 'Country not on the list', es: 'País fuera de la lista' },
  about: {
    en: 'Offers are made only to numbers of these countries. The best guard against invites to expensive destinations.',
    es: 'Solo se ofrece a números de estos países. La mejor defensa contra invitaciones a destinos caros.',
  },
  on: false,
  parameters: z.strictObject({
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters, such as ES'))
      .max(250)
      .default(['ES'])
      .describe('Countries by their two letters (ISO 3166).')
      .meta({ es: 'Países por sus dos letras (ISO 3166).' }),
  }),
  says: {
    en: ([country, count]) => `The number is of ${country ?? 'no known country'}; ${count} are on the list.`,
    es: ([country, count]) => `El número es de ${country ?? 'un país desconocido'}; hay ${count} en la lista.`,
  },
  check: ({ caller }, { countries }) => {
    if (caller.kind !== 'number') return finding(false, null, countries.length);
    return finding(caller.country === undefined || !countries.includes(caller.country), caller.country ?? null, countries.length);
  },
});

const REFUSED = ['failed', 'failed-or-partial', 'all-but-full'] as const;

const spoofing = defineRule({
  id: 'spoofing-suspected',
  family: 'number',
  name: { en: 'Caller id may be forged', es: 'Identificación de llamada quizá falsa' },
  about: {
    en: 'By STIR/SHAKEN, where the carrier sends a result: the invite would go to somebody who did not call. Outside North America there is seldom one, and none speaks against nothing.',
    es: 'Según STIR/SHAKEN, cuando el operador manda un resultado: la invitación iría a alguien que no ha llamado. Fuera de Norteamérica rara vez lo hay, y si falta no impide la oferta.',
  },
  on: true,
  parameters: z.strictObject({
    refuse: z
      .enum(REFUSED)
      .default('failed')
      .describe('failed: the check failed. failed-or-partial: also attestation C and none. all-but-full: everything but attestation A.')
      .meta({
        es: 'failed: la comprobación falló. failed-or-partial: también la atestación C y ninguna. all-but-full: todo salvo la atestación A.',
      }),
  }),
  says: {
    en: ([result]) => (result === null ? 'The carrier said nothing of the caller id.' : `The carrier says of the caller id: ${result}.`),
    es: ([result]) => (result === null ? 'El operador no dice nada del número.' : `El operador dice del número: ${result}.`),
  },
  check: ({ attestation }, { refuse }) => {
    if (attestation === undefined) return finding(false, null);
    return finding(isRefused(attestation, refuse), attestation.slice(0, 40));
  },
});

/** Values: TN-Validation-Passed-A/-B/-C, TN-Validation-Failed(-A/-B/-C), No-TN-Validation, each also with -Diverted. Source: reference of the voice webhook, StirVerstat. */
function isRefused(result: string, refuse: (typeof REFUSED)[number]): boolean {
  const plain = result.replace(/-Diverted$/, '');
  if (/^TN-Validation-Failed/.test(plain)) return true;
  if (refuse === 'failed') return false;
  if (refuse === 'failed-or-partial') return plain === 'TN-Validation-Passed-C' || plain === 'No-TN-Validation';
  return plain !== 'TN-Validation-Passed-A';
}

/** What the number tells. */
export const NUMBER_RULES = [numberUnusable, lineType, lineLookedUp, countryNotAllowed, spoofing] as const;
