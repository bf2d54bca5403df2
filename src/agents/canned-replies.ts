/** A ready-made reply. `{{customer}}`, `{{caseNumber}}` and `{{agent}}` are filled in when it is picked. */
export interface CannedReply {
  readonly id: string;
  readonly shortcut: string;
  readonly language: string;
  readonly title: string;
  readonly text: string;
}

/** What may stand between two curly brackets in a reply. */
export const CANNED_BLANKS = ['customer', 'caseNumber', 'agent'] as const;

/** What one shortcut says in one language. */
export type CannedWording = Omit<CannedReply, 'id' | 'shortcut'>;

/** The replies with one shortcut's wordings changed, added or (none given) taken out. Pure. */
export function withWordings(replies: readonly CannedReply[], shortcut: string, wordings: readonly CannedWording[]): CannedReply[] {
  const made = wordings.map(({ language, title, text }) => reply(shortcut, language, title, text));
  const place = replies.findIndex((each) => each.shortcut === shortcut);
  const others = replies.filter((each) => each.shortcut !== shortcut);
  return others.toSpliced(place < 0 ? others.length : place, 0, ...made);
}

function reply(shortcut: string, language: string, title: string, text: string): CannedReply {
  return { id: `${shortcut}-${language}`, shortcut, language, title, text };
}

/** The replies that come with the product. */
export const FIRST_CANNED_REPLIES: readonly CannedReply[] = [
  reply('hola', 'es', 'Saludo', 'Hola, {{customer}}. Soy {{agent}} y ya tengo delante lo que nos contó por teléfono. Le ayudo enseguida.'),
  reply(
    'hola',
    'en',
    'Greeting',
    'Hello, {{customer}}. I am {{agent}} and I have what you told us on the phone in front of me. I will help you right away.',
  ),
  reply('reviso', 'es', 'Lo estoy revisando', 'Lo estoy revisando. Le escribo en cuanto tenga la respuesta.'),
  reply('reviso', 'en', 'Looking into it', 'I am looking into it. I will write as soon as I have the answer.'),
  reply('foto', 'es', 'Pedir una foto', '¿Puede enviarnos una foto por aquí? Así lo vemos mejor.'),
  reply('foto', 'en', 'Ask for a photo', 'Could you send us a photo here? That helps us see it better.'),
  reply('caso', 'es', 'Número de caso', 'Su número de caso es {{caseNumber}}. Si vuelve a escribir o a llamar, basta con que lo mencione.'),
  reply('caso', 'en', 'Case number', 'Your case number is {{caseNumber}}. If you write or call again, just mention it.'),
  reply('algomas', 'es', '¿Algo más?', '¿Hay algo más en lo que pueda ayudarle?'),
  reply('algomas', 'en', 'Anything else?', 'Is there anything else I can help you with?'),
  reply('adios', 'es', 'Despedida', 'Gracias por escribirnos, {{customer}}. Que tenga un buen día.'),
  reply('adios', 'en', 'Goodbye', 'Thank you for writing to us, {{customer}}. Have a good day.'),
];
