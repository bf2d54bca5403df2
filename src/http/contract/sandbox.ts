import { z } from 'zod';
import { Behaviour, HeldView, LookupsView, Outage } from './sandbox-carrier.ts';

/**
 * The control API of the carrier emulator, below `/sandbox/api`. Every request body is JSON; every answer that has a body
 * is one of the shapes here; errors are the API's `{error:{code,message,details?}}`.
 *
 * | Request | Body | Answer |
 * |---|---|---|
 * | `GET  /state` | | SandboxState |
 * | `GET  /events` | | server-sent events: `event: state`, `data:` a whole SandboxState, at once and after each change |
 * | `POST /calls` | StartCall | 201 CallView |
 * | `POST /calls/:sid/keys` | PressKeys | 204 |
 * | `POST /calls/:sid/speech` | Speak | 204 |
 * | `POST /calls/:sid/hangup` | | 204 |
 * | `POST /calls/:sid/answer`, `/calls/:sid/decline` | | 204; a phone that the service calls is picked up, or not |
 * | `POST /agent-phone/take` | TakeFromQueue: the next of the queue | 200 CallView, 404 when nobody waits |
 * | `POST /agent-phone/answer`, `/agent-phone/decline`, `/agent-phone/hangup` | AgentPhoneCall: the caller's sid | 204 |
 * | `PUT  /agent-phone` | AgentPhoneSettings | 204 |
 * | `PUT  /handsets/:id` | HandsetSettings (creates the handset) | 200 HandsetView |
 * | `POST /handsets/:id/messages` | CustomerMessage | 201 ThreadMessage |
 * | `POST /handsets/:id/files` | the bytes of a file, with its Content-Type; 20 MB at most | 201 ThreadMessage |
 * | `POST /handsets/:id/press` | PressButton | 201 ThreadMessage |
 * | `POST /handsets/:id/read` | | 204; the customer opens the thread, our messages are read |
 * | `POST /handsets/:id/open-link` | OpenLink: a wa.me link of the inbox | 200 HandsetView with `draft` |
 * | `PUT  /templates/:sid` | SetTemplateStatus | 204 |
 * | `PUT  /sender` | SenderSettings: how the WhatsApp sender stands; what is not named stays | 204 |
 * | `POST /reset` | | 204; calls are hung up, handsets and choices forgotten, templates kept |
 *
 * What the carrier can be told to do to us stands in sandbox-carrier.ts, scripts in sandbox-script.ts.
 *
 * `:id` of a handset is its number in E.164 or its business-scoped id, URL-encoded.
 */

export const HeardLine = z.object({
  /** Counts up within the call. */
  id: z.number().int(),
  atMs: z.number(),
  /** `say`…`ring` are heard by the caller; `key` and `speech` come from the caller; `note` is about the line. */
  kind: z.enum(['say', 'play', 'pause', 'ring', 'key', 'speech', 'note']),
  text: z.string(),
  /** BCP 47, with `say`. */
  language: z.string().optional(),
  voice: z.string().optional(),
});
export type HeardLine = z.infer<typeof HeardLine>;

export const GatherView = z.object({
  input: z.array(z.enum(['dtmf', 'speech'])),
  numDigits: z.number().int().optional(),
  /** '' for none. */
  finishOnKey: z.string(),
  timeoutSeconds: z.number(),
  /** Pressed so far. */
  keys: z.string(),
  /** What the recogniser listens for, when it does. */
  language: z.string().optional(),
  hints: z.array(z.string()).optional(),
});

export const Problem = z.object({
  atMs: z.number(),
  /** The carrier's error code, e.g. 11200, 12200. */
  code: z.number().int(),
  text: z.string(),
  warning: z.boolean(),
});
export type Problem = z.infer<typeof Problem>;

export const CALL_STATES = ['ringing', 'playing', 'gathering', 'recording', 'queued', 'dialling', 'bridged', 'ended'] as const;

export const CallView = z.object({
  sid: z.string(),
  /** Outbound: placed by the service, or dialled by one of its documents for somebody who hears a document first. */
  direction: z.enum(['inbound', 'outbound']),
  from: z.string(),
  to: z.string(),
  /** The carrier's CallStatus. */
  status: z.enum(['queued', 'ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'failed', 'canceled']),
  /** What the line is doing. A caller who waits in a queue and may press keys is `queued` with a `gather`. */
  state: z.enum(CALL_STATES),
  startedAtMs: z.number(),
  answeredAtMs: z.number().optional(),
  endedAtMs: z.number().optional(),
  endedBy: z.enum(['caller', 'service', 'agent', 'carrier']).optional(),
  heard: z.array(HeardLine),
  gather: GatherView.optional(),
  queue: z.object({ name: z.string(), position: z.number().int(), joinedAtMs: z.number() }).optional(),
  /** The number or SIP address being dialled, or `agent phone`. */
  dialled: z.string().optional(),
  problems: z.array(Problem),
});
export type CallView = z.infer<typeof CallView>;

export const ThreadButton = z.object({
  index: z.number().int(),
  title: z.string(),
  /** Quick replies come back to us; links and numbers do not. */
  kind: z.enum(['reply', 'url', 'phone', 'other']),
  url: z.string().optional(),
  /** The smaller line of a row of a list. */
  description: z.string().optional(),
});

export const ThreadMessage = z.object({
  sid: z.string(),
  atMs: z.number(),
  by: z.enum(['business', 'customer']),
  text: z.string(),
  /** The business's sender, E.164. */
  sender: z.string(),
  /** Ticks as the writing side sees them. */
  ticks: z.enum(['sending', 'sent', 'delivered', 'read', 'failed']),
  errorCode: z.string().optional(),
  /** Name of the template, if it is one. */
  template: z.string().optional(),
  buttons: z.array(ThreadButton),
  /** What opens the list that the buttons stand in; absent when they stand under the message. */
  listButton: z.string().optional(),
  /** Index of the button that was pressed. */
  pressed: z.number().int().optional(),
  media: z.object({ contentType: z.string(), url: z.string().optional() }).optional(),
  location: z
    .object({ latitude: z.number(), longitude: z.number(), label: z.string().optional(), address: z.string().optional() })
    .optional(),
  replyTo: z.string().optional(),
});
export type ThreadMessage = z.infer<typeof ThreadMessage>;

export const HandsetView = z.object({
  /** Its number, or its business-scoped id when it has no number. */
  id: z.string(),
  number: z.string().optional(),
  scopedUserId: z.string(),
  profileName: z.string(),
  hasWhatsApp: z.boolean(),
  /** The customer has blocked the business. */
  blocked: z.boolean(),
  /** Switched on and in reach; while off, messages stay `sent`. */
  online: z.boolean(),
  /** A username user: the business sees no number, unless it wrote to the number in the last 30 days. */
  hidesNumber: z.boolean(),
  optedOut: z.boolean(),
  /** When the 24-hour service window closes; absent when it is closed. */
  windowClosesAtMs: z.number().optional(),
  /** The business is shown as typing until then. */
  typingUntilMs: z.number().optional(),
  /** Oldest first, at most a hundred. Messages of the business that have not arrived are in it too: see `ticks`. */
  thread: z.array(ThreadMessage),
  inbox: z.array(z.object({ sid: z.string(), atMs: z.number(), from: z.string(), text: z.string(), links: z.array(z.string()) })),
  /** Text waiting in the input field after a wa.me link was opened. */
  draft: z.string().optional(),
});
export type HandsetView = z.infer<typeof HandsetView>;

export const QueueView = z.object({
  sid: z.string(),
  name: z.string(),
  size: z.number().int(),
  averageWaitSeconds: z.number(),
  /** The next one first. */
  waiting: z.array(z.object({ callSid: z.string(), from: z.string(), joinedAtMs: z.number() })),
});
export type QueueView = z.infer<typeof QueueView>;

/** What a phone does that is dialled: answer at once, be busy, not be answered, be unreachable, ring for `answer`, or be picked up by a machine. */
export const DIALLED_PHONE_MODES = ['answer', 'busy', 'no-answer', 'failed', 'ring', 'voicemail'] as const;

export const AgentPhoneView = z.object({
  mode: z.enum(DIALLED_PHONE_MODES),
  calls: z.array(
    z.object({
      callSid: z.string(),
      from: z.string(),
      state: z.enum(['ringing', 'talking']),
      via: z.string(),
      /** Which of the agents' phones took it; absent when it rings at all of them or was put through. */
      phone: z.number().int().optional(),
      sinceMs: z.number().optional(),
    }),
  ),
});
export type AgentPhoneView = z.infer<typeof AgentPhoneView>;

export const TEMPLATE_STATUSES = ['unsubmitted', 'received', 'pending', 'approved', 'rejected', 'paused', 'disabled'] as const;

export const TEMPLATE_CATEGORIES = ['UTILITY', 'MARKETING', 'AUTHENTICATION'] as const;

/** States of a WhatsApp sender in which it is there and answers requests, or is not. */
export const SENDER_STATUSES = ['ONLINE', 'ONLINE:UPDATING', 'OFFLINE'] as const;

export const TemplateView = z.object({
  sid: z.string(),
  name: z.string(),
  language: z.string(),
  category: z.string(),
  status: z.enum(TEMPLATE_STATUSES),
});
export type TemplateView = z.infer<typeof TemplateView>;

/** Somebody to call as: the page's list of callers. `kind` has a translated label on the page. */
export const CallerPreset = z.object({
  kind: z.enum(['mobile', 'other-mobile', 'landline', 'withheld', 'foreign-mobile', 'no-whatsapp', 'username']),
  /** As the carrier will send it; an E.164 number, or a word. */
  from: z.string(),
  /** The handset this person has; absent when there is none. */
  handset: z.string().optional(),
});
export type CallerPreset = z.infer<typeof CallerPreset>;

export const SandboxState = z.object({
  /** The carrier's time. */
  nowMs: z.number(),
  entryNumbers: z.array(z.string()),
  whatsappFrom: z.string(),
  smsFrom: z.string().optional(),
  callers: z.array(CallerPreset),
  /** Newest first, at most twenty; legs dialled for a caller are listed only if they hear a document of their own. */
  calls: z.array(CallView),
  /** Those of `callers`, and of the others the twenty that something happened to last. */
  handsets: z.array(HandsetView),
  queues: z.array(QueueView),
  agentPhone: AgentPhoneView,
  templates: z.array(TemplateView),
  behaviour: Behaviour,
  behaviourByNumber: z.record(z.string(), Behaviour),
  outage: Outage,
  lookups: LookupsView,
  held: HeldView,
  /** How many webhooks were sent so far: when it grows, the list has changed. */
  webhooksSent: z.number().int(),
  /** Webhooks that failed and other notices that belong to no call, newest first, at most fifty. */
  problems: z.array(Problem),
});
export type SandboxState = z.infer<typeof SandboxState>;

/** A caller: E.164, or `anonymous` and the like. `to` defaults to the first entry number. */
export const StartCall = z.object({
  from: z.string().min(1).max(100),
  to: z.string().min(1).max(100).optional(),
  /** StirVerstat as the carrier would send it, e.g. TN-Validation-Passed-A. */
  attestation: z.string().max(60).optional(),
  forwardedFrom: z.string().max(60).optional(),
  callerName: z.string().max(60).optional(),
});
export type StartCall = z.infer<typeof StartCall>;

export const PressKeys = z.object({ keys: z.string().regex(/^[0-9*#]{1,32}$/) });
export const Speak = z.object({ text: z.string().min(1).max(500), confidence: z.number().min(0).max(1).optional() });
/** Which of the agents' phones; one that is in a call can take no other. Absent: one that nobody counts. */
const phone = z.number().int().min(1).max(20).optional();
export const TakeFromQueue = z.object({ queue: z.string().min(1), phone });
export const AgentPhoneCall = z.object({ callSid: z.string(), phone });
export const AgentPhoneSettings = z.object({ mode: z.enum(DIALLED_PHONE_MODES) });

export const HandsetSettings = z.object({
  profileName: z.string().max(100).optional(),
  hasWhatsApp: z.boolean().optional(),
  blocked: z.boolean().optional(),
  online: z.boolean().optional(),
  hidesNumber: z.boolean().optional(),
});
export type HandsetSettings = z.infer<typeof HandsetSettings>;

/** Files that the emulator makes: a small one of each kind, one that WhatsApp would not carry, one that nobody should open. */
export const SAMPLE_FILES = ['photo', 'document', 'voice', 'video', 'too-large', 'unknown'] as const;
export type SampleFile = (typeof SAMPLE_FILES)[number];

/** The largest file of one's own that can be handed in, in bytes. */
export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;

/** What the customer sends to the business. An image is a small one made by the emulator. */
export const CustomerMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().min(1).max(1600), replyTo: z.string().optional() }),
  z.object({ kind: z.literal('image'), text: z.string().max(1024).optional() }),
  z.object({ kind: z.literal('file'), file: z.enum(SAMPLE_FILES), text: z.string().max(1024).optional() }),
  z.object({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    label: z.string().max(200).optional(),
    address: z.string().max(200).optional(),
  }),
]);
export type CustomerMessage = z.infer<typeof CustomerMessage>;

export const PressButton = z.object({ messageSid: z.string(), index: z.number().int().min(0) });
export const OpenLink = z.object({ url: z.url() });
/** `category`: moved there by WhatsApp, whatever was asked for. */
export const SetTemplateStatus = z.object({ status: z.enum(TEMPLATE_STATUSES), category: z.enum(TEMPLATE_CATEGORIES).optional() });
/** The wire's own words. */
export const SenderSettings = z.object({
  status: z.enum(SENDER_STATUSES).optional(),
  quality: z.enum(['High', 'Medium', 'Low', 'Unknown']).optional(),
  /** As the carrier words it: `250 Customers/24hr`, `100K Customers/24hr`, `Unlimited`. */
  limit: z.string().min(1).max(40).optional(),
  /** What people see of the business; null: the carrier tells nothing of it. */
  profile: z
    .object({ name: z.string().max(120), about: z.string().max(139).optional(), description: z.string().max(512).optional() })
    .nullable()
    .optional(),
});
export type SenderSettings = z.infer<typeof SenderSettings>;
