import { z } from 'zod';
import { AnswerId } from './chat-steps.ts';
import { CalendarName, CollectAs, LanguageTag, ShortId, VariableName, Wording } from './fields.ts';

const Words = z
  .record(LanguageTag, z.array(z.string().min(2).max(120)).max(150))
  .describe('By language. Accents, capitals and endings do not matter: factura also finds facturas.');

const TicketField = z
  .strictObject({
    variable: VariableName.describe(
      'Gets the answer, and is shown to the agent as soon as it comes. A sensitive one can’t be asked for here.',
    ),
    text: Wording.describe('The question. It is left out when the variable has a value already.'),
    as: CollectAs.optional().describe('What counts as an answer; without it, any text.'),
    buttons: z
      .array(z.strictObject({ id: AnswerId, title: Wording.describe('At most 20 characters.') }))
      .max(3)
      .optional()
      .describe('Up to three answers to tap; the variable gets the id.'),
    invalidText: Wording.optional().describe('Written when the answer does not fit, before the question is asked again.'),
    retries: z.int().min(0).max(3).default(1).describe('How many answers that don’t fit are forgiven; then the next question comes.'),
  })
  .meta({ id: 'TicketField' })
  .describe('Something the agent needs to know.');
export type TicketField = z.infer<typeof TicketField>;

const TicketType = z
  .strictObject({
    id: ShortId,
    name: Wording.describe('As agents and reports call it.'),
    phrases: Words.optional().describe(
      'What customers write who mean this: single words and whole sentences, by language. A word alone counts for more than one inside a sentence.',
    ),
    intents: z
      .array(z.string().min(1).max(40))
      .max(20)
      .default([])
      .describe('Intents of the call or of the chat that speak for this type.'),
    team: ShortId.optional().describe('Who answers; without it, the team of the assign step.'),
    skills: z.array(z.string().max(40)).max(5).optional().describe('Without them, those of the assign step.'),
    priority: z.int().min(0).max(9).optional().describe('0 goes first; without it, that of the assign step.'),
    urgent: z.boolean().default(false).describe('Tickets of this type are urgent.'),
    fields: z
      .array(TicketField)
      .max(8)
      .default([])
      .describe('Asked one after the other while the customer waits for a person; it ends the moment an agent takes the chat.'),
  })
  .meta({ id: 'TicketType' })
  .describe('A kind of ticket.');
export type TicketType = z.infer<typeof TicketType>;

const AnswerPromise = z
  .strictObject({
    hours: z.int().min(1).max(240).default(24).describe('A person answers within so many hours.'),
    counted: z
      .enum(['clock', 'opening'])
      .default('clock')
      .describe(
        'clock: hours of the day and the night. opening: only those in which it is open, by the calendar or else the desk’s hours.',
      ),
    calendar: CalendarName.optional().describe('When somebody is there; without it, the opening hours of the desk, if they are set.'),
    afterOpeningMinutes: z
      .int()
      .min(15)
      .max(1440)
      .default(120)
      .describe('Where the next opening lies beyond the promise, it is answered so long after it opens.'),
    warnMinutes: z.int().min(5).max(1440).default(60).describe('So long before the promise is missed, an alarm says so.'),
  })
  .meta({ id: 'TicketPromise' })
  .describe('By when a ticket is answered that came while nobody was there.');
export type TicketPromise = z.infer<typeof AnswerPromise>;

const Urgent = z
  .strictObject({
    words: Words.optional().describe('Words and sentences that make a ticket urgent. “No hay fuego” does not.'),
    builtIn: z.boolean().default(true).describe('Also the built-in ones, in Spanish and English: danger to people, fire, gas, a flood.'),
    intents: z.array(z.string().min(1).max(40)).max(20).default(['emergency']).describe('Intents that make a ticket urgent.'),
    text: Wording.optional().describe('Written at once, one time: what to do in an emergency, such as the number to call.'),
    straightToPerson: z
      .boolean()
      .default(true)
      .describe('Whoever writes something urgent goes to the people at the desk at once, whatever the bot was asking.'),
  })
  .meta({ id: 'UrgentFilter' })
  .describe('What makes a ticket urgent. Urgent ones go first.');

export const Tickets = z
  .strictObject({
    types: z.array(TicketType).max(30).default([]),
    sureFrom: z
      .number()
      .min(0.2)
      .max(0.95)
      .default(0.5)
      .describe('How sure the classifier must be to give a type, from 0 to 1; below, or between two, it says that it is not sure.'),
    promise: AnswerPromise.prefault({}),
    urgent: Urgent.prefault({}),
    kept: Wording.optional().describe(
      'Written when nobody is there, instead of the assign step’s textClosed: {{caseNumber}}, {{answerBy}}.',
    ),
    keptOpening: Wording.optional().describe('Instead of it, where the next opening lies beyond the promise: {{opensAt}}, {{answerBy}}.'),
    writeAgain: Wording.optional().describe(
      'Instead of it, where WhatsApp does not let us answer so late and there is no template: {{opensAt}}.',
    ),
    again: Wording.optional().describe('Written to somebody who writes more while nobody is there, at most every four hours.'),
    template: z
      .string()
      .min(1)
      .max(60)
      .optional()
      .describe('A template of flows/templates, no invite, with which agents answer when the 24 hours of WhatsApp have passed.'),
    beforeFields: Wording.optional().describe('Written before the first question of a type’s fields.'),
    afterFields: Wording.optional().describe('Written after the last answer.'),
  })
  .meta({ id: 'Tickets' })
  .describe('Chats that wait for a person: their types, what is urgent, and by when they are answered while nobody is there.');
export type Tickets = z.infer<typeof Tickets>;
