import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Logger } from '../base/log.ts';
import type { Outlook } from '../channels/outlook.ts';
import type { RequestCall, RequestOutcome } from '../flows/outcomes.ts';
import type { FlowShelf } from '../flows/published-flow.ts';
import type { OfferGround } from '../handoff/check-eligibility.ts';
import type { IdentifyCall } from './identify-call.ts';

/** What answering a call needs. Everything but the store and look-ups is in memory. */
export interface CallDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly keyring: Keyring;
  /** Who calls, from the carrier's words; remembers the callers of live calls. */
  readonly identify: IdentifyCall;
  readonly log: Logger;
  readonly shelf: FlowShelf;
  readonly outlook: () => Outlook;
  /** What the rules of the offer stand on. */
  readonly offers: OfferGround;
  /** Does a flow's look-up; never throws. `deadlineMs`: when the caller must be answered, whatever the step allows. */
  readonly runRequest: (call: RequestCall, deadlineMs: number) => Promise<RequestOutcome>;
  /** Takes note of what the carrier says of a queue; never waits, never throws. */
  readonly noteQueue: (figures: {
    readonly queue: string;
    readonly waitSeconds?: number;
    readonly size?: number;
    readonly atMs: number;
  }) => void;
  /** Where a caller goes who wants a person and whose flow names no place. */
  readonly agentDial: string;
  /** How long what callers entered is kept after their call; 0 or absent: not at all. */
  readonly enteredKeptSeconds?: number;
}
