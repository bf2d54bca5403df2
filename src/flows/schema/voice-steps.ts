import { z } from 'zod';
import { SKIPPABLE_RULE_IDS } from '../../rules/table.ts';
import { CollectAs, common, Expression, Key, LanguageTag, ListenFields, StepId, Team, VariableName, Wording } from './fields.ts';
import { Branch, CallbackFields, Hours, Language, Request, Return, Run, SetStep, Split } from './shared-steps.ts';

const Say = z
  .strictObject({ type: z.literal('say'), ...common, text: Wording, next: StepId })
  .meta({ id: 'SayStep' })
  .describe('Says something and goes on.');

const Menu = z
  .strictObject({
    type: z.literal('menu'),
    ...common,
    prompt: Wording,
    options: z
      .array(
        z.strictObject({
          key: Key,
          label: Wording.optional().describe('Words that choose this option by speech, and its name on the canvas.'),
          words: z
            .record(LanguageTag, z.array(z.string().min(1).max(100)).max(30))
            .optional()
            .describe('More words that choose this option by speech.'),
          to: StepId,
          intent: z.string().max(40).optional().describe('What the caller wants, remembered for the offer, the template and the report.'),
          person: z.boolean().optional().describe('This option asks for a person.'),
        }),
      )
      .min(1)
      .max(12),
    ...ListenFields,
    invalidText: Wording.optional().describe('Said after a wrong key, before the prompt again.'),
    silentText: Wording.optional().describe('Said after silence, before the prompt again.'),
    repeatKey: Key.optional().describe('Repeats the prompt; costs no retry.'),
    backKey: Key.optional().describe('Goes back to the menu before; costs no retry.'),
    invalid: StepId.describe('The exit when too many wrong keys were pressed.'),
    noInput: StepId.describe('The exit after too many silences.'),
  })
  .meta({ id: 'MenuStep' })
  .describe('Asks the caller to choose by key or word.');

const Collect = z
  .strictObject({
    type: z.literal('collect'),
    ...common,
    prompt: Wording,
    variable: VariableName,
    as: CollectAs,
    ...ListenFields,
    invalidText: Wording.optional(),
    silentText: Wording.optional(),
    finishKey: z.enum(['#', '*', '']).default('#'),
    personKey: Key.optional().describe('A lone press of this key asks for a person.'),
    person: StepId.optional(),
    next: StepId,
    invalid: StepId,
    noInput: StepId,
  })
  .meta({ id: 'CollectStep' })
  .describe('Collects digits or a spoken answer into a variable.');

const Confirm = z
  .strictObject({
    type: z.literal('confirm'),
    ...common,
    prompt: Wording.describe('Reads back what was understood: {{orderNumber|digits}}.'),
    yesKey: Key.default('1'),
    noKey: Key.default('2'),
    ...ListenFields,
    yes: StepId,
    no: StepId,
    noInput: StepId,
    invalid: StepId,
  })
  .meta({ id: 'ConfirmStep' })
  .describe('Reads something back and asks whether it is right.');

const Offer = z
  .strictObject({
    type: z.literal('offer'),
    ...common,
    when: Expression.optional().describe('Offer only if this is true; otherwise the exit withheld.'),
    wording: z
      .strictObject({
        prompt: Wording.describe('The offer without any wait in it. Must name the business and the keys.'),
        bothWaits: Wording.optional().describe('Used when both waits are known: {{phoneWait}} and {{chatWait}}.'),
        phoneWait: Wording.optional().describe('Used when only the wait on the phone is known: {{phoneWait}}.'),
        chatWait: Wording.optional().describe('Used when only the wait in the chat is known: {{chatWait}}.'),
        deskClosed: Wording.optional().describe(
          'Used when nobody is at the desk and the rule desk-unstaffed is switched off: says so, and promises no wait in the chat.',
        ),
        sending: Wording.describe('Said once after accepting, while the line is held. {{lastDigits}} is the number written to.'),
        delivered: Wording.describe('Said when the message has arrived: the caller may hang up or stay.'),
        failed: Wording.describe('Said when the message could not be delivered.'),
        failedSms: Wording.optional().describe('Said when a text message with a link was sent instead.'),
        pending: Wording.describe('Said when nothing is known at the end of the hold.'),
        askNumber: Wording.describe('Asks for a mobile number by keypad.'),
        confirmNumber: Wording.describe('Reads the number back: {{number|digits}}; 1 is right, 2 again.'),
        confirmOwn: Wording.optional().describe(
          'Asks whether the caller’s own number is right, by {{lastDigits}}; 1 yes, 2 another. Without it, confirmNumber with the last digits.',
        ),
        numberInvalid: Wording.describe('Said when the number is no usable mobile number.'),
        noNumber: Wording.optional().describe(
          'Said when no number was found to write to: nothing was sent. There is a sentence for it in es, en, ca, gl, eu and pt.',
        ),
        invalid: Wording.optional(),
      })
      .describe('Everything the offer says.'),
    keys: z
      .strictObject({
        accept: Key.default('1'),
        stay: Key.default('2'),
        person: Key.default('0'),
        otherNumber: Key.optional().describe('Have the message sent to another mobile.'),
      })
      .prefault({}),
    confirmNumber: z
      .boolean()
      .default(false)
      .describe('Ask for a confirmation of the caller’s own number, by its last digits, before sending.'),
    consent: z
      .enum(['query', 'calls'])
      .default('query')
      .describe(
        'What the key agrees to, as the wording says it. query: messages about this query. calls: also a message when a later call of theirs is cut off or goes unanswered; the wording must say so.',
      ),
    ...ListenFields,
    template: z.string().min(1).describe('The template used, unless templates names one for the intent.'),
    templates: z.record(z.string(), z.string()).optional().describe('Templates by intent.'),
    eligibility: z
      .strictObject({
        skip: z.array(z.enum(SKIPPABLE_RULE_IDS)).default([]).describe('Rules that are switched off here; docs/eligibility.md lists them.'),
        maxChatWaitSeconds: z
          .int()
          .min(10)
          .max(86_400)
          .optional()
          .describe('Beyond this wait in the chat nothing is offered; without it the settings say.'),
        maxInvites: z.int().min(1).max(10).optional().describe('At most this many invites to one person …'),
        perHours: z.int().min(1).max(720).optional().describe('… in this many hours; without them the settings say.'),
        undeliverableDays: z.int().min(1).max(365).default(30).describe('How long a number that could not be reached is left alone.'),
      })
      .prefault({}),
    holdSeconds: z.int().min(5).max(60).default(20).describe('How long the line is held until delivery is known.'),
    fallback: z
      .array(z.enum(['sms']))
      .default(['sms'])
      .describe('What is tried when the message can’t be delivered; then the exit failed.'),
    lookBackHours: z.int().min(1).max(720).default(72).describe('How long a reply still belongs to this call.'),
    reminder: z
      .strictObject({
        template: z.string().min(1).describe('The template of the reminder; its buttons carry the token of the call, like an invite’s.'),
        afterMinutes: z.int().min(15).max(2880).default(180).describe('How long after the delivery of the invite.'),
        fromHour: z.int().min(6).max(20).default(9).describe('Not before this hour where the person is …'),
        toHour: z
          .int()
          .min(8)
          .max(22)
          .default(20)
          .describe('… and not from this hour on; never outside the hours of contact of the country.'),
      })
      .optional()
      .describe(
        'One reminder at most to who got the message and did not reply. Not when they wrote, spoke to a person, opted out or were invited too often meanwhile. Absent: none.',
      ),
    accepted: StepId.describe('The exit when the message has arrived.'),
    declined: StepId.describe('The exit when the caller stays on the line.'),
    ignored: StepId.describe('The exit when the caller says nothing.'),
    person: StepId.describe('The exit when the caller asks for a person.'),
    withheld: StepId.describe('The exit when the offer is not made.'),
    failed: StepId.describe('The exit when the message did not arrive, or not in time.'),
  })
  .meta({ id: 'OfferStep' })
  .describe('Offers to go on in WhatsApp. Its dialogue (number, sending, holding the line) is built in.');

const Queue = z
  .strictObject({
    type: z.literal('queue'),
    ...common,
    queue: z
      .string()
      .regex(/^[a-zA-Z0-9_-]{1,64}$/)
      .describe('The name of the queue.'),
    text: Wording.optional().describe('Said once, before the caller is queued.'),
    waitText: Wording.optional().describe('Said now and then while waiting: {{position}}, {{phoneWait}}.'),
    waitTextUnknown: Wording.optional().describe('The same when the wait is not known.'),
    everySeconds: z.int().min(10).max(300).default(30).describe('How often it is said.'),
    music: z
      .string()
      .optional()
      .describe('A recording: /audio/… for a file in flows/audio, or an https address; without it there are pauses.'),
    offer: z
      .strictObject({
        step: StepId,
        afterSeconds: z.int().min(5).max(1800),
        times: z.int().min(1).max(3).default(1),
        everySeconds: z.int().min(15).max(1800).default(120),
      })
      .optional()
      .describe('An offer step whose dialogue is held while the caller keeps the place in the queue.'),
    staffed: z
      .literal('always')
      .optional()
      .describe('Somebody answers day and night. Without it the linter asks for an hours step on the way here.'),
    connected: StepId.describe('The exit after the conversation with the agent.'),
    full: StepId.describe('The exit when the queue takes nobody more.'),
    failed: StepId.describe('The exit when the queue can’t be used.'),
  })
  .meta({ id: 'QueueStep' })
  .describe('Waits for an agent.');

const Dial = z
  .strictObject({
    type: z.literal('dial'),
    ...common,
    text: Wording.optional(),
    to: z.string().max(200).optional().describe('A number in E.164 or a sip: address; without it, the operator’s AGENT_DIAL.'),
    timeoutSeconds: z.int().min(5).max(120).default(30),
    answered: StepId,
    noAnswer: StepId,
    failed: StepId,
  })
  .meta({ id: 'DialStep' })
  .describe('Puts the caller through.');

const Voicemail = z
  .strictObject({
    type: z.literal('voicemail'),
    ...common,
    prompt: Wording.describe('Said before the tone. Must say that what follows is recorded.'),
    maxSeconds: z.int().min(5).max(300).default(120).describe('The longest message, in seconds.'),
    minSeconds: z.int().min(1).max(30).default(2).describe('Shorter than this is no message: the exit tooShort.'),
    silenceSeconds: z.int().min(2).max(15).default(5).describe('Silence that ends the message, in seconds.'),
    finishKey: z
      .union([Key, z.literal('any')])
      .default('#')
      .describe('The key that ends the message; any: every key does.'),
    transcribe: z
      .boolean()
      .default(true)
      .describe('Ask the carrier for the text of the message. It gives one for English and up to two minutes; it comes later.'),
    team: Team.describe('Whose waiting list the message comes to.'),
    skills: z.array(z.string().max(40)).max(5).default([]),
    priority: z.int().min(0).max(9).default(5).describe('0 goes first.'),
    next: StepId.describe('The exit when a message was left. Who hangs up after speaking has left one, too.'),
    tooShort: StepId.describe('The exit when nothing was said, or too little.'),
    failed: StepId.describe('The exit when the message could not be recorded.'),
  })
  .meta({ id: 'VoicemailStep' })
  .describe('Records a message. It comes to the desk as a case, with what the call already told.');

const Callback = z
  .strictObject({
    type: z.literal('callback'),
    ...common,
    ...CallbackFields,
    wording: z
      .strictObject({
        prompt: Wording.describe('Said before the times.'),
        asap: Wording.describe('“Press {{slotKey}} for a call as soon as somebody is free.”'),
        slot: Wording.describe('One of the times: {{slot}}, {{slotKey}}.'),
        decline: Wording.describe('How to go on without a call: {{slotKey}}.'),
        confirmOwn: Wording.describe('Asks whether the caller’s own number, by {{lastDigits}}, is to be called; 1 yes, 2 another.'),
        askNumber: Wording.describe('Asks for a number by keypad.'),
        confirmNumber: Wording.describe('Reads the number back: {{number|digits}}; 1 is right, 2 again.'),
        numberInvalid: Wording.describe('Said when it is no number that can be called.'),
        booked: Wording.describe('Said when a time was taken: {{slot}}.'),
        bookedAsap: Wording.describe('Said when the call comes as soon as somebody is free.'),
        pending: Wording.describe(
          'Said to somebody who was promised a call already: {{slot}}; 1 keeps it, 2 takes another time, 3 cancels it.',
        ),
        pendingAsap: Wording.describe('The same, to somebody who is called as soon as somebody is free.'),
        cancelled: Wording.describe('Said when it was cancelled.'),
        failed: Wording.describe('Said when no call can be promised.'),
        invalid: Wording.optional().describe('Said after a wrong key.'),
      })
      .describe('Everything the callback says.'),
    declineKey: Key.default('0').describe('Goes on without a call.'),
    timeoutSeconds: ListenFields.timeoutSeconds,
    retries: ListenFields.retries,
    next: StepId.describe('The exit when a call is promised, or the one promised before is kept.'),
    declined: StepId.describe('The exit without a call: the caller chose so, or said nothing.'),
    cancelled: StepId.describe('The exit when the one promised before was cancelled.'),
    failed: StepId.describe('The exit when there is no time to offer, or no number to call.'),
  })
  .meta({ id: 'CallbackStep' })
  .describe('Promises a call: at a time, or as soon as somebody is free. An agent is rung first, then the customer.');

const Hangup = z
  .strictObject({ type: z.literal('hangup'), ...common, text: Wording.optional().describe('Said before.') })
  .meta({ id: 'HangupStep' })
  .describe('Ends the call.');

export const VoiceStep = z
  .discriminatedUnion('type', [
    Say,
    Menu,
    Collect,
    Confirm,
    Branch,
    Request,
    SetStep,
    Language,
    Hours,
    Split,
    Run,
    Return,
    Offer,
    Queue,
    Dial,
    Voicemail,
    Callback,
    Hangup,
  ])
  .meta({ id: 'VoiceStep' });
export type VoiceStep = z.infer<typeof VoiceStep>;
export type OfferStep = z.infer<typeof Offer>;
export type QueueStep = z.infer<typeof Queue>;
export type CallbackStep = z.infer<typeof Callback>;
export type VoicemailStep = z.infer<typeof Voicemail>;
