/** Words of intents that belong to a person on the line; English and Spanish. Source: docs/eligibility.md, "Matters never to be offered". */
export const NEVER_OFFERED = [
  'emergency',
  'emergencia',
  'urgency',
  'urgencia',
  'gas-leak',
  'fuga-de-gas',
  'accident',
  'accidente',
  'complaint',
  'queja',
  'reclamacion',
  'claim-denied',
  'fraud',
  'fraude',
  'stolen-card',
  'tarjeta-robada',
  'bereavement',
  'fallecimiento',
  'gender-violence',
  'violencia-de-genero',
  'suicide',
  'suicidio',
  'disconnection',
  'corte-de-suministro',
] as const;

/** Is it this intent, or one that has these words in it? Case, accents, blanks and underscores do not matter. Pure. */
export function isExcludedIntent(intent: string, words: string): boolean {
  const wanted = plain(words);
  return wanted !== '' && `-${plain(intent)}-`.includes(`-${wanted}-`);
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
