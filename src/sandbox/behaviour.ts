import { canonicalPhone } from '../base/phone.ts';
import type { Behaviour } from '../http/contract/sandbox-carrier.ts';
import type { Message } from './message.ts';
import type { World } from './world.ts';

type Channel = Message['channel'];

const DELIVER: Behaviour = { kind: 'deliver' };

/** What happens to the next message for this address; a behaviour for so many `times` is used up by it. */
export function takeBehaviour(world: World, address: string, channel: Channel): Behaviour {
  const own = takeOwnBehaviour(world, address, channel);
  if (own) return own;
  const chosen = world.choices.behaviour;
  if (!isFor(chosen, channel)) return DELIVER;
  world.choices.behaviour = used(chosen) ?? DELIVER;
  world.changes.announce();
  return chosen;
}

/** What was chosen for this address alone; undefined when nothing was. Without a channel: for a call. */
export function takeOwnBehaviour(world: World, address: string, channel?: Channel): Behaviour | undefined {
  const key = keyOf(address);
  const own = world.behaviourByNumber.get(key);
  if (!own || !isFor(own, channel)) return undefined;
  const left = used(own);
  if (left) world.behaviourByNumber.set(key, left);
  else world.behaviourByNumber.delete(key);
  world.changes.announce();
  return own;
}

function isFor(behaviour: Behaviour, channel: Channel | undefined): boolean {
  return behaviour.channel === undefined || behaviour.channel === channel;
}

/** Chooses for one number, or for all that have no choice of their own; null takes a number's own choice back. */
export function setBehaviour(world: World, behaviour: Behaviour | null, address?: string): void {
  if (address === undefined) world.choices.behaviour = behaviour ?? DELIVER;
  else if (behaviour === null) world.behaviourByNumber.delete(keyOf(address));
  else world.behaviourByNumber.set(keyOf(address), behaviour);
  world.changes.announce();
}

function used(behaviour: Behaviour): Behaviour | undefined {
  if (behaviour.times === undefined) return behaviour;
  return behaviour.times > 1 ? { ...behaviour, times: behaviour.times - 1 } : undefined;
}

function keyOf(address: string): string {
  const bare = address.replace(/^whatsapp:/i, '');
  return bare.startsWith('+') ? canonicalPhone(bare) : bare;
}
