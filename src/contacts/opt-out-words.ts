/**
 * Words that, as the whole message, ask us to stop, to start again, or for help; by no means as part of a sentence. Those
 * under `maybe-stop` ask us to stop as well (carriers and reference: "STOP handling"), but they are also answers to a
 * question.
 */
const WORDS = {
  stop: [
    'STOP',
    'STOPALL',
    'UNSUBSCRIBE',
    'OPTOUT',
    'OPT OUT',
    'REVOKE',
    'BAJA',
    'DARME DE BAJA',
    'CANCELAR SUSCRIPCION',
    'NO ESCRIBIR',
    'BAIXA',
    'GELDITU',
    'BAJA EMAN',
    'SAIR',
    'DESINSCREVER',
    'ARRET',
    'STOPP',
  ],
  'maybe-stop': ['CANCEL', 'CANCELAR', 'CANCELLAR', 'END', 'QUIT', 'PARA', 'PARE', 'PARAR', 'ATURA', 'ATURAR'],
  start: ['START', 'UNSTOP', 'SUBSCRIBE', 'ALTA', 'VOLVER', 'REANUDAR', 'INICIAR', 'ALTA DE NUEVO', 'HASI', 'VOLTAR', 'RETOMAR'],
  help: ['HELP', 'INFO', 'AYUDA', 'AJUDA', 'AXUDA', 'LAGUNTZA'],
} as const;

export type OptOutWord = keyof typeof WORDS;

const BY_WORD = new Map<string, OptOutWord>(
  Object.entries(WORDS).flatMap(([kind, words]) => words.map((word) => [word, kind as OptOutWord] as const)),
);

/** What a whole message says about being written to, whatever its case, accents or closing marks; else undefined. */
export function readOptOutWord(text: string): OptOutWord | undefined {
  if (text.length > 40) return undefined;
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase();
  return BY_WORD.get(plain);
}
