import { type Request, Router } from 'express';
import { AppError } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import type { DeliveryReceipt } from '../channels/delivery.ts';
import type { InboundMessage } from '../channels/messages.ts';
import { readBody } from './read-body.ts';
import { requestIdOf } from './request-id.ts';
import type { WebhookWire, WireRequest } from './webhook-wire.ts';

export interface MessageRouteDeps {
  readonly wire: WebhookWire;
  readonly log: Logger;
  /** A customer wrote. Throws when it could not be written down: the carrier then calls again or its log keeps it. */
  readonly receive: (message: InboundMessage) => Promise<void>;
  /** A receipt for one of our messages. */
  readonly track: (receipt: DeliveryReceipt) => Promise<void>;
}

/** The carrier's messaging webhooks. A failure of ours answers 503, so that the carrier's retry or fallback can bring it again. */
export function messageRoutes(deps: MessageRouteDeps): Router {
  const router = Router();
  router.post('/incoming', async (req, res) => {
    const message = deps.wire.readMessage(await requestOf(req));
    await deps.receive(message);
    deps.log.info(
      { requestId: requestIdOf(res), providerId: message.providerMessageId, linkedBy: message.buttonPayload ? 'button' : 'text' },
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
  return router;
}

async function requestOf(req: Request): Promise<WireRequest> {
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
