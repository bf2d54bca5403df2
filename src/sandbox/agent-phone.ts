import { AppError } from '../base/errors.ts';
import { createBridge } from './bridge.ts';
import type { Call } from './call.ts';
import type { AgentPhone, World } from './world.ts';

/** Phones that answer at once. */
export function createAgentPhone(): AgentPhone {
  return { mode: 'answer', modeByAddress: new Map(), ringing: new Map(), talking: new Map(), taken: new Map() };
}

/**
 * An agent takes the next caller of a queue, by phone. Undefined when nobody waits. Throws AppError `sandbox-impossible` when
 * the phone, if one is named, is in a call.
 */
export function takeFromQueue(world: World, queueName: string, phone?: number): Call | undefined {
  checkFree(world, phone);
  const queue = world.queues.get(queueName);
  const member = queue?.members.shift();
  if (!member) return undefined;
  const call = member.call;
  const bridge = createBridge(call, 'agent phone', world.scheduler.nowMs(), () => world.agentPhone.talking.delete(call.sid));
  world.agentPhone.talking.set(call.sid, { call, via: queueName, hangUp: () => bridge.end('partner') });
  noteTaken(world, call.sid, phone);
  call.line.send({ kind: 'bridge', bridge });
  world.changes.announce();
  return call;
}

/** Picks up, or declines, a phone that rings for this caller; false when none does. Throws as takeFromQueue does. */
export function answerRinging(world: World, callSid: string, does: 'answer' | 'decline', phone?: number): boolean {
  const ringing = world.agentPhone.ringing.get(callSid);
  if (!ringing) return false;
  if (does === 'answer') {
    checkFree(world, phone);
    noteTaken(world, callSid, phone);
  }
  ringing.call.line.send({ kind: 'phone', does });
  return true;
}

function checkFree({ agentPhone }: World, phone: number | undefined): void {
  if (phone === undefined) return;
  const busy = [...agentPhone.talking.keys()].some((sid) => agentPhone.taken.get(sid)?.phone === phone);
  if (busy) throw new AppError('sandbox-impossible', `Phone ${phone} is in a call.`);
}

function noteTaken({ agentPhone, scheduler }: World, callSid: string, phone: number | undefined): void {
  const { talking, ringing, taken } = agentPhone;
  for (const sid of taken.keys()) if (!talking.has(sid) && !ringing.has(sid)) taken.delete(sid);
  if (phone !== undefined) taken.set(callSid, { phone, atMs: scheduler.nowMs() });
}

/** The agent hangs up on this caller; false when they do not talk. */
export function hangUpAgentPhone(world: World, callSid: string): boolean {
  const talking = world.agentPhone.talking.get(callSid);
  talking?.hangUp();
  return talking !== undefined;
}
