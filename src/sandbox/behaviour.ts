import { canonicalPhone } from '../base/phone.ts';
import type { Behaviour } from '../http/contract/sandbox.ts';
import type { World } from './world.ts';

const DELIVER: Behaviour = { kind: 'deliver' };

/** What happens to the next message for this address; a behaviour for so many `times` is used up by it. */
export function takeBehaviour(world: World, address: string): Behaviour {
  const own = takeOwnBehaviour(world, address);
  if (own) return own;
  const chosen = world.choices.behaviour;
  world.choices.behaviour = used(chosen) ?? DELIVER;
  return chosen;
}

/** What was chosen for this address alone; undefined when nothing was. */
export function takeOwnBehaviour(world: World, address: string): Behaviour | undefined {
  const key = keyOf(address);
  const own = world.behaviourByNumber.get(key);
  if (!own) return undefined;
  const left = used(own);
  if (left) world.behaviourByNumber.set(key, left);
  else world.behaviourByNumber.delete(key);
  return own;
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
