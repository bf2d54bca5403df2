import { z } from 'zod';

/**
 * The WebSocket of the agents' desk, `/ws/desk`: text frames of JSON, both ways. The page sends commands with an `id`
 * of its own and gets exactly one `ack` with that id for each; everything else the server sends on its own account. After a dropped
 * connection the page connects again, gets a whole `snapshot`, and repeats the commands that were not acknowledged: posts
 * carry a `messageId` made by the page, so a repeated one is answered alike and done once.
 */

/** The path of the socket. */
export const DESK_SOCKET_PATH = '/ws/desk';

/** Close codes of the socket beyond the standard ones. 4401: not signed in any more. 4408: too slow to read; connect again. 4429: the user has too many connections. */
export const DESK_CLOSE = { signedOut: 4401, tooSlow: 4408, tooMany: 4429 } as const;

/** Longest text of one message, in characters (WhatsApp through the carrier: 1,600). */
export const MAX_MESSAGE_LENGTH = 1600;

const ChatId = z.string().regex(/^t_\d{2}_[0-9A-Za-z]{1,40}$/);
const UserId = z.string().min(1).max(80);
/** Made by the page: unique for ever, for example crypto.randomUUID(). */
const MessageId = z.string().regex(/^[0-9A-Za-z-]{8,64}$/);
/** What a person may be marked as. */
const PersonMark = z.enum(['vip', 'vulnerable']);
export type PersonMark = z.infer<typeof PersonMark>;
const CommandId = z.string().min(1).max(64);
const Ms = z.number();

// ---- what is shown ----------------------------------------------------------------------------------------------

/** A chat as the lists show it. */
export const DeskChat = z.object({
  id: ChatId,
  /** What the customer can quote. */
  caseNumber: z.string(),
  state: z.enum(['bot', 'waiting', 'assigned', 'closed']),
  /** The name the customer chose, untrusted text; absent when none was sent. */
  name: z.string().optional(),
  /** The link, QR code or button that it came through. */
  entry: z.string().optional(),
  /** The number with its middle hidden, "username" for people without one, "withheld" for callers who hid it. */
  address: z.string(),
  language: z.string(),
  intent: z.string().optional(),
  team: z.string().optional(),
  skills: z.array(z.string()),
  /** 0 goes first. */
  priority: z.number(),
  openedAtMs: Ms,
  /** Since when it waits for a human; present while `waiting`. */
  queuedAtMs: Ms.optional(),
  agent: z.object({ userId: UserId, name: z.string() }).optional(),
  lastInboundAtMs: Ms,
  /** Free text may be sent until then (five minutes less than the 24 h of WhatsApp); in the past: only templates. */
  windowUntilMs: Ms,
  lastMessage: z.object({ atMs: Ms, by: z.enum(['customer', 'bot', 'agent', 'system', 'note']), text: z.string() }),
  unread: z.number(),
  /** It began with a voice message of so many seconds; `mayWrite`: the caller has agreed to be written to, or has written since. */
  voicemail: z.object({ seconds: z.number(), mayWrite: z.boolean() }).optional(),
  /** Does it continue a phone call? */
  fromCall: z.boolean(),
  optedOut: z.boolean(),
  /** They opted out and wrote again: free text may answer inside the window, templates may not be sent. */
  reopened: z.boolean().optional(),
  /** Offered to one agent first; everyone may still claim it. */
  offer: z.object({ userId: UserId, untilMs: Ms }).optional(),
  closed: z.object({ atMs: Ms, disposition: z.string() }).optional(),
  /** What it is about and by when it is answered; of flows with tickets, once it has come to the desk. */
  ticket: z
    .object({
      /** Absent while nobody is sure. */
      type: z
        .object({
          id: z.string(),
          /** By language of the flow. */
          name: z.record(z.string(), z.string()),
          /** An agent chose it. */
          corrected: z.boolean(),
          /** How sure the classifier was, 0 to 1, and the words and sentences of the flow that it found. */
          score: z.number().optional(),
          words: z.array(z.string()).optional(),
        })
        .optional(),
      /** While nobody is sure: ids of the types that came closest. */
      candidates: z.array(z.string()).optional(),
      urgent: z.object({ why: z.enum(['words', 'intent', 'type', 'agent']), words: z.array(z.string()).optional() }).optional(),
      /** Nobody was there: by when an answer was promised; gone once it is given. */
      dueAtMs: Ms.optional(),
      /** They were told that we may write only after they have written again. */
      writesAgain: z.boolean().optional(),
      /** What the bot asks for while they wait, by variable; and what came. */
      asking: z.boolean(),
      answers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    })
    .optional(),
  /** What the customer was asked about how it was; without a score there is no answer. */
  survey: z
    .object({
      kind: z.enum(['resolved', 'csat', 'nps']),
      askedAtMs: Ms,
      /** 1 or 0 for yes and no; 1 to 5; 0 to 10. */
      score: z.number().optional(),
      positive: z.boolean().optional(),
    })
    .optional(),
});
export type DeskChat = z.infer<typeof DeskChat>;

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What the phone call already told: shown beside the thread. Times in seconds since the start of the call where said so. */
export const DeskCard = z.object({
  callId: z.string(),
  callStartedAtMs: Ms,
  entryNumber: z.string(),
  language: z.string(),
  intent: z.string().optional(),
  flow: z.string(),
  path: z.array(z.object({ step: z.string(), atSeconds: z.number(), input: z.string().optional() })),
  variables: z.record(z.string(), Scalar),
  lookups: z.record(z.string(), z.record(z.string(), Scalar)),
  /** What was promised aloud, in seconds. */
  promised: z.object({ phoneSeconds: z.number().optional(), chatSeconds: z.number().optional() }),
  /** How long the caller had really waited in the queue, in seconds. */
  waitedSeconds: z.number(),
  offersBefore: z.number(),
  /** The call was cut off, or nobody answered it, and the chat makes up for it. */
  endedEarly: z.object({ kind: z.enum(['dropped', 'missed']), step: z.string() }).optional(),
  earlierCalls: z.array(z.object({ atMs: Ms, intent: z.string().optional(), outcome: z.string().optional() })),
  earlierChats: z.array(z.object({ atMs: Ms, caseNumber: z.string(), disposition: z.string().optional() })),
  /** How the chat was found to belong to the call; absent for a voice message, which is part of it. */
  link: z
    .object({
      method: z.enum(['button-token', 'replied-message', 'reference-code', 'scoped-user-id', 'number']),
      /** `likely` is to be shown as likely. */
      confidence: z.enum(['certain', 'likely']),
    })
    .optional(),
});
export type DeskCard = z.infer<typeof DeskCard>;

/** One entry of a thread. `system` and `note` are seen by agents only. */
export const DeskMessage = z.object({
  seq: z.number(),
  /** For posts from a desk: the id the page made. */
  id: z.string(),
  atMs: Ms,
  by: z.enum(['customer', 'bot', 'agent', 'system', 'note']),
  /** Who, for `agent` and `note`. */
  author: z.object({ userId: UserId, name: z.string() }).optional(),
  text: z.string(),
  /** The answer to a question whose answer is never kept: `text` says only that. */
  hidden: z.boolean().optional(),
  /** For `system`: what `text` says, for wording it in the language of the page. */
  said: z.object({ key: z.string(), values: z.record(z.string(), z.string()) }).optional(),
  buttons: z.array(z.object({ id: z.string(), title: z.string() })).optional(),
  /** Spoken on the phone, so many seconds; `text` is what the carrier understood, '' until then or for ever. */
  voice: z.object({ seconds: z.number() }).optional(),
  /** A list that was sent: what opens it, and the titles of its rows. */
  list: z
    .object({ button: z.string(), sections: z.array(z.object({ title: z.string().optional(), rows: z.array(z.string()) })) })
    .optional(),
  place: z.object({ latitude: z.number(), longitude: z.number(), label: z.string().optional(), address: z.string().optional() }).optional(),
  /** What we sent with it: an address, or a path below this service. */
  attachment: z.string().optional(),
  media: z
    .array(
      z.object({
        /** Below /api: fetch it with the page's session. */
        url: z.string(),
        contentType: z.string(),
        bytes: z.number(),
      }),
    )
    .optional(),
  /** Attachments still on their way to us. */
  mediaPending: z.number().optional(),
  /** `expired`: it was removed when its retention time was over. */
  mediaProblem: z.enum(['too-large', 'unavailable', 'expired']).optional(),
  /** Ticks, for `bot` and `agent`: requested and sending (clock), sent (one), delivered (two), read (two, coloured), failed. */
  delivery: z.enum(['requested', 'sending', 'sent', 'delivered', 'read', 'failed']).optional(),
  /** With `failed`: the carrier's code. */
  failureCode: z.string().optional(),
  /** It was sent as a template. */
  template: z.boolean().optional(),
});
export type DeskMessage = z.infer<typeof DeskMessage>;

/** A colleague as the desk sees them now. */
export const DeskAgent = z.object({
  userId: UserId,
  name: z.string(),
  teams: z.array(z.string()),
  skills: z.array(z.string()),
  languages: z.array(z.string()),
  /** `away` keeps own chats and gets no new ones; `offline` was not seen for 45 s. */
  status: z.enum(['available', 'away', 'offline']),
  capacity: z.number(),
  load: z.number(),
});
export type DeskAgent = z.infer<typeof DeskAgent>;

/** A ready-made reply. `{{customer}}`, `{{caseNumber}}` and `{{agent}}` are filled in by the page. */
export const CannedReply = z.object({ id: z.string(), shortcut: z.string(), language: z.string(), title: z.string(), text: z.string() });
export type CannedReply = z.infer<typeof CannedReply>;

/** A template that may be sent when the window is closed. */
export const DeskTemplate = z.object({
  name: z.string(),
  language: z.string(),
  /** With {{1}}, {{2}} … */
  body: z.string(),
  variables: z.array(z.object({ name: z.string(), sample: z.string() })),
});
export type DeskTemplate = z.infer<typeof DeskTemplate>;

/** What the desk promises callers now. `waitSeconds` is absent while it is not known. */
export const DeskFigures = z.object({
  open: z.boolean(),
  waitSeconds: z.number().optional(),
  waiting: z.number(),
  agentsPresent: z.number(),
  opensAtMs: Ms.optional(),
});
export type DeskFigures = z.infer<typeof DeskFigures>;

/** How a chat may end, as the agent says it. */
export const DISPOSITIONS = ['resolved', 'unresolved', 'callback', 'no-answer', 'spam'] as const;

// ---- from the page ----------------------------------------------------------------------------------------------

const command = { id: CommandId };

/** Every command of the page. Each is answered by one `ack`. */
export const DeskCommand = z.discriminatedUnion('type', [
  /** Every 15 s, so that a dead connection is noticed on both sides. */
  z.object({ type: z.literal('heartbeat'), ...command }),
  /** Look at a chat: a `thread` follows, then its changes, until another is opened or it is left. */
  z.object({ type: z.literal('open'), ...command, chatId: ChatId }),
  z.object({ type: z.literal('leave'), ...command }),
  /** `takeOver`: from the bot or from a colleague; supervisors only. */
  z.object({ type: z.literal('claim'), ...command, chatId: ChatId, takeOver: z.boolean().optional() }),
  /** Not now: the chat is offered to the next agent. */
  z.object({ type: z.literal('decline'), ...command, chatId: ChatId }),
  z.object({ type: z.literal('reply'), ...command, chatId: ChatId, messageId: MessageId, text: z.string().min(1).max(10_000) }),
  z.object({ type: z.literal('note'), ...command, chatId: ChatId, messageId: MessageId, text: z.string().min(1).max(4000) }),
  z.object({
    type: z.literal('send-template'),
    ...command,
    chatId: ChatId,
    messageId: MessageId,
    template: z.string().min(1).max(100),
    language: z.string().max(10),
    /** By the variables' names. */
    values: z.record(z.string().max(40), z.string().max(250)),
  }),
  z.object({
    type: z.literal('transfer'),
    ...command,
    chatId: ChatId,
    to: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('agent'), userId: UserId }),
      z.object({ kind: z.literal('team'), team: z.string().min(1).max(40) }),
    ]),
    /** For the colleague; the customer does not see it. */
    note: z.string().max(1000).optional(),
  }),
  /** The bot goes on where its flow says, or the chat ends if it says nothing. */
  z.object({ type: z.literal('hand-back'), ...command, chatId: ChatId }),
  z.object({ type: z.literal('close'), ...command, chatId: ChatId, disposition: z.enum(DISPOSITIONS) }),
  /** The owner has seen everything up to now: unread becomes 0. */
  z.object({ type: z.literal('seen'), ...command, chatId: ChatId }),
  /** What the person is, for the rules of the offer; a `thread` follows, with the marks as they are then. */
  z.object({ type: z.literal('mark'), ...command, chatId: ChatId, mark: PersonMark, on: z.boolean() }),
  /** What the ticket is: its type, whether it is urgent. */
  z.object({
    type: z.literal('retype'),
    ...command,
    chatId: ChatId,
    ticketType: z.string().max(40).optional(),
    urgent: z.boolean().optional(),
  }),
  /** At most every 3 s while keys are pressed. */
  z.object({ type: z.literal('typing'), ...command, chatId: ChatId }),
  z.object({ type: z.literal('set-status'), ...command, status: z.enum(['available', 'away', 'offline']) }),
]);
export type DeskCommand = z.infer<typeof DeskCommand>;
/** Without the id: what a caller of the page's socket client writes. */
export type DeskCommandBody = DeskCommand extends infer C ? (C extends DeskCommand ? Omit<C, 'id'> : never) : never;

// ---- from the server --------------------------------------------------------------------------------------------

/** Everything the server sends. */
export const DeskFrame = z.discriminatedUnion('type', [
  /** First after each connection; replaces all that the page knew. Own unsent posts stay with the page. */
  z.object({
    type: z.literal('snapshot'),
    nowMs: Ms,
    me: DeskAgent,
    /** Sees every chat, may take over. */
    supervises: z.boolean(),
    /** Waiting and own ones; for supervisors every open one. */
    chats: z.array(DeskChat),
    agents: z.array(DeskAgent),
    teams: z.array(z.string()),
    canned: z.array(CannedReply),
    templates: z.array(DeskTemplate),
    figures: DeskFigures,
  }),
  /** New or changed. */
  z.object({ type: z.literal('chat'), chat: DeskChat }),
  /** No longer for these eyes: taken, transferred, closed. */
  z.object({ type: z.literal('chat-gone'), chatId: ChatId, reason: z.enum(['taken', 'closed', 'moved']) }),
  /** The whole thread, after `open` or when so much changed that it is told anew. Also repeated whenever the card changes. */
  z.object({
    type: z.literal('thread'),
    chat: DeskChat,
    card: DeskCard.optional(),
    marks: z.array(PersonMark),
    /** The types that a ticket of this chat's flow can have. */
    ticketTypes: z.array(z.object({ id: z.string(), name: z.record(z.string(), z.string()) })),
    messages: z.array(DeskMessage),
  }),
  /** New or changed entries of the opened thread, by `seq`. */
  z.object({ type: z.literal('messages'), chatId: ChatId, messages: z.array(DeskMessage) }),
  /** Who else looks at the opened chat now. */
  z.object({ type: z.literal('viewers'), chatId: ChatId, viewers: z.array(z.object({ userId: UserId, name: z.string() })) }),
  /** A colleague types in the opened chat; forget it after `untilMs`. */
  z.object({ type: z.literal('typing'), chatId: ChatId, userId: UserId, name: z.string(), untilMs: Ms }),
  z.object({ type: z.literal('agents'), agents: z.array(DeskAgent) }),
  z.object({ type: z.literal('figures'), figures: DeskFigures }),
  /** The canned replies were changed by a supervisor. */
  z.object({ type: z.literal('canned'), canned: z.array(CannedReply) }),
  z.object({
    type: z.literal('ack'),
    id: z.string(),
    ok: z.boolean(),
    /** After `reply`, `note` and `send-template`: the entry as it stands in the thread. */
    message: DeskMessage.optional(),
    /** When not ok: a code of docs/errors.md and its sentence. */
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  }),
]);
export type DeskFrame = z.infer<typeof DeskFrame>;
