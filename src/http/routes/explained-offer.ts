import type { DomainEvent } from '../../base/events.ts';
import { explainOffer, headOf, toldDecision } from '../../rules/explain-offer.ts';
import type { ExplainedOffer } from '../contract/offer-rules.ts';

/** The offers among these events, and the messages after calls, each told in words; nothing for the other events. */
export function explainedOffers(events: readonly DomainEvent[]): ExplainedOffer[] {
  return events.flatMap((event) => {
    const told = toldDecision(event);
    if (!told) return [];
    const spanish = explainOffer(told, 'es');
    return {
      atMs: event.atMs,
      step: event.step ?? '',
      about: told.about,
      made: told.made,
      head: { en: headOf(told, 'en'), es: headOf(told, 'es') },
      rules: explainOffer(told, 'en').map(({ name, sentence, ...rest }, n) => ({
        ...rest,
        name: { en: name, es: spanish[n]?.name ?? name },
        sentence: { en: sentence, es: spanish[n]?.sentence ?? sentence },
      })),
    };
  });
}
