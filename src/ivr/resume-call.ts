import type { Versioned } from '../base/changes.ts';
import { decideAndCommit } from '../base/decide.ts';
import { AppError } from '../base/errors.ts';
import type { Caller } from '../base/phone.ts';
import type { DialEnded, InputReceived, QueueLeft, QueueWait, Recorded, VoiceReply } from '../channels/voice.ts';
import type { Contact } from '../contacts/contact.ts';
import type { VoiceFlowEvent, VoiceWait } from '../flows/call-outcomes.ts';
import { createArmChooser } from '../flows/experiments.ts';
import { resumeCall as resumeFlow } from '../flows/run-call.ts';
import { deliveryForCaller } from '../handoff/delivery-for-caller.ts';
import type { Handoff } from '../handoff/handoff.ts';
import { handoffIdOf } from '../handoff/token.ts';
import { voicemailIdOf } from '../handoff/voicemail.ts';
import { advanceCall } from './advance-call.ts';
import { blameRelease } from './blame-release.ts';
import type { Call } from './call.ts';
import type { CallDeps } from './call-deps.ts';
import type { CallTurn } from './call-events.ts';
import { changesOfSprint } from './change-of-sprint.ts';
import { connectedAt, connectedEvent } from './connected-call.ts';
import type { CallIdentityFound } from './identify-call.ts';
import { runSprint, type SprintSetting } from './run-sprint.ts';
import { surroundingsOf } from './surroundings.ts';
import { voicemailOf } from './take-voicemail.ts';
import { conversationIn } from './what-ended.ts';

/** A webhook of a call that is under way: the caller entered something, or waits, or a leg ended. */
export type CallProgressEvent = InputReceived | QueueWait | QueueLeft | DialEnded | Recorded;

interface Loaded {
  readonly caller: Caller;
  readonly call: Versioned<Call>;
  readonly contact: Versioned<Contact> | undefined;
  readonly handoff: Handoff | undefined;
  /** The carrier told of the recording before the call did: it is written already. */
  readonly isKept: boolean;
}

/**
 * The next step of a call. The same webhook delivered twice, or one that was overtaken, is answered with what was last
 * said and changes nothing. Throws `not-found` for a call we do not know and `store-unavailable`.
 */
export function resumeCall(deps: CallDeps, event: CallProgressEvent, deadlineMs: number): Promise<VoiceReply> {
  const key = keyOf(event);
  const found = deps.identify(event.from, event.providerCallId);
  return decideAndCommit<VoiceReply>(deps.store, async () => {
    const loaded = await load(deps, event, found);
    const { call } = loaded;
    if (call.value.last.key === key || isOvertaken(call.value, event) || isOver(call.value, event))
      return { outcome: call.value.last.reply };
    const flowEvent = flowEventOf(call.value, loaded.handoff, event, deps.clock.nowMs());
    if (!flowEvent) return { outcome: call.value.last.reply };
    return blameRelease(call.value.flow, () => step(deps, event, loaded, { flowEvent, key, deadlineMs }));
  });
}

async function load(deps: CallDeps, event: CallProgressEvent, found: CallIdentityFound): Promise<Loaded> {
  const { callId } = event.action;
  const { caller, contactId } = found;
  const watchesHandoff = event.action.kind === 'hold' || event.type === 'queue-wait';
  const recording = event.type === 'recorded' ? event.recording : undefined;
  const [call, contact, beside] = (await deps.store.load([
    { kind: 'call', id: callId },
    { kind: 'contact', id: contactId },
    ...(watchesHandoff ? [{ kind: 'handoff', id: handoffIdOf(deps.keyring, callId, 1) } as const] : []),
    ...(recording ? [{ kind: 'voicemail', id: voicemailIdOf(deps.keyring, callId, recording.providerId) } as const] : []),
  ])) as [Versioned<Call> | undefined, Versioned<Contact> | undefined, Versioned | undefined];
  if (!call) throw new AppError('not-found', 'There is no such call; it may have ended long ago.');
  const handoff = watchesHandoff ? (beside?.value as Handoff | undefined) : undefined;
  const isKept = recording !== undefined && beside !== undefined;
  if (!watchesHandoff || (call.value.handoffs ?? 0) < 2 || !call.value.handoffId) return { caller, call, contact, handoff, isKept };
  const [later] = (await deps.store.load([{ kind: 'handoff', id: call.value.handoffId }])) as [Versioned<Handoff> | undefined];
  return { caller, call, contact, handoff: later?.value, isKept };
}

/** What makes two deliveries the same webhook: the carrier's token, or the same call, step and input. */
function keyOf(event: CallProgressEvent): string {
  if (event.idempotencyToken) return event.idempotencyToken;
  const at = `${event.action.kind}:${event.action.turn}`;
  if (event.type === 'input-received') return `${at}:${event.digits ?? ''}:${event.speech ?? ''}`;
  if (event.type === 'queue-wait') return `${at}:${event.digits ?? event.speech ?? ''}:${event.waitedSeconds}:${event.position}`;
  if (event.type === 'recorded') return `${at}:${event.recording?.providerId ?? ''}`;
  return `${at}:${event.outcome}`;
}

/** Keys and waits that arrive after the end count no more: nobody accepts an offer that was left. Results of legs still do. */
function isOver(call: Call, event: CallProgressEvent): boolean {
  if (call.ended === undefined || call.ended.how === 'swept') return false;
  return event.type === 'input-received' || event.type === 'queue-wait';
}

/** The address of a queue's wait and of its result is given once, when the caller is queued; every other turn counts. */
function isOvertaken(call: Call, event: CallProgressEvent): boolean {
  if (event.type === 'input-received') return event.action.turn !== call.turn;
  if (event.type === 'recorded') return call.wait.kind !== 'record' || event.action.turn !== call.turn;
  if (event.type === 'dial-ended') return call.wait.kind !== 'dial';
  return call.wait.kind !== 'queue';
}

function flowEventOf(call: Call, handoff: Handoff | undefined, event: CallProgressEvent, nowMs: number): VoiceFlowEvent | undefined {
  switch (event.type) {
    case 'input-received':
      if (call.wait.kind === 'hold') return tick(handoff, nowMs, event.digits);
      return {
        type: 'INPUT',
        ...(event.digits !== undefined && { digits: event.digits }),
        ...(event.speech !== undefined && { speech: event.speech }),
        ...(event.confidence !== undefined && { confidence: event.confidence }),
      };
    case 'queue-wait': {
      const queue = { position: event.position, waitedSeconds: event.waitedSeconds };
      if (event.action.turn !== call.turn) return { ...tick(handoff, nowMs, undefined), queue };
      const { speech, confidence } = event;
      return {
        ...tick(handoff, nowMs, event.digits),
        ...(speech !== undefined && { speech }),
        ...(confidence !== undefined && { confidence }),
        queue,
      };
    }
    case 'queue-left':
      return queueLeft(event);
    case 'recorded':
      return {
        type: 'RECORDED',
        outcome: event.lost ? 'failed' : event.recording ? 'recorded' : 'silent',
        ...(event.recording && { seconds: event.recording.seconds }),
      };
    case 'dial-ended':
      return { type: 'DIAL_ENDED', outcome: event.outcome === 'canceled' ? 'failed' : event.outcome };
  }
}

function tick(handoff: Handoff | undefined, nowMs: number, digits: string | undefined): Extract<VoiceFlowEvent, { type: 'TICK' }> {
  return { type: 'TICK', ...(handoff && deliveryForCaller(handoff, nowMs)), ...(digits !== undefined && { digits }) };
}

function queueLeft(event: QueueLeft): VoiceFlowEvent | undefined {
  if (event.outcome === 'connecting' || event.outcome === 'hung-up') return undefined;
  if (event.outcome === 'redirected') return { type: 'QUEUE_LEFT', outcome: 'left' };
  return { type: 'QUEUE_LEFT', outcome: event.outcome };
}

interface Turn {
  readonly flowEvent: VoiceFlowEvent;
  readonly key: string;
  readonly deadlineMs: number;
}

async function step(deps: CallDeps, event: CallProgressEvent, loaded: Loaded, { flowEvent, key, deadlineMs }: Turn) {
  const { caller } = loaded;
  const before = loaded.call.value;
  const nowMs = deps.clock.nowMs();
  const published = await deps.shelf.find(before.flow);
  if (!published) throw new AppError('internal', `The release ${before.flow} of a running call is gone.`);
  const setting: SprintSetting = {
    compiled: published.compiled,
    caller,
    contact: loaded.contact?.value,
    call: before,
    surroundings: surroundingsOf(
      nowMs,
      before.to,
      caller,
      loaded.contact?.value,
      deps.outlook(),
      createArmChooser(deps.keyring, before.contactId),
    ),
    deadlineMs,
  };
  const sprint = await runSprint(deps, setting, resumeFlow(published.compiled, before.snapshot, flowEvent, setting.surroundings));
  if (event.type === 'queue-wait') noteQueue(deps, event, sprint.progress.wait, nowMs);
  const conversation = conversationIn(event);
  const connectedAtMs = conversation && connectedAt(before, conversation, nowMs);
  const call = advanceCall(deps, connectedAtMs === undefined ? before : { ...before, connectedAtMs }, sprint, {
    key,
    nowMs,
    inQueue: event.type === 'queue-wait',
  });
  const voicemail = event.type === 'recorded' && !loaded.isKept ? voicemailOf(deps, { call, sprint, setting }, event.recording) : undefined;
  const by = doneBy(flowEvent);
  const changes = changesOfSprint(deps, {
    call,
    ...(by && { by }),
    callVersion: loaded.call.version,
    sprint,
    setting,
    contactVersion: loaded.contact?.version ?? 0,
    ...(voicemail && { voicemail }),
    events: connectedAtMs === undefined ? [] : [connectedEvent(call, conversation?.by ?? 'queue', connectedAtMs, event.providerCallId)],
  });
  return { outcome: call.last.reply, changes };
}

/** What the caller did; nothing where it is the line that goes on. */
function doneBy(event: VoiceFlowEvent): CallTurn['by'] {
  if (event.type !== 'INPUT' && event.type !== 'TICK') return undefined;
  if (event.digits) return 'keys';
  if (event.speech) return 'speech';
  return event.type === 'INPUT' ? 'silence' : undefined;
}

/** An average of nothing waited yet is no figure: a queue that just began promises nobody a short wait. */
function noteQueue(deps: CallDeps, event: QueueWait, wait: VoiceWait, atMs: number): void {
  if (wait.kind !== 'queue') return;
  deps.noteQueue({
    queue: wait.queue,
    atMs,
    ...(event.averageWaitSeconds && { waitSeconds: event.averageWaitSeconds }),
    ...(event.size !== undefined && { size: event.size }),
  });
}
