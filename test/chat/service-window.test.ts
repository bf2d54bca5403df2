import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serviceWindow } from '../../src/chat/service-window.ts';

const DAY = 24 * 3_600_000;

describe('the service window', () => {
  it('ends five minutes before the carrier’s 24 hours', () => {
    const end = DAY - 5 * 60_000;
    expect(serviceWindow(0, end - 1)).toEqual({ open: true, untilMs: end });
    expect(serviceWindow(0, end)).toEqual({ open: false, untilMs: end });
  });

  it('is never open when the carrier’s is closed, and opens anew with each message', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000_000), fc.nat(2 * DAY), (last, later) => {
        const now = last + later;
        if (later >= DAY) expect(serviceWindow(last, now).open).toBe(false);
        expect(serviceWindow(now, now).open).toBe(true);
      }),
    );
  });
});
