import { describe, expect, it } from 'vitest';
import { type OptOutWord, readOptOutWord } from '../../src/contacts/opt-out-words.ts';

const WORDS: readonly (readonly [language: string, kind: OptOutWord, texts: readonly string[]])[] = [
  ['Spanish', 'stop', ['BAJA', 'baja', ' Baja. ', '¡BAJA!', '“Baja”', 'Darme de baja', 'cancelar suscripción', 'no escribir']],
  ['Spanish', 'maybe-stop', ['CANCELAR', 'cancelar.', 'Para', '¡Para!', 'Pare', 'parar']],
  ['Spanish', 'start', ['ALTA', 'alta', 'Volver', 'reanudar', 'Iniciar', 'alta de nuevo']],
  ['Spanish', 'help', ['AYUDA', '¿Ayuda?', 'info']],
  ['English', 'stop', ['STOP', 'Stop!', 's.t.o.p', 'stopall', 'unsubscribe', 'OPT-OUT', 'opt out', 'revoke']],
  ['English', 'maybe-stop', ['CANCEL', 'Cancel.', 'end', 'QUIT']],
  ['English', 'start', ['START', 'unstop', 'Subscribe']],
  ['English', 'help', ['HELP', 'help?']],
  ['Catalan', 'stop', ['BAIXA', 'Baixa.']],
  ['Catalan', 'maybe-stop', ['cancel·lar', 'Atura', 'aturar', 'para']],
  ['Catalan', 'help', ['Ajuda']],
  ['Galician', 'stop', ['Baixa']],
  ['Galician', 'help', ['Axuda']],
  ['Basque', 'stop', ['GELDITU', 'baja eman']],
  ['Basque', 'start', ['hasi']],
  ['Basque', 'help', ['laguntza']],
  ['Portuguese', 'stop', ['SAIR', 'Sair.', 'desinscrever']],
  ['Portuguese', 'maybe-stop', ['PARAR', 'cancelar']],
  ['Portuguese', 'start', ['Voltar', 'retomar']],
  ['as others spell it', 'stop', ['ARRÊT', 'stopp', 'BÀJA']],
];

describe('a whole message that speaks of being written to', () => {
  it.each(WORDS.flatMap(([language, kind, texts]) => texts.map((text) => [text, kind, language] as const)))(
    '“%s” means %s (%s)',
    (text, kind) => {
      expect(readOptOutWord(text)).toBe(kind);
    },
  );
});

describe('a sentence is no wish, whatever words it holds', () => {
  it.each([
    'quiero dar de baja mi línea',
    'Baja el precio',
    'para mañana',
    'stop de luz en mi calle',
    'cancelar mi pedido',
    'quiero cancelar',
    'the end of the month',
    'can I cancel my order?',
    'quit smoking kit',
    'vull la baixa mèdica',
    'quero sair mais cedo',
    'no para de sonar',
    'baja baja',
    'bajada',
    'parada',
    '',
    '…',
    '123456',
    `STOP${' '.repeat(60)}`,
  ])('“%s”', (text) => {
    expect(readOptOutWord(text)).toBeUndefined();
  });
});
