import type { WantedTeam } from '../handoff/handoff.ts';

type Scalar = string | number | boolean | null;

/** What another IVR asks for: write to this person, who has agreed to it, and let the chat know what the call knows. */
export interface InviteOrder {
  /** E.164. */
  readonly number: string;
  /** `typed`: it may belong to somebody else, so nothing of the call is told to it. */
  readonly numberSource: 'caller-id' | 'typed';
  /** Whose offer's rules, templates and look-back hold, and whose chat side runs; absent: the flow of `entryNumber`. */
  readonly flow?: string;
  /** The offer step; absent: the first of the flow. */
  readonly step?: string;
  /** Our number that was called, E.164. */
  readonly entryNumber?: string;
  readonly language?: string;
  readonly intent?: string;
  /** What the network said of the caller id, as the carrier writes it (StirVerstat). */
  readonly attestation?: string;
  /** What the other side calls it; comes back with every status. */
  readonly reference?: string;
  readonly call?: {
    readonly id?: string;
    readonly startedAtMs?: number;
    readonly waitedSeconds?: number;
    readonly promised?: { readonly phoneSeconds?: number; readonly chatSeconds?: number };
    readonly path?: readonly { readonly step: string; readonly atSeconds: number; readonly input?: string }[];
  };
  readonly variables?: Readonly<Record<string, Scalar>>;
  readonly lookups?: Readonly<Record<string, Readonly<Record<string, Scalar>>>>;
  readonly template?: { readonly name?: string; readonly values?: Readonly<Record<string, string>> };
  readonly wanted?: WantedTeam;
  readonly smsFallback?: boolean;
  readonly consent: {
    readonly wording: string;
    readonly key: string;
    readonly atMs: number;
    readonly promptId?: string;
    readonly recordingUrl?: string;
  };
}

/** What is asked before an offer is made on the other line. */
export type InviteQuestion = Pick<
  InviteOrder,
  'number' | 'numberSource' | 'flow' | 'step' | 'entryNumber' | 'language' | 'intent' | 'attestation'
>;
