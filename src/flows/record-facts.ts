import type { FlowFact } from './outcomes.ts';

function promise({ phoneSeconds, chatSeconds }: { readonly phoneSeconds?: number; readonly chatSeconds?: number }): string {
  const parts = [
    ...(phoneSeconds === undefined ? [] : [`phone ${phoneSeconds} s`]),
    ...(chatSeconds === undefined ? [] : [`chat ${chatSeconds} s`]),
  ];
  return parts.length === 0 ? '' : `, promised ${parts.join(' and ')}`;
}

function callbackNote({ did, atMs }: Extract<FlowFact, { type: 'callback' }>): string {
  if (did === 'booked')
    return `a call is promised ${atMs === undefined ? 'as soon as somebody is free' : `for ${new Date(atMs).toISOString()}`}`;
  return {
    kept: 'keeps the promised call',
    cancelled: 'cancels the promised call',
    declined: 'declines a call',
    none: 'no call can be promised',
  }[did];
}

const KEPT_HOW = { by: '', opening: ' until it opens', 'write-again': ' until the customer writes again' } as const;

/** What a run notes for report and agent, one plain line each; steps, keys and the language are left out. */
export function recordFacts(facts: readonly FlowFact[]): string[] {
  return facts.flatMap((fact): string[] => {
    switch (fact.type) {
      case 'intent':
        return [`wants ${fact.intent}`];
      case 'collected':
        return [`${fact.variable} is ${fact.value ?? 'kept secret'}`];
      case 'looked-up':
        return [fact.ok ? `${fact.step} found ${JSON.stringify(fact.result ?? {})}` : `${fact.step} found nothing`];
      case 'person-asked':
        return ['asks for a person'];
      case 'offer-made':
        return [`offered ${fact.trigger === 'queue' ? 'in the queue' : 'in the menu'}${promise(fact.promised)}`];
      case 'offer-answered':
        return [`offer ${fact.answer}`];
      case 'offer-withheld':
        return [`offer withheld: ${fact.reasons.join(', ')}`];
      case 'recovered':
        return [`written to after the call (${fact.kind}): ${fact.template}`];
      case 'not-recovered':
        return [`not written to after the call: ${fact.reason}`];
      case 'voicemail':
        return [`left a message of ${fact.seconds} s`];
      case 'callback':
        return [callbackNote(fact)];
      case 'assigned':
        return [`in the experiment ${fact.experiment}: ${fact.arm}`];
      case 'queued':
        return [`queued in ${fact.queue}`];
      case 'survey-asked':
        return [`asked ${fact.kind}`];
      case 'survey-answered':
        return [`${fact.kind} ${fact.score}, ${fact.positive ? 'positive' : 'not positive'}`];
      case 'survey-commented':
        return ['commented'];
      case 'ticket-typed':
        return [`ticket typed ${fact.ticket}, ${Math.round(fact.score * 100)} % sure: ${fact.words.join(', ')}`];
      case 'ticket-unsure':
        return [`ticket of no sure type${fact.candidates.length > 0 ? `: ${fact.candidates.map(({ type }) => type).join(' or ')}` : ''}`];
      case 'ticket-urgent':
        return [`ticket urgent by ${fact.why}: ${fact.words.join(', ')}`];
      case 'ticket-kept':
        return [`ticket kept${KEPT_HOW[fact.kind]}, to be answered by ${new Date(fact.dueAtMs).toISOString()}`];
      case 'ticket-field':
        return [`${fact.variable} is ${fact.value}`];
      case 'condition-failed':
        return [`condition failed in ${fact.step}: ${fact.message}`];
      default:
        return [];
    }
  });
}
