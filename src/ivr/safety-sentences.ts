/** What a caller hears when nothing is known but the language. By language; every one has all of them. */
interface SafetySentences {
  /** A person is dialled now. */
  readonly connecting: string;
  /** Inside a queue nobody can be dialled, and the place must not be lost. */
  readonly stay: string;
  /** Nobody answered; it is tried once more. */
  readonly again: string;
  /** Nobody answered, and it is not known when somebody will. */
  readonly callLater: string;
  /** Nobody answered, and the next opening is known; `{{when}}` is its day and time. */
  readonly callWhenOpen: string;
}

const SENTENCES: Readonly<Record<string, SafetySentences>> = {
  es: {
    connecting: 'Un momento, por favor. Le paso con una persona.',
    stay: 'Siga a la espera, por favor. Conserva su turno.',
    again: 'Ahora mismo nadie puede atender su llamada. No cuelgue, por favor: lo intentamos una vez más.',
    callLater: 'Lo sentimos: ahora no podemos atenderle. Vuelva a llamar dentro de quince minutos, por favor. Adiós.',
    callWhenOpen: 'Lo sentimos: ahora no podemos atenderle. Abrimos {{when}}; vuelva a llamar entonces, por favor. Adiós.',
  },
  en: {
    connecting: 'One moment, please. I am putting you through to a person.',
    stay: 'Please stay on the line. You keep your place.',
    again: 'Nobody can take your call just now. Please hold on: we are trying once more.',
    callLater: 'We are sorry: nobody can take your call now. Please call again in fifteen minutes. Goodbye.',
    callWhenOpen: 'We are sorry: nobody can take your call now. We open {{when}}; please call again then. Goodbye.',
  },
  ca: {
    connecting: 'Un moment, si us plau. Li passo amb una persona.',
    stay: 'Esperi, si us plau. Conserva el seu torn.',
    again: 'Ara mateix ningú no pot atendre la seva trucada. No pengi, si us plau: ho tornem a provar.',
    callLater: 'Ho sentim: ara no el podem atendre. Torni a trucar d’aquí a quinze minuts, si us plau. Adéu.',
    callWhenOpen: 'Ho sentim: ara no el podem atendre. Obrim {{when}}; torni a trucar aleshores, si us plau. Adéu.',
  },
  gl: {
    connecting: 'Un momento, por favor. Pásolle cunha persoa.',
    stay: 'Siga á espera, por favor. Conserva a súa quenda.',
    again: 'Agora mesmo ninguén pode atender a súa chamada. Non colgue, por favor: intentámolo unha vez máis.',
    callLater: 'Sentímolo: agora non o podemos atender. Volva chamar dentro de quince minutos, por favor. Adeus.',
    callWhenOpen: 'Sentímolo: agora non o podemos atender. Abrimos {{when}}; volva chamar entón, por favor. Adeus.',
  },
  eu: {
    connecting: 'Itxaron une batez, mesedez. Pertsona batekin jarriko zaitut.',
    stay: 'Itxaron, mesedez. Zure txandari eusten diozu.',
    again: 'Une honetan inork ezin du zure deia hartu. Ez eseki, mesedez: beste behin saiatuko gara.',
    callLater: 'Barkatu: orain ezin zaitugu artatu. Deitu berriro hamabost minutu barru, mesedez. Agur.',
    callWhenOpen: 'Barkatu: orain ezin zaitugu artatu. Noiz irekiko dugu: {{when}}. Deitu orduan, mesedez. Agur.',
  },
  pt: {
    connecting: 'Um momento, por favor. Vou passar a uma pessoa.',
    stay: 'Aguarde, por favor. Mantém o seu lugar.',
    again: 'Neste momento ninguém pode atender a sua chamada. Não desligue, por favor: vamos tentar mais uma vez.',
    callLater: 'Lamentamos: agora não o podemos atender. Volte a ligar daqui a quinze minutos, por favor. Adeus.',
    callWhenOpen: 'Lamentamos: agora não o podemos atender. Abrimos {{when}}; volte a ligar nessa altura, por favor. Adeus.',
  },
};

/** The sentences in the caller's language; `language` is the one they are really in: English where we have no other. */
export function safetySentences(wanted: string): { readonly language: string; readonly texts: SafetySentences } {
  const texts = SENTENCES[wanted.split('-')[0] ?? ''];
  return texts ? { language: wanted, texts } : { language: 'en', texts: SENTENCES.en as SafetySentences };
}
