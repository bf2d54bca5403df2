import type { OfferStep } from './flow.ts';

/**
 * Which template invites: that of the intent, or the offer's general one. A number that was typed may belong to somebody
 * else and only ever gets the general one, which says nothing of the call.
 */
export function chooseTemplate(offer: OfferStep, about: { readonly intent?: string; readonly typedNumber?: string }): string {
  if (about.typedNumber !== undefined || about.intent === undefined) return offer.template;
  const templates = offer.templates ?? {};
  return Object.hasOwn(templates, about.intent) ? (templates[about.intent] ?? offer.template) : offer.template;
}
