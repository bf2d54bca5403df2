import { z } from 'zod';

/**
 * What the carrier emulator can be told to do to us: with messages, look-ups, webhooks, and its whole REST API. Below
 * `/sandbox/api`:
 *
 * | Request | Body | Answer |
 * |---|---|---|
 * | `PUT  /behaviour` | SetBehaviour | 204 |
 * | `PUT  /outage` | SetOutage | 204 |
 * | `GET  /failures` | | 200 FailureMenu: every code that can be chosen, and what the service does about it |
 * | `PUT  /lookups` | SetLookup | 204 |
 * | `GET  /webhooks` | | 200 WebhookList: the last two hundred, newest first |
 * | `POST /webhooks/:id/repeat` | | 200 WebhookView of the repetition, once it was answered |
 * | `PUT  /webhooks/held` | HoldWebhooks: what is held back from now on | 204 |
 * | `POST /webhooks/held/release`, `/webhooks/held/drop` | HeldWebhooks: which, in this order | 204 |
 */

/** What the carrier does with a message; one of these by number or for all. */
export const BEHAVIOUR_KINDS = [
  'deliver', // sent, delivered; read when the customer opens the thread
  'deliver-and-read', // sent, delivered, read
  'slow', // delivered only after `delaySeconds`
  'never-delivered', // stays sent (phone off, or blocked)
  'refuse', // refused at once: the HTTP answer is `status` with `code`, nothing created
  'fail', // sent never comes: `failed` with `code` (63003 when none is given)
  'fail-after-sent', // sent, then `undelivered` with `code` (63024 when none is given)
  'duplicate-receipts', // every receipt twice
  'receipts-out-of-order', // delivered, then sent
  'rate-limited', // HTTP 429 / 20429, nothing created
  'server-error', // HTTP 500, nothing created
  'timeout-created', // created and delivered, but the HTTP answer never comes
  'timeout-not-created', // not created, the HTTP answer never comes
  'reset-created', // created and delivered, the connection breaks
  'reset-not-created', // not created, the connection breaks
  'garbled-created', // created and delivered, the HTTP answer is a page and not JSON
  'garbled-not-created', // not created, the HTTP answer is a page and not JSON
] as const;

/** In which order the receipts of a message are told; all but the first collect them until the last is known. */
export const RECEIPT_ORDERS = ['as-they-happen', 'backwards', 'shuffled'] as const;

export const Receipts = z.object({
  order: z.enum(RECEIPT_ORDERS).optional(),
  /** How often each is told. */
  copies: z.number().int().min(1).max(10).optional(),
  /** How long after it happened each is told. */
  afterSeconds: z.number().min(0).max(86_400).optional(),
});
export type Receipts = z.infer<typeof Receipts>;

export const Behaviour = z
  .object({
    kind: z.enum(BEHAVIOUR_KINDS),
    /** Of messages of one channel alone; absent: of both. */
    channel: z.enum(['whatsapp', 'sms']).optional(),
    /** Until `delivered`, the failure, or the HTTP answer of a refusal. */
    delaySeconds: z.number().min(0).max(86_400).optional(),
    /** An error code: five digits are the carrier's, others are WhatsApp's, which the carrier hides behind its own. */
    code: z
      .string()
      .regex(/^\d{1,7}$/)
      .optional(),
    /** The HTTP status of a refusal; absent: the one that goes with the code. Without a code the answer says nothing else. */
    status: z.number().int().min(400).max(599).optional(),
    receipts: Receipts.optional(),
    /** For so many messages, then as before; absent: until changed. */
    times: z.number().int().min(1).max(1000).optional(),
  })
  .refine(({ kind, code }) => kind !== 'refuse' || code === undefined || /^\d{5}$/.test(code), {
    path: ['code'],
    message: 'What is refused at once has a code of the carrier’s: five digits.',
  })
  .refine(({ kind, code, status }) => kind !== 'refuse' || code !== undefined || status !== undefined, {
    path: ['kind'],
    message: 'What is refused at once needs a code or an HTTP status.',
  });
export type Behaviour = z.infer<typeof Behaviour>;

/** Trouble of the whole REST API of the carrier, whatever is asked. */
export const OUTAGES = ['none', 'rate-limited', 'server-error', 'silent', 'reset'] as const;
export const Outage = z.enum(OUTAGES);
export type Outage = z.infer<typeof Outage>;

/** What the service does about a failure; the first that is true. */
export const FAILURE_GROUPS = [
  'stop', // nothing is begun from the sender
  'mark', // the number is left alone, or the person counts as opted out
  'retry', // sent once more, perhaps in another wording
  'tell', // not repeated; the operator is told
  'fall-back', // not repeated; an SMS, or the telephone
  'again', // no proper answer: looked up, or asked again later
] as const;

export const FailureEntry = z.object({
  /** Digits, or `http-<status>` for an answer without a code. */
  code: z.string(),
  /** Whose code it is. */
  origin: z.enum(['carrier', 'whatsapp', 'http']),
  group: z.enum(FAILURE_GROUPS),
  /** The class of the service's table; `unknown` for an answer that nobody can tell the outcome of. */
  failure: z.string(),
  /** In English. */
  meaning: z.string(),
  /** What the service does, in English. */
  does: z.string(),
  /** How the carrier tells it: in the answer to the request, or later. */
  told: z.enum(['refuse', 'fail']),
});
export type FailureEntry = z.infer<typeof FailureEntry>;

export const FailureMenu = z.object({
  entries: z.array(FailureEntry),
  /** What the service does about a code that is not in the table, in English. */
  unknownDoes: z.string(),
});
export type FailureMenu = z.infer<typeof FailureMenu>;

/** Source: https://www.twilio.com/docs/lookup/v2-api/line-type-intelligence */
export const LOOKUP_LINE_TYPES = [
  'mobile',
  'landline',
  'fixedVoip',
  'nonFixedVoip',
  'personal',
  'tollFree',
  'premium',
  'sharedCost',
  'uan',
  'voicemail',
  'pager',
  'unknown',
] as const;

export const LOOKUP_TROUBLES = ['not-found', 'rate-limited', 'server-error', 'silent', 'reset'] as const;

/** What a look-up says of a number; what is absent follows from the number itself. */
export const LookupAnswer = z.object({
  type: z.enum(LOOKUP_LINE_TYPES).optional(),
  /** The network's name. */
  carrier: z.string().min(1).max(60).optional(),
  /** False: the number is none. */
  valid: z.boolean().optional(),
  /** An error inside the answer: the line type is not known. 60600: not covered, 60601: approval needed, 60606: not enabled. */
  errorCode: z.number().int().min(10_000).max(99_999).optional(),
  /** No answer to use at all. */
  trouble: z.enum(LOOKUP_TROUBLES).optional(),
  delaySeconds: z.number().min(0).max(60).optional(),
});
export type LookupAnswer = z.infer<typeof LookupAnswer>;

export const LookupsView = z.object({
  /** For numbers without a choice of their own. */
  all: LookupAnswer.optional(),
  byNumber: z.record(z.string(), LookupAnswer),
  /** The last that were asked, newest first, at most ten. */
  asked: z.array(z.object({ atMs: z.number(), number: z.string(), answered: z.string() })),
});
export type LookupsView = z.infer<typeof LookupsView>;

/** `call`: asks what the line does next; the others tell something and want no more than to be taken. */
export const WEBHOOK_KINDS = ['call', 'call-status', 'message', 'receipt', 'recording'] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];
/** A line can't wait for its next document, so that these can be held back and the others can't. */
export const HOLDABLE_KINDS = ['call-status', 'message', 'receipt', 'recording'] as const;
export type HoldableKind = (typeof HOLDABLE_KINDS)[number];

export const WebhookView = z.object({
  /** Counts up. */
  id: z.number().int(),
  kind: z.enum(WEBHOOK_KINDS),
  atMs: z.number(),
  method: z.enum(['GET', 'POST']),
  /** Without the host. */
  path: z.string(),
  parameters: z.record(z.string(), z.string()),
  /** The idempotency token; absent while it is held back. */
  token: z.string().optional(),
  /** An HTTP status, or the carrier's code with a sentence; absent while it is under way or held back. */
  answer: z.object({ status: z.number().int().optional(), code: z.number().int().optional(), text: z.string().optional() }).optional(),
  /** The webhook that this one is sent again of. */
  repeats: z.number().int().optional(),
});
export type WebhookView = z.infer<typeof WebhookView>;
export const WebhookList = z.object({ items: z.array(WebhookView) });

export const HeldView = z.object({
  kinds: z.array(z.enum(HOLDABLE_KINDS)),
  /** In the order in which they would have been sent. */
  waiting: z.array(WebhookView),
});
export type HeldView = z.infer<typeof HeldView>;

/** `number` absent: for every number that has no behaviour of its own. `behaviour` null: forget that number's own. */
export const SetBehaviour = z.object({ number: z.string().optional(), behaviour: Behaviour.nullable() });
export const SetOutage = z.object({ outage: Outage });
/** `number` absent: for every number that has no answer of its own. `answer` null: what follows from the number. */
export const SetLookup = z.object({
  number: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'E.164')
    .optional(),
  answer: LookupAnswer.nullable(),
});
export const HoldWebhooks = z.object({ kinds: z.array(z.enum(HOLDABLE_KINDS)) });
/** Ids of held webhooks; `all`: those that wait, oldest first. */
export const HeldWebhooks = z.object({ ids: z.union([z.array(z.number().int()).min(1).max(500), z.literal('all')]) });
