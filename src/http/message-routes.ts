import { type ErrorRequestHandler, type Request, Router } from 'express';
import { AppError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { DeliveryReceipt } from '../channels/delivery.ts';
import type { InboundMessage } from '../channels/messages.ts';
import { readBody } from './read-body.ts';
import type { RefusedWebhooks } from './refused-webhooks.ts';
import { requestIdOf } from './request-id.ts';
import type { WebhookWire, WireRequest } from './webhook-wire.ts';

export interface MessageRouteDeps {
  readonly wire: WebhookWire;
  readonly log: Logger;
  /** A customer wrote. Throws when it could not be written down: the carrier then calls again or its log keeps it. */
  readonly receive: (message: InboundMessage) => Promise<ReceivedAs>;
  /** A receipt for one of our messages. */
  readonly track: (receipt: DeliveryReceipt) => Promise<void>;
  readonly refused: Pick<RefusedWebhooks, 'note'>;
}

/** What a message became a part of, for the log. */
export interface ReceivedAs {
  readonly chatId?: string;
  readonly handoffId?: string;
  readonly callId?: string;
  /** Delivered before: nothing happened. */
  readonly duplicate?: true;
}

/** The carrier's messaging webhooks. A failure of ours answers 503, so that the carrier's retry or fallback can bring it again. */
export function messageRoutes(deps: MessageRouteDeps): Router {
  const router = Router();
  router.post('/incoming', async (req, res) => {
    const message = deps.wire.readMessage(await requestOf(req));
    const { chatId, handoffId, callId, duplicate } = await deps.receive(message);
    const via = message.buttonPayload ? 'button' : 'text';
    deps.log.info(
      { requestId: requestIdOf(res), providerId: message.providerMessageId, via, chatId, handoffId, callId, duplicate },
      'a message came in',
    );
    res.setHeader('Content-Type', 'text/xml; charset=utf-8');
    res.end(deps.wire.silence);
  });
  router.post('/status', async (req, res) => {
    const receipt = deps.wire.readReceipt(await requestOf(req));
    if (receipt) await deps.track(receipt);
    deps.log.info(
      { requestId: requestIdOf(res), providerId: receipt?.providerMessageId, state: receipt?.state, ...receipt?.subject },
      'a receipt came in',
    );
    res.status(200).end();
  });
  router.use(noteRefusal(deps.refused));
  return router;
}

export function noteRefusal(refused: MessageRouteDeps['refused']): ErrorRequestHandler {
  return (thrown, req, res, next) => {
    refused.note(thrown, { requestId: requestIdOf(res), path: req.baseUrl + req.path });
    next(thrown);
  };
}

export async function requestOf(req: Request): Promise<WireRequest> {
  const signature = req.headers['x-twilio-signature'];
  if (typeof signature !== 'string') throw new AppError('signature-missing');
  const token = req.headers['i-twilio-idempotency-token'];
  return {
    address: req.originalUrl,
    body: await readBody(req),
    signature,
    idempotencyToken: typeof token === 'string' ? token : undefined,
  };
}
