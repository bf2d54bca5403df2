import { plainText } from '../plain-text.ts';

const REPEAT = new Set(
  (
    'repite|repita|repitelo|repitalo|repetir|otra vez|puede repetir|puede repetirlo|que ha dicho|no le he oido|como dice|' +
    'repeat|repeat that|say that again|again|can you repeat that|pardon|' +
    'repeteixi|repeteix|repetir ho|un altre cop|una altra vegada|pot repetir|' +
    'repite|repita|outra vez|pode repetir|' +
    'errepikatu|berriro|berriz|errepikatu mesedez|' +
    'repita|repete|outra vez|de novo|pode repetir'
  ).split('|'),
);
const BACK = new Set(
  (
    'atras|volver|volver atras|menu anterior|el menu anterior|anterior|' +
    'back|go back|previous menu|' +
    'enrere|tornar|tornar enrere|menu anterior|' +
    'volver|atras|menu anterior|' +
    'atzera|itzuli|' +
    'voltar|voltar atras|atras|menu anterior'
  ).split('|'),
);
const POLITE = /(?: por favor| please| si us plau| mesedez)$/;

/** Does a caller ask to hear the question again, or to go back? The whole sentence must say nothing else. */
export function asksToRepeatOrBack(text: string): 'repeat' | 'back' | undefined {
  const plain = plainText(text).replace(POLITE, '');
  if (REPEAT.has(plain)) return 'repeat';
  return BACK.has(plain) ? 'back' : undefined;
}
