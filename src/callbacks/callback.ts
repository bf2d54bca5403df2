import type { CallbackId, CallId, ChatId, ContactId } from '../base/ids.ts';
import type { ContextCard } from '../handoff/context-card.ts';
import type { CallableHours } from './callable-hours.ts';

/**
 * Where a callback stands. `scheduled`: its time has not come, or nobody is free. Then an agent's phone rings, then the
 * customer's; then they talk; then it is over.
 */
export type CallbackState = 'scheduled' | 'calling-agent' | 'calling-customer' | 'talking' | 'closed';

/** How a callback ended. */
export type CallbackEnd =
  | 'talked'
  | 'unreached' // the customer was called as often as the flow says
  | 'nobody-free' // no agent took it in time
  | 'cancelled-by-customer'
  | 'cancelled-by-agent'
  | 'merged' // the same person, under another name, was promised an earlier one
  | 'served-meanwhile'; // they talked to a person another way

/** A call that was promised. At most 2 KB in the store while it waits. Lives in the shard of the person who asked for it. */
export interface Callback {
  readonly id: CallbackId;
  readonly contactId: ContactId;
  /** E.164 to be called. */
  readonly to: string;
  /** Our number, as the customer will see it. */
  readonly entryNumber: string;
  readonly business: string;
  readonly language: string;
  readonly intent?: string;
  /** `<flow id>@<release>`, and the step that asked. */
  readonly flow: string;
  readonly step?: string;
  readonly team: string;
  readonly skills: readonly string[];
  /** Who promised it and is rung before all others: a user id. */
  readonly promisedBy?: string;
  readonly origin: CallbackOrigin;
  readonly requestedAtMs: number;
  /** As soon as somebody is free, in the order of asking; otherwise at `promisedAtMs`. */
  readonly asap: boolean;
  readonly promisedAtMs: number;
  /** When it is tried next. */
  readonly dueAtMs: number;
  /** The customer's clock, and when it allows calls. */
  readonly zone: string;
  readonly callable: CallableHours;
  readonly rules: CallbackRules;
  readonly state: CallbackState;
  /** How often an agent's phone was asked to ring; names the legs in their addresses. */
  readonly attempt: number;
  /** How often the customer's phone was asked to ring. */
  readonly tries: number;
  readonly placing?: CallbackPlacing;
  /** Agents who did not take it since it last paused. */
  readonly asked: readonly string[];
  /** When agent and customer began to talk. */
  readonly talkingSinceMs?: number;
  readonly closed?: { readonly atMs: number; readonly reason: CallbackEnd };
  /** It was decided whether the customer is written to, who was not reached. */
  readonly written?: true;
  /** What the call told, for the agent. */
  readonly card?: ContextCard;
}

export type CallbackOrigin =
  | { readonly kind: 'call'; readonly callId: CallId }
  /** `callId`: the case of a voice message that was left in that call. */
  | { readonly kind: 'chat'; readonly chatId: ChatId; readonly callId?: CallId };

export interface CallbackRules {
  /** How often the customer is called, and how far apart. */
  readonly tries: number;
  readonly everyMinutes: number;
  /** How long after the promised time it is given up when nobody is free. */
  readonly giveUpHours: number;
}

/** An agent's phone that was asked to ring: written before the carrier is. */
export interface CallbackPlacing {
  readonly userId: string;
  readonly name: string;
  readonly phone: string;
  readonly startedAtMs: number;
  readonly providerCallId?: string;
  /** It was asked a second time: nothing was found of the first. */
  readonly repeated?: true;
}

const DAY_SECONDS = 24 * 3600;

/** How long a callback is kept: a week beyond the time it is due, in seconds. */
export function callbackTtlSeconds(callback: Pick<Callback, 'dueAtMs'>, nowMs: number): number {
  return Math.max(0, Math.ceil((callback.dueAtMs - nowMs) / 1000)) + 7 * DAY_SECONDS;
}

/** Is it still to be made, or being made? Pure. */
export function isOpen({ state }: Pick<Callback, 'state'>): boolean {
  return state !== 'closed';
}
