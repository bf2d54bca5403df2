/** What is said on the legs of a callback, in the customer's language or the agent's; in English where it is none of these. */

type Texts = Readonly<Record<CustomerLine, string>>;
export type CustomerLine = 'answered' | 'again' | 'cancelled';

const CUSTOMER: Readonly<Record<string, Texts>> = {
  es: {
    answered: 'Le llamamos de {{business}}, como nos pidió. Pulse 1 para hablar con una persona, o 2 si ya no lo necesita.',
    again: 'Pulse 1 para hablar con una persona.',
    cancelled: 'De acuerdo, no volveremos a llamarle por esto. Adiós.',
  },
  en: {
    answered: 'This is {{business}}, calling you back as you asked. Press 1 to talk to a person, or 2 if you no longer need it.',
    again: 'Press 1 to talk to a person.',
    cancelled: 'All right, we will not call you about this again. Goodbye.',
  },
  ca: {
    answered: 'Li truquem de {{business}}, tal com ens va demanar. Premi 1 per parlar amb una persona, o 2 si ja no ho necessita.',
    again: 'Premi 1 per parlar amb una persona.',
    cancelled: 'D’acord, no li tornarem a trucar per això. Adéu.',
  },
  gl: {
    answered: 'Chamámoslle de {{business}}, como nos pediu. Prema 1 para falar cunha persoa, ou 2 se xa non o precisa.',
    again: 'Prema 1 para falar cunha persoa.',
    cancelled: 'De acordo, non volveremos chamalo por isto. Adeus.',
  },
  eu: {
    answered: '{{business}} gara, eskatu bezala deitzen dizugu. Sakatu 1 pertsona batekin hitz egiteko, edo 2 jada behar ez baduzu.',
    again: 'Sakatu 1 pertsona batekin hitz egiteko.',
    cancelled: 'Ados, ez dizugu honengatik berriro deituko. Agur.',
  },
  pt: {
    answered: 'Ligamos da {{business}}, como nos pediu. Prima 1 para falar com uma pessoa, ou 2 se já não precisa.',
    again: 'Prima 1 para falar com uma pessoa.',
    cancelled: 'Muito bem, não voltaremos a ligar por este assunto. Adeus.',
  },
};

export type AgentLine =
  | 'intro'
  | 'about'
  | 'collected'
  | 'waited'
  | 'tried'
  | 'keys'
  | 'connecting'
  | 'declined'
  | 'gone'
  | 'unreached'
  | 'cancelled';

const AGENT: Readonly<Record<string, Readonly<Record<AgentLine, string>>>> = {
  es: {
    intro: 'Llamada de vuelta de {{business}} para el cliente del número terminado en {{digits}}.',
    about: 'Motivo: {{intent}}.',
    collected: 'Ya nos dijo: {{facts}}.',
    waited: 'La pidió hace {{minutes}} minutos.',
    tried: 'Es el intento número {{tries}}.',
    keys: 'Pulse 1 para llamarle ahora, o 2 si no puede.',
    connecting: 'Le llamamos.',
    declined: 'De acuerdo, se la pasamos a otra persona.',
    gone: 'Esta llamada ya no hace falta. Gracias.',
    unreached: 'El cliente no contesta. Lo volveremos a intentar si queda algún intento. Gracias.',
    cancelled: 'El cliente ya no necesita la llamada. Gracias.',
  },
  en: {
    intro: 'A call-back of {{business}} for the customer whose number ends in {{digits}}.',
    about: 'About: {{intent}}.',
    collected: 'They told us: {{facts}}.',
    waited: 'They asked for it {{minutes}} minutes ago.',
    tried: 'This is try number {{tries}}.',
    keys: 'Press 1 to call them now, or 2 if you can not.',
    connecting: 'Calling.',
    declined: 'All right, it goes to somebody else.',
    gone: 'This call is no longer needed. Thank you.',
    unreached: 'The customer does not answer. It will be tried again if any tries are left. Thank you.',
    cancelled: 'The customer no longer needs the call. Thank you.',
  },
};

export function customerLine(language: string, line: CustomerLine, values: Readonly<Record<string, string>> = {}): string {
  return fillIn((CUSTOMER[bare(language)] ?? CUSTOMER.en)?.[line] ?? '', values);
}

/** In Spanish where the customer speaks a language of Spain, otherwise in English: the agents of such a flow speak it. */
export function agentLine(language: string, line: AgentLine, values: Readonly<Record<string, string>> = {}): string {
  return fillIn(AGENT[agentLanguage(language)]?.[line] ?? '', values);
}

export function agentLanguage(language: string): 'es' | 'en' {
  return ['es', 'ca', 'gl', 'eu'].includes(bare(language)) ? 'es' : 'en';
}

function bare(language: string): string {
  return language.split('-')[0] as string;
}

function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
