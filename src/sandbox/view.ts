import type { CallerPreset, CallView, HandsetView, SandboxState, ThreadMessage } from '../http/contract/sandbox.ts';
import type { Call } from './call.ts';
import { type Handset, windowClosesAtMs } from './handset.ts';
import type { StoredMedia } from './media.ts';
import type { Message } from './message.ts';
import { averageWaitSeconds, positionIn } from './queue.ts';
import { viewHeld, viewLookups } from './view-carrier.ts';
import type { World } from './world.ts';

const CALLS_SHOWN = 20;
const THREAD_SHOWN = 100;
const OTHERS_SHOWN = 20;

/** People to call as, on numbers that belong to nobody. */
export const CALLERS: readonly CallerPreset[] = [
  { kind: 'mobile', from: '+34600111222', handset: '+34600111222' },
  { kind: 'other-mobile', from: '+34655000111', handset: '+34655000111' },
  { kind: 'landline', from: '+34912345678', handset: '+34600111222' },
  { kind: 'withheld', from: 'anonymous' },
  { kind: 'foreign-mobile', from: '+5215512345678', handset: '+525512345678' },
  { kind: 'no-whatsapp', from: '+34699000000', handset: '+34699000000' },
  { kind: 'username', from: '+34677000222', handset: '+34677000222' },
];

/** Everything the page shows. */
export function viewState(world: World): SandboxState {
  const { account, choices } = world;
  const calls = [...world.calls.values()].reverse().slice(0, CALLS_SHOWN);
  return {
    nowMs: world.scheduler.nowMs(),
    entryNumbers: [...account.entryNumbers],
    whatsappFrom: account.whatsappFrom,
    ...(account.smsFrom !== undefined && { smsFrom: account.smsFrom }),
    callers: [...CALLERS],
    calls: calls.map((call) => viewCall(world, call)),
    handsets: shownHandsets(world).map((handset) => viewHandset(world, handset)),
    queues: [...world.queues.values()].map((queue) => ({
      sid: queue.sid,
      name: queue.name,
      size: queue.members.length,
      averageWaitSeconds: averageWaitSeconds(world, queue),
      waiting: queue.members.map(({ call, joinedAtMs }) => ({ callSid: call.sid, from: call.from, joinedAtMs })),
    })),
    agentPhone: viewAgentPhone(world),
    templates: [...world.templates.values()].map(({ sid, friendlyName, language, approval }) => ({
      sid,
      name: friendlyName,
      language,
      category: approval.category,
      status: approval.status,
    })),
    behaviour: choices.behaviour,
    behaviourByNumber: Object.fromEntries(world.behaviourByNumber),
    outage: choices.outage,
    lookups: viewLookups(world),
    held: viewHeld(world),
    webhooksSent: world.webhooks.at(-1)?.id ?? 0,
    problems: [...world.problems],
  };
}

/** Those one can call as, and the others that something happened to last. */
function shownHandsets(world: World): Handset[] {
  const presets = new Set(CALLERS.map((caller) => caller.handset));
  const lastAtMs = (handset: Handset) => Math.max(handset.lastInboundAtMs ?? 0, handset.lastOutboundAtMs ?? 0);
  const all = [...world.handsets.values()];
  const others = all.filter((handset) => !presets.has(handset.id)).sort((a, b) => lastAtMs(b) - lastAtMs(a));
  return [...all.filter((handset) => presets.has(handset.id)), ...others.slice(0, OTHERS_SHOWN)];
}

export function viewCall(world: World, call: Call): CallView {
  const queue = call.queue && world.queues.get(call.queue.name);
  return {
    sid: call.sid,
    direction: call.direction === 'inbound' ? 'inbound' : 'outbound',
    from: call.from,
    to: call.to,
    status: call.status,
    state: call.state,
    startedAtMs: call.startedAtMs,
    ...(call.answeredAtMs !== undefined && { answeredAtMs: call.answeredAtMs }),
    ...(call.endedAtMs !== undefined && { endedAtMs: call.endedAtMs }),
    ...(call.endedBy && { endedBy: call.endedBy }),
    heard: [...call.heard],
    ...(call.gather && { gather: call.gather }),
    ...(queue && call.queue && { queue: { name: queue.name, position: positionIn(queue, call), joinedAtMs: call.queue.joinedAtMs } }),
    ...(call.dialled !== undefined && { dialled: call.dialled }),
    problems: [...call.problems],
  };
}

export function viewHandset(world: World, handset: Handset): HandsetView {
  const messages = handset.messageSids.flatMap((sid) => world.messages.get(sid) ?? []);
  const closes = windowClosesAtMs(handset, world.scheduler.nowMs());
  const whatsapp = messages.filter((message) => message.channel === 'whatsapp').slice(-THREAD_SHOWN);
  const texts = messages.filter((message) => message.channel === 'sms' && message.status === 'delivered');
  return {
    id: handset.id,
    ...(handset.number !== undefined && { number: handset.number }),
    scopedUserId: handset.scopedUserId,
    profileName: handset.profileName,
    hasWhatsApp: handset.hasWhatsApp,
    blocked: handset.blocked,
    online: handset.online,
    hidesNumber: handset.hidesNumber,
    optedOut: handset.optedOut,
    ...(closes !== undefined && { windowClosesAtMs: closes }),
    ...(handset.typingUntilMs !== undefined && { typingUntilMs: handset.typingUntilMs }),
    thread: whatsapp.map((message) => viewMessage(world, message)),
    inbox: texts.map(({ sid, createdAtMs, from, body }) => ({ sid, atMs: createdAtMs, from, text: body, links: linksIn(body) })),
    ...(handset.draft !== undefined && { draft: handset.draft }),
  };
}

export function viewMessage(world: World, message: Message): ThreadMessage {
  const inbound = message.direction === 'inbound';
  const media = message.mediaSids[0] === undefined ? undefined : world.media.get(message.mediaSids[0]);
  return {
    sid: message.sid,
    atMs: message.createdAtMs,
    by: inbound ? 'customer' : 'business',
    text: message.body,
    sender: (inbound ? message.to : message.from).replace(/^whatsapp:/, ''),
    ticks: ticksOf(message),
    ...(message.errorCode !== undefined && { errorCode: message.errorCode }),
    ...(message.templateName !== undefined && { template: message.templateName }),
    buttons: message.buttons.map(({ title, kind, url, description }, index) => ({
      index,
      title,
      kind,
      ...(url !== undefined && { url }),
      ...(description !== undefined && { description }),
    })),
    ...(message.listButton !== undefined && { listButton: message.listButton }),
    ...(message.pressed !== undefined && { pressed: message.pressed }),
    ...(media && { media: viewMedia(media) }),
    ...(message.attachment && { media: message.attachment }),
    ...(message.location && { location: message.location }),
    ...(message.replyTo !== undefined && { replyTo: message.replyTo }),
  };
}

/** The page is sent this with every change: only what is small goes along whole. */
const SHOWN_BYTES = 100_000;

function viewMedia({ contentType, bytes }: StoredMedia): NonNullable<ThreadMessage['media']> {
  if (bytes.length > SHOWN_BYTES) return { contentType };
  return { contentType, url: `data:${contentType};base64,${bytes.toString('base64')}` };
}

function ticksOf(message: Message): ThreadMessage['ticks'] {
  if (message.direction === 'inbound') return message.seen ?? 'sent';
  if (message.status === 'sent' || message.status === 'delivered' || message.status === 'read') return message.status;
  return message.status === 'failed' || message.status === 'undelivered' ? 'failed' : 'sending';
}

function viewAgentPhone(world: World): SandboxState['agentPhone'] {
  const { mode, ringing, talking, taken } = world.agentPhone;
  const view = (state: 'ringing' | 'talking') => (entry: { call: Call; via: string }) => ({
    callSid: entry.call.sid,
    from: entry.call.from,
    state,
    via: entry.via,
    ...phoneOf(state === 'talking' ? taken.get(entry.call.sid) : undefined),
  });
  return { mode, calls: [...[...ringing.values()].map(view('ringing')), ...[...talking.values()].map(view('talking'))] };
}

function phoneOf(taken: { readonly phone: number; readonly atMs: number } | undefined): { phone?: number; sinceMs?: number } {
  return taken ? { phone: taken.phone, sinceMs: taken.atMs } : {};
}

function linksIn(text: string): string[] {
  return text.match(/https?:\/\/\S+/g)?.map((link) => link.replace(/[.,;)]+$/, '')) ?? [];
}
