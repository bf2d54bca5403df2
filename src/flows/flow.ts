import { z } from 'zod';
import { SKIPPABLE_RULE_IDS } from '../rules/table.ts';
import { Calendar } from './calendar.ts';

/**
 * The flow language: the single source of flows/flow.schema.json, docs/flow-language.md and the canvas's forms.
 * Every field says in `describe` what it is for, in an administrator's words.
 */

const StepId = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9-]{0,39}$/)
  .meta({ id: 'StepId' })
  .describe('The id of a step: a letter, then letters, digits or hyphens; at most 40.');
const VariableName = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{0,39}$/)
  .describe('The name of a variable: a letter, then letters and digits; at most 40.');
const LanguageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
  .describe('A language as BCP 47 writes it: es, en, ca, pt-BR.');
const Expression = z.string().min(1).max(500).describe('A condition, such as queue.waitSeconds > 120 && desk.open.');
const Key = z
  .string()
  .regex(/^[0-9*#]$/)
  .describe('One key of the keypad.');

const WordingText = z.string().min(1).max(3000);

/**
 * Text of one language. {{variable}} and {{variable|filter}} are filled in; on the voice side <speak>…</speak> is SSML and
 * https://….wav|mp3 or /audio/….wav|mp3 a recording. A list of such parts is kept as one text, a part on each line.
 */
export const Wording = z
  .record(
    LanguageTag,
    z.union([
      WordingText,
      z
        .array(WordingText)
        .min(1)
        .max(10)
        .transform((parts) => parts.join('\n'))
        .pipe(z.string()),
    ]),
  )
  .meta({ id: 'Wording' })
  .describe('What is said or written, by language; every language of the flow is needed.');
export type Wording = z.infer<typeof Wording>;

const Retries = z
  .strictObject({
    invalid: z.int().min(0).max(9).default(2).describe('How many wrong answers are forgiven.'),
    silent: z.int().min(0).max(9).default(2).describe('How many silences are forgiven; counted apart from wrong answers.'),
  })
  .describe('The budget of retries. A wrong key never eats a retry of silence, nor the other way round.');

/** Recognisers, by the carrier’s names. Source: https://www.twilio.com/docs/voice/twiml/gather */
const SPEECH_MODELS = [
  'default',
  'numbers_and_commands',
  'phone_call',
  'experimental_conversations',
  'experimental_utterances',
  'googlev2_long',
  'googlev2_short',
  'googlev2_telephony',
  'googlev2_telephony_short',
  'deepgram_nova-2',
  'deepgram_nova-3',
] as const;

const SpeechTuning = {
  confidence: z
    .number()
    .min(0)
    .max(0.95)
    .optional()
    .describe('Where the recogniser is less sure than this, the caller is asked whether that was said. 0.5 unless set; 0 never asks.'),
  pauseSeconds: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe('Silence that ends a spoken answer, in seconds; unless set, the carrier finds the end itself.'),
  model: z
    .enum(SPEECH_MODELS)
    .optional()
    .describe('The recogniser, by the carrier’s name; unless set, the carrier chooses and changes over when one fails.'),
  enhanced: z.boolean().optional().describe('The dearer kind of the model phone_call.'),
  profanityFilter: z.boolean().optional().describe('Swear words are masked with asterisks. The carrier does so unless this is false.'),
  bargeIn: z.boolean().optional().describe('False: the caller’s voice does not interrupt the prompt. Keys always do.'),
};

const StepSpeech = z.strictObject({
  hints: z
    .record(LanguageTag, z.array(z.string().max(100)).max(100))
    .optional()
    .describe('Words the recogniser should expect; labels and words of options are among them already.'),
  ...SpeechTuning,
  didYouSay: Wording.optional().describe(
    'Asks about something heard badly: {{heard}}, in a menu also {{key}}, its option’s. Elsewhere 1 is yes and 2 is no. There is a sentence for it in es, en, ca, gl, eu and pt.',
  ),
  notUnderstood: Wording.optional().describe('Said when speech was not understood; without it invalidText, or a sentence of our own.'),
  keysText: Wording.optional().describe('Says the keys, when speech was not understood twice; without it they are named by the labels.'),
});

export type StepSpeech = z.infer<typeof StepSpeech>;

const ListenFields = {
  timeoutSeconds: z.int().min(2).max(30).default(6).describe('Silence that counts as no answer, in seconds.'),
  retries: Retries.prefault({}),
  speech: StepSpeech.optional().describe('Also listen to speech. Keys always work beside it.'),
};

const Note = z.string().max(500).optional().describe('A remark for colleagues; no caller hears it.');
const common = { note: Note };

const CollectAs = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('digits'),
      length: z.int().min(1).max(32).optional(),
      min: z.int().min(1).max(32).optional(),
      max: z.int().min(1).max(32).optional(),
      checkDigit: z.enum(['luhn', 'iban', 'dni']).optional(),
    }),
    z.strictObject({ kind: z.literal('integer'), min: z.int().optional(), max: z.int().optional() }),
    z.strictObject({
      kind: z.literal('date'),
      order: z.enum(['dmy', 'mdy', 'ymd']).default('dmy'),
      past: z.boolean().optional(),
      future: z.boolean().optional(),
    }),
    z.strictObject({ kind: z.literal('phone'), mobileOnly: z.boolean().default(false) }),
    z.strictObject({
      kind: z.literal('pattern'),
      pattern: z.string().max(200).describe('A regular expression (RE2 syntax), matched whole.'),
    }),
    z.strictObject({
      kind: z.literal('text'),
      min: z.int().min(1).max(1000).optional().describe('Shorter text is no answer.'),
      max: z.int().min(1).max(1000).default(200).describe('Free text; the chat side only.'),
    }),
    z
      .strictObject({ kind: z.literal('name') })
      .describe('The name of a person: letters, blanks, hyphens and apostrophes; the chat side only.'),
    z.strictObject({ kind: z.literal('email') }).describe('An e-mail address; the chat side only.'),
    z
      .strictObject({
        kind: z.literal('postal-code'),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/)
          .default('ES')
          .describe('The country, as ES; its own form is checked where it is known.'),
      })
      .describe('A postal code.'),
  ])
  .meta({ id: 'Validator' })
  .describe('What counts as a good answer.');
export type Validator = z.infer<typeof CollectAs>;

const SetValues = z.record(VariableName, Expression).describe('Variables and the expressions that give their values.');
const BranchCases = z
  .array(z.strictObject({ when: Expression, to: StepId }))
  .min(1)
  .max(20)
  .describe('The first case that is true is taken.');

const RequestFields = {
  method: z.enum(['GET', 'POST']).default('GET'),
  url: z
    .string()
    .max(500)
    .describe(
      'https://… or a path on this service; {{variable}} is filled in and encoded. Private addresses are refused unless the operator allows them.',
    ),
  headers: z.record(z.string(), z.string().max(500)).optional(),
  body: z.record(z.string(), z.string().max(500)).optional().describe('Fields of a JSON body; {{variable}} is filled in.'),
  timeoutMs: z
    .int()
    .min(100)
    .max(1500)
    .default(1000)
    .describe('The time limit of one try, in milliseconds: the caller hears silence meanwhile.'),
  retries: z.int().min(0).max(2).default(0).describe('Further tries after a network failure or a 5xx.'),
  save: z
    .record(VariableName, z.string().max(200))
    .describe('Variables and where in the JSON answer their values stand, such as order.state.'),
  mock: z.record(z.string(), z.unknown()).optional().describe('The JSON answer used in recorded cases and in "flow run".'),
  ok: StepId.describe('The exit when the answer came.'),
  failed: StepId.describe('The exit when it did not, in time or at all.'),
  notFound: StepId.optional().describe('The exit when the other side answers 404; without it, failed.'),
};

const CalendarName = VariableName.describe('The name of a calendar: a letter, then letters and digits; at most 40.');
const ShortId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const ExitName = StepId.describe('The name of an end of a part: a letter, then letters, digits or hyphens; at most 40.');

const Hours = z
  .strictObject({
    type: z.literal('hours'),
    ...common,
    calendar: CalendarName,
    queue: z
      .string()
      .max(64)
      .optional()
      .describe('The queue or team whose exceptions count. Without it, on the phone, the queue that the flow comes to next.'),
    open: StepId,
    closed: StepId.describe('The exit outside the hours; {{opensAt}} is known from here on.'),
    holiday: StepId.optional().describe('The exit when it is closed on a public holiday or an own day: {{holiday}}. Without it, closed.'),
  })
  .meta({ id: 'HoursStep' })
  .describe('Chooses by the opening hours of a calendar.');

const Split = z
  .strictObject({
    type: z.literal('split'),
    ...common,
    experiment: ShortId.describe(
      'The name of the experiment. A person stays in the same arm on every call and in the chat, as long as the name is the same.',
    ),
    arms: z
      .array(
        z.strictObject({
          id: ShortId,
          weight: z
            .int()
            .min(0)
            .max(1000)
            .describe('Its share among the weights of all arms. 0: nobody new, who is in it stays for the journey.'),
          to: StepId,
        }),
      )
      .min(2)
      .max(10),
  })
  .meta({ id: 'SplitStep' })
  .describe('Leads people different ways, to compare them. Which arm a person has is recorded once a journey.');

const Run = z
  .strictObject({
    type: z.literal('run'),
    ...common,
    part: ShortId.describe('The part that is run: of this flow, or flows/parts/<name>.part.json.'),
    with: SetValues.optional().describe('The parameters of the part and the expressions that give their values.'),
    save: z.record(VariableName, VariableName).optional().describe('Variables of this flow and the results of the part that they take.'),
    exits: z.record(ExitName, StepId).describe('Where each end of the part leads.'),
  })
  .meta({ id: 'RunStep' })
  .describe('Runs a part: steps that several places share.');

const Return = z
  .strictObject({ type: z.literal('return'), ...common, exit: ExitName })
  .meta({ id: 'ReturnStep' })
  .describe('Ends a part by one of its exits. In parts only.');

// ---- the voice side ---------------------------------------------------------------------------------------------

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

const Branch = z
  .strictObject({ type: z.literal('branch'), ...common, cases: BranchCases, otherwise: StepId })
  .meta({ id: 'BranchStep' })
  .describe('Chooses by condition, without asking.');
const Request = z
  .strictObject({ type: z.literal('request'), ...common, ...RequestFields })
  .meta({ id: 'RequestStep' })
  .describe('Looks something up over HTTP.');
const SetStep = z
  .strictObject({ type: z.literal('set'), ...common, values: SetValues, intent: z.string().max(40).optional(), next: StepId })
  .meta({ id: 'SetStep' })
  .describe('Sets variables.');
const Language = z
  .strictObject({ type: z.literal('language'), ...common, language: LanguageTag, next: StepId })
  .meta({ id: 'LanguageStep' })
  .describe('Changes the language from here on.');

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

const Team = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .default('support');

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

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What callbacks of both sides can be set to. */
const CallbackFields = {
  team: Team.describe('Whose agents are rung.'),
  skills: z.array(z.string().max(40)).max(5).default([]),
  asap: z
    .boolean()
    .default(true)
    .describe('Offer “as soon as somebody is free”, while the team is there. The place is that of the moment of asking.'),
  slots: z
    .strictObject({
      offered: z.int().min(0).max(4).default(2).describe('How many times are offered; a chat shows two options at most.'),
      apartMinutes: z.int().min(30).max(1440).default(180).describe('How far apart they are.'),
      leadMinutes: z.int().min(5).max(1440).default(60).describe('No time sooner than this.'),
      days: z.int().min(1).max(14).default(7).describe('No time further ahead than this.'),
    })
    .prefault({})
    .describe('Times are offered on the half hour by the caller’s own clock, in the opening hours of the desk.'),
  callableFrom: Clock.default('09:00').describe('Nobody is called before this, by the clock where they are.'),
  callableTo: Clock.default('21:00').describe('Nor after this.'),
  tries: z.int().min(1).max(5).default(3).describe('How often the customer is called …'),
  everyMinutes: z.int().min(5).max(1440).default(60).describe('… and how far apart, when they do not come to the phone.'),
  giveUpHours: z.int().min(1).max(168).default(48).describe('After the promised time, when no agent is free.'),
  from: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/)
    .optional()
    .describe('Our number that is shown to whoever is called; unless set, the number they called, in a chat the sender’s.'),
};

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

// ---- the chat side ----------------------------------------------------------------------------------------------

const AnswerId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .describe('The id of an answer: a small letter, then small letters, digits or hyphens; at most 40.');
const Buttons = z.array(z.strictObject({ id: AnswerId, title: Wording, to: StepId.optional() })).max(3);

const Row = z.strictObject({
  id: AnswerId,
  title: Wording.describe('At most 24 characters.'),
  description: Wording.optional().describe('A second, smaller line of at most 72 characters.'),
  to: StepId.optional(),
});
const List = z
  .strictObject({
    button: Wording.describe('What opens the list; at most 20 characters.'),
    sections: z
      .array(
        z.strictObject({
          title: Wording.optional().describe('At most 24 characters; needed when there are several sections.'),
          rows: z.array(Row).min(1).max(10),
        }),
      )
      .min(1)
      .max(10),
  })
  .meta({ id: 'List' })
  .describe('A list to choose from: at most ten rows in all.');
export type List = z.infer<typeof List>;

const MediaAddress = z
  .string()
  .min(1)
  .max(500)
  .describe('An https:// address that the carrier can read, or the name of a file in flows/media.');
const Latitude = z.number().min(-90).max(90);
const Longitude = z.number().min(-180).max(180);

const Send = z
  .strictObject({
    type: z.literal('send'),
    ...common,
    text: Wording.optional().describe('The message; with media the caption, with a location its name.'),
    media: MediaAddress.optional().describe(
      'A picture, a video, a voice message or a document. Documents and sound carry no caption: the text is then a message before.',
    ),
    location: z
      .strictObject({ latitude: Latitude, longitude: Longitude, address: z.string().max(200).optional() })
      .optional()
      .describe('A place on the map.'),
    buttons: Buttons.optional().describe(
      'Up to three shortcuts. The flow does not wait; tapped at any time while the bot has the chat, one leads to its step.',
    ),
    list: List.optional().describe('The same as a list of up to ten.'),
    template: z
      .strictObject({
        name: z.string().min(1).max(60).describe('A template of flows/templates that is no invite.'),
        texts: z.record(VariableName, Wording).default({}).describe('What fills the variables of the template.'),
      })
      .optional()
      .describe('Sent in place of the message when the 24 hours have passed before it can go out.'),
    next: StepId,
  })
  .meta({ id: 'SendStep' })
  .describe('Writes something and goes on.');

export const FILE_KINDS = ['image', 'video', 'audio', 'document'] as const;
const Ask = z
  .strictObject({
    type: z.literal('ask'),
    ...common,
    text: Wording,
    buttons: Buttons.optional().describe('Up to three answers to tap.'),
    list: List.optional().describe('Up to ten answers to choose from, instead of buttons.'),
    location: z
      .strictObject({
        latitude: VariableName.optional().describe('Gets the latitude, a number.'),
        longitude: VariableName.optional().describe('Gets the longitude, a number.'),
        name: VariableName.optional().describe('Gets the name of the place, if there is one.'),
        address: VariableName.optional().describe('Gets the address: the one of the place, or the one that was typed.'),
      })
      .optional()
      .describe('Asks for a place. The customer shares it, or types an address; `variable` gets it in words.'),
    file: z
      .strictObject({
        accept: z
          .array(z.enum(FILE_KINDS))
          .min(1)
          .max(4)
          .describe('What is taken: a photo, a video, a voice message, a document such as a PDF.'),
        maxMegabytes: z.int().min(1).max(16).default(16).describe('WhatsApp carries 16 at most.'),
        wrongText: Wording.describe('Written when it is nothing of what is taken: says what to send instead.'),
        tooLargeText: Wording.describe('Written when it is too large: says how large it may be.'),
      })
      .optional()
      .describe('Asks for a file. It is looked at before the flow goes on; `variable` gets its id, and the agent sees it.'),
    variable: VariableName.optional(),
    as: CollectAs.optional(),
    skipIfKnown: z.boolean().default(true).describe('Do not ask for what the call already collected.'),
    retries: z.int().min(0).max(5).default(2),
    invalidText: Wording.optional(),
    next: StepId,
    invalid: StepId.describe('The exit after too many answers that don’t fit: never a dead end.'),
  })
  .meta({ id: 'AskStep' })
  .describe('Asks a question: buttons, a list, a typed answer, a place or a file.');

const SurveyQuestion = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('resolved'),
        yes: Wording.describe('At most 20 characters.'),
        no: Wording.describe('At most 20 characters.'),
      })
      .describe('Is it solved? The answer is counted as confirmed or denied.'),
    z
      .strictObject({
        kind: z.literal('csat'),
        button: Wording.describe('What opens the list of five marks; at most 20 characters.'),
        titles: z.array(Wording).length(5).optional().describe('The five marks, the worst first; without them one to five stars.'),
      })
      .describe('How satisfied, from 1 to 5: 4 and 5 are positive.'),
    z
      .strictObject({ kind: z.literal('nps') })
      .describe('How likely to recommend us, typed as a number from 0 to 10: 9 and 10 are positive.'),
  ])
  .meta({ id: 'SurveyQuestion' });
export type SurveyQuestion = z.infer<typeof SurveyQuestion>;

const Survey = z
  .strictObject({
    type: z.literal('survey'),
    ...common,
    text: Wording,
    question: SurveyQuestion,
    comment: z
      .strictObject({ text: Wording, skip: Wording.describe('The button of those who have nothing to add; at most 20 characters.') })
      .optional()
      .describe('Asked after the answer, unless that was “no”: a few words, if they like.'),
    variable: VariableName.optional().describe('Gets the score: 1 or 0 for yes and no, otherwise the number.'),
    retries: z.int().min(0).max(2).default(1),
    invalidText: Wording.optional(),
    next: StepId.describe('The exit after an answer, and where the chat was asked before: nobody is asked twice.'),
    denied: StepId.describe('The exit after “no”, 1 or 2 of 5, 0 to 6 of 10: the way back to a person.'),
    invalid: StepId.describe('The exit when something else is written: no answer, but somebody should read it.'),
  })
  .meta({ id: 'SurveyStep' })
  .describe('Asks once whether it is solved or how it was. Silence is no answer.');

const Assign = z
  .strictObject({
    type: z.literal('assign'),
    ...common,
    text: Wording.optional().describe('Written before: an expectation that is true. {{chatWait}}, {{opensAt}}.'),
    textClosed: Wording.optional().describe('Written instead when nobody is there.'),
    team: Team,
    skills: z.array(z.string().max(40)).max(5).default([]),
    priority: z.int().min(0).max(9).default(5).describe('0 goes first.'),
    next: StepId.optional().describe('Where the bot goes on when the agent hands back.'),
  })
  .meta({ id: 'AssignStep' })
  .describe('Hands the chat to a human.');
const Close = z
  .strictObject({ type: z.literal('close'), ...common, text: Wording.optional(), disposition: z.string().max(40).default('bot-done') })
  .meta({ id: 'CloseStep' })
  .describe('Ends the chat.');

const ChatCallback = z
  .strictObject({
    type: z.literal('callback'),
    ...common,
    ...CallbackFields,
    text: Wording.describe('Asks when to call; the times follow as buttons.'),
    asapTitle: Wording.describe('The button “as soon as possible”; 20 characters at most.'),
    declineTitle: Wording.describe('The button “no, thank you”.'),
    booked: Wording.describe('Written when a time was taken: {{slot}}.'),
    bookedAsap: Wording.describe('Written when the call comes as soon as somebody is free.'),
    pending: Wording.describe('Written to somebody who was promised a call already: {{slot}}.'),
    pendingAsap: Wording.describe('The same, to somebody who is called as soon as somebody is free.'),
    retries: z.int().min(0).max(5).default(2),
    next: StepId.describe('The exit when a call is promised, or was before.'),
    declined: StepId.describe('The exit without a call.'),
    failed: StepId.describe('The exit when there is no time to offer, or no number is known.'),
  })
  .meta({ id: 'ChatCallbackStep' })
  .describe('Promises a call to somebody who writes. “Call me”, written at any moment, leads to it.');

export const ChatStep = z
  .discriminatedUnion('type', [
    Send,
    Ask,
    Survey,
    Branch,
    Request,
    SetStep,
    Language,
    Hours,
    Split,
    Run,
    Return,
    Assign,
    ChatCallback,
    Close,
  ])
  .meta({ id: 'ChatStep' });
export type ChatStep = z.infer<typeof ChatStep>;
export type ChatCallbackStep = z.infer<typeof ChatCallback>;

// ---- calls that end too early -----------------------------------------------------------------------------------

const recoveryMessage = (seconds: number, hours: number) => ({
  template: z
    .string()
    .min(1)
    .describe('The template that is sent, unless templates names one for the intent. It says nothing of the call.'),
  templates: z.record(z.string(), z.string()).optional().describe('Templates by intent, for callers who alone use their number.'),
  afterSeconds: z
    .int()
    .min(30)
    .max(3600)
    .default(seconds)
    .describe('How long after the end of the call: who is cut off often calls again at once, and then nothing is sent.'),
  withinHours: z.int().min(1).max(24).default(hours).describe('Not later than this after the end of the call, whatever held it up.'),
});

export const DROP_PLACES = ['menu', 'question', 'offer', 'queue', 'dial', 'voicemail'] as const;
export type DropPlace = (typeof DROP_PLACES)[number];
export const MISSED_REASONS = ['out-of-hours', 'nobody-came'] as const;
export type MissedReason = (typeof MISSED_REASONS)[number];

const Recovery = z
  .strictObject({
    dropped: z
      .strictObject({
        ...recoveryMessage(120, 4),
        at: z
          .array(z.enum(DROP_PLACES))
          .min(1)
          .max(6)
          .default(['question', 'offer', 'queue'])
          .describe(
            'Where the caller was: question is a collect, confirm or callback step, offer also the wait for the message, dial a person who is being rung, voicemail a message that was not left.',
          ),
      })
      .optional()
      .describe('A caller who dropped in the middle. Absent: nobody is written to.'),
    missed: z
      .strictObject({
        ...recoveryMessage(120, 16),
        why: z
          .array(z.enum(MISSED_REASONS))
          .min(1)
          .max(2)
          .default([...MISSED_REASONS])
          .describe('out-of-hours: an hours step found it closed. nobody-came: a person was wanted and none answered.'),
      })
      .optional()
      .describe(
        'A call that ended unanswered: no person, no chat, no message left, no call back promised, and no answer from the flow itself. Absent: nobody is written to. It is off because ringing is no consent: a message goes only to who agreed, on an earlier call, to be written to about calls (an offer with consent calls).',
      ),
    consentDays: z.int().min(1).max(90).default(90).describe('How many days an earlier consent counts.'),
    fromHour: z.int().min(6).max(20).default(9).describe('Not before this hour where the person is …'),
    toHour: z
      .int()
      .min(8)
      .max(22)
      .default(21)
      .describe('… and not from this hour on. With the rule do-not-disturb switched on, not outside the hours of the country either.'),
    lookBackHours: z.int().min(1).max(720).default(72).describe('How long a reply still belongs to this call.'),
  })
  .meta({ id: 'Recovery' })
  .describe(
    'One message, to who had consented, when a call ended before its end. Never to who called again, is in a chat, said no to the chat in that call, or is kept from it by a rule of the offer.',
  );
export type Recovery = z.infer<typeof Recovery>;

// ---- the file ---------------------------------------------------------------------------------------------------

const Variable = z.strictObject({
  type: z.enum(['string', 'integer', 'number', 'boolean']),
  sensitive: z.boolean().optional().describe('Never stored, logged or shown: card numbers, PINs. Gone at the next wait.'),
  description: z.string().max(200).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
});

const PartVariable = Variable.extend({ default: z.union([z.string().max(200), z.number(), z.boolean()]).optional() });
const variableGroup = (what: string) => z.record(VariableName, PartVariable).default({}).describe(what);

/** Steps that several places share, with names of their own: nothing outside is seen but parameters, the caller, the clock and the desk. */
export const Part = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().min(1).max(80),
    parameters: variableGroup('What a run step gives: needed, unless there is a default.'),
    variables: variableGroup('The part’s own variables. They begin afresh on every run and are forgotten at its end.'),
    results: variableGroup('What a run step may save at the end.'),
    exits: z.array(ExitName).min(1).max(10).describe('The ends of the part, as return steps name them.'),
    call: z.strictObject({ start: StepId, steps: z.record(StepId, VoiceStep) }).optional(),
    chat: z.strictObject({ start: StepId, steps: z.record(StepId, ChatStep) }).optional(),
    layout: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
  })
  .meta({ id: 'Part' })
  .describe('Steps that several places share.');
export type Part = z.infer<typeof Part>;

export const Flow = z
  .strictObject({
    $schema: z.string().optional(),
    specVersion: z.literal(1),
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    name: z.string().min(1).max(80),
    business: z.string().min(1).max(60).describe('The name of the business, as callers hear it: {{business}}.'),
    timeZone: z.string().default('Europe/Madrid'),
    languages: z.array(LanguageTag).min(1).max(10).describe('The first is the default.'),
    voices: z.record(LanguageTag, z.string()).describe('The synthetic voice of each language, by the carrier’s name.'),
    speech: z.strictObject(SpeechTuning).optional().describe('How speech is heard wherever a step says nothing else.'),
    variables: z.record(VariableName, Variable).default({}),
    humanWords: z
      .record(LanguageTag, z.array(z.string()))
      .optional()
      .describe('Words by which a chatter, or a caller who speaks, asks for a person, beside the built-in ones.'),
    calendars: z
      .record(CalendarName, Calendar)
      .optional()
      .describe('Opening hours by name; those of flows/calendars/<name>.calendar.json are there as well.'),
    parts: z.record(ShortId, Part).optional().describe('Parts by name; those of flows/parts/<name>.part.json are there as well.'),
    call: z.strictObject({ start: StepId, steps: z.record(StepId, VoiceStep) }),
    chat: z.strictObject({
      start: StepId,
      acknowledge: Wording.describe('The first message of every chat from a call: {{caseNumber}}, {{known}}, {{expectation}}.'),
      known: z
        .record(z.string().min(1).max(40), Wording)
        .optional()
        .describe(
          'By intent, a sentence that says what the call already told; it stands at {{known}}, and is left out when one of its variables has no value.',
        ),
      acknowledgeDirect: Wording.describe('The first message of a chat that no call led to.'),
      afterClose: z
        .strictObject({
          step: StepId,
          dispositions: z.array(z.string().min(1).max(40)).min(1).max(10).default(['resolved']).describe('Asked after these ends only.'),
        })
        .optional()
        .describe('A survey step that is asked when an agent closes the chat, while the service window is open.'),
      steps: z.record(StepId, ChatStep),
    }),
    recovery: Recovery.optional(),
    layout: z
      .record(z.string(), z.tuple([z.number(), z.number()]))
      .optional()
      .describe('Where boxes stand on the canvas; no part of the behaviour.'),
  })
  .meta({ id: 'Flow' });
export type Flow = z.infer<typeof Flow>;
