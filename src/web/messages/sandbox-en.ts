/** What the sandbox says about the carrier between us and the people, in English. */
export const sandboxEn = {
  'behaviour.refuse': 'Refused at once, with a code',
  'behaviour.refuse.hint': 'The answer to our request says no; nothing is created.',
  'behaviour.garbled-created': 'An answer that can’t be read, but sent',
  'behaviour.garbled-created.hint': 'We look before we repeat: one message, not two.',
  'behaviour.garbled-not-created': 'An answer that can’t be read, not sent',
  'behaviour.garbled-not-created.hint': 'We look, find nothing, and send again.',
};
