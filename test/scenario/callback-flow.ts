import { BASICS, both } from '../support/flow-folder.ts';

/** The wording of a callback step. */
const WORDING = {
  prompt: both('Le llamamos nosotros.', 'We will call you.'),
  asap: both('Pulse {{slotKey}} para que sea en cuanto alguien quede libre.', 'Press {{slotKey}} for as soon as somebody is free.'),
  slot: both('Pulse {{slotKey}} para {{slot}}.', 'Press {{slotKey}} for {{slot}}.'),
  decline: both('Pulse {{slotKey}} para seguir sin llamada.', 'Press {{slotKey}} to go on without a call.'),
  confirmOwn: both('¿Al número terminado en {{lastDigits}}? 1 sí, 2 otro.', 'The number ending in {{lastDigits}}? 1 yes, 2 another.'),
  askNumber: both('Marque el número y almohadilla.', 'Enter the number, then hash.'),
  confirmNumber: both('¿Es el {{number|digits}}? 1 sí, 2 no.', 'Is it {{number|digits}}? 1 yes, 2 no.'),
  numberInvalid: both('Ese número no vale.', 'That is no number.'),
  booked: both('Le llamaremos {{slot}}.', 'We will call you {{slot}}.'),
  bookedAsap: both('Le llamaremos en cuanto alguien quede libre.', 'We will call as soon as somebody is free.'),
  pending: both(
    'Ya tiene una llamada {{slot}}. 1 la deja, 2 la cambia, 3 la cancela.',
    'You have a call {{slot}}. 1 keeps, 2 changes, 3 cancels it.',
  ),
  pendingAsap: both('Ya tiene una llamada. 1 la deja, 2 la cambia, 3 la cancela.', 'You have a call. 1 keeps, 2 changes, 3 cancels it.'),
  cancelled: both('Cancelada.', 'Cancelled.'),
  failed: both('Ahora no podemos prometer una llamada.', 'We can not promise a call now.'),
};

/** A flow whose menu leads to a callback on 1 and to the queue on 0, and whose chat offers one, too. */
export const CALLBACK_FLOW = {
  ...BASICS,
  variables: { order: { type: 'string' } },
  call: {
    start: 'menu',
    steps: {
      menu: {
        type: 'menu',
        prompt: both('1 llamada, 2 pedido, 0 persona.', '1 call, 2 order, 0 person.'),
        options: [
          { key: '1', to: 'callback', intent: 'billing' },
          { key: '2', to: 'order', intent: 'order' },
          { key: '0', to: 'queue', person: true },
        ],
        invalid: 'queue',
        noInput: 'queue',
      },
      order: {
        type: 'collect',
        prompt: both('Su pedido.', 'Your order.'),
        variable: 'order',
        as: { kind: 'digits', length: 4 },
        next: 'callback',
        invalid: 'callback',
        noInput: 'callback',
      },
      callback: {
        type: 'callback',
        team: 'support',
        wording: WORDING,
        tries: 2,
        everyMinutes: 30,
        next: 'bye',
        declined: 'queue',
        cancelled: 'bye',
        failed: 'queue',
      },
      queue: { type: 'queue', queue: 'support', connected: 'bye', full: 'bye', failed: 'bye' },
      bye: { type: 'hangup', text: both('Adiós.', 'Goodbye.') },
    },
  },
  chat: {
    ...BASICS.chat,
    start: 'how',
    steps: {
      how: {
        type: 'ask',
        text: both('¿Qué necesita?', 'What do you need?'),
        next: 'assign',
        invalid: 'assign',
      },
      callback: {
        type: 'callback',
        text: both('¿Cuándo le llamamos?', 'When shall we call?'),
        asapTitle: both('Cuanto antes', 'As soon as possible'),
        declineTitle: both('No, gracias', 'No, thank you'),
        booked: both('Le llamaremos {{slot}}.', 'We will call you {{slot}}.'),
        bookedAsap: both('Le llamaremos en cuanto alguien quede libre.', 'We will call as soon as somebody is free.'),
        pending: both('Ya tiene una llamada {{slot}}.', 'You have a call {{slot}}.'),
        pendingAsap: both('Ya tiene una llamada, en cuanto se pueda.', 'You have a call, as soon as can be.'),
        next: 'how',
        declined: 'how',
        failed: 'assign',
      },
      assign: { type: 'assign', team: 'support' },
    },
  },
} as const;
