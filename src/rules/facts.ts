import type { Caller } from '../base/phone.ts';
import type { DeskOutlook, LookedUpLine, SendingOutlook, TemplateOutlook } from '../channels/outlook.ts';
import type { Contact } from '../contacts/contact.ts';
import type { BudgetCounts, OfferStop } from './budgets.ts';

/** A value that a rule saw. */
export type SawValue = string | number | boolean | null;
/** What a rule saw, in the order in which its sentence names it; small, since it stands in the event log. */
export type Saw = readonly SawValue[];

/** What an offer step says itself; it goes before the settings. */
export interface OfferNumbers {
  readonly skip: readonly string[];
  readonly maxChatWaitSeconds?: number | undefined;
  readonly maxInvites?: number | undefined;
  readonly perHours?: number | undefined;
}

/** A template that this offer may need, as the carrier last said. */
export type TemplateNeeded = TemplateOutlook & { readonly name: string };

/** What is not in memory: read once, when nothing else speaks against the offer. */
export interface ReadFacts {
  /** Absent: the rule is off, or there is no number to look up. */
  readonly line?: { readonly type: LookedUpLine; readonly from: 'cache' | 'carrier' | 'failed' | 'budget' };
  readonly counts: BudgetCounts;
}

/** Everything that the rules of the offer look at. */
export interface OfferFacts {
  readonly caller: Caller;
  /** Absent for people we have not met and for withheld numbers. */
  readonly contact?: Contact;
  readonly desk: DeskOutlook;
  readonly sending: SendingOutlook;
  readonly templates: readonly TemplateNeeded[];
  readonly stops: readonly OfferStop[];
  readonly nowMs: number;
  /** Absent where an offer is asked for without a call. */
  readonly callId?: string;
  /** The number that was called; its country is that of typed national numbers. */
  readonly entryNumber: string;
  readonly language: string;
  readonly intent?: string;
  /** STIR/SHAKEN result, as the carrier sent it. */
  readonly attestation?: string;
  readonly variables: Readonly<Record<string, SawValue>>;
  /** 0 to 99, the same for a person as long as the key lives: who is below the percentage is offered. */
  readonly lot: number;
  readonly offer: OfferNumbers;
  readonly read?: ReadFacts;
}
