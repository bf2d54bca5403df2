import type { Flow } from './flow.ts';
import { holdsPhrase, plainText } from './plain-text.ts';

/** Phrases by which a chatter asks to be called, plain text: a whole message, or within one. */
const CALL_ME: readonly string[] = [
  ...['llamame', 'llamadme', 'llamenme', 'llameme', 'me puedes llamar', 'me podeis llamar', 'me pueden llamar', 'me puede llamar'],
  ...['quiero que me llamen', 'quiero que me llameis', 'prefiero que me llamen', 'pueden llamarme', 'puede llamarme', 'puedes llamarme'],
  ...['call me', 'call me back', 'give me a call', 'ring me', 'phone me'],
  ...['truca m', 'truqueu me', 'truquin me', 'em podeu trucar', 'em poden trucar'],
  ...['chamame', 'chamademe', 'chamenme', 'podenme chamar', 'podedes chamarme'],
  ...['deitu', 'deitu mesedez', 'deituko didazu', 'deituko didazue'],
  ...['ligue me', 'liguem me', 'podem ligar me', 'pode ligar me'],
  ...['appelez moi', 'rappelez moi', 'rufen sie mich an', 'chiamatemi', 'mi richiami'],
];

/** Phrases by which a promised call is cancelled. */
const NO_CALL: readonly string[] = [
  ...['cancelar llamada', 'cancelar la llamada', 'cancela la llamada', 'cancelen la llamada', 'anular la llamada', 'anular llamada'],
  ...['no me llamen', 'no me llames', 'no me llameis', 'no me llame', 'ya no hace falta que me llamen', 'que no me llamen'],
  ...[
    'cancel call',
    'cancel the call',
    'cancel my call',
    'cancel callback',
    'cancel the callback',
    'do not call me',
    'don t call me',
    'no need to call',
  ],
  ...['cancel lar la trucada', 'cancella la trucada', 'no em truqueu', 'no em truquin'],
  ...['cancelar a chamada', 'cancelar chamada', 'non me chamen', 'non me chamedes', 'nao me liguem', 'nao me ligue'],
  ...['deia bertan behera utzi', 'ez deitu'],
];

/** Words in front of a phrase that turn it round: “do not call me”. */
const NOT = /\b(no|non|not|don t|nao|ez|ya no|pas|nicht|kein)\b/;

/** Does the message ask to be called? Whatever the language, accents, capitals and politeness. */
export function asksForCall(text: string): boolean {
  const plain = plainText(text);
  return CALL_ME.some((phrase) => holdsPhrase(plain, phrase)) && !NOT.test(plain);
}

/** Does the message say that the promised call is not wanted any more? */
export function cancelsCall(text: string): boolean {
  const plain = plainText(text);
  return NO_CALL.some((phrase) => holdsPhrase(plain, phrase));
}

/** Has the chat side a step to which “call me” leads? */
export function promisesCalls({ chat }: Flow): boolean {
  return Object.values(chat.steps).some(({ type }) => type === 'callback');
}
