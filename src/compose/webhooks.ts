import type { RequestListener } from 'node:http';
import { type RequestHandler, Router } from 'express';
import { type CallbackRouteDeps, callbackRoutes } from '../http/callback-routes.ts';
import { type MessageRouteDeps, messageRoutes } from '../http/message-routes.ts';
import { type RecordingRouteDeps, recordingRoutes } from '../http/recording-routes.ts';
import { type VoiceRouteDeps, voiceRoutes } from '../http/voice-routes.ts';

/** The carrier's addresses for messages, recordings and callbacks, mounted before everything else of the app. */
export function messageWebhooks(
  deps: MessageRouteDeps & { readonly recordings: RecordingRouteDeps; readonly callbacks: CallbackRouteDeps },
): RequestHandler {
  const router = Router();
  router.use('/webhooks/twilio/whatsapp', messageRoutes(deps));
  router.use('/webhooks/twilio/recording', recordingRoutes(deps.recordings));
  router.use('/webhooks/twilio/callback', callbackRoutes(deps.callbacks));
  return router;
}

/** The carrier's addresses for calls, and behind them the app. */
export function voiceWebhooksBefore(app: RequestListener, deps: VoiceRouteDeps): RequestListener {
  return voiceRoutes(deps, '/webhooks/twilio/voice/', app);
}
