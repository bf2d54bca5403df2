import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeliveryState, isDeliveryProgress } from '../../src/channels/delivery.ts';
import { advanceDelivery } from '../../src/handoff/handoff-machine.ts';

const STATES: readonly DeliveryState[] = ['requested', 'sending', 'sent', 'delivered', 'read', 'failed'];
const receipts = fc.array(fc.constantFrom<DeliveryState>('sent', 'delivered', 'read', 'failed'), { maxLength: 12 });
const fold = (reports: readonly DeliveryState[]) =>
  reports.reduce<DeliveryState>((state, report) => advanceDelivery(state, report) ?? state, 'sending');

describe('advanceDelivery', () => {
  it('agrees with the order of delivery states for every pair', () => {
    for (const current of STATES) {
      for (const reported of STATES) {
        expect(advanceDelivery(current, reported), `${current} then ${reported}`).toBe(
          isDeliveryProgress(current, reported) ? reported : undefined,
        );
      }
    }
  });

  it('ends in the same state whatever the order of the receipts', () => {
    fc.assert(
      fc.property(receipts, fc.infiniteStream(fc.nat()), (reports, keys) => {
        const shuffled = reports.map((report) => ({ report, key: keys.next().value ?? 0 })).sort((a, b) => a.key - b.key);
        expect(fold(shuffled.map(({ report }) => report))).toBe(fold(reports));
      }),
    );
  });

  it('ends in the state that the receipts imply: read, else delivered, else failed, else sent', () => {
    fc.assert(
      fc.property(receipts, (reports) => {
        const best = (['read', 'delivered', 'failed', 'sent'] as const).find((state) => reports.includes(state)) ?? 'sending';
        expect(fold(reports)).toBe(best);
      }),
    );
  });

  it('is not changed by a receipt that comes twice', () => {
    fc.assert(fc.property(receipts, (reports) => fold([...reports, ...reports]) === fold(reports)));
  });
});
