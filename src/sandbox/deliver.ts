import { parsePhone } from '../base/phone.ts';
import type { Behaviour } from '../http/contract/sandbox.ts';
import { errorText } from './error-texts.ts';
import type { PostWebhook } from './fetch-document.ts';
import { handsetAt } from './find-handset.ts';
import type { Handset } from './handset.ts';
import type { Message } from './message.ts';
import { later, noteProblem, type World } from './world.ts';

/** What the carrier finds wrong with a message after it has taken it; the code of its failing receipt. */
export interface Flaw {
  readonly code: string;
}

/** Takes a message on its way: it fails, stays sent, is delivered, is read; a receipt for each step. */
export function deliver(world: World, post: PostWebhook, message: Message, behaviour: Behaviour, flaw?: Flaw): void {
  const handset = handsetAt(world, message.handsetId);
  const { delays } = world;
  const code = flaw?.code ?? refusal(message, handset);
  if (code !== undefined || behaviour.kind === 'fail') {
    const reason = code ?? behaviour.code ?? '63003';
    later(world, delayOf(behaviour, delays.sentMs), () => fail(world, post, message, 'failed', reason));
    return;
  }
  if (message.channel === 'whatsapp' && handset.number !== undefined) handset.lastOutboundAtMs = world.scheduler.nowMs();
  if (behaviour.kind === 'never-delivered' || handset.blocked) message.lost = true;
  later(world, delays.sentMs, async () => {
    if (behaviour.kind === 'receipts-out-of-order') return arriveBackwards(world, post, message);
    await moveOn(world, post, message, 'sent', behaviour);
    afterSent(world, post, message, handset, behaviour);
  });
}

function afterSent(world: World, post: PostWebhook, message: Message, handset: Handset, behaviour: Behaviour): void {
  const wait = delayOf(behaviour, behaviour.kind === 'slow' ? 20_000 : world.delays.deliveredMs);
  if (behaviour.kind === 'fail-after-sent') {
    later(world, wait, () => fail(world, post, message, 'undelivered', behaviour.code ?? '63024'));
    return;
  }
  if (message.channel === 'sms' && !canGetSms(handset)) {
    later(world, wait, () => fail(world, post, message, 'undelivered', '30006'));
    return;
  }
  later(world, wait, () => arrive(world, post, message, behaviour));
}

async function arrive(world: World, post: PostWebhook, message: Message, behaviour: Behaviour): Promise<void> {
  const handset = handsetAt(world, message.handsetId);
  if (message.status !== 'sent' || message.lost || !handset.online) return;
  await moveOn(world, post, message, 'delivered', behaviour);
  if (message.channel === 'whatsapp' && behaviour.kind === 'deliver-and-read') {
    later(world, world.delays.readMs, () => moveOn(world, post, message, 'read', behaviour));
  }
}

async function arriveBackwards(world: World, post: PostWebhook, message: Message): Promise<void> {
  advance(world, message, 'delivered');
  await sendReceipt(world, post, message, 'delivered');
  await sendReceipt(world, post, message, 'sent');
}

async function moveOn(
  world: World,
  post: PostWebhook,
  message: Message,
  status: 'sent' | 'delivered' | 'read',
  behaviour: Behaviour,
): Promise<void> {
  advance(world, message, status);
  await sendReceipt(world, post, message, status);
  if (behaviour.kind === 'duplicate-receipts') await sendReceipt(world, post, message, status);
}

function advance(world: World, message: Message, status: 'sent' | 'delivered' | 'read'): void {
  message.status = status;
  message.updatedAtMs = world.scheduler.nowMs();
  message.sentAtMs ??= message.updatedAtMs;
  const handset = handsetAt(world, message.handsetId);
  if (status === 'delivered') delete handset.typingUntilMs;
  world.changes.announce();
}

async function fail(world: World, post: PostWebhook, message: Message, status: 'failed' | 'undelivered', code: string): Promise<void> {
  message.status = status;
  message.errorCode = code;
  message.updatedAtMs = world.scheduler.nowMs();
  world.changes.announce();
  await sendReceipt(world, post, message, status, code);
}

/** The phone is in reach again: what waited arrives. */
export function catchUp(world: World, post: PostWebhook, handset: Handset): void {
  for (const sid of handset.messageSids) {
    const message = world.messages.get(sid);
    if (message?.status === 'sent' && message.direction !== 'inbound') {
      later(world, world.delays.deliveredMs, () => arrive(world, post, message, { kind: 'deliver' }));
    }
  }
}

/** The customer opens the thread: everything that was delivered is read. */
export function readThread(world: World, post: PostWebhook, handset: Handset): void {
  for (const sid of handset.messageSids) {
    const message = world.messages.get(sid);
    if (message?.channel === 'whatsapp' && message.status === 'delivered') {
      later(world, 0, () => moveOn(world, post, message, 'read', { kind: 'deliver' }));
    }
  }
}

/**
 * One receipt, signed; without a StatusCallback there is none.
 * Source: https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
 */
async function sendReceipt(world: World, post: PostWebhook, message: Message, status: string, code?: string): Promise<void> {
  if (!message.statusCallback) return;
  const whatsapp = message.channel === 'whatsapp';
  const handset = handsetAt(world, message.handsetId);
  const parameters: Record<string, string> = {
    AccountSid: world.account.accountSid,
    ApiVersion: '2010-04-01',
    MessageSid: message.sid,
    SmsSid: message.sid,
    MessageStatus: status,
    SmsStatus: status,
    From: message.from,
    To: message.to,
    ...(message.messagingServiceSid && { MessagingServiceSid: message.messagingServiceSid }),
    ...(code && { ErrorCode: isMetaCode(code) ? HIDES_META_CODES : code }),
    ...(code && whatsapp && { ChannelStatusMessage: isMetaCode(code) ? `(#${code}) ${errorText(code)}` : errorText(code) }),
    ...(whatsapp && { ChannelPrefix: 'whatsapp', ChannelToAddress: message.to.replace(/^whatsapp:/, '') }),
    ...(status === 'read' && { EventType: 'READ' }),
    ...(whatsapp && (status === 'delivered' || status === 'read') && { ExternalUserId: `whatsapp:${handset.scopedUserId}` }),
    ...(!whatsapp && { RawDlrDoneDate: dlrDate(world.scheduler.nowMs()) }),
  };
  const answer = await post({ url: message.statusCallback, parameters });
  if (answer.kind === 'failed') noteProblem(world, answer.code, `receipt "${status}" of ${message.sid}: ${answer.text}`);
  else if (answer.status >= 400) noteProblem(world, 11200, `receipt "${status}" of ${message.sid}: the service answered ${answer.status}`);
}

/** Behind this one the carrier hides many of WhatsApp's: the text alone tells them. */
const HIDES_META_CODES = '63012';

/** The carrier's own have five digits and begin with 1 to 6. */
function isMetaCode(code: string): boolean {
  return !/^[1-6]\d{4}$/.test(code);
}

/** `YYMMDDhhmm`. */
function dlrDate(ms: number): string {
  return new Date(ms).toISOString().replace(/\D/g, '').slice(2, 12);
}

function delayOf(behaviour: Behaviour, usualMs: number): number {
  return behaviour.delaySeconds === undefined ? usualMs : behaviour.delaySeconds * 1000;
}

function refusal(message: Message, handset: Handset): string | undefined {
  if (handset.optedOut) return '21610';
  if (message.channel === 'whatsapp' && !handset.hasWhatsApp) return '63003';
  return undefined;
}

function canGetSms(handset: Handset): boolean {
  const type = handset.number === undefined ? undefined : parsePhone(handset.number)?.type;
  return type === 'mobile' || type === 'unknown';
}
