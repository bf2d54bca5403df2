import type { Call } from './call.ts';
import { listen } from './line-listening.ts';
import { CALLERS } from './view.ts';
import type { PhoneMode, World } from './world.ts';

/** How a phone that rings came off. */
export type Rung = 'answer' | 'no-answer' | 'busy' | 'failed';

/** What a phone does when it is called: as it is set, a customer's rings, one of the business does what all of them do. */
export function modeOf(world: World, number: string): PhoneMode {
  const own = world.agentPhone.modeByAddress.get(number);
  return own ?? (isCustomer(world, number) ? 'ring' : world.agentPhone.mode);
}

/** A phone that is a customer's by the page's list, or because it has a handset. */
export function isCustomer(world: World, number: string): boolean {
  return world.handsets.has(number) || CALLERS.some((caller) => caller.from === number);
}

/** Rings until somebody answers or declines, or nobody does in time. Throws Diverted when whoever calls gives up. */
export async function ringPhone(world: World, leg: Call, timeoutMs: number): Promise<Rung> {
  const mode = modeOf(world, leg.to);
  if (mode === 'busy' || mode === 'failed') return mode;
  if (mode === 'answer' || mode === 'voicemail') return 'answer';
  leg.status = 'ringing';
  leg.state = 'ringing';
  world.changes.announce();
  const until = world.scheduler.nowMs() + timeoutMs;
  for (;;) {
    const signal = await listen(leg, Math.max(0, until - world.scheduler.nowMs()));
    if (signal === 'elapsed') return 'no-answer';
    if (signal.kind === 'phone' && mode === 'ring') return signal.does === 'answer' ? 'answer' : 'busy';
  }
}

/** Somebody, or a machine, has picked up. */
export function pickUp(world: World, leg: Call): void {
  leg.status = 'in-progress';
  leg.state = 'playing';
  leg.answeredAtMs = world.scheduler.nowMs();
  leg.machine = modeOf(world, leg.to) === 'voicemail';
  world.changes.announce();
}

/** The legs on which that phone rings or talks, oldest first. */
export function legsTo(world: World, number: string): Call[] {
  return [...world.calls.values()].filter((call) => call.direction !== 'inbound' && call.to === number && call.state !== 'ended');
}
