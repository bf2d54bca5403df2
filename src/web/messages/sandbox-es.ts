import type { sandboxEn } from './sandbox-en.ts';

/** Lo que el simulador dice del operador, en español. */
export const sandboxEs: Record<keyof typeof sandboxEn, string> = {
  'behaviour.refuse': 'Rechazados al momento, con un código',
  'behaviour.refuse.hint': 'La respuesta a la petición dice que no; no se crea nada.',
  'behaviour.garbled-created': 'Respuesta ilegible, pero enviado',
  'behaviour.garbled-created.hint': 'Se mira antes de repetir: un mensaje, no dos.',
  'behaviour.garbled-not-created': 'Respuesta ilegible y sin enviar',
  'behaviour.garbled-not-created.hint': 'Se mira, no hay nada y se envía otra vez.',
};
