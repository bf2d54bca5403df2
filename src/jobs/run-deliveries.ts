import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { Delivery, DeliveryQueue } from '../outbound/delivery.ts';
import { atMost } from './at-most.ts';
import { runDue } from './run-due.ts';
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
  const turns = new Map<string, ReturnType<typeof atMost>>();
  return runDue({
    lookEveryMs: LOOK_EVERY_MS,
    leaseCount: LEASE_COUNT,
    maxUnderWay: MAX_UNDER_WAY,
    lease: (count) => deps.deliveries.lease(deps.clock.nowMs(), count, LEASE_MS),
    settle: (delivery) => {
      const inTurn = turns.get(delivery.endpointId) ?? atMost(AT_ONCE_EACH);
      turns.set(delivery.endpointId, inTurn);
      return inTurn(() => deps.deliver(delivery)).catch((error) =>
        deps.log.error({ err: error, deliveryId: delivery.id }, 'a webhook could not be settled; it will come again'),
      );
    },
    notRead: (error) => deps.log.warn({ err: error }, 'webhooks that are due could not be read'),
  });
}
