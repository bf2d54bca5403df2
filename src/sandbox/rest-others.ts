import { Router } from 'express';
import type { SenderSettings } from '../http/contract/sandbox.ts';
import { handsetAt } from './find-handset.ts';
import { formOf, value } from './form-body.ts';
import { RestError } from './rest-error.ts';
import type { World } from './world.ts';

const TYPING_MS = 25_000;

/** WhatsApp senders and the typing indicator. */
export function otherRoutes(world: World): Router {
  const router = Router();
  router.get('/v2/Channels/Senders', (request, response) => {
    if (request.query.Channel !== 'whatsapp') throw new RestError(400, 20001, 'Channel is required.');
    const url = `${world.choices.restUrl}/v2/Channels/Senders?Channel=whatsapp`;
    const meta = { page: 0, page_size: 50, first_page_url: url, previous_page_url: null, url, next_page_url: null, key: 'senders' };
    response.json({ senders: [senderResource(world)], meta });
  });
  router.get('/v2/Channels/Senders/:sid', (request, response) => {
    if (request.params.sid !== senderSid(world)) throw new RestError(404, 20404);
    response.json(senderResource(world));
  });
  router.post('/v2/Indicators/Typing.json', (request, response) => {
    const form = formOf(request);
    showTyping(world, value(form, 'channel'), value(form, 'messageId'));
    response.json({ success: true });
  });
  router.post('/v3/Indicators/Typing.json', (request, response) => {
    const body = request.body as { channel?: string; messageId?: string };
    showTyping(world, body.channel, body.messageId);
    response.json({ success: true });
  });
  return router;
}

function senderSid(world: World): string {
  return `XE${Buffer.from(world.account.whatsappFrom).toString('hex').padEnd(32, '0').slice(0, 32)}`;
}

function senderResource(world: World): Record<string, unknown> {
  const sid = senderSid(world);
  return {
    sid,
    status: world.choices.sender.status,
    sender_id: `whatsapp:${world.account.whatsappFrom}`,
    configuration: null,
    webhook: {
      callback_url: world.account.serviceUrl() + world.account.webhooks.message,
      callback_method: 'POST',
      fallback_url: null,
      fallback_method: 'POST',
      status_callback_url: null,
      status_callback_method: 'POST',
    },
    profile: world.choices.sender.profile && profileResource(world.choices.sender.profile),
    properties: { quality_rating: world.choices.sender.quality, messaging_limit: world.choices.sender.limit },
    offline_reasons: null,
    compliance: null,
    url: `${world.choices.restUrl}/v2/Channels/Senders/${sid}`,
  };
}

function profileResource({ name, about, description }: NonNullable<SenderSettings['profile']>): Record<string, unknown> {
  const empty = { address: null, logo_url: null, banner_url: null, privacy_url: null, terms_of_service_url: null, accent_color: null };
  const lists = { vertical: 'Other', websites: [], emails: [], phone_numbers: [] };
  return { name, about: about ?? null, description: description ?? null, ...empty, ...lists };
}

/** The customer's message is marked as read, and typing is shown for 25 seconds at most. */
function showTyping(world: World, channel: string | undefined, messageSid: string | undefined): void {
  const message = world.messages.get(messageSid ?? '');
  if (channel?.toLowerCase() !== 'whatsapp') throw new RestError(400, 20001, 'channel must be whatsapp');
  if (message?.direction !== 'inbound') throw new RestError(404, 20404);
  message.seen = 'read';
  handsetAt(world, message.handsetId).typingUntilMs = world.scheduler.nowMs() + TYPING_MS;
  world.changes.announce();
}
