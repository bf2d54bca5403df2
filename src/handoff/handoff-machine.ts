import { createMachine } from 'xstate';
import { stepMachine } from '../base/machine.ts';
import type { DeliveryState } from '../channels/delivery.ts';

/**
 * The life of an invite. Receipts arrive late, twice and out of order, so every state lists what is still news to it;
 * the rest is ignored. Delivery that is known beats a failure that was reported; nothing goes back.
 */
const machine = createMachine({
  id: 'handoff',
  initial: 'requested',
  states: {
    requested: { on: { SENDING: 'sending', SENT: 'sent', DELIVERED: 'delivered', READ: 'read', FAILED: 'failed' } },
    sending: { on: { SENT: 'sent', DELIVERED: 'delivered', READ: 'read', FAILED: 'failed' } },
    sent: { on: { DELIVERED: 'delivered', READ: 'read', FAILED: 'failed' } },
    failed: { on: { DELIVERED: 'delivered', READ: 'read' } },
    delivered: { on: { READ: 'read' } },
    read: {},
  },
});

/** The state of delivery after a report, or undefined if the report is no news. */
export function advanceDelivery(current: DeliveryState, reported: DeliveryState): DeliveryState | undefined {
  const { snapshot } = stepMachine(machine, { value: current, context: {}, done: false }, { type: reported.toUpperCase() });
  const next = snapshot.value as DeliveryState;
  return next === current ? undefined : next;
}
