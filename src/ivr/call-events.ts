import type { EventType, NewEvent } from '../base/events.ts';
import type { FlowFact } from '../flows/outcomes.ts';
import { walkOf } from '../flows/walk-of.ts';
import type { OfferDecision } from '../rules/decide-offer.ts';
import type { Call } from './call.ts';

type CallIdentity = Pick<Call, 'id' | 'contactId' | 'to' | 'flow'>;

/** An event of a call's life, with everything an event of a journey carries. */
export function callEvent(
  call: CallIdentity,
  context: { readonly language: string; readonly intent?: string },
  type: EventType,
  atMs: number,
  more: Pick<NewEvent, 'data' | 'step' | 'providerId' | 'handoffId'> = {},
): NewEvent {
  return {
    type,
    atMs,
    contactId: call.contactId,
    callId: call.id,
    flow: call.flow,
    entryNumber: call.to,
    language: context.language,
    ...(context.intent !== undefined && { intent: context.intent }),
    ...more,
  };
}

/** What the caller did, how it sounded, and where the call stands now. */
export interface CallTurn {
  readonly by?: 'keys' | 'speech' | 'silence';
  /** Where the words stand that were heard; see flows/said-words.ts. */
  readonly said: readonly string[];
  /** The step that it waits in. */
  readonly at?: string;
}

/**
 * The events that a sprint's facts stand for. The steps walked are one event a sprint, not one each: a call is written
 * on every key, and its path can be read from that event as well.
 */
export function eventsOfFacts(
  call: CallIdentity,
  context: { readonly language: string; readonly intent?: string },
  facts: readonly FlowFact[],
  decisions: readonly OfferDecision[],
  atMs: number,
  turn: CallTurn,
): readonly NewEvent[] {
  const events: NewEvent[] = [];
  const push = (type: EventType, step: string, data?: Readonly<Record<string, unknown>>) =>
    events.push(callEvent(call, context, type, atMs, { step, ...(data && { data }) }));
  const { steps, exits } = walkOf(facts);
  // In the order in which the offers came; one that its own condition withheld was never asked about.
  const left = [...decisions];
  for (const fact of facts) {
    if (fact.type === 'offer-made')
      push('offer.made', fact.step, { trigger: fact.trigger, promised: fact.promised, ...left.shift()?.record });
    else if (fact.type === 'offer-withheld') push('offer.withheld', fact.step, withheldData(fact.reasons, left));
    else if (fact.type === 'assigned') push('experiment.assigned', fact.step, { experiment: fact.experiment, arm: fact.arm });
    else if (fact.type === 'queued') push('call.queued', fact.step, { queue: fact.queue });
    else if (fact.type === 'offer-answered') pushAnswer(push, fact);
  }
  const { by, said, at } = turn;
  const last = steps.at(-1) ?? at;
  // What a queue says again and again by itself is no event.
  if (last !== undefined && (steps.length > 0 || by !== undefined || (facts.length > 0 && said.length > 0))) {
    const person = facts.some((fact) => fact.type === 'person-asked' || (fact.type === 'offer-answered' && fact.answer === 'person'));
    const data = { steps, exits, ...(said.length > 0 && { said }), ...(by && { by }), ...(person && { personAsked: true }) };
    events.unshift(callEvent(call, context, 'call.step', atMs, { step: last, data }));
  }
  return events;
}

function withheldData(rules: readonly string[], left: OfferDecision[]): Readonly<Record<string, unknown>> {
  const decision = rules.includes('condition') ? undefined : left.shift();
  const reasons = decision?.allowed === false ? decision.reasons : rules.map((rule) => ({ rule, saw: '' }));
  return { reasons, ...decision?.record };
}

function pushAnswer(
  push: (type: EventType, step: string, data?: Readonly<Record<string, unknown>>) => void,
  fact: Extract<FlowFact, { type: 'offer-answered' }>,
): void {
  const key = fact.key === undefined ? {} : { key: fact.key };
  if (fact.answer === 'accepted') push('offer.accepted', fact.step, key);
  else if (fact.answer === 'ignored') push('offer.ignored', fact.step);
  else push('offer.declined', fact.step, { ...key, ...(fact.answer === 'person' && { person: true }) });
}
