import type { EventLog } from '../base/event-log.ts';
import type { DomainEvent } from '../base/events.ts';
import type { CallId, ContactId } from '../base/ids.ts';
import { stepsWalked } from './steps-walked.ts';

/** What a call came to; `live`: it goes on. */
export const CALL_RESULTS = ['live', 'whatsapp', 'person', 'voicemail', 'callback', 'abandoned', 'failed-over', 'ended'] as const;
export type CallResult = (typeof CALL_RESULTS)[number];

/** One call of a flow, as the event log tells of it. */
export interface CallSummary {
  readonly callId: CallId;
  readonly contactId?: ContactId;
  readonly release: number;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly entryNumber?: string;
  /** In which it was spoken to last. */
  readonly language?: string;
  readonly intent?: string;
  readonly result: CallResult;
  /** Every step that it came to. */
  readonly steps: ReadonlySet<string>;
  readonly lastStep?: string;
}

interface Told {
  callId: CallId;
  contactId?: ContactId;
  flow: string;
  startedAtMs: number;
  endedAtMs?: number;
  entryNumber?: string;
  language?: string;
  intent?: string;
  lastStep?: string;
  readonly steps: Set<string>;
  readonly happened: Set<DomainEvent['type']>;
  reachedPerson: boolean;
}

function resultOf(told: Told): CallResult {
  if (told.reachedPerson || told.happened.has('call.connected')) return 'person';
  if (told.happened.has('handoff.requested')) return 'whatsapp';
  if (told.happened.has('voicemail.left')) return 'voicemail';
  if (told.happened.has('callback.booked')) return 'callback';
  if (told.happened.has('call.abandoned')) return 'abandoned';
  if (told.happened.has('call.failed-over')) return 'failed-over';
  return told.endedAtMs === undefined ? 'live' : 'ended';
}

function note(told: Told, event: DomainEvent): void {
  told.happened.add(event.type);
  if (event.contactId !== undefined && event.type.startsWith('call.')) told.contactId = event.contactId;
  if (event.entryNumber !== undefined) told.entryNumber ??= event.entryNumber;
  if (event.type.startsWith('call.')) {
    if (event.language !== undefined) told.language = event.language;
    if (event.intent !== undefined) told.intent = event.intent;
  }
  if (event.type === 'call.step') {
    for (const { step } of stepsWalked(event)) told.steps.add(step);
    if (event.step !== undefined) told.lastStep = event.step;
  }
  if (event.type === 'call.ended') {
    told.endedAtMs = event.atMs;
    if (event.data?.reachedPerson === true) told.reachedPerson = true;
  }
}

function summaryOf(told: Told): CallSummary {
  const { callId, contactId, flow, startedAtMs, endedAtMs, entryNumber, language, intent, lastStep, steps } = told;
  return {
    callId,
    release: releaseIn(flow),
    startedAtMs,
    result: resultOf(told),
    steps,
    ...(contactId !== undefined && { contactId }),
    ...(endedAtMs !== undefined && { endedAtMs }),
    ...(entryNumber !== undefined && { entryNumber }),
    ...(language !== undefined && { language }),
    ...(intent !== undefined && { intent }),
    ...(lastStep !== undefined && { lastStep }),
  };
}

/** The number of the release in `support@3`. */
export function releaseIn(flow: string): number {
  return Number(flow.slice(flow.lastIndexOf('@') + 1));
}

/** What is asked of the calls of a flow. Times are ms, both included; a call counts by when it began. */
export interface CallsWanted {
  readonly flowId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly result?: CallResult;
  /** Calls that came to this step. */
  readonly step?: string;
  readonly release?: number;
}

/** A call goes on for so long at most after it began, ms: what it came to is found within. */
const LONGEST_MS = 6 * 3_600_000;

/** The calls of a flow that began in a span of time, newest first. */
export async function listCalls(
  { eventLog }: { readonly eventLog: Pick<EventLog, 'range'> },
  wanted: CallsWanted,
): Promise<readonly CallSummary[]> {
  const { flowId, fromMs, toMs, result, step, release } = wanted;
  const isOurs = (flow: string | undefined) => (release === undefined ? flow?.startsWith(`${flowId}@`) : flow === `${flowId}@${release}`);
  const calls = new Map<string, Told>();
  for await (const events of eventLog.range(fromMs, toMs + LONGEST_MS)) {
    for (const event of events) {
      const { callId, flow } = event;
      if (callId === undefined || event.type === 'call.returned') continue;
      if (event.type === 'call.started' && flow !== undefined && isOurs(flow) && event.atMs <= toMs) {
        const begun: Told = { callId, flow, startedAtMs: event.atMs, steps: new Set(), happened: new Set(), reachedPerson: false };
        if (!calls.has(callId)) calls.set(callId, begun);
      }
      const told = calls.get(callId);
      if (told) note(told, event);
    }
  }
  return [...calls.values()]
    .map(summaryOf)
    .filter((call) => (result === undefined || call.result === result) && (step === undefined || call.steps.has(step)))
    .sort((a, b) => b.startedAtMs - a.startedAtMs || (a.callId < b.callId ? 1 : -1));
}
