import type { CallbackCounts } from './count-callbacks.ts';
import type { EntryCount } from './count-entries.ts';

/** How many journeys something is true of. */
export interface Count {
  readonly id: string;
  readonly journeys: number;
}

export const STAGES = [
  'calls',
  'reached-offer',
  'offered',
  'accepted',
  'consented',
  'sent',
  'delivered',
  'read',
  'engaged',
  'linked',
  'assigned',
  'replied',
  'closed',
] as const;
export type StageId = (typeof STAGES)[number];

/** The stage that a stage is measured against: whoever reached the one has passed the other. */
export const STAGE_BEFORE: Record<StageId, StageId> = {
  calls: 'calls',
  'reached-offer': 'calls',
  offered: 'reached-offer',
  accepted: 'offered',
  consented: 'accepted',
  sent: 'accepted',
  delivered: 'sent',
  read: 'delivered',
  engaged: 'delivered',
  linked: 'engaged',
  assigned: 'linked',
  replied: 'linked',
  closed: 'linked',
};

export const RATES = [
  'offer-rate',
  'acceptance',
  'delivery',
  'engagement',
  'linking',
  'first-human-reply',
  'gross-deflection',
  'confirmed',
  'survey-answers',
  'satisfaction',
  'returned-by-voice',
  'call-abandonment',
  'within-three-minutes',
  'opt-out',
] as const;

/** A share with its numerator and denominator; `pending`: members of the denominator that may still join the numerator. */
export interface Rate {
  readonly id: (typeof RATES)[number];
  readonly numerator: number;
  readonly denominator: number;
  readonly pending: number;
}

/** The journeys of the calls that started in a span of time, stage by stage. Definitions: docs/metrics.md. */
export interface Funnel {
  readonly stages: { readonly id: StageId; readonly journeys: number; readonly of: number }[];
  readonly answers: Count[];
  readonly withheld: { readonly journeys: number; readonly reasons: Count[] };
  readonly failures: { readonly journeys: number; readonly classes: Count[] };
  readonly fallbacks: Count[];
  readonly linkMethods: Count[];
  readonly dispositions: Count[];
  readonly voice: {
    readonly queued: number;
    readonly connected: number;
    readonly abandoned: number;
    readonly failedOver: number;
    readonly missed: number;
  };
  /** Calls that ended too early and whose callers were not written to, in flows that do. */
  readonly unwritten: { readonly journeys: number; readonly reasons: Count[] };
  readonly directChats: number;
  readonly callbacks: CallbackCounts;
  readonly entries: EntryCount[];
  readonly rates: Rate[];
}
