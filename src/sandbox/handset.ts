/** A customer's phone: WhatsApp, if they have it, and an SMS inbox. */
export interface Handset {
  /** Its number, or its business-scoped id when it has no number. */
  readonly id: string;
  readonly number?: string;
  /** `ES.4566…`: what the business sees in place of a number. */
  readonly scopedUserId: string;
  profileName: string;
  hasWhatsApp: boolean;
  blocked: boolean;
  online: boolean;
  hidesNumber: boolean;
  optedOut: boolean;
  lastInboundAtMs?: number;
  lastOutboundAtMs?: number;
  typingUntilMs?: number;
  draft?: string;
  /** Sids of its messages on both channels, oldest first. */
  readonly messageSids: string[];
}

const WINDOW_MS = 24 * 3_600_000;
const NUMBER_SHOWN_MS = 30 * 24 * 3_600_000;

/** When the 24-hour service window closes; undefined when it is closed. */
export function windowClosesAtMs(handset: Handset, nowMs: number): number | undefined {
  if (handset.lastInboundAtMs === undefined) return undefined;
  const closes = handset.lastInboundAtMs + WINDOW_MS;
  return closes > nowMs ? closes : undefined;
}

/** The number as WhatsApp shows it to the business; undefined for a username user it has not written to for 30 days. */
export function visibleNumber(handset: Handset, nowMs: number): string | undefined {
  if (handset.number === undefined) return undefined;
  const known = handset.lastOutboundAtMs !== undefined && nowMs - handset.lastOutboundAtMs < NUMBER_SHOWN_MS;
  return handset.hidesNumber && !known ? undefined : handset.number;
}

/** WhatsApp's own form of a number, which is not always the dialled one: Mexico's 521, Argentina's 549, Brazil's eight digits. */
export function whatsAppId(e164: string): string {
  const digits = e164.replace(/\D/g, '');
  const mexico = /^52(\d{10})$/.exec(digits);
  if (mexico) return `521${mexico[1]}`;
  const argentina = /^54([1-8]\d{9})$/.exec(digits);
  if (argentina) return `549${argentina[1]}`;
  const brazil = /^55([3-9]\d)9(\d{8})$/.exec(digits);
  if (brazil) return `55${brazil[1]}${brazil[2]}`;
  return digits;
}
