/** What a chat opens with, so that nothing is asked again. Sensitive variables are never in it. */
export interface ContextCard {
  readonly callStartedAtMs: number;
  readonly entryNumber: string;
  readonly language: string;
  readonly intent?: string;
  readonly flow: string;
  /** The call ended before its end, and the chat makes up for it: how, and in which step. */
  readonly endedEarly?: { readonly kind: 'dropped' | 'missed'; readonly step: string };
  /** Step, seconds since the start of the call, and what was pressed or said there. */
  readonly path: readonly (readonly [step: string, atSeconds: number, input?: string])[];
  /** Variables as they stood when the caller accepted. */
  readonly variables: Readonly<Record<string, string | number | boolean | null>>;
  /** Arms of experiments, by experiment: the chat goes on in them. */
  readonly arms?: Readonly<Record<string, string>>;
  readonly lookups: Readonly<Record<string, Readonly<Record<string, string | number | boolean | null>>>>;
  /** What was promised aloud, in seconds. */
  readonly promised: { readonly phoneSeconds?: number; readonly chatSeconds?: number };
  /** How long the caller had really waited in the queue when accepting, seconds. */
  readonly waitedSeconds: number;
  readonly offersBefore: number;
  readonly earlierCalls: readonly { readonly atMs: number; readonly intent?: string; readonly outcome?: string }[];
  readonly earlierChats: readonly { readonly atMs: number; readonly caseNumber: string; readonly disposition?: string }[];
}
