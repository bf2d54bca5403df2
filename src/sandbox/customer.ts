import { AppError } from '../base/errors.ts';
import type { CustomerMessage } from '../http/contract/sandbox.ts';
import { answerInbound } from './answer-inbound.ts';
import { deliver } from './deliver.ts';
import type { PostWebhook } from './fetch-document.ts';
import { type Handset, visibleNumber, whatsAppId } from './handset.ts';
import { postOrHold } from './hold-webhooks.ts';
import { makePicture, type StoredMedia, sampleFile } from './media.ts';
import type { Message } from './message.ts';
import { makeSid } from './sids.ts';
import type { WebhookAnswer } from './webhook-answer.ts';
import { later, noteProblem, type World } from './world.ts';

const REPLY_KNOWN_MS = 7 * 24 * 3_600_000;
const STOP_WORDS = new Set(['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL']);
const START_WORDS = new Set(['START', 'UNSTOP', 'YES']);

/** What a customer may send besides what the control API offers. */
export type Written =
  | CustomerMessage
  | { readonly kind: 'button'; readonly message: Message; readonly index: number }
  /** A file of the tester's own. */
  | { readonly kind: 'upload'; readonly contentType: string; readonly bytes: Buffer };

/** The customer writes on WhatsApp: the message is kept and the service is told. Throws AppError when the phone can't. */
export function writeToBusiness(world: World, post: PostWebhook, handset: Handset, written: Written): Message {
  if (!handset.hasWhatsApp) throw new AppError('sandbox-impossible', 'This handset has no WhatsApp.');
  if (!handset.online) throw new AppError('sandbox-impossible', 'This handset is switched off.');
  const now = world.scheduler.nowMs();
  const medium = mediumOf(world, written);
  const replyTo = written.kind === 'button' ? written.message.sid : written.kind === 'text' ? written.replyTo : undefined;
  const number = visibleNumber(handset, now);
  const message: Message = {
    sid: medium?.messageSid ?? makeSid('SM', world.random),
    direction: 'inbound',
    channel: 'whatsapp',
    from: `whatsapp:${number === undefined ? handset.scopedUserId : `+${whatsAppId(number)}`}`,
    to: `whatsapp:${world.account.whatsappFrom}`,
    handsetId: handset.id,
    createdAtMs: now,
    buttons: [],
    mediaSids: medium ? [medium.sid] : [],
    ...(replyTo !== undefined && { replyTo }),
    ...(written.kind === 'location' && { location: locationOf(written) }),
    body: textOf(written),
    status: 'received',
    updatedAtMs: now,
    sentAtMs: now,
  };
  if (written.kind === 'button') written.message.pressed = written.index;
  world.messages.set(message.sid, message);
  handset.messageSids.push(message.sid);
  handset.lastInboundAtMs = now;
  delete handset.draft;
  world.changes.announce();
  later(world, 0, () => tellService(world, post, handset, message, written));
  return message;
}

/** Presses a button of a message of ours. Throws AppError when there is none, or when it leads elsewhere. */
export function pressButton(world: World, post: PostWebhook, handset: Handset, messageSid: string, index: number): Message {
  const message = world.messages.get(messageSid);
  const button = message?.buttons[index];
  if (!message || message.handsetId !== handset.id || !button) throw new AppError('not-found', 'There is no such button.');
  if (message.status !== 'delivered' && message.status !== 'read') throw new AppError('sandbox-impossible', 'The message has not arrived.');
  if (button.kind !== 'reply') throw new AppError('sandbox-impossible', 'This button opens a link; the business is not told.');
  return writeToBusiness(world, post, handset, { kind: 'button', message, index });
}

/** The text and the recipient of a wa.me link; undefined for any other address. */
export function readWaLink(url: string): { readonly to: string; readonly text: string } | undefined {
  const match = /^https?:\/\/(?:www\.)?wa\.me\/\+?(\d{7,15})\/?(?:\?.*)?$/i.exec(url);
  if (!match) return undefined;
  return { to: `+${match[1]}`, text: new URL(url).searchParams.get('text') ?? '' };
}

function textOf(written: Written): string {
  if (written.kind === 'button') return written.message.buttons[written.index]?.title ?? '';
  return written.kind === 'location' || written.kind === 'upload' ? '' : (written.text ?? '');
}

function locationOf(written: Extract<CustomerMessage, { kind: 'location' }>): NonNullable<Message['location']> {
  const { latitude, longitude, label, address } = written;
  return { latitude, longitude, ...(label !== undefined && { label }), ...(address !== undefined && { address }) };
}

/** What comes along, kept at the carrier until it is deleted. */
function mediumOf(world: World, written: Written): StoredMedia | undefined {
  if (written.kind !== 'image' && written.kind !== 'file' && written.kind !== 'upload') return undefined;
  const { contentType, bytes } =
    written.kind === 'upload'
      ? written
      : written.kind === 'file'
        ? sampleFile(written.file)
        : { contentType: 'image/png', bytes: makePicture() };
  const sid = makeSid('ME', world.random);
  const messageSid = makeSid('MM', world.random);
  const medium = { sid, messageSid, contentType, bytes, createdAtMs: world.scheduler.nowMs() };
  world.media.set(sid, medium);
  return medium;
}

async function tellService(world: World, post: PostWebhook, handset: Handset, message: Message, written: Written): Promise<void> {
  const optOut = carrierOptOut(world, handset, message.body);
  const parameters = { ...inboundParameters(world, handset, message, written), ...(optOut && { OptOutType: optOut }) };
  const url = world.account.serviceUrl() + world.account.webhooks.message;
  await postOrHold(world, post, { kind: 'message', url, parameters }, (answer) => takeAnswer(world, post, message, answer));
}

function takeAnswer(world: World, post: PostWebhook, message: Message, answer: WebhookAnswer): void {
  if (answer.kind === 'failed') {
    noteProblem(world, answer.code, `message ${message.sid} could not be handed over: ${answer.text}`);
    return;
  }
  if (answer.status >= 400) {
    noteProblem(world, 11200, `message ${message.sid}: the service answered ${answer.status}`);
    return;
  }
  message.seen ??= 'delivered';
  world.changes.announce();
  for (const reply of answerInbound(world, answer, message)) deliver(world, post, reply);
}

/** The inbound webhook. Source: https://www.twilio.com/docs/messaging/guides/webhook-request */
function inboundParameters(world: World, handset: Handset, message: Message, written: Written): Record<string, string> {
  const { accountSid } = world.account;
  const waId = message.from.startsWith('whatsapp:+') ? message.from.slice('whatsapp:+'.length) : undefined;
  const context = { ProfileName: handset.profileName, ...(waId && { WaId: waId }) };
  return {
    MessageSid: message.sid,
    SmsSid: message.sid,
    SmsMessageSid: message.sid,
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    SmsStatus: 'received',
    From: message.from,
    To: message.to,
    ...(waId && { WaId: waId }),
    ProfileName: handset.profileName,
    ExternalUserId: `whatsapp:${handset.scopedUserId}`,
    Body: message.body,
    NumSegments: '1',
    NumMedia: String(message.mediaSids.length),
    ...mediaParameters(world, message),
    ...kindParameters(written, world.media.get(message.mediaSids[0] ?? '')?.contentType ?? ''),
    ...replyParameters(world, message),
    ChannelMetadata: JSON.stringify({ type: 'whatsapp', data: { context } }),
  };
}

function mediaParameters(world: World, message: Message): Record<string, string> {
  const fields: Record<string, string> = {};
  message.mediaSids.forEach((sid, index) => {
    fields[`MediaUrl${index}`] =
      `${world.choices.restUrl}/2010-04-01/Accounts/${world.account.accountSid}/Messages/${message.sid}/Media/${sid}`;
    fields[`MediaContentType${index}`] = world.media.get(sid)?.contentType ?? '';
  });
  return fields;
}

function kindParameters(written: Written, contentType: string): Record<string, string> {
  if (written.kind === 'button') {
    const button = written.message.buttons[written.index];
    if (written.message.listButton !== undefined) {
      const description = button?.description === undefined ? {} : { ListDescription: button.description };
      return { MessageType: 'interactive', ListId: button?.id ?? '', ListTitle: button?.title ?? '', ...description };
    }
    return {
      MessageType: written.message.templateSid ? 'button' : 'interactive',
      ButtonText: button?.title ?? '',
      ButtonPayload: button?.id ?? '',
      ButtonType: 'REPLY',
    };
  }
  if (written.kind === 'location') {
    const { latitude, longitude, label, address } = written;
    const named = { ...(label !== undefined && { Label: label }), ...(address !== undefined && { Address: address }) };
    return { MessageType: 'location', Latitude: String(latitude), Longitude: String(longitude), ...named };
  }
  return { MessageType: written.kind === 'file' || written.kind === 'upload' ? messageTypeOf(contentType) : written.kind };
}

function messageTypeOf(contentType: string): string {
  const [kind = ''] = contentType.split('/');
  return ['image', 'audio', 'video'].includes(kind) ? kind : 'document';
}

function replyParameters(world: World, message: Message): Record<string, string> {
  const original = message.replyTo === undefined ? undefined : world.messages.get(message.replyTo);
  if (!original || world.scheduler.nowMs() - original.createdAtMs > REPLY_KNOWN_MS) return {};
  return { OriginalRepliedMessageSid: original.sid, OriginalRepliedMessageSender: original.from };
}

/** With Advanced Opt-Out the carrier keeps its own list. Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out */
function carrierOptOut(world: World, handset: Handset, text: string): string | undefined {
  if (!world.choices.advancedOptOut) return undefined;
  const word = text.trim().toUpperCase();
  if (STOP_WORDS.has(word)) handset.optedOut = true;
  else if (START_WORDS.has(word)) handset.optedOut = false;
  else return word === 'HELP' ? 'HELP' : undefined;
  return handset.optedOut ? 'STOP' : 'START';
}
