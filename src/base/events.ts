import type { CallId, ChatId, ContactId, EventId, HandoffId } from './ids.ts';

/** What happens in a journey. Past tense; the definitions are those of docs/metrics.md. */
export const EVENT_TYPES = [
  'call.started',
  'call.step', // what one turn walked: `data.steps`, `exits`, `said` (places of the words heard), `by` (keys, speech, silence); the last step in `step`
  'call.queued',
  'call.connected',
  'call.abandoned',
  'call.returned',
  'call.failed-over', // the caller heard the safety sentence and was dialled to a person
  'call.ended',
  'call.missed', // it ended, nobody had answered, and nothing was left instead; `data.why`
  'recovery.planned', // a message after the call may be due; `data.kind` is dropped or missed, `data.place`, `data.dueAtMs`
  'recovery.requested', // nothing spoke against it: a handoff was made; `data` as in offer.made
  'recovery.withheld', // nobody is written to; `data.reasons` with what was seen
  'voicemail.left', // `data.voicemailId`; its case follows from it
  'voicemail.transcribed',
  'callback.booked',
  'callback.cancel-requested', // the customer no longer wants it, or `data.why` is merged: the same person has another
  'callback.changed', // another time, or the next try; `data.why`
  'callback.calling', // an agent's phone was asked to ring
  'callback.agent-answered',
  'callback.connected', // agent and customer talk
  'callback.closed', // `data.reason`
  'offer.withheld',
  'offer.made',
  'offer.accepted',
  'offer.declined',
  'offer.ignored',
  'offer.abandoned',
  'consent.recorded',
  'handoff.requested',
  'handoff.sent',
  'handoff.delivered',
  'handoff.read',
  'handoff.retried', // it failed, and is sent once more
  'handoff.failed',
  'handoff.fellback',
  'handoff.fallback-failed', // the text message with the link did not arrive
  'handoff.reminded', // one reminder was sent
  'handoff.reminder-withheld', // a rule said no, or it could not be sent; `data.why`
  'handoff.reminder-failed', // it did not arrive
  'handoff.engaged',
  'handoff.linked',
  'handoff.expired',
  'handoff.withdrawn', // the invitee said "it was not me", or it was reset at the desk (`data.by` is desk)
  'chat.opened',
  'chat.received', // the customer wrote
  'chat.step', // the bot went through `data.steps` by `data.exits`, in one turn
  'chat.queued',
  'chat.offered',
  'chat.assigned',
  'chat.message-requested', // a message of ours was committed and must now be sent; `data.messageId`
  'chat.message-updated', // its delivery moved on
  'chat.replied', // a human wrote
  'chat.transferred',
  'chat.noted',
  'chat.closed',
  'chat.surveyed', // the customer was asked; `data.kind` is resolved, csat or nps, `data.after` is bot or close
  'chat.rated', // the answer; `data.kind`, `data.score`, `data.positive`
  'chat.confirmed',
  'chat.denied',
  'chat.returned',
  'ticket.kept', // nobody was at the desk: the customer was promised an answer; `data.kind`, `data.dueAtMs`
  'ticket.typed', // the classifier gave a type; `data.ticket`, `data.score`, `data.words` of the flow
  'ticket.unsure', // it was not sure; `data.candidates`
  'ticket.corrected', // an agent gave another type; `data.ticket`, `data.from`, `data.was` is typed, unsure or corrected
  'ticket.urgent', // `data.why` is words, intent, type or agent; `data.words` of the flow
  'ticket.calmed', // an agent took the mark away
  'ticket.field-collected', // what the type needs came while a person was waited for; `data.variable`
  'ticket.due-soon', // the promise is about to be missed; `data.dueAtMs`
  'ticket.overdue', // it was missed; `data.dueAtMs`
  'ticket.answered', // a human wrote after a promise; `data.late`, `data.waitedSeconds`
  'entry.used', // somebody wrote through a link, a QR code or a button of ours; `data.code`
  'contact.identified', // two records are the same person; `data.from` is to be joined to `contactId`
  'contact.merged',
  'contact.split',
  'contact.shared', // an agent said that another person uses the number
  'contact.opted-out',
  'contact.opted-in',
  'contact.undeliverable',
  'contact.marked', // VIP, vulnerable: set or taken away, by whom
  'person.reset', // at the desk; `data.items` is what, `data.by` who, `data.reason` why
  'call.refused', // blocked, or calls too often: heard a sentence and no flow
  'offers.stopped', // for a block of numbers, a country or everybody
  'offers.resumed',
  'settings.changed', // who, what, which version
  'experiment.assigned', // the person got an arm, for the first time in the journey; carries `data.experiment`, `data.arm`
  'sender.stopped', // nothing is begun from this sender; `data.code`, `data.untilMs`
  'sender.lifted',
  'template.held', // a wording is left alone; `data.code`, `data.untilMs`
  'timer.failed', // what was due failed five times; `data.timer` is tried on as work of the log
  'flow.step-failed', // a bug in a step; after three the release is flagged
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** One line of the event log. Flat and small: it is written on every step of every call. */
export interface DomainEvent {
  /** Stream position once stored, `<ms>-<n>`; unique within its shard. */
  readonly id: EventId;
  readonly shard: number;
  readonly type: EventType;
  readonly atMs: number;
  readonly contactId?: ContactId;
  readonly callId?: CallId;
  readonly handoffId?: HandoffId;
  readonly chatId?: ChatId;
  /** `<flow id>@<release>`, e.g. `support@3`. */
  readonly flow?: string;
  readonly step?: string;
  readonly entryNumber?: string;
  readonly language?: string;
  readonly intent?: string;
  /** The carrier's id (CallSid, MessageSid) that caused it. */
  readonly providerId?: string;
  /** What only this type has; plain JSON, never a sensitive variable, no message text. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export type NewEvent = Omit<DomainEvent, 'id' | 'shard'>;
