import type { RequestListener } from 'node:http';
import { type RequestHandler, Router } from 'express';
import { type MessageRouteDeps, messageRoutes } from '../http/message-routes.ts';
import { type VoiceRouteDeps, voiceRoutes } from '../http/voice-routes.ts';

/** The carrier's addresses for messages, mounted before everything else of the app. */
export function messageWebhooks(deps: MessageRouteDeps): RequestHandler {
  const router = Router();
  router.use('/webhooks/twilio/whatsapp', messageRoutes(deps));
  return router;
}

/** The carrier's addresses for calls, and behind them the app. */
export function voiceWebhooksBefore(app: RequestListener, deps: VoiceRouteDeps): RequestListener {
  return voiceRoutes(deps, '/webhooks/twilio/voice/', app);
}
