import { z } from 'zod';

export const StepId = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9-]{0,39}$/)
  .meta({ id: 'StepId' })
  .describe('The id of a step: a letter, then letters, digits or hyphens; at most 40.');

export const VariableName = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{0,39}$/)
  .describe('The name of a variable: a letter, then letters and digits; at most 40.');

export const LanguageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
  .describe('A language as BCP 47 writes it: es, en, ca, pt-BR.');
export const Expression = z.string().min(1).max(500).describe('A condition, such as queue.waitSeconds > 120 && desk.open.');

export const Key = z
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

export const SpeechTuning = {
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

export const ListenFields = {
  timeoutSeconds: z.int().min(2).max(30).default(6).describe('Silence that counts as no answer, in seconds.'),
  retries: Retries.prefault({}),
  speech: StepSpeech.optional().describe('Also listen to speech. Keys always work beside it.'),
};
const Note = z.string().max(500).optional().describe('A remark for colleagues; no caller hears it.');
export const common = { note: Note };

export const CollectAs = z
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
export const CalendarName = VariableName.describe('The name of a calendar: a letter, then letters and digits; at most 40.');
export const ShortId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
export const ExitName = StepId.describe('The name of an end of a part: a letter, then letters, digits or hyphens; at most 40.');

export const Team = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .default('support');
