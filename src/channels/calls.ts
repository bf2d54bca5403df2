import type { CallbackId } from '../base/ids.ts';

/** A part of a callback's two legs that the carrier comes back to. `round`: how often the question was asked before. */
export interface CallbackAction {
  readonly kind: 'callback';
  readonly part: CallbackPart;
  readonly callbackId: CallbackId;
  readonly attempt: number;
  readonly round: number;
}

export const CALLBACK_PARTS = ['agent', 'agent-key', 'customer', 'customer-key', 'result', 'status'] as const;
export type CallbackPart = (typeof CALLBACK_PARTS)[number];

/** What the carrier tells of a callback's legs. */
export interface CallbackWebhook {
  readonly action: CallbackAction;
  /** The leg that it is about. */
  readonly providerCallId: string;
  readonly digits?: string;
  /** Of the leg, with `status`; of the dialled leg, with `result`. */
  readonly status?: LegStatus;
  /** With `result`: were the two joined? */
  readonly joined?: boolean;
  readonly seconds?: number;
}

export type LegStatus = 'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';

/** A leg in one of these states is over. */
export function isFinal(status: LegStatus): boolean {
  return !['queued', 'ringing', 'in-progress'].includes(status);
}

/** A call that is to be placed: who answers hears what `answered` says. */
export interface OutboundCall {
  readonly to: string;
  /** Our number. */
  readonly from: string;
  readonly answered: CallbackAction;
  readonly status: CallbackAction;
  readonly ringSeconds: number;
}

/** What came of asking the carrier to place a call. */
export type PlaceOutcome =
  | { readonly kind: 'accepted'; readonly providerCallId: string }
  /** `number`: because of the number that was to be called; asking again changes nothing. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly number?: true }
  /** Not processed; safe to repeat after `retryAfterMs`. */
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  /** It may or may not ring. Look before repeating. */
  | { readonly kind: 'unknown'; readonly cause: string };

export interface PlacedCall {
  readonly providerCallId: string;
  readonly status: LegStatus;
  readonly createdAtMs: number;
}

/** The port to a carrier that places calls. */
export interface CallCarrier {
  /** Never throws for anything the carrier answers. */
  place(call: OutboundCall): Promise<PlaceOutcome>;
  /** Calls of ours to that number at or after the time, newest first; throws if the carrier can't be asked. */
  findPlaced(query: { readonly to: string; readonly from: string; readonly sinceMs: number }): Promise<readonly PlacedCall[]>;
  /** How a call stands; undefined if the carrier knows none; throws if it can't be asked. */
  statusOf(providerCallId: string): Promise<LegStatus | undefined>;
  /** Ends a call, ringing or talking; one that is over already is no failure. */
  hangUp(providerCallId: string): Promise<void>;
}
