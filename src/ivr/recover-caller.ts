import type { Versioned } from '../base/changes.ts';
import { type Decision, decideAndCommit } from '../base/decide.ts';
import type { NewEvent } from '../base/events.ts';
import { afterCallHandoffId, type CallId, shardOfId } from '../base/ids.ts';
import { type Caller, classifyCaller } from '../base/phone.ts';
import { type Contact, isShared } from '../contacts/contact.ts';
import { recoveryTemplate } from '../flows/early-end.ts';
import type { Flow } from '../flows/flow.ts';
import type { Recovery } from '../flows/schema/chat-steps.ts';
import type { Handoff } from '../handoff/handoff.ts';
import { handoffIdOf } from '../handoff/token.ts';
import type { OfferDecision } from '../rules/decide-offer.ts';
import type { RecoveryReason } from '../rules/explain-recovery.ts';
import { type Call, ENDED_CALL_TTL_SECONDS } from './call.ts';
import { callEvent } from './call-events.ts';
import { contextCardOf } from './context-card.ts';
import { type Addressee, askRulesOfTheOffer, type RecoverDeps, writeDown, writingHour, writingPlace } from './message-after.ts';
import { endedAt, stepOf, withheld } from './plan-recovery.ts';
import { standOf } from './recovery-stand.ts';

/** An invite of the call that is still on its way is looked at again after so long. Milliseconds. */
const LOOK_AGAIN_MS = 60_000;

interface Found {
  readonly call: Versioned<Call>;
  readonly contact: Versioned<Contact> | undefined;
  /** Those the call asked for. */
  readonly handoffs: readonly Handoff[];
}

/** A call with everything that a decision about it needs. */
interface Ended extends Addressee {
  readonly call: Versioned<Call>;
  readonly caller: Extract<Caller, { kind: 'number' }>;
  readonly planned: NonNullable<Call['recovery']>;
  readonly flow: Flow;
  readonly settings: Recovery;
  readonly message: NonNullable<Recovery['dropped'] | Recovery['missed']>;
  readonly consentId: string;
}

/**
 * The message after a call that ended too early is due: writes it down, to be sent by the jobs, if the caller had consented
 * and nothing speaks against it now; otherwise why not. Decided once: called twice, or after a crash, it changes nothing
 * more. A call that begins meanwhile makes it decide again.
 */
export function recoverCaller(deps: RecoverDeps, callId: CallId): Promise<void> {
  return decideAndCommit<void>(deps.store, async () => {
    const found = await load(deps, callId);
    const planned = found?.call.value.recovery;
    if (!found || !planned || planned.settled) return { outcome: undefined };
    return decide(deps, found, planned);
  });
}

async function load(deps: RecoverDeps, callId: CallId): Promise<Found | undefined> {
  const [call] = (await deps.store.load([{ kind: 'call', id: callId }])) as [Versioned<Call> | undefined];
  if (!call) return undefined;
  const ids = Array.from({ length: call.value.handoffs ?? 0 }, (_, n) => handoffIdOf(deps.keyring, callId, n + 1));
  const [contact, ...handoffs] = (await deps.store.load([
    { kind: 'contact', id: call.value.contactId },
    ...ids.map((id) => ({ kind: 'handoff', id }) as const),
  ])) as [Versioned<Contact> | undefined, ...(Versioned<Handoff> | undefined)[]];
  return { call, contact, handoffs: handoffs.flatMap((handoff) => (handoff ? [handoff.value] : [])) };
}

async function decide(deps: RecoverDeps, found: Found, planned: Ended['planned']): Promise<Decision<void>> {
  const { call, contact, handoffs } = found;
  const nowMs = deps.clock.nowMs();
  const settle = (reason: RecoveryReason, saw = '') => settled(call, [withheld(call.value, nowMs, reason, saw)]);
  const published = await deps.shelf.find(call.value.flow);
  const settings = published?.compiled.flow.recovery;
  const message = settings?.[planned.kind];
  // The release is gone, with what was to be said.
  if (!published || !settings || !message) return settle('too-late');
  if (nowMs >= planned.untilMs) return settle('too-late', new Date(planned.untilMs).toISOString());
  const caller = classifyCaller(call.value.from);
  if (!contact || caller.kind !== 'number') return settle('no-number');
  const stand = standOf(call.value, contact.value, handoffs, { consentDays: settings.consentDays, nowMs });
  if (stand.kind === 'not') return settle(stand.reason, stand.saw);
  if (stand.kind === 'on-its-way') return comeBack(call.value, nowMs + LOOK_AGAIN_MS);
  const { flow } = published.compiled;
  // They called themselves, a moment ago: the hours of the law count where an administrator switched its rule on.
  const ownHoursOnly = !deps.offers.rules().rules['do-not-disturb'].on;
  const place = writingPlace(deps.offers, flow, settings, { to: caller.canonical, entryNumber: call.value.to, ownHoursOnly });
  const { untilMs } = planned;
  const hour = writingHour({ place, nowMs, untilMs });
  if (typeof hour !== 'number') return settle(hour.reason, hour.saw);
  if (hour > nowMs) return comeBack(call.value, hour);
  return askRules(deps, { call, contact, caller, planned, flow, settings, message, consentId: stand.consentId, place, untilMs, nowMs });
}

/** The rules of the offer have the last word, as they stand in the settings. */
async function askRules(deps: RecoverDeps, ended: Ended): Promise<Decision<void>> {
  const { call, contact, caller, message, nowMs, planned } = ended;
  const { intent, language, variables } = call.value.snapshot.context;
  const shared = isShared(contact.value);
  const template = recoveryTemplate(message, { shared, ...(intent !== undefined && { intent }) });
  const decision = await askRulesOfTheOffer(deps, ended, template, {
    caller,
    callId: call.value.id,
    entryNumber: call.value.to,
    language,
    intent,
    attestation: call.value.attestation,
    variables,
  });
  const { kind, at } = planned;
  const told = (reasons?: unknown): NewEvent =>
    callEvent(call.value, call.value.snapshot.context, reasons ? 'recovery.withheld' : 'recovery.requested', nowMs, {
      ...stepOf(call.value),
      data: { kind, place: at, ...(reasons ? { reasons } : { template, consentId: ended.consentId }), ...decision.record },
    });
  if (!decision.allowed) return settled(call, [told(decision.reasons)]);
  if (decision.number === 'ask') return settled(call, [told([{ rule: 'not-a-mobile', saw: lineOf(decision, caller) }])]);
  return write(deps, ended, template, told());
}

function lineOf({ record }: OfferDecision, caller: Ended['caller']): string {
  return String(record.saw['line-looked-up']?.[0] ?? caller.type);
}

function write(deps: RecoverDeps, ended: Ended, template: string, told: NewEvent): Decision<void> {
  const { call, contact, planned, settings, consentId } = ended;
  const endedAtMs = endedAt(call.value);
  const { step } = stepOf(call.value);
  const wanted = {
    handoffId: afterCallHandoffId(deps.keyring.hash, call.value.id),
    callId: call.value.id,
    flow: call.value.flow,
    step,
    template,
    origin: { entry: planned.kind === 'dropped' ? 'recovery' : 'missed-call', endedAtMs, consentId },
    card: { ...contextCardOf(call.value, contact.value, endedAtMs), endedEarly: { kind: planned.kind, step } },
  } as const;
  return writeDown(deps, ended, settings, wanted, (events) => settled(call, [told, ...events]).changes);
}

function settled({ value, version }: Versioned<Call>, events: readonly NewEvent[]) {
  const call: Call = value.recovery ? { ...value, recovery: { ...value.recovery, settled: true } } : value;
  const ref = { kind: 'call', id: call.id } as const;
  return {
    outcome: undefined,
    changes: {
      shard: shardOfId(call.id) ?? 0,
      writes: [{ ref, expectedVersion: version, value: call, ttlSeconds: ENDED_CALL_TTL_SECONDS }],
      events,
    },
  };
}

function comeBack(call: Call, atMs: number): Decision<void> {
  const timer = { id: `recover:${call.id}`, atMs, payload: { type: 'call.recover', callId: call.id } };
  return { outcome: undefined, changes: { shard: shardOfId(call.id) ?? 0, timers: [timer] } };
}
