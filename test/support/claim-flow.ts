import { BASICS, both } from './flow-folder.ts';

const ask = (es: string, en: string, more: Record<string, unknown>) => ({
  type: 'ask',
  text: both(es, en),
  retries: 1,
  invalid: 'hand-over',
  ...more,
});

/** A claim told in the chat: a list, a place, a photo, what is sent in turn, and how it was. Needs form.pdf and sign.png in media/. */
export const CLAIM_FLOW = {
  ...BASICS,
  variables: {
    what: { type: 'string' },
    lat: { type: 'number' },
    long: { type: 'number' },
    address: { type: 'string' },
    photo: { type: 'string' },
  },
  call: {
    start: 'person',
    steps: {
      person: { type: 'dial', answered: 'bye', noAnswer: 'bye', failed: 'bye' },
      bye: { type: 'hangup', text: both('Adiós', 'Goodbye') },
    },
  },
  chat: {
    ...BASICS.chat,
    start: 'what',
    steps: {
      ...BASICS.chat.steps,
      what: ask('¿Qué ha pasado?', 'What has happened?', {
        list: {
          button: both('Elegir', 'Choose'),
          sections: [
            {
              title: both('Coche', 'Car'),
              rows: [{ id: 'crash', title: both('Un golpe', 'A crash'), description: both('Con otro coche', 'With another car') }],
            },
            { title: both('Casa', 'Home'), rows: [{ id: 'water', title: both('Agua', 'Water') }] },
          ],
        },
        variable: 'what',
        next: 'where',
      }),
      where: ask('Comparta su ubicación', 'Share your location', {
        location: { latitude: 'lat', longitude: 'long', address: 'address' },
        next: 'photo',
      }),
      photo: ask('Envíe una foto', 'Send a photo', {
        file: {
          accept: ['image'],
          wrongText: both('Solo fotos', 'Photos only'),
          tooLargeText: both('Es demasiado grande', 'It is too large'),
        },
        variable: 'photo',
        next: 'papers',
      }),
      papers: { type: 'send', text: both('El parte', 'The form'), media: 'form.pdf', next: 'office' },
      office: { type: 'send', text: both('El taller', 'The garage'), location: { latitude: 41.4, longitude: 2.2 }, next: 'sign' },
      sign: { type: 'send', text: both('Así se rellena', 'How to fill it in'), media: 'sign.png', next: 'how' },
      how: {
        type: 'survey',
        text: both('¿Qué tal le hemos atendido?', 'How did we do?'),
        question: { kind: 'csat', button: both('Valorar', 'Rate') },
        comment: { text: both('¿Por qué?', 'Why?'), skip: both('Nada más', 'Nothing') },
        next: 'bye',
        denied: 'hand-over',
        invalid: 'hand-over',
      },
      bye: { type: 'close', text: both('Gracias', 'Thanks') },
    },
  },
};
