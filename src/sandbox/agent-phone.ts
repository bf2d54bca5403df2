import { createBridge } from './bridge.ts';
import type { Call } from './call.ts';
import type { AgentPhone, World } from './world.ts';

/** Phones that answer at once. */
export function createAgentPhone(): AgentPhone {
  return { mode: 'answer', modeByAddress: new Map(), ringing: new Map(), talking: new Map() };
}

/** An agent takes the next caller of a queue, by phone. Undefined when nobody waits. */
export function takeFromQueue(world: World, queueName: string): Call | undefined {
  const queue = world.queues.get(queueName);
  const member = queue?.members.shift();
  if (!member) return undefined;
  const call = member.call;
  const bridge = createBridge(call, 'agent phone', world.scheduler.nowMs(), () => world.agentPhone.talking.delete(call.sid));
  world.agentPhone.talking.set(call.sid, { call, via: queueName, hangUp: () => bridge.end('partner') });
  call.line.send({ kind: 'bridge', bridge });
  world.changes.announce();
  return call;
}

/** Picks up, or declines, a phone that rings for this caller; false when none does. */
export function answerRinging(world: World, callSid: string, does: 'answer' | 'decline'): boolean {
  const ringing = world.agentPhone.ringing.get(callSid);
  if (!ringing) return false;
  ringing.call.line.send({ kind: 'phone', does });
  return true;
}

/** The agent hangs up on this caller; false when they do not talk. */
export function hangUpAgentPhone(world: World, callSid: string): boolean {
  const talking = world.agentPhone.talking.get(callSid);
  talking?.hangUp();
  return talking !== undefined;
}
