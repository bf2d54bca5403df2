import { Router } from 'express';
import { parsePhone } from '../base/phone.ts';
import { handsetAt } from './find-handset.ts';
import { formOf, value } from './form-body.ts';
import { RestError } from './rest-error.ts';
import type { World } from './world.ts';

const TYPING_MS = 25_000;
const LINE_TYPES = { mobile: 'mobile', landline: 'landline', unknown: 'nonFixedVoip', unreachable: 'tollFree' } as const;
const PACKAGES = [
  'caller_name',
  'sim_swap',
  'call_forwarding',
  'line_status',
  'line_type_intelligence',
  'identity_match',
  'reassigned_number',
  'sms_pumping_risk',
  'phone_number_quality_score',
  'pre_fill',
] as const;

/** Lookups, WhatsApp senders and the typing indicator. */
export function otherRoutes(world: World): Router {
  const router = Router();
  router.get('/v2/PhoneNumbers/:number', (request, response) => {
    const country = typeof request.query.CountryCode === 'string' ? request.query.CountryCode : 'US';
    const fields = typeof request.query.Fields === 'string' ? request.query.Fields.split(',') : [];
    response.json(lookup(world, String(request.params.number), country, fields));
  });
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

/** An invalid number is a 200 with `valid: false`. Source: https://www.twilio.com/docs/lookup/v2-api */
function lookup(world: World, number: string, country: string, fields: readonly string[]): Record<string, unknown> {
  const phone = parsePhone(number, country);
  const nothing = Object.fromEntries(PACKAGES.map((name) => [name, null]));
  const e164 = phone?.e164 ?? number;
  return {
    calling_country_code: phone ? callingCode(phone.e164) : null,
    country_code: phone?.country ?? null,
    phone_number: e164,
    national_format: phone ? phone.e164.slice(1 + callingCode(phone.e164).length) : null,
    valid: phone !== undefined,
    validation_errors: phone ? [] : [whyInvalid(number)],
    ...nothing,
    ...(phone && fields.includes('line_type_intelligence') && { line_type_intelligence: lineType(phone.type) }),
    url: `${world.choices.restUrl}/v2/PhoneNumbers/${e164}`,
  };
}

function callingCode(e164: string): string {
  for (const length of [1, 2, 3]) {
    const code = e164.slice(1, 1 + length);
    if (
      code === '1' ||
      code === '7' ||
      (length === 2 && !/^(?:21|22|23|24|25|26|29|35|37|38|42|50|59|67|68|69|80|85|87|88|96|97|99)$/.test(code))
    )
      return code;
  }
  return e164.slice(1, 4);
}

function lineType(type: keyof typeof LINE_TYPES): Record<string, unknown> {
  const mobile = type === 'mobile';
  return {
    error_code: null,
    mobile_country_code: mobile ? '214' : null,
    mobile_network_code: mobile ? '07' : null,
    carrier_name: mobile || type === 'landline' ? 'Emulated Carrier' : null,
    type: LINE_TYPES[type],
  };
}

function whyInvalid(number: string): string {
  const count = number.replace(/\D/g, '').length;
  if (count === 0) return 'NOT_A_NUMBER';
  if (count > 15) return 'TOO_LONG';
  return count < 8 ? 'TOO_SHORT' : 'INVALID_BUT_POSSIBLE';
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
    profile: null,
    properties: { quality_rating: world.choices.sender.quality, messaging_limit: world.choices.sender.limit },
    offline_reasons: null,
    compliance: null,
    url: `${world.choices.restUrl}/v2/Channels/Senders/${sid}`,
  };
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
