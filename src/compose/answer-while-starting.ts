import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { VoiceEvent, VoiceReply } from '../channels/voice.ts';
import { answerError } from '../http/error-handler.ts';
import { readBody } from '../http/read-body.ts';
import type { RefusedWebhooks } from '../http/refused-webhooks.ts';
import { requestIdFrom } from '../http/request-id.ts';
import type { WebhookWire } from '../http/webhook-wire.ts';
import { afterSafetyDial, answerSafely, isLastSafetyDial, staySafely } from '../ivr/answer-safely.ts';
import type { CallNotes } from '../ivr/call-notes.ts';
import { noteOfWebhook } from '../ivr/note-of-webhook.ts';
import { conversationIn, endingIn } from '../ivr/what-ended.ts';

const VOICE_PATH = '/webhooks/twilio/voice/';

export interface StartingDeps {
  /** Absent until the carrier's account is known; always absent where no calls are taken. */
  readonly wire: () => WebhookWire | undefined;
  readonly log: Logger;
  readonly clock: Clock;
  /** What is answered here is written down once the store is there. */
  readonly notes: Pick<CallNotes, 'add'>;
  readonly refused: Pick<RefusedWebhooks, 'note'>;
  readonly agentDial: string;
  /** Which flow would answer, and in what language, is not known yet: the sentence is said in each of these. */
  readonly languages: readonly [string, ...string[]];
}

/**
 * While the service starts (a store that is slow to come up, a release to compile) a call is not answered with silence:
 * with the right signature it hears one sentence and is dialled to a person. Everything else is told to come back.
 */
export function answerWhileStarting(deps: StartingDeps): RequestListener {
  return (req, res) => {
    const requestId = requestIdFrom(req.headers);
    res.setHeader('X-Request-Id', requestId);
    const path = (req.url ?? '').split('?', 1)[0] ?? '';
    const wire = deps.wire();
    if (req.method !== 'POST' || !path.startsWith(VOICE_PATH) || !wire) return answerComeBack(path, res);
    answerCall(deps, wire, path.slice(VOICE_PATH.length), { req, res, requestId }).catch((error) => {
      deps.refused.note(error, { requestId, path });
      answerError(deps.log, error, { requestId, method: 'POST', path }, res);
    });
  };
}

function answerComeBack(path: string, res: ServerResponse): void {
  const alive = path === '/healthz';
  const checks = [{ name: 'start', ok: false, detail: 'The service is starting.' }];
  res.writeHead(alive ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...(!alive && { 'retry-after': '2' }),
  });
  res.end(JSON.stringify(alive ? { status: 'starting' } : { ready: false, missing: ['start'], checks }));
}

interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly requestId: string;
}

async function answerCall(deps: StartingDeps, wire: WebhookWire, kind: string, { req, res, requestId }: Exchange): Promise<void> {
  const signature = req.headers['x-twilio-signature'];
  const event = wire.readVoice(kind, {
    address: req.url ?? '',
    body: await readBody(req),
    signature: typeof signature === 'string' ? signature : undefined,
    idempotencyToken: undefined,
  });
  res.setHeader('content-type', 'text/xml; charset=utf-8');
  res.end(answerFromMemory(deps, wire, kind, event));
  deps.log.warn(
    { requestId, kind, providerId: event?.providerCallId },
    'a voice webhook was answered from memory while the service starts',
  );
}

function answerFromMemory(deps: StartingDeps, wire: WebhookWire, kind: string, event: VoiceEvent | undefined): string {
  // In a queue nothing is lost: the caller keeps the place, and the next wait finds the call.
  if (event && event.type !== 'queue-wait') {
    const nobody = event.type === 'safety-dial-ended' && isLastSafetyDial(event);
    deps.notes.add(noteOfWebhook(event, { atMs: deps.clock.nowMs(), why: nobody ? 'nobody-answered' : 'starting' }));
  }
  if (event && conversationIn(event)) return wire.writeVoice({ verbs: [{ kind: 'hangup' }] });
  if (event && endingIn(event)) return wire.silence;
  return wire.writeVoice(whileStarting(deps, kind, event));
}

function whileStarting({ languages, agentDial }: StartingDeps, kind: string, event: VoiceEvent | undefined): VoiceReply {
  const [language, ...alsoIn] = event?.type === 'safety-dial-ended' ? event.safety.languages : languages;
  const setting = { language, alsoIn, agentDial };
  if (event?.type === 'safety-dial-ended') return afterSafetyDial(setting, event);
  return kind === 'queue-wait' ? staySafely(setting) : answerSafely(setting);
}
