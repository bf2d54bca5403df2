import { type RequestHandler, Router } from 'express';
import { type MessageRouteDeps, messageRoutes } from '../http/message-routes.ts';
import { type VoiceRouteDeps, voiceRoutes } from '../http/voice-routes.ts';

/** The carrier's addresses, mounted before everything else of the app. */
export function createWebhooks(voice: VoiceRouteDeps, messages: MessageRouteDeps): RequestHandler {
  const router = Router();
  router.use('/webhooks/twilio/voice', voiceRoutes(voice));
  router.use('/webhooks/twilio/whatsapp', messageRoutes(messages));
  return router;
}
