import { voiceChoices } from '../speech/voice-choice.ts';

interface BlankFlow {
  readonly id: string;
  readonly name: string;
  readonly business: string;
  readonly timeZone: string;
  /** The first is the default. */
  readonly languages: readonly string[];
}

function voicesOf(languages: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    languages.flatMap((language) =>
      voiceChoices(language)
        .slice(0, 1)
        .map((voice) => [language, voice]),
    ),
  );
}

/**
 * The smallest flow that answers a call and a chat: a greeting, a queue, a person. Spanish and English are worded; in other
 * languages the linter names what is missing. As JSON, in the order of the files. Pure.
 */
export function blankFlow({ id, name, business, timeZone, languages }: BlankFlow): Readonly<Record<string, unknown>> {
  const of = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).filter(([tag]) => languages.includes(tag)));
  const wording = (es: string, en: string) => of({ es, en });
  return {
    $schema: './flow.schema.json',
    specVersion: 1,
    id,
    name,
    business,
    timeZone,
    languages: [...languages],
    voices: voicesOf(languages),
    variables: {},
    call: {
      start: 'greeting',
      steps: {
        greeting: {
          type: 'say',
          text: wording('Gracias por llamar a {{business}}.', 'Thank you for calling {{business}}.'),
          next: 'person',
        },
        person: {
          type: 'queue',
          queue: 'support',
          staffed: 'always',
          text: wording('Le pasamos con una persona. No cuelgue, por favor.', 'We are putting you through to a person. Please hold.'),
          waitText: wording(
            'Su posición en la cola es la {{position}}. La espera estimada es de {{phoneWait}}.',
            'You are number {{position}} in the queue. The estimated wait is {{phoneWait}}.',
          ),
          waitTextUnknown: wording(
            'Gracias por esperar. Su posición en la cola es la {{position}}.',
            'Thank you for waiting. You are number {{position}} in the queue.',
          ),
          everySeconds: 30,
          connected: 'goodbye',
          full: 'dial-person',
          failed: 'dial-person',
        },
        'dial-person': {
          type: 'dial',
          text: wording('Le pasamos con una persona.', 'We are putting you through to a person.'),
          answered: 'goodbye',
          noAnswer: 'nobody-free',
          failed: 'nobody-free',
        },
        'nobody-free': {
          type: 'say',
          text: wording(
            'Ahora mismo no hay nadie libre. Llámenos más tarde, por favor.',
            'Nobody is free right now. Please call us again later.',
          ),
          next: 'goodbye',
        },
        goodbye: { type: 'hangup', text: wording('Gracias por llamar. Adiós.', 'Thank you for calling. Goodbye.') },
      },
    },
    chat: {
      start: 'assign',
      acknowledge: wording(
        'Hola, aquí {{business}}. Seguimos con su llamada: su caso es el {{caseNumber}}. {{expectation}}',
        'Hello, this is {{business}}. We are carrying on from your call: your case is {{caseNumber}}. {{expectation}}',
      ),
      acknowledgeDirect: wording(
        'Hola, aquí {{business}}. Su caso es el {{caseNumber}}. {{expectation}}',
        'Hello, this is {{business}}. Your case is {{caseNumber}}. {{expectation}}',
      ),
      steps: {
        assign: {
          type: 'assign',
          text: wording(
            'Pasamos la conversación a una persona de nuestro equipo.',
            'We are passing the conversation to a person in our team.',
          ),
          textClosed: wording(
            'Ahora mismo no hay nadie conectado. Guardamos la conversación y una persona le contestará aquí mismo.',
            'Nobody is online right now. We are keeping the conversation, and a person will answer you here.',
          ),
          team: 'support',
          next: 'bye',
        },
        bye: {
          type: 'close',
          text: wording(
            'Gracias por escribirnos. Su caso {{caseNumber}} queda cerrado.',
            'Thank you for writing to us. Your case {{caseNumber}} is now closed.',
          ),
          disposition: 'bot-done',
        },
      },
    },
  };
}
