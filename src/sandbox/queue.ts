import type { Call } from './call.ts';
import { makeSid } from './sids.ts';
import type { Queue, World } from './world.ts';

/** The queue of that name; it is made when it does not exist. Twilio's default size is 1000. */
export function queueNamed(world: World, name: string, maxSize = 1000): Queue {
  const known = world.queues.get(name);
  if (known) return known;
  const queue: Queue = { sid: makeSid('QU', world.random), name, maxSize, createdAtMs: world.scheduler.nowMs(), members: [] };
  world.queues.set(name, queue);
  return queue;
}

export function positionIn(queue: Queue, call: Call): number {
  return queue.members.findIndex((member) => member.call === call) + 1;
}

/** Average of the waits of those who are waiting now, whole seconds. */
export function averageWaitSeconds(world: World, queue: Queue): number {
  if (queue.members.length === 0) return 0;
  const now = world.scheduler.nowMs();
  const total = queue.members.reduce((sum, member) => sum + (now - member.joinedAtMs), 0);
  return Math.floor(total / queue.members.length / 1000);
}

export function leaveQueue(queue: Queue, call: Call): void {
  const index = queue.members.findIndex((member) => member.call === call);
  if (index >= 0) queue.members.splice(index, 1);
}
