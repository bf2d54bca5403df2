import type { LedgerEntry, RecordWrite, TimerWrite } from '../base/changes.ts';
import type { NewEvent } from '../base/events.ts';
import type { CallId, ContactId, HandoffId } from '../base/ids.ts';
import type { ContextCard } from './context-card.ts';
import { consentIdOf, type Handoff, handoffTtlSeconds, type OutsideOrigin, type ReminderRules, type WantedTeam } from './handoff.ts';

/** What a pressed key accepted: everything the handoff and the proof of consent need. */
export interface Acceptance {
  readonly handoffId: HandoffId;
  readonly callerId: ContactId;
  readonly inviteeId: ContactId;
  readonly callId: CallId;
  readonly providerCallId: string;
  readonly flow: string;
  readonly step: string;
  readonly language: string;
  readonly intent?: string;
  readonly to: string;
  readonly numberSource: 'caller-id' | 'typed';
  readonly key: string;
  /** Digest of what was spoken, word for word; the words stand in the release named by `flow`, which never changes. */
  readonly spokenTextHash: string;
  readonly businessName: string;
  /** What the words say the key agrees to; `calls` reaches beyond this query. */
  readonly consentFor?: 'query' | 'calls';
  readonly template: string;
  readonly lookBackHours: number;
  readonly undeliverableDays: number;
  readonly maxInvites: number;
  readonly perHours: number;
  readonly smsFallback: boolean;
  readonly reminder?: ReminderRules;
  readonly card: ContextCard;
  readonly nowMs: number;
  /** Of an invite that came through another door than a call of ours. */
  readonly outside?: {
    readonly origin: OutsideOrigin;
    readonly values?: Readonly<Record<string, string>>;
    readonly wanted?: WantedTeam;
    /** What was said, word for word: it stands in no release of ours. */
    readonly consent: { readonly wording: string; readonly atMs: number; readonly promptId?: string; readonly recordingUrl?: string };
  };
}

export interface Accepted {
  readonly handoff: Handoff;
  readonly writes: readonly RecordWrite[];
  readonly timers: readonly TimerWrite[];
  readonly ledger: readonly LedgerEntry[];
  readonly events: readonly NewEvent[];
}

const HOUR_MS = 3_600_000;
/** As they stand in the receipt. */
const PURPOSES = {
  query: 'continue this query',
  calls: 'continue this query; write when a later call is cut off or goes unanswered',
} as const;

/** Accepting an offer: the handoff, the consent receipt and the events, all for one commit; the sending follows from the event. */
export function acceptHandoff(acceptance: Acceptance): Accepted {
  const handoff = handoffOf(acceptance);
  return {
    handoff,
    ...beginHandoff(handoff, acceptance.nowMs),
    ledger: [{ ledger: 'consent', value: consentReceipt(acceptance) }],
    events: events(acceptance),
  };
}

/** What every new handoff writes: itself, and when it is given up. */
export function beginHandoff(handoff: Handoff, nowMs: number): Pick<Accepted, 'writes' | 'timers'> {
  const { id, lookBackUntilMs } = handoff;
  return {
    writes: [{ ref: { kind: 'handoff', id }, expectedVersion: 0, value: handoff, ttlSeconds: handoffTtlSeconds(handoff, nowMs) }],
    timers: [{ id: `expire:${id}`, atMs: lookBackUntilMs, payload: { type: 'handoff.expire', handoffId: id } }],
  };
}

function handoffOf(a: Acceptance): Handoff {
  return {
    id: a.handoffId,
    contactId: a.callerId,
    inviteeId: a.inviteeId,
    callId: a.callId,
    flow: a.flow,
    step: a.step,
    language: a.language,
    ...(a.intent !== undefined && { intent: a.intent }),
    to: a.to,
    numberSource: a.numberSource,
    requestedAtMs: a.nowMs,
    delivery: 'requested',
    template: a.template,
    lookBackUntilMs: a.nowMs + a.lookBackHours * HOUR_MS,
    rules: {
      undeliverableDays: a.undeliverableDays,
      maxInvites: a.maxInvites,
      perHours: a.perHours,
      smsFallback: a.smsFallback,
      ...(a.reminder && { reminder: a.reminder }),
    },
    card: a.card,
    ...(a.outside && { origin: a.outside.origin }),
    ...(a.outside?.values && { values: a.outside.values }),
    ...(a.outside?.wanted && { wanted: a.outside.wanted }),
  };
}

/** The proof of consent, with the fields of reference "Record of consent": who, when, which key, after which words, for what. */
function consentReceipt(a: Acceptance): Readonly<Record<string, unknown>> {
  return {
    consentId: consentIdOf(a.handoffId),
    subject: a.to,
    subjectId: a.inviteeId,
    numberSource: a.numberSource,
    callSid: a.providerCallId,
    at: new Date(a.outside?.consent.atMs ?? a.nowMs).toISOString(),
    key: a.key,
    promptId: a.outside?.consent.promptId ?? `${a.flow}/${a.step}`,
    promptHash: a.spokenTextHash,
    language: a.language,
    businessName: a.businessName,
    purpose: PURPOSES[a.consentFor ?? 'query'],
    messageCategories: ['utility'],
    channel: 'whatsapp',
    flowVersion: a.flow,
    template: a.template,
    handoffId: a.handoffId,
    ...(a.outside && { obtainedBy: a.outside.origin.keyId, promptText: a.outside.consent.wording }),
    ...(a.outside?.consent.recordingUrl !== undefined && { recordingUrl: a.outside.consent.recordingUrl }),
  };
}

function events(a: Acceptance): readonly NewEvent[] {
  const entry = a.outside && { entry: a.outside.origin.entry };
  const common = {
    atMs: a.nowMs,
    contactId: a.callerId,
    callId: a.callId,
    handoffId: a.handoffId,
    flow: a.flow,
    step: a.step,
    entryNumber: a.card.entryNumber,
    language: a.language,
    providerId: a.providerCallId,
    ...(a.intent !== undefined && { intent: a.intent }),
  };
  return [
    {
      ...common,
      type: 'consent.recorded',
      data: {
        key: a.key,
        promptHash: a.spokenTextHash,
        purpose: PURPOSES[a.consentFor ?? 'query'],
        numberSource: a.numberSource,
        ...entry,
      },
    },
    { ...common, type: 'handoff.requested', data: { template: a.template, numberSource: a.numberSource, ...entry } },
  ];
}
