import type { RecordWrite, Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { decideAndCommit } from '../base/decide.ts';
import { AppError } from '../base/errors.ts';
import type { NewEvent } from '../base/events.ts';
import { type CallId, type ContactId, shardOfId } from '../base/ids.ts';
import type { Contact } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS } from '../contacts/load-contact.ts';
import type { Flow } from '../flows/flow.ts';
import type { FlowShelf } from '../flows/published-flow.ts';
import { type Call, ENDED_CALL_TTL_SECONDS } from './call.ts';
import { callEvent } from './call-events.ts';
import { connectedAt, connectedEvent } from './connected-call.ts';
import { enteredPart } from './entered.ts';
import { noteCall, outcomeOf } from './note-call.ts';
import { planRecovery } from './plan-recovery.ts';
import type { CallEnding, Conversation } from './what-ended.ts';

export interface EndDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** The release the call began with: whether a message may follow is written there. */
  readonly shelf: Pick<FlowShelf, 'find'>;
  /** How long what the caller entered is kept, for a replay; 0 or absent: not at all. */
  readonly enteredKeptSeconds?: number;
}

/** What is told of an end. What was noted earlier carries its time and the conversation that went before. */
export interface ToldEnding extends CallEnding {
  /** Who called, where that is known beforehand: saves a round trip. */
  readonly contactId?: ContactId;
  readonly atMs?: number;
  readonly providerCallId?: string;
  readonly conversation?: Conversation;
}

/**
 * The call is over, whoever noticed it: the carrier's status, a queue that the caller left by hanging up, or the
 * sweeper. Where the caller was then decides what it counts as. Ending twice changes nothing.
 */
export function endCall(deps: EndDeps, callId: CallId, how: ToldEnding): Promise<boolean> {
  return decideAndCommit<boolean>(deps.store, async () => {
    const [found, known] = await load(deps.store, callId, how.contactId);
    if (!found || found.value.ended) return { outcome: false };
    const nowMs = how.atMs ?? deps.clock.nowMs();
    const talked = withConversation(found.value, how, nowMs);
    const ended: Call = { ...talked.call, ended: { atMs: nowMs, how: how.status } };
    const caller = known ?? (await loadContact(deps.store, ended.contactId));
    const flow = await flowOf(deps, ended.flow);
    const plan = flow && planRecovery(ended, caller.found?.value, flow, deps.clock.nowMs());
    const call: Call = plan?.recovery ? { ...ended, recovery: plan.recovery } : ended;
    const ttlSeconds = plan?.ttlSeconds ?? ENDED_CALL_TTL_SECONDS;
    return {
      outcome: true,
      changes: {
        shard: shardOfId(callId) ?? 0,
        writes: [
          { ref: { kind: 'call', id: callId }, expectedVersion: found.version, value: call, ttlSeconds },
          ...contactWrite(caller, call),
        ],
        parts: enteredPart(call, deps.enteredKeptSeconds ?? 0),
        timers: [{ id: `sweep:${callId}`, atMs: null }, ...(plan?.timers ?? [])],
        events: [...talked.events, ...endEvents(talked.call, how, nowMs), ...(plan?.events ?? [])],
      },
    };
  });
}

/** The flow that the call ran; a release that is gone, or that this version can't compile, must not keep a call from ending. */
async function flowOf({ shelf }: EndDeps, ref: string): Promise<Flow | undefined> {
  try {
    return (await shelf.find(ref))?.compiled.flow;
  } catch (error) {
    if (error instanceof AppError && error.code === 'store-unavailable') throw error;
    return undefined;
  }
}

/** The call, and in the same round trip the caller if we know who that is. */
async function load(store: Store, callId: CallId, contactId: ContactId | undefined) {
  const contactRef = contactId === undefined ? [] : [{ kind: 'contact', id: contactId } as const];
  const [call, contact] = await store.load([{ kind: 'call', id: callId }, ...contactRef]);
  const isCallers = call !== undefined && (call.value as Call).contactId === contactId;
  return [call as Versioned<Call> | undefined, isCallers ? { found: contact as Versioned<Contact> | undefined } : undefined] as const;
}

async function loadContact(store: Store, id: ContactId) {
  const [found] = (await store.load([{ kind: 'contact', id }])) as [Versioned<Contact> | undefined];
  return { found };
}

/** The caller's own record, with what the call was about and came to. Who withheld the number has none. */
function contactWrite({ found }: { readonly found: Versioned<Contact> | undefined }, call: Call): readonly RecordWrite[] {
  const value = found && noteCall(found.value, call.id, call.snapshot.context.intent, outcomeOf(call));
  const ref = { kind: 'contact', id: call.contactId } as const;
  return value ? [{ ref, expectedVersion: found.version, value, ttlSeconds: CONTACT_TTL_SECONDS }] : [];
}

/** The call as it stood before its end, with the conversation that nobody could write down. */
function withConversation(call: Call, how: ToldEnding, nowMs: number): { readonly call: Call; readonly events: readonly NewEvent[] } {
  if (!how.conversation || call.connectedAtMs !== undefined) return { call, events: [] };
  const connectedAtMs = connectedAt(call, how.conversation, nowMs);
  return {
    call: { ...call, connectedAtMs },
    events: [connectedEvent(call, how.conversation.by, connectedAtMs, how.providerCallId ?? '')],
  };
}

/** What the end of a call counts as, from where it stood. Pure. */
export function endEvents(call: Call, how: CallEnding, nowMs: number): readonly NewEvent[] {
  const { context } = call.snapshot;
  const events: NewEvent[] = [];
  if (call.offer?.open) events.push(callEvent(call, context, 'offer.abandoned', nowMs, { step: call.offer.step }));
  if (call.wait.kind === 'queue' && call.connectedAtMs === undefined) {
    const waitedMs = call.queuedAtMs === undefined ? 0 : nowMs - call.queuedAtMs;
    events.push(
      callEvent(call, context, 'call.abandoned', nowMs, {
        data: { waitedMs, ...(call.handoffId && { handoff: true }) },
        ...(call.handoffId && { handoffId: call.handoffId }),
      }),
    );
  }
  const data = {
    status: how.status,
    at: call.wait.kind,
    durationSeconds: how.durationSeconds ?? Math.round((nowMs - call.startedAtMs) / 1000),
    reachedPerson: call.connectedAtMs !== undefined,
  };
  events.push(callEvent(call, context, 'call.ended', nowMs, { ...(call.wait.step !== undefined && { step: call.wait.step }), data }));
  return events;
}

/** A call without a sign of life for hours has ended, and nobody told us. */
export async function sweepCall(deps: EndDeps, callId: CallId): Promise<void> {
  await endCall(deps, callId, { status: 'swept' });
}
