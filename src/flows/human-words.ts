import { holdsPhrase, plainText } from './plain-text.ts';

/** Words by which a chatter, or a caller who speaks, asks for a person; plain text. A flow may add its own. */
export const HUMAN_WORDS: Readonly<Record<string, { readonly alone: readonly string[]; readonly within: readonly string[] }>> = {
  es: {
    alone: [
      'persona',
      'agente',
      'humano',
      'humana',
      'asesor',
      'asesora',
      'operador',
      'operadora',
      'gestor',
      'gestora',
      'una persona',
      'un agente',
    ],
    within: [
      'hablar con alguien',
      'hablar con una persona',
      'hablar con un agente',
      'hablar con un humano',
      'hablar con un asesor',
      'hablar con una operadora',
      'hablar con un operador',
      'hablar con un gestor',
      'hablar con atencion al cliente',
      'persona real',
      'persona de verdad',
      'agente humano',
      'ser humano',
      'quiero un agente',
      'quiero una persona',
      'quiero un humano',
      'que me atienda una persona',
      'que me atienda alguien',
      'pasame con',
      'paseme con',
      'ponme con',
      'pongame con',
      'no quiero hablar con un robot',
      'no quiero hablar con una maquina',
    ],
  },
  en: {
    alone: ['person', 'agent', 'human', 'representative', 'operator', 'advisor', 'adviser', 'a person', 'an agent', 'a human'],
    within: [
      'speak to someone',
      'talk to someone',
      'speak with someone',
      'talk with someone',
      'speak to a person',
      'talk to a person',
      'speak to a human',
      'talk to a human',
      'speak to an agent',
      'talk to an agent',
      'speak to somebody',
      'talk to somebody',
      'real person',
      'live agent',
      'human agent',
      'human being',
      'customer service',
      'a representative',
      'want a person',
      'want a human',
      'want an agent',
      'need a person',
      'need a human',
    ],
  },
  ca: {
    alone: ['persona', 'agent', 'huma', 'humana', 'operador', 'operadora', 'assessor', 'assessora', 'una persona', 'un agent'],
    within: [
      'parlar amb algu',
      'parlar amb una persona',
      'parlar amb un agent',
      'parlar amb un huma',
      'persona real',
      'vull una persona',
      'vull un agent',
      'passa m amb',
    ],
  },
  eu: {
    alone: ['pertsona', 'agentea', 'gizakia', 'operadorea', 'pertsona bat', 'agente bat'],
    within: ['norbaitekin hitz egin', 'pertsona batekin', 'agente batekin', 'gizaki batekin', 'benetako pertsona'],
  },
  gl: {
    alone: ['persoa', 'axente', 'humano', 'humana', 'operador', 'operadora', 'asesor', 'asesora', 'unha persoa', 'un axente'],
    within: [
      'falar con alguen',
      'falar cunha persoa',
      'falar con unha persoa',
      'falar cun axente',
      'falar con un axente',
      'persoa real',
      'quero unha persoa',
      'quero un axente',
    ],
  },
  pt: {
    alone: [
      'pessoa',
      'agente',
      'humano',
      'humana',
      'atendente',
      'operador',
      'operadora',
      'assistente humano',
      'uma pessoa',
      'um atendente',
    ],
    within: [
      'falar com alguem',
      'falar com uma pessoa',
      'falar com um atendente',
      'falar com um agente',
      'falar com um humano',
      'pessoa real',
      'pessoa de verdade',
      'quero uma pessoa',
      'quero um atendente',
      'atendimento humano',
    ],
  },
  fr: {
    alone: ['personne', 'agent', 'humain', 'conseiller', 'conseillere', 'operateur', 'une personne', 'un agent', 'un conseiller'],
    within: [
      'parler a quelqu un',
      'parler avec quelqu un',
      'parler a une personne',
      'parler a un agent',
      'parler a un conseiller',
      'parler a un humain',
      'vraie personne',
    ],
  },
  de: {
    alone: ['person', 'mensch', 'mitarbeiter', 'mitarbeiterin', 'berater', 'beraterin', 'agent', 'ein mensch'],
    within: [
      'mit jemandem sprechen',
      'mit einem menschen sprechen',
      'mit einem mitarbeiter',
      'mit einer mitarbeiterin',
      'mit einem berater',
      'echter mensch',
      'echte person',
    ],
  },
  it: {
    alone: ['persona', 'agente', 'umano', 'operatore', 'operatrice', 'una persona', 'un operatore'],
    within: [
      'parlare con qualcuno',
      'parlare con una persona',
      'parlare con un operatore',
      'parlare con un agente',
      'persona reale',
      'voglio una persona',
      'voglio un operatore',
    ],
  },
};

const ALL = Object.values(HUMAN_WORDS);
const ALONE = new Set(ALL.flatMap(({ alone }) => alone));
const WITHIN = [...new Set(ALL.flatMap(({ within }) => within))];
const POLITE =
  /^(?:hola |hi |hello |please |por favor |por favor |si us plau |mesedez |se faz favor |s il vous plait |bitte |per favore )+|(?: please| por favor| si us plau| mesedez| s il vous plait| bitte| per favore| gracias| thanks)+$/g;

/**
 * Does a message ask for a person? The whole message is one of the words, or holds one of the phrases or of the flow's
 * own words; whatever the language, accents, capitals and politeness.
 */
export function asksForPerson(text: string, extraWords: readonly string[] = []): boolean {
  const plain = plainText(text).replace(POLITE, '').trim();
  if (plain === '') return false;
  return (
    ALONE.has(plain) ||
    WITHIN.some((phrase) => holdsPhrase(plain, phrase)) ||
    extraWords.some((word) => holdsPhrase(plain, plainText(word)))
  );
}
