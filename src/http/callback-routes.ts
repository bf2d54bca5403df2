import { Router } from 'express';
import { AppError } from '../base/errors.ts';
import { inTime } from '../base/in-time.ts';
import type { Logger } from '../base/log.ts';
import type { CallbackWebhook } from '../channels/calls.ts';
import type { VoiceReply } from '../channels/voice.ts';
import { noteRefusal, requestOf } from './message-routes.ts';
import type { RefusedWebhooks } from './refused-webhooks.ts';
import { requestIdOf } from './request-id.ts';
import type { WebhookWire } from './webhook-wire.ts';

export interface CallbackRouteDeps {
  readonly wire: Pick<WebhookWire, 'readCallbackWebhook' | 'writeVoice'>;
  readonly log: Logger;
  readonly refused: Pick<RefusedWebhooks, 'note'>;
  readonly answer: (webhook: CallbackWebhook) => Promise<VoiceReply>;
}

/** As for every voice webhook: the contract allows 2 s. Milliseconds. */
const ANSWER_WITHIN_MS = 1_700;

/** The carrier's webhooks about the legs of callbacks. Once the signature is right, the answer is always 200 with TwiML. */
export function callbackRoutes(deps: CallbackRouteDeps): Router {
  const router = Router();
  router.post('/:part', async (req, res) => {
    const webhook = deps.wire.readCallbackWebhook(await requestOf(req));
    const { part, callbackId } = webhook.action;
    const about = { requestId: requestIdOf(res), kind: `callback-${part}`, callbackId, providerId: webhook.providerCallId };
    const reply = await inTime(deps.answer(webhook), ANSWER_WITHIN_MS, () => new AppError('store-unavailable', 'No answer in time.')).catch(
      (error: unknown) => {
        deps.log.error({ err: error, ...about }, 'a webhook of a callback was answered from memory');
        return fromMemory(webhook);
      },
    );
    deps.log.info(about, 'a webhook of a callback was answered');
    res.setHeader('Content-Type', 'text/xml; charset=utf-8');
    res.end(deps.wire.writeVoice(reply));
  });
  router.use(noteRefusal(deps.refused));
  return router;
}

/** Who pressed the key to talk is joined whatever is broken; everybody else is not kept on the line. The callback is tried again. */
function fromMemory({ action, digits }: CallbackWebhook): VoiceReply {
  if (action.part === 'customer-key' && digits === '1') return { verbs: [] };
  return { verbs: [{ kind: 'hangup' }] };
}
