import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { CarrierBoard } from './carrier-board.ts';

interface LiftDeps {
  readonly store: Pick<Store, 'commit'>;
  readonly carrierBoard: Pick<CarrierBoard, 'liftSender'>;
  readonly clock: Clock;
}

/** Has a stopped sender send again. False if it is not stopped. A failure from before does not stop it anew, a later one does. */
export async function liftSender({ store, carrierBoard, clock }: LiftDeps, sender: string, by: string): Promise<boolean> {
  const atMs = clock.nowMs();
  if (!(await carrierBoard.liftSender(sender, { atMs, by }))) return false;
  await store.commit({ shard: 0, events: [{ type: 'sender.lifted', atMs, data: { sender, by } }] });
  return true;
}
