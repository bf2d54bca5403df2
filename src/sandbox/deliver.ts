import { parsePhone } from '../base/phone.ts';
import type { Behaviour } from '../http/contract/sandbox-carrier.ts';
import type { PostWebhook } from './fetch-document.ts';
import { handsetAt } from './find-handset.ts';
import type { Handset } from './handset.ts';
import type { Message } from './message.ts';
import { tellReceipt } from './tell-receipt.ts';
import { later, type World } from './world.ts';

/** What the carrier finds wrong with a message after it has taken it; the code of its failing receipt. */
export interface Flaw {
  readonly code: string;
}

/** Takes a message on its way, as was chosen for it: it fails, stays sent, is delivered, is read; a receipt for each step. */
export function deliver(world: World, post: PostWebhook, message: Message, flaw?: Flaw): void {
  const handset = handsetAt(world, message.handsetId);
  const { delays } = world;
  const behaviour = behaviourOf(message);
  const code = flaw?.code ?? refusal(message, handset);
  if (code !== undefined || behaviour.kind === 'fail') {
    const reason = code ?? behaviour.code ?? '63003';
    later(world, delayOf(behaviour, delays.sentMs), () => fail(world, post, message, 'failed', reason));
    return;
  }
  if (message.channel === 'whatsapp' && handset.number !== undefined) handset.lastOutboundAtMs = world.scheduler.nowMs();
  if (behaviour.kind === 'never-delivered' || handset.blocked) message.lost = true;
  later(world, delays.sentMs, async () => {
    await moveOn(world, post, message, 'sent');
    afterSent(world, post, message, handset);
  });
}

function behaviourOf(message: Message): Behaviour {
  return message.behaviour ?? { kind: 'deliver' };
}

function afterSent(world: World, post: PostWebhook, message: Message, handset: Handset): void {
  const behaviour = behaviourOf(message);
  const wait = delayOf(behaviour, behaviour.kind === 'slow' ? 20_000 : world.delays.deliveredMs);
  if (behaviour.kind === 'fail-after-sent') {
    later(world, wait, () => fail(world, post, message, 'undelivered', behaviour.code ?? '63024'));
    return;
  }
  if (message.channel === 'sms' && !canGetSms(handset)) {
    later(world, wait, () => fail(world, post, message, 'undelivered', '30006'));
    return;
  }
  later(world, wait, () => arrive(world, post, message));
}

async function arrive(world: World, post: PostWebhook, message: Message): Promise<void> {
  const handset = handsetAt(world, message.handsetId);
  if (message.status !== 'sent' || message.lost || !handset.online) return;
  await moveOn(world, post, message, 'delivered');
  if (message.channel === 'whatsapp' && behaviourOf(message).kind === 'deliver-and-read') {
    later(world, world.delays.readMs, () => moveOn(world, post, message, 'read'));
  }
}

async function moveOn(world: World, post: PostWebhook, message: Message, status: 'sent' | 'delivered' | 'read'): Promise<void> {
  message.status = status;
  message.updatedAtMs = world.scheduler.nowMs();
  message.sentAtMs ??= message.updatedAtMs;
  if (status === 'delivered') delete handsetAt(world, message.handsetId).typingUntilMs;
  world.changes.announce();
  await tellReceipt(world, post, message, { status });
}

async function fail(world: World, post: PostWebhook, message: Message, status: 'failed' | 'undelivered', code: string): Promise<void> {
  message.status = status;
  message.errorCode = code;
  message.updatedAtMs = world.scheduler.nowMs();
  world.changes.announce();
  await tellReceipt(world, post, message, { status, code });
}

/** The phone is in reach again: what waited arrives. */
export function catchUp(world: World, post: PostWebhook, handset: Handset): void {
  for (const sid of handset.messageSids) {
    const message = world.messages.get(sid);
    if (message?.status === 'sent' && message.direction !== 'inbound') {
      later(world, world.delays.deliveredMs, () => arrive(world, post, message));
    }
  }
}

/** The customer opens the thread: everything that was delivered is read. */
export function readThread(world: World, post: PostWebhook, handset: Handset): void {
  for (const sid of handset.messageSids) {
    const message = world.messages.get(sid);
    if (message?.channel === 'whatsapp' && message.status === 'delivered') {
      later(world, 0, () => moveOn(world, post, message, 'read'));
    }
  }
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
