/** Words that, as the whole message, ask us to stop, to start again, or for help; by no means as part of a sentence. */
const WORDS = {
  stop: [
    'STOP',
    'STOPALL',
    'UNSUBSCRIBE',
    'QUIT',
    'OPTOUT',
    'REVOKE',
    'END',
    'CANCEL',
    'CANCELAR',
    'CANCELLAR',
    'BAJA',
    'DARME DE BAJA',
    'CANCELAR SUSCRIPCION',
    'PARAR',
    'PARA',
    'NO ESCRIBIR',
    'BAIXA',
    'ATURA',
    'ATURAR',
    'GELDITU',
    'BAJA EMAN',
    'SAIR',
    'PARE',
    'DESINSCREVER',
    'ARRET',
    'STOPP',
  ],
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
