import type { Scalar } from '../outcomes.ts';
import type { AnswerPromise } from './answer-by.ts';
import type { Candidate, Evidence } from './classify.ts';

/** The type of a ticket, and who gave it why. */
export interface TicketType {
  readonly id: string;
  /** Its name by language, as the flow had it. */
  readonly name: Readonly<Record<string, string>>;
  /** `classifier`, or the user id of the agent who chose it. */
  readonly by: string;
  readonly score?: number;
  /** Words and sentences of the flow that were found. */
  readonly words?: readonly string[];
}

export type UrgentWhy = 'words' | 'intent' | 'type' | 'agent';

/** What a chat remembers of its ticket. Nothing in it is the customer's own text but the answers to the fields. */
export interface Ticket {
  /** What was heard, until it has a type. */
  readonly evidence?: Evidence;
  readonly type?: TicketType;
  /** It came to the desk and the classifier was not sure: what came closest. */
  readonly unsure?: readonly Candidate[];
  readonly urgent?: { readonly why: UrgentWhy; readonly words?: readonly string[] };
  /** The customer was told what to do in an emergency. */
  readonly urgentTold?: true;
  /** Nobody was there: by when it is answered. Gone with the answer. */
  readonly promise?: AnswerPromise & { readonly madeAtMs: number; readonly warned?: true; readonly missed?: true };
  /** When the customer was last told that it is kept, ms. */
  readonly toldAtMs?: number;
  /** The field that is being asked for, by its place in the type, and how many answers did not fit. */
  readonly asking?: { readonly at: number; readonly invalid: number };
  /** Variables that the bot had asked for in vain before: not asked again. */
  readonly unasked?: readonly string[];
  /** What was collected while the customer waits, by variable. */
  readonly answers?: Readonly<Record<string, Scalar>>;
}
