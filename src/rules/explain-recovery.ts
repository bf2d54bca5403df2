import type { RuleLanguage, Words } from './rule.ts';

/**
 * Why nobody is written to after a call that ended too early, beside the rules of the offer: what the person did, what they
 * agreed to, and when. In words for an administrator; `saw` is what was seen.
 */
export const RECOVERY_REASONS = {
  'other-place': {
    en: 'The flow does not write to who drops there',
    es: 'El flujo no escribe a quien se corta ahí',
  },
  swept: {
    en: 'The end of the call was never told; it was found hours later',
    es: 'Nadie avisó del fin de la llamada; se descubrió horas después',
  },
  'too-late': { en: 'It is too late for a message after this call', es: 'Ya es tarde para un mensaje tras esta llamada' },
  'quiet-hours': {
    en: 'No suitable hour is left in the time for it',
    es: 'No queda ninguna hora adecuada dentro del plazo',
  },
  'zone-unknown': {
    en: 'Nobody can tell what time it is where the person is',
    es: 'No se puede saber qué hora es donde está la persona',
  },
  served: {
    en: 'A person answered after all, or a message was left',
    es: 'Al final atendió una persona, o se dejó un mensaje',
  },
  'called-again': { en: 'They called again', es: 'Volvió a llamar' },
  'in-a-chat': { en: 'They are in a chat, or have written', es: 'Está en un chat, o ha escrito' },
  'callback-pending': { en: 'They will be called back', es: 'Se le va a devolver la llamada' },
  'said-no': { en: 'They said no to the chat in this call', es: 'Dijo que no al chat en esta llamada' },
  'already-invited': { en: 'This call led to a message already', es: 'Esta llamada ya dio lugar a un mensaje' },
  'other-number': {
    en: 'They agreed for another number, which is not proven to be theirs',
    es: 'Dio permiso para otro número, que no consta que sea suyo',
  },
  'no-number': { en: 'There is no number to write to', es: 'No hay un número al que escribir' },
  'not-a-mobile': { en: 'Their line takes no messages', es: 'Su línea no recibe mensajes' },
  'no-consent': {
    en: 'They have not agreed to be written to about calls',
    es: 'No ha dado permiso para que se le escriba por sus llamadas',
  },
  'consent-too-old': { en: 'Their consent is too old', es: 'Su permiso es demasiado antiguo' },
} as const satisfies Readonly<Record<string, Words>>;

export type RecoveryReason = keyof typeof RECOVERY_REASONS;

export function isRecoveryReason(id: string): id is RecoveryReason {
  return Object.hasOwn(RECOVERY_REASONS, id);
}

/** The reason in words; undefined for a rule of the offer. Pure. */
export function recoveryReasonWords(id: string, language: RuleLanguage): string | undefined {
  return isRecoveryReason(id) ? RECOVERY_REASONS[id][language] : undefined;
}
