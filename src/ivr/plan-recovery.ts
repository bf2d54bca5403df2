import type { TimerWrite } from '../base/changes.ts';
import type { NewEvent } from '../base/events.ts';
import { classifyCaller } from '../base/phone.ts';
import { callsConsent } from '../contacts/consent.ts';
import type { Contact } from '../contacts/contact.ts';
import { type CallEnd, earlyEnd, missedReason } from '../flows/early-end.ts';
import type { Flow } from '../flows/flow.ts';
import type { RecoveryReason } from '../rules/explain-recovery.ts';
import { type Call, ENDED_CALL_TTL_SECONDS } from './call.ts';
import { callEvent } from './call-events.ts';

const DAY_SECONDS = 86_400;

/** What the end of a call adds to its commit: whether somebody may be written to, and when that is decided. */
export interface RecoveryPlan {
  readonly recovery?: NonNullable<Call['recovery']>;
  readonly timers: readonly TimerWrite[];
  readonly events: readonly NewEvent[];
  /** The call is needed so long, in seconds. */
  readonly ttlSeconds: number;
}

const NOTHING: RecoveryPlan = { timers: [], events: [], ttlSeconds: ENDED_CALL_TTL_SECONDS };

/** What the engine is told of a call that is over. Pure. */
export function callEndOf(call: Call): CallEnd {
  return {
    wait: call.wait,
    path: call.path.map(([step, , input]) => ({ step, entered: input !== undefined })),
    closed: call.snapshot.context.closed !== undefined,
    personWanted: call.personAskedAtMs !== undefined || call.queuedAtMs !== undefined,
    invited: call.handoffId !== undefined,
    served: call.connectedAtMs !== undefined || call.voicemail === true || call.callback !== undefined,
  };
}

/**
 * A call is over: was it missed, and may a message follow? What is known at once decides at once; the rest when the message
 * is due, by a timer of the same commit. `nowMs` may be much later than the end: it was told late. Pure.
 */
export function planRecovery(call: Call, contact: Contact | undefined, flow: Flow, nowMs: number): RecoveryPlan {
  const end = callEndOf(call);
  const why = missedReason(flow, end);
  const missed = why ? [callEvent(call, call.snapshot.context, 'call.missed', endedAt(call), { ...stepOf(call), data: { why } })] : [];
  const early = earlyEnd(flow, end);
  if (!early || !flow.recovery) return { ...NOTHING, events: missed };
  if (early.kind === 'other-place') return { ...NOTHING, events: [...missed, withheld(call, nowMs, 'other-place', early.at)] };
  const { kind, at, message } = early;
  const refused = refusedAtOnce(call, contact, flow.recovery.consentDays, nowMs);
  if (refused) return { ...NOTHING, events: [...missed, withheld(call, nowMs, refused, at)] };
  const untilMs = endedAt(call) + message.withinHours * 3_600_000;
  const dueAtMs = Math.max(nowMs, endedAt(call) + message.afterSeconds * 1000);
  return {
    recovery: { kind, at, untilMs },
    timers: [{ id: `recover:${call.id}`, atMs: dueAtMs, payload: { type: 'call.recover', callId: call.id } }],
    events: [
      ...missed,
      callEvent(call, call.snapshot.context, 'recovery.planned', nowMs, { ...stepOf(call), data: { kind, place: at, dueAtMs } }),
    ],
    ttlSeconds: DAY_SECONDS + ENDED_CALL_TTL_SECONDS,
  };
}

/** What can't change any more before the message would be due: most callers need no timer. */
function refusedAtOnce(call: Call, contact: Contact | undefined, consentDays: number, nowMs: number): RecoveryReason | undefined {
  if (call.ended?.how === 'swept') return 'swept';
  if (!contact || classifyCaller(call.from).kind !== 'number') return 'no-number';
  if (call.handoffId !== undefined) return undefined;
  const consent = callsConsent(contact, nowMs, consentDays);
  if (consent === 'none') return 'no-consent';
  return consent === 'too-old' ? 'consent-too-old' : undefined;
}

/** Nobody is written to: why, and with which values. */
export function withheld(call: Call, atMs: number, rule: RecoveryReason, saw: string): NewEvent {
  return callEvent(call, call.snapshot.context, 'recovery.withheld', atMs, { ...stepOf(call), data: { reasons: [{ rule, saw }] } });
}

/** The step in which the call ended. */
export function stepOf(call: Pick<Call, 'wait' | 'path'>): { readonly step: string } {
  return { step: call.wait.step ?? call.path.at(-1)?.[0] ?? '' };
}

/** When the call ended, ms. */
export function endedAt(call: Pick<Call, 'ended' | 'startedAtMs'>): number {
  return call.ended?.atMs ?? call.startedAtMs;
}
