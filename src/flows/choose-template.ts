import type { OfferStep } from './schema/voice-steps.ts';

/**
 * Which template invites: that of the intent, or the offer's general one. A number that was typed may belong to somebody
 * else and only ever gets the general one, which says nothing of the call.
 */
export function chooseTemplate(offer: OfferStep, about: { readonly intent?: string; readonly typedNumber?: string }): string {
  if (about.typedNumber !== undefined || about.intent === undefined) return offer.template;
  const templates = offer.templates ?? {};
  return Object.hasOwn(templates, about.intent) ? (templates[about.intent] ?? offer.template) : offer.template;
}

/**
 * Every template that an invite of this offer may need: that of the intent where the caller's own number may be written
 * to, the general one where another may be typed. Pure.
 */
export function templatesNeeded(
  offer: OfferStep,
  about: { readonly intent?: string; readonly ownNumber: boolean; readonly mayAsk: boolean },
): readonly string[] {
  const needed = new Set<string>();
  if (about.ownNumber) needed.add(chooseTemplate(offer, about.intent === undefined ? {} : { intent: about.intent }));
  if (!about.ownNumber || about.mayAsk || offer.keys.otherNumber !== undefined || offer.confirmNumber) needed.add(offer.template);
  return [...needed];
}
