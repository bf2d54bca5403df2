import { BASICS, both } from '../support/flow-folder.ts';

const bye = both('Adiós', 'Goodbye');

/** The offer whose key also agrees to a message when a later call is cut off or goes unanswered. */
const offer = {
  type: 'offer',
  wording: {
    prompt: both(
      'Si pulsa 1, {{business}} le escribirá, también si otra llamada suya se corta. Pulse 1, 2 o 0. Escriba BAJA para no recibir más.',
      'Press 1 and {{business}} writes to you, also when another call of yours is cut off. 1, 2 or 0. Write STOP to end it.',
    ),
    sending: both('Le escribimos', 'Writing'),
    delivered: both('Ha llegado', 'It has arrived'),
    failed: both('No ha llegado', 'It has not arrived'),
    pending: both('Enviado', 'Sent'),
    askNumber: both('Marque un móvil', 'Enter a mobile'),
    confirmNumber: both('{{number|digits}}: pulse 1', '{{number|digits}}: press 1'),
    numberInvalid: both('No es un móvil', 'No mobile'),
  },
  consent: 'calls',
  template: 'call-continue',
  fallback: [],
  accepted: 'line',
  declined: 'line',
  ignored: 'line',
  person: 'line',
  withheld: 'line',
  failed: 'line',
};

/** 1 asks for a postcode, 2 offers the chat, 3 finds it closed, 4 tells something and ends, 5 rings a person, 0 queues. */
export function recoveryFlow(recovery: Readonly<Record<string, unknown>> | undefined, more: Readonly<Record<string, unknown>> = {}) {
  return {
    ...BASICS,
    variables: { postcode: { type: 'string' } },
    calendars: { never: { week: { sunday: ['03:00-03:01'] } } },
    ...(recovery && { recovery }),
    call: {
      start: 'menu',
      steps: {
        menu: {
          type: 'menu',
          prompt: both('Pulse', 'Press'),
          options: [
            { key: '1', to: 'postcode', intent: 'outage' },
            { key: '2', to: 'offer', intent: 'outage' },
            { key: '3', to: 'closed' },
            { key: '4', to: 'told' },
            { key: '5', to: 'ring' },
            { key: '6', to: 'queue', intent: 'emergency' },
            { key: '7', to: 'message' },
            { key: '0', to: 'queue', person: true },
          ],
          invalid: 'told',
          noInput: 'told',
        },
        postcode: {
          type: 'collect',
          prompt: both('¿Código postal?', 'Postcode?'),
          variable: 'postcode',
          as: { kind: 'digits', length: 5 },
          next: 'right',
          invalid: 'told',
          noInput: 'told',
        },
        right: {
          type: 'confirm',
          prompt: both('{{postcode|digits}}: 1 sí, 2 no', '{{postcode|digits}}: 1 yes, 2 no'),
          yes: 'offer',
          no: 'postcode',
          noInput: 'told',
          invalid: 'told',
        },
        offer,
        line: { type: 'queue', queue: 'support', connected: 'told', full: 'told', failed: 'told' },
        queue: { type: 'queue', queue: 'support', connected: 'told', full: 'told', failed: 'told' },
        ring: { type: 'dial', to: '+34910000001', answered: 'told', noAnswer: 'told', failed: 'told' },
        closed: { type: 'hours', calendar: 'never', open: 'queue', closed: 'shut' },
        shut: { type: 'hangup', text: both('Está cerrado', 'It is closed') },
        message: {
          type: 'voicemail',
          prompt: both('Se graba', 'Recorded'),
          next: 'told',
          tooShort: 'told',
          failed: 'told',
        },
        told: { type: 'hangup', text: bye },
      },
    },
    ...more,
  };
}
