import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { toAppError } from '../base/errors.ts';
import { readBody } from '../http/read-body.ts';
import type { WebhookWire } from '../http/webhook-wire.ts';
import { answerSafely } from '../ivr/answer-safely.ts';

const VOICE_PATH = '/webhooks/twilio/voice/';

/**
 * While the service starts (a store that is slow to come up, a release to compile) a call is not answered with silence:
 * with the right signature it hears one sentence and is dialled to a person. Everything else is told to come back.
 */
export function answerWhileStarting(deps: {
  readonly wire: () => WebhookWire | undefined;
  readonly agentDial: string;
  readonly language: string;
}): RequestListener {
  return (req, res) => {
    const path = (req.url ?? '').split('?', 1)[0] ?? '';
    const wire = deps.wire();
    if (req.method === 'POST' && path.startsWith(VOICE_PATH) && wire) {
      answerCall(deps, wire, path.slice(VOICE_PATH.length), req, res).catch((error) => refuse(res, error));
      return;
    }
    const alive = path === '/healthz';
    res.writeHead(alive ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(!alive && { 'retry-after': '2' }),
    });
    res.end(
      JSON.stringify(
        alive
          ? { status: 'starting' }
          : { ready: false, missing: ['start'], checks: [{ name: 'start', ok: false, detail: 'The service is starting.' }] },
      ),
    );
  };
}

async function answerCall(
  deps: { readonly agentDial: string; readonly language: string },
  wire: WebhookWire,
  kind: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const signature = req.headers['x-twilio-signature'];
  const body = await readBody(req);
  const event = wire.readVoice(kind, {
    address: req.url ?? '',
    body,
    signature: typeof signature === 'string' ? signature : undefined,
    idempotencyToken: undefined,
  });
  res.setHeader('content-type', 'text/xml; charset=utf-8');
  if (event?.type === 'call-ended' || (event?.type === 'queue-left' && event.outcome === 'hung-up')) {
    res.end(wire.silence);
    return;
  }
  res.end(wire.writeVoice(answerSafely({ language: deps.language, agentDial: deps.agentDial, inQueue: kind === 'queue-wait' })));
}

function refuse(res: ServerResponse, thrown: unknown): void {
  const error = toAppError(thrown);
  res.writeHead(error.status, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ error: { code: error.code, message: error.message } }));
}
