import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { Delivery, DeliveryQueue } from '../outbound/delivery.ts';
import { atMost } from './at-most.ts';
import type { RunningLoop } from './run-relay.ts';

export interface DeliveryLoopDeps {
  readonly log: Logger;
  readonly clock: Clock;
  readonly deliveries: Pick<DeliveryQueue, 'lease'>;
  readonly deliver: (delivery: Delivery) => Promise<void>;
}

const LOOK_EVERY_MS = 500;
/** Longer than it takes until all that was leased has had its turn. */
const LEASE_MS = 180_000;
const MAX_UNDER_WAY = 200;
const LEASE_COUNT = 50;
/** An endpoint that answers slowly holds up itself alone. */
const AT_ONCE_EACH = 5;

/** Delivers what is due. What could not be settled comes again when its lease has run out. */
export function runDeliveries(deps: DeliveryLoopDeps): RunningLoop {
  const underWay = new Set<Promise<void>>();
  const turns = new Map<string, ReturnType<typeof atMost>>();
  let running = true;
  let wake: (() => void) | undefined;

  async function loop(): Promise<void> {
    while (running) {
      let due: readonly Delivery[] = [];
      try {
        if (underWay.size < MAX_UNDER_WAY) due = await deps.deliveries.lease(deps.clock.nowMs(), LEASE_COUNT, LEASE_MS);
      } catch (error) {
        deps.log.warn({ err: error }, 'webhooks that are due could not be read');
      }
      for (const delivery of due) take(delivery);
      if (due.length < LEASE_COUNT) await rest();
    }
  }

  function rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function take(delivery: Delivery): void {
    const inTurn = turns.get(delivery.endpointId) ?? atMost(AT_ONCE_EACH);
    turns.set(delivery.endpointId, inTurn);
    const work = inTurn(() => deps.deliver(delivery))
      .catch((error) => deps.log.error({ err: error, deliveryId: delivery.id }, 'a webhook could not be settled; it will come again'))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  const finished = loop();
  return {
    async stop(graceMs) {
      running = false;
      wake?.();
      await finished;
      await Promise.race([Promise.allSettled(underWay), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
    },
  };
}
