import { z } from 'zod';
import { EVENT_TYPES } from '../../base/events.ts';

const E164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number in E.164, such as +34600111222');
const FlowName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the id of a flow, such as support');
const Language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag, such as es');
const Intent = z.string().min(1).max(40);
const Name = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/, 'must be a name of letters, digits and underscores');
const Scalar = z.union([z.string().max(200), z.number(), z.boolean(), z.null()]);
const Values = z.record(Name, Scalar).refine((all) => Object.keys(all).length <= 20, 'must have 20 entries at most');
const Seconds = z.int().min(0).max(86_400);

const who = {
  number: E164.describe('The mobile number that is to be written to.'),
  numberSource: z
    .enum(['caller-id', 'typed'])
    .default('typed')
    .describe(
      '`caller-id`: the call came from this number. `typed`: it was given, may be somebody else’s, and nothing of the call is told to it.',
    ),
  flow: FlowName.optional().describe(
    'The flow whose offer decides (rules, templates, look-back) and whose chat side runs. Absent: the one of entryNumber.',
  ),
  step: z.string().max(40).optional().describe('The offer step of that flow. Absent: its first.'),
  entryNumber: E164.optional().describe('The number that was called.'),
  language: Language.optional().describe('The caller’s language. Absent, or unknown to the flow: the flow’s first.'),
  intent: Intent.optional().describe('What the call is about, as the flow names it.'),
  attestation: z
    .string()
    .regex(/^[A-Za-z-]{1,60}$/, 'must be a word such as TN-Validation-Passed-A')
    .optional()
    .describe('What the network said of the caller id (STIR), such as TN-Validation-Passed-A; a rule may look at it.'),
};

/** What is asked before the other IVR offers the chat. */
export const EligibilityQuestion = z
  .strictObject(who)
  .meta({ id: 'EligibilityQuestion', example: { number: '+34600111222', numberSource: 'caller-id', language: 'es', intent: 'billing' } });

export const WithheldReason = z
  .object({ rule: z.string().describe('The rule, as docs list them.'), saw: z.string().describe('What it saw.') })
  .meta({ id: 'WithheldReason' });

/** May this person be offered the chat, and what may be promised? */
export const EligibilityVerdict = z
  .object({
    eligible: z.boolean(),
    reasons: z.array(WithheldReason).describe('Every rule that speaks against it; empty if eligible.'),
    flow: z.string().optional().describe('The release that decided.'),
    step: z.string().optional(),
    language: z.string().optional().describe('The language the message will have.'),
    chatSeconds: z.number().optional().describe('The wait in the chat that may be promised; absent: not known, promise none.'),
  })
  .meta({ id: 'EligibilityVerdict' });

const Consent = z
  .strictObject({
    wording: z.string().trim().min(10).max(2_000).describe('What was said to the caller, word for word, naming the business and WhatsApp.'),
    key: z.string().min(1).max(40).describe('The key that was pressed, or the word that was said.'),
    atMs: z.int().min(0).describe('When, in milliseconds since 1970 UTC; within the last 24 hours.'),
    promptId: z.string().max(100).optional().describe('Your name for the prompt and its version.'),
    recordingUrl: z
      .url({ protocol: /^https$/, error: 'must be an https:// address' })
      .max(500)
      .optional()
      .describe('Where the recording is kept, if there is one.'),
  })
  .describe('The proof that the caller agreed. Without it nobody is written to.');

/** Another IVR's caller goes on in WhatsApp. */
export const NewHandoff = z
  .strictObject({
    ...who,
    consent: Consent,
    reference: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('Your name for it; comes back with every status. Put no personal data into it.'),
    call: z
      .strictObject({
        id: z.string().min(1).max(100).optional().describe('Your id of the call.'),
        startedAtMs: z.int().min(0).optional(),
        waitedSeconds: Seconds.optional().describe('How long the caller has waited in your queue.'),
        promised: z
          .strictObject({ phoneSeconds: Seconds.optional(), chatSeconds: Seconds.optional() })
          .optional()
          .describe('What was promised aloud.'),
        path: z
          .array(z.strictObject({ step: z.string().min(1).max(40), atSeconds: Seconds, input: z.string().max(40).optional() }))
          .max(20)
          .optional()
          .describe('The way through your menus: what was pressed, when.'),
      })
      .optional(),
    variables: Values.optional().describe(
      'What the call collected: shown on the context card; those that the flow declares are not asked again. No secrets.',
    ),
    lookups: z
      .record(Name, Values)
      .refine((all) => Object.keys(all).length <= 5, 'must have 5 entries at most')
      .optional()
      .describe('What was looked up, by the name of the system.'),
    template: z
      .strictObject({
        name: z
          .string()
          .regex(/^[a-z][a-z0-9-]{0,59}$/)
          .optional()
          .describe('Another template than the offer’s.'),
        values: z
          .record(Name, z.string().min(1).max(250))
          .refine((all) => Object.keys(all).length <= 10, 'must have 10 entries at most')
          .optional()
          .describe('Words for its variables.'),
      })
      .optional(),
    team: FlowName.optional().describe('The team that answers, instead of the flow’s.'),
    skills: z.array(z.string().min(1).max(40)).max(5).optional(),
    priority: z.int().min(0).max(9).optional().describe('0 goes first.'),
    smsFallback: z.boolean().optional().describe('Send an SMS with a link when WhatsApp can’t deliver. Absent: as the offer says.'),
  })
  .meta({
    id: 'NewHandoff',
    example: {
      number: '+34600111222',
      numberSource: 'caller-id',
      language: 'es',
      intent: 'billing',
      reference: 'asterisk-1763720000.42',
      call: { id: '1763720000.42', waitedSeconds: 95, path: [{ step: 'main-menu', atSeconds: 12, input: '2' }] },
      variables: { customerNumber: '889900' },
      consent: {
        wording: 'Si quiere que Luz Clara le escriba por WhatsApp para seguir con esta consulta, pulse 1.',
        key: '1',
        atMs: 1_763_720_095_000,
        promptId: 'offer-whatsapp-v3',
      },
    },
  });

export const HANDOFF_STATES = ['requested', 'sending', 'sent', 'delivered', 'read', 'failed', 'engaged', 'expired', 'withdrawn'] as const;

/** The answer to a new invite; a repeated request gets the same one. */
export const CreatedHandoff = z
  .object({
    id: z.string(),
    state: z.literal('requested'),
    requestedAtMs: z.number(),
    reference: z.string().optional(),
  })
  .meta({ id: 'CreatedHandoff' });

/** An invite as it stands. */
export const HandoffStatus = z
  .object({
    id: z.string(),
    state: z.enum(HANDOFF_STATES).describe('`engaged`: the person has written, and the chat is linked.'),
    reference: z.string().optional(),
    number: z.string().describe('Masked.'),
    language: z.string(),
    intent: z.string().optional(),
    template: z.string(),
    requestedAtMs: z.number(),
    replyUntilMs: z.number().describe('Until then a message of the person belongs to this call.'),
    failure: z.object({ code: z.string(), class: z.string(), atMs: z.number() }).optional(),
    fallback: z.enum(['sms', 'none']).optional().describe('What was done when it could not be delivered.'),
    chat: z
      .object({
        id: z.string(),
        linkedAtMs: z.number(),
        method: z.string(),
        confidence: z.enum(['certain', 'likely']),
        state: z.string().optional(),
        caseNumber: z.string().optional(),
        firstHumanReplyAtMs: z.number().optional(),
        disposition: z.string().optional(),
      })
      .optional(),
    timeline: z.array(z.object({ type: z.enum(EVENT_TYPES), atMs: z.number(), data: z.record(z.string(), z.unknown()).optional() })),
  })
  .meta({ id: 'HandoffStatus' });

export const HandoffIdParam = z.object({
  id: z.string().regex(/^h_\d{2}_[0-9A-Za-z_-]{1,64}$/, 'must be the id of a handoff (h_…)'),
});
export const IdempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{8,100}$/)
    .describe('Yours for this invite. The same key with the same body gets the same answer for 24 hours, and is done once.'),
});
