/** WhatsApp's window, less five minutes for clocks that differ, in ms (reference: key concepts, 24 h from the last inbound message). */
export const SERVICE_WINDOW_MS = 24 * 3_600_000 - 5 * 60_000;

export interface ServiceWindow {
  /** Free text may be sent; otherwise only an approved template. */
  readonly open: boolean;
  readonly untilMs: number;
}

/** Whether free text may be sent now, and until when, by the customer's last message. Pure. */
export function serviceWindow(lastInboundAtMs: number, nowMs: number): ServiceWindow {
  const untilMs = lastInboundAtMs + SERVICE_WINDOW_MS;
  return { open: nowMs < untilMs, untilMs };
}
