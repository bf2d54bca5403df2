import { type Call, createLine, type DocumentRequest } from './call.ts';
import { callParameters } from './call-parameters.ts';
import { type Ending, finishCall, secondsOf } from './end-leg.ts';
import { DocumentFailure, fetchDocument, type PostWebhook } from './fetch-document.ts';
import { postOrHold } from './hold-webhooks.ts';
import { Diverted, note, noteCallProblem } from './line-listening.ts';
import { runVerbs } from './run-verbs.ts';
import { makeSid } from './sids.ts';
import type { Parameters } from './signature.ts';
import type { Step, Walk } from './walk.ts';
import { underWay, type World } from './world.ts';

/** Who calls whom, and what the carrier knows about the caller. */
export interface Incoming {
  readonly from: string;
  readonly to: string;
  /** STIR/SHAKEN result; absent for numbers of most countries. */
  readonly attestation?: string | undefined;
  readonly forwardedFrom?: string | undefined;
  readonly callerName?: string | undefined;
}

/** Ended calls are forgotten beyond so many. */
const CALLS_KEPT = 5000;

/** Starts an inbound call and walks it in the background until it ends. */
export function startCall(world: World, post: PostWebhook, incoming: Incoming): Call {
  const sid = makeSid('CA', world.random);
  const now = world.scheduler.nowMs();
  const call: Call = {
    sid,
    from: incoming.from,
    to: incoming.to,
    direction: 'inbound',
    extra: extraParameters(incoming, sid),
    startedAtMs: now,
    status: 'ringing',
    state: 'ringing',
    heard: [],
    problems: [],
    line: createLine(world),
    hurried: { atMs: now, documents: 0 },
  };
  world.calls.set(sid, call);
  forgetOldest(world);
  note(world, call, { kind: 'ring', text: incoming.to });
  underWay(world, walkCall(world, post, call));
  return call;
}

/** Calls that ended long ago make room. */
function forgetOldest(world: World): void {
  if (world.calls.size <= CALLS_KEPT) return;
  for (const [sid, call] of world.calls) {
    if (call.state !== 'ended') continue;
    world.calls.delete(sid);
    return;
  }
}

function extraParameters(incoming: Incoming, sid: string): Parameters {
  return {
    CallToken: JSON.stringify({ parentCallInfoToken: sid }),
    ...(incoming.attestation && { StirVerstat: incoming.attestation }),
    ...(incoming.forwardedFrom && { ForwardedFrom: incoming.forwardedFrom }),
    ...(incoming.callerName && { CallerName: incoming.callerName }),
  };
}

async function walkCall(world: World, post: PostWebhook, call: Call): Promise<void> {
  const { account } = world;
  const ending = await walkDocuments(world, post, call, {
    url: account.serviceUrl() + account.webhooks.voice,
    method: 'POST',
    parameters: {},
  });
  await endCall(world, post, call, ending);
}

/** Runs document after document on a line, from this one, until nothing more follows; answers who ended it. */
export async function walkDocuments(world: World, post: PostWebhook, call: Call, first: DocumentRequest): Promise<Ending> {
  const walk: Walk = {
    world,
    post,
    call,
    scope: 'call',
    more: () => ({}),
    run: runVerbs,
    converse: (leg, request) => walkDocuments(world, post, leg, request),
  };
  let request: DocumentRequest | undefined = first;
  let ending: Ending = { by: 'service' };
  let onFallback = false;
  while (request) {
    try {
      const step: Step = await runVerbs(walk, await fetchDocument(world, post, call, request));
      request = step?.kind === 'go' ? step.request : undefined;
      onFallback = false;
      if (step?.kind === 'hangup') ending = { by: 'service', hungUp: true, ...(step.status && { status: step.status }) };
    } catch (error) {
      const turn = turnAfter(world, call, error, onFallback);
      request = turn.request;
      onFallback = turn.onFallback;
      if (turn.ending) ending = turn.ending;
    }
  }
  return ending;
}

interface Turn {
  readonly request: DocumentRequest | undefined;
  readonly onFallback: boolean;
  readonly ending?: Ending;
}

function turnAfter(world: World, call: Call, error: unknown, onFallback: boolean): Turn {
  if (error instanceof DocumentFailure) return turnToFallback(world, call, error, onFallback);
  if (!(error instanceof Diverted)) throw error;
  if (error.why.kind === 'divert') return { request: error.why.request, onFallback: false };
  if (error.why.kind === 'hangup') return { request: undefined, onFallback, ending: { by: error.why.by } };
  error.why.bridge.end('caller');
  return { request: undefined, onFallback, ending: { by: 'carrier' } };
}

/** The fallback address is asked once for a failure; when that fails too, the caller hears so and the call ends. */
function turnToFallback(world: World, call: Call, failure: DocumentFailure, onFallback: boolean): Turn {
  noteCallProblem(world, call, failure.code, failure.message, false);
  if (call.status === 'ringing') call.status = 'in-progress';
  call.answeredAtMs ??= world.scheduler.nowMs();
  if (!onFallback) {
    const url =
      call.fallbackUrl ?? (call.direction === 'inbound' ? world.account.serviceUrl() + world.account.webhooks.voiceFallback : undefined);
    if (url !== undefined)
      return {
        request: { url, method: 'POST', parameters: { ErrorCode: String(failure.code), ErrorUrl: failure.url.split('#', 1)[0] ?? '' } },
        onFallback: true,
      };
  }
  note(world, call, { kind: 'say', text: 'We are sorry. An application error has occurred. Goodbye.', language: 'en-US' });
  return { request: undefined, onFallback, ending: { by: 'carrier' } };
}

async function endCall(world: World, post: PostWebhook, call: Call, ending: Ending): Promise<void> {
  finishCall(world, call, ending);
  const seconds = secondsOf(call);
  const url = call.statusCallback ?? world.account.serviceUrl() + world.account.webhooks.voiceStatus;
  const parameters = callParameters(world, call, {
    CallDuration: String(seconds),
    Duration: String(Math.ceil(seconds / 60)),
    Timestamp: new Date(call.endedAtMs ?? 0).toUTCString().replace('GMT', '+0000'),
    CallbackSource: 'call-progress-events',
    SequenceNumber: '0',
  });
  await postOrHold(world, post, { kind: 'call-status', url, parameters }, (answer) => {
    if (answer.kind === 'failed' || answer.status >= 400) noteCallProblem(world, call, 15003, 'the status callback failed', true);
  });
}
