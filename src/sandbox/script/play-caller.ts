import type { CallAct, ChatAct, ScriptCaller } from '../../http/contract/sandbox-script.ts';
import { setBehaviour } from '../behaviour.ts';
import type { Call } from '../call.ts';
import { pressButton, writeToBusiness } from '../customer.ts';
import { readThread } from '../deliver.ts';
import type { PostWebhook } from '../fetch-document.ts';
import { handsetAt } from '../find-handset.ts';
import type { Handset } from '../handset.ts';
import type { Message } from '../message.ts';
import { startCall } from '../run-call.ts';
import type { World } from '../world.ts';
import { type Pace, SERVICE_MS } from './pace.ts';
import type { PlannedCaller } from './plan.ts';

/** Whoever hears nothing they can answer for so long turns to waiting. */
const LISTENS_MS = 60_000;
/** How long people look out for a message. */
const LOOKS_OUT_MS = 180_000;

export interface Stage {
  readonly world: World;
  readonly post: PostWebhook;
  readonly pace: Pace;
  readonly speed: number;
  /** The number they call. */
  readonly to: string;
}

/** What is known of somebody who has begun to call. */
export interface Played {
  readonly plan: PlannedCaller;
  readonly call: Call;
  readonly handset: Handset;
  talked: boolean;
  /** They wrote or pressed a button after a message of ours. */
  chatted: boolean;
  settled: boolean;
}

/** Starts somebody's call; `live` resolves when there is nothing left for them to do. */
export function playCaller(stage: Stage, plan: PlannedCaller): { readonly played: Played; readonly live: Promise<void> } {
  const { world, post, to } = stage;
  const handset = handsetAt(world, plan.mobile);
  if (plan.person.phone === 'no-whatsapp') handset.hasWhatsApp = false;
  if (plan.person.phone === 'username') handset.hidesNumber = true;
  handset.profileName = `${plan.person.name} ${plan.n}`;
  if (plan.behaviour) setBehaviour(world, plan.behaviour, plan.mobile);
  const call = startCall(world, post, { from: plan.from, to });
  const played: Played = { plan, call, handset, talked: false, chatted: false, settled: false };
  return { played, live: live(stage, played) };
}

async function live(stage: Stage, played: Played): Promise<void> {
  await onTheLine(stage, played);
  await inTheChat(stage, played);
  played.settled = true;
  stage.world.changes.announce();
}

async function onTheLine(stage: Stage, played: Played): Promise<void> {
  const { pace, speed, world } = stage;
  const { call, plan } = played;
  const ended = () => call.state === 'ended';
  const floor = SERVICE_MS * speed;
  for (const { act, afterMs } of plan.call) {
    if (!(await doOnTheLine(stage, call, act, afterMs))) break;
  }
  const talks = await pace.until(() => (ended() ? 'ended' : call.state === 'bridged' && 'bridged'), plan.patienceMs);
  if (talks === 'bridged') {
    played.talked = true;
    await pace.until(ended, plan.talkMs);
  }
  if (!ended()) call.line.send({ kind: 'hangup', by: 'caller' });
  await pace.until(ended, Math.max(floor, LISTENS_MS));
  world.changes.announce();
}

/** False when the call is over, or the line goes on without them. */
async function doOnTheLine(stage: Stage, call: Call, act: CallAct, afterMs: number): Promise<boolean> {
  if (act.do === 'hang-up') {
    await stage.pace.until(() => call.state === 'ended', afterMs);
    if (call.state !== 'ended') call.line.send({ kind: 'hangup', by: 'caller' });
    return false;
  }
  if (!(await listens(stage, call))) return false;
  if (act.do === 'silence') {
    const listening = call.gather;
    await stage.pace.until(() => call.gather !== listening, Math.max(SERVICE_MS * stage.speed, LISTENS_MS));
    return call.state !== 'ended';
  }
  await stage.pace.until(() => call.state === 'ended', afterMs);
  if (act.do === 'say') {
    call.line.send({ kind: 'speech', text: act.text, confidence: act.confidence });
    return true;
  }
  for (const key of act.keys) {
    if (!(await listens(stage, call))) return false;
    call.line.send({ kind: 'key', key });
    // A key that was taken leaves a mark; the next one is for what the line asks then.
    const before = call.heard.length;
    await stage.pace.until(() => call.state === 'ended' || call.heard.length > before, SERVICE_MS * stage.speed);
  }
  return true;
}

/** Until the line listens; undefined when it won't: the call is over, a person is on the line, or it takes too long. */
async function listens({ pace, speed }: Stage, call: Call): Promise<boolean> {
  const look = () => {
    if (call.state === 'ended' || call.state === 'bridged') return 'no';
    return (call.gather !== undefined || call.state === 'recording') && 'yes';
  };
  return (await pace.until(look, Math.max(SERVICE_MS * speed, LISTENS_MS))) === 'yes';
}

async function inTheChat({ world, post, pace, speed }: Stage, played: Played): Promise<void> {
  const { handset, plan } = played;
  if (plan.chat.length === 0 || !handset.hasWhatsApp || !wasWrittenTo(world, handset)) return;
  const arrived = () => messagesTo(world, handset).findLast((message) => message.status === 'delivered' || message.status === 'read');
  if (!(await pace.until(arrived, Math.max(SERVICE_MS * speed, LOOKS_OUT_MS)))) return;
  for (const { act, afterMs } of plan.chat) {
    if (!(await pace.pause(afterMs))) return;
    const withButtons = messagesTo(world, handset).findLast((message) => message.buttons.length > 0 && isThere(message));
    if (doInTheChat(world, post, handset, act, withButtons)) played.chatted = true;
  }
}

/** True when they told the business something. */
function doInTheChat(world: World, post: PostWebhook, handset: Handset, act: ChatAct, withButtons: Message | undefined): boolean {
  if (!handset.online) return false;
  if (act.do === 'read') readThread(world, post, handset);
  else if (act.do === 'write') writeToBusiness(world, post, handset, { kind: 'text', text: act.text });
  else {
    if (withButtons?.buttons[act.button]?.kind !== 'reply') return false;
    pressButton(world, post, handset, withButtons.sid, act.button);
  }
  return act.do !== 'read';
}

function isThere(message: Message): boolean {
  return message.status === 'delivered' || message.status === 'read';
}

/** A template that WhatsApp was asked to approve: what a chat that is open already says needs none. */
function isInvite(world: World, message: Message): boolean {
  const status = message.templateSid === undefined ? undefined : world.templates.get(message.templateSid)?.approval.status;
  return status !== undefined && status !== 'unsubmitted';
}

function wasWrittenTo(world: World, handset: Handset): boolean {
  return messagesTo(world, handset).length > 0;
}

function messagesTo(world: World, handset: Handset, channel: Message['channel'] = 'whatsapp'): readonly Message[] {
  return handset.messageSids
    .flatMap((sid) => world.messages.get(sid) ?? [])
    .filter((message) => message.direction !== 'inbound' && message.channel === channel);
}

/** A person as the report shows them. */
export function reportOn(world: World, played: Played): ScriptCaller {
  const { plan, call, handset } = played;
  const invites = messagesTo(world, handset).filter((message) => isInvite(world, message));
  const last = invites.at(-1);
  return {
    n: plan.n,
    person: plan.person.name,
    from: plan.from,
    atSecond: Math.round(plan.atMs / 1000),
    callSid: call.sid,
    outcome: outcomeOf(world, played, invites),
    invites: invites.length,
    ...(last && { invite: last.status }),
    ...(last?.errorCode !== undefined && { failure: last.errorCode }),
  };
}

function outcomeOf(world: World, played: Played, invites: readonly Message[]): ScriptCaller['outcome'] {
  const { call, handset } = played;
  if (!played.settled || call.state !== 'ended') return 'unsettled';
  if (call.endedBy === 'carrier' && !played.talked) return 'carrier-error';
  if (played.chatted) return 'chatting';
  if (played.talked) return 'talked';
  if (invites.some(isThere)) return 'invited';
  if (messagesTo(world, handset, 'sms').some(isThere)) return 'texted';
  if (invites.length > 0) return 'not-reached';
  return call.endedBy === 'caller' ? 'hung-up' : 'served';
}
