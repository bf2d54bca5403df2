import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AppError } from '../base/errors.ts';
import type { CallId } from '../base/ids.ts';
import { inTime } from '../base/in-time.ts';
import type { Logger } from '../base/log.ts';
import type { FellBack, SafetyDialEnded, VoiceEvent, VoiceReply } from '../channels/voice.ts';
import { afterSafetyDial, answerSafely, isLastSafetyDial, type NextOpening, staySafely } from '../ivr/answer-safely.ts';
import { blamed, isPassing } from '../ivr/blame-release.ts';
import type { CallDeps } from '../ivr/call-deps.ts';
import type { CallNotes } from '../ivr/call-notes.ts';
import { endCall } from '../ivr/end-call.ts';
import { noteOfWebhook } from '../ivr/note-of-webhook.ts';
import { type CallProgressEvent, resumeCall } from '../ivr/resume-call.ts';
import { startCall } from '../ivr/start-call.ts';
import { endingIn } from '../ivr/what-ended.ts';
import { answerError } from './error-handler.ts';
import { readBody } from './read-body.ts';
import type { RefusedWebhooks } from './refused-webhooks.ts';
import { requestIdFrom } from './request-id.ts';
import type { WebhookWire } from './webhook-wire.ts';

export interface VoiceRouteDeps {
  readonly calls: CallDeps;
  readonly notes: CallNotes;
  readonly wire: WebhookWire;
  readonly log: Logger;
  /** Seconds and outcome of one answered webhook, for the metrics. */
  readonly measured: (kind: string, outcome: 'ok' | 'safe' | 'refused', seconds: number) => void;
  readonly refused: Pick<RefusedWebhooks, 'note'>;
  /** A bug in a step: reported so that the release can be flagged. */
  readonly stepFailed: (event: VoiceEvent, error: unknown) => void;
}

/** Every voice webhook is answered within this, whatever is broken; the contract allows 2 s. Milliseconds. */
const ANSWER_WITHIN_MS = 1_700;
/** What look-ups of a flow may take of it. */
const LOOK_UPS_WITHIN_MS = 1_400;

/**
 * The carrier's voice webhooks, below `path`; everything else goes on to `rest`. They stand before Express: this is the
 * road every key of every call takes. Once the signature is right, the answer is always 200 with TwiML.
 */
export function voiceRoutes(deps: VoiceRouteDeps, path: string, rest: RequestListener): RequestListener {
  return (req, res) => {
    const kind = kindOf(req, path);
    if (req.method !== 'POST' || !deps.wire.voiceKinds.includes(kind)) return rest(req, res);
    const requestId = requestIdFrom(req.headers);
    const startedAt = performance.now();
    answer(deps, kind, req, res, requestId).catch((error) => {
      const refused = deps.refused.note(error, { requestId, path: path + kind });
      if (refused) deps.measured(kind, 'refused', (performance.now() - startedAt) / 1000);
      if (!res.headersSent) res.setHeader('X-Request-Id', requestId);
      answerError(deps.log, error, { requestId, method: 'POST', path: path + kind }, res);
    });
  };
}

/** The last segment of a voice address; '' for any other address. */
function kindOf({ url = '' }: IncomingMessage, path: string): string {
  if (!url.startsWith(path)) return '';
  const query = url.indexOf('?', path.length);
  return query === -1 ? url.slice(path.length) : url.slice(path.length, query);
}

async function answer(deps: VoiceRouteDeps, kind: string, req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> {
  const startedAt = performance.now();
  const event = await open(deps, kind, req);
  const outcome = await decide(deps, kind, event, requestId);
  res.writeHead(200, {
    'X-Request-Id': requestId,
    'Content-Type': 'text/xml; charset=utf-8',
    'Content-Length': Buffer.byteLength(outcome.twiml),
  });
  res.end(outcome.twiml);
  const seconds = (performance.now() - startedAt) / 1000;
  deps.measured(kind, outcome.safe ? 'safe' : 'ok', seconds);
  deps.log.info(
    { requestId, kind, callId: event ? callIdOf(deps, event) : undefined, safe: outcome.safe, ms: Math.round(seconds * 10_000) / 10 },
    'a voice webhook was answered',
  );
}

async function open(deps: VoiceRouteDeps, kind: string, req: IncomingMessage): Promise<VoiceEvent | undefined> {
  const signature = req.headers['x-twilio-signature'];
  if (typeof signature !== 'string') throw new AppError('signature-missing');
  const token = req.headers['i-twilio-idempotency-token'];
  return deps.wire.readVoice(kind, {
    address: req.url ?? '',
    body: await readBody(req),
    signature,
    idempotencyToken: typeof token === 'string' && token.length <= 100 ? token : undefined,
  });
}

interface Outcome {
  readonly twiml: string;
  readonly safe: boolean;
}

async function decide(deps: VoiceRouteDeps, kind: string, event: VoiceEvent | undefined, requestId: string): Promise<Outcome> {
  if (!event) return kind === 'fallback' ? { twiml: safeAnswer(deps, kind, ''), safe: true } : { twiml: deps.wire.silence, safe: false };
  if (event.type === 'fell-back') return { twiml: fallBack(deps, event), safe: true };
  if (event.type === 'safety-dial-ended') return { twiml: continueSafely(deps, event, requestId), safe: true };
  try {
    const reply = await inTime(handle(deps, event), ANSWER_WITHIN_MS, noAnswer);
    return { twiml: reply ? deps.wire.writeVoice(reply) : deps.wire.silence, safe: false };
  } catch (error) {
    return failSafely(deps, kind, event, error, requestId);
  }
}

function noAnswer(): AppError {
  return new AppError('store-unavailable', 'No answer in time.');
}

async function handle(deps: VoiceRouteDeps, event: VoiceEvent): Promise<VoiceReply | undefined> {
  const deadlineMs = deps.calls.clock.nowMs() + LOOK_UPS_WITHIN_MS;
  if (event.type === 'call-started') return startCall(deps.calls, event, deadlineMs);
  const end = endingIn(event);
  if (end) {
    // What was noted of this call comes before its end: whether a person had answered, for one.
    if (deps.notes.pending > 0) await deps.notes.flush();
    const { contactId } = deps.calls.identify(event.from, event.providerCallId);
    await endCall(deps.calls, callIdOf(deps, event), { ...end, contactId });
    return undefined;
  }
  return resumeCall(deps.calls, event as CallProgressEvent, deadlineMs);
}

function failSafely(deps: VoiceRouteDeps, kind: string, event: VoiceEvent, error: unknown, requestId: string): Outcome {
  const bug = !isPassing(error);
  deps.log.error({ err: error, requestId, callId: callIdOf(deps, event), kind }, 'a voice webhook was answered from memory');
  if (bug) deps.stepFailed(event, error);
  const why = error instanceof AppError ? error.code : 'bug';
  const note = noteOfWebhook(event, { atMs: deps.calls.clock.nowMs(), why, ...(bug && { bug: blamed(error) }) });
  deps.notes.add(note);
  if (note.kind === 'failed-over') return { twiml: safeAnswer(deps, kind, event.to), safe: true };
  // Who has spoken to a person is not dialled to another.
  return { twiml: note.conversation ? deps.wire.writeVoice({ verbs: [{ kind: 'hangup' }] }) : deps.wire.silence, safe: true };
}

/** The carrier had no answer that it could use: perhaps nobody here has heard of this call yet. */
function fallBack(deps: VoiceRouteDeps, event: FellBack): string {
  deps.notes.add(noteOfWebhook(event, { atMs: deps.calls.clock.nowMs(), why: 'fallback-asked' }));
  return safeAnswer(deps, 'fallback', event.to);
}

/** A person was dialled from memory: what follows needs neither the store nor the flow. */
function continueSafely(deps: VoiceRouteDeps, event: SafetyDialEnded, requestId: string): string {
  const { calls, wire, notes } = deps;
  if (event.gone && event.outcome !== 'answered') return wire.silence;
  if (event.outcome === 'answered') notes.add(noteOfWebhook(event, { atMs: calls.clock.nowMs(), why: 'safety-answered' }));
  if (isLastSafetyDial(event)) {
    const callId = callIdOf(deps, event);
    deps.log.warn({ requestId, callId, outcome: event.outcome }, 'nobody answered the safety dial; the caller was asked to call again');
    notes.add(noteOfWebhook(event, { atMs: calls.clock.nowMs(), why: 'nobody-answered' }));
  }
  const [language, ...alsoIn] = event.safety.languages;
  const { flow } = calls.shelf.forNumber(event.to).compiled;
  const voice = flow.voices[language];
  const setting = { language, alsoIn, agentDial: calls.agentDial, ...(voice !== undefined && { voice }) };
  return wire.writeVoice(afterSafetyDial(setting, event, nextOpening(calls, flow.timeZone)));
}

function nextOpening(calls: CallDeps, timeZone: string): NextOpening | undefined {
  const { opensAtMs } = calls.outlook().desk;
  return opensAtMs !== undefined && opensAtMs > calls.clock.nowMs() ? { atMs: opensAtMs, timeZone } : undefined;
}

function safeAnswer(deps: VoiceRouteDeps, kind: string, entryNumber: string): string {
  const { flow } = deps.calls.shelf.forNumber(entryNumber).compiled;
  const language = flow.languages[0] ?? 'es';
  const voice = flow.voices[language];
  const setting = { language, agentDial: deps.calls.agentDial, ...(voice !== undefined && { voice }) };
  return deps.wire.writeVoice(kind === 'queue-wait' ? staySafely(setting) : answerSafely(setting));
}

function callIdOf(deps: VoiceRouteDeps, event: VoiceEvent): CallId {
  if ('action' in event) return event.action.callId;
  return deps.calls.identify(event.from, event.providerCallId).callId;
}
