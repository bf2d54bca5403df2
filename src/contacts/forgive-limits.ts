import type { Contact } from './contact.ts';

/** What keeps a person from being offered or written to, and may rest on a mistake. An opt-out is none of these. */
export const LIMITS = ['invites', 'unreachable', 'declines'] as const;
export type Limit = (typeof LIMITS)[number];

/** What stands against this person now, with how often or until when; nothing: undefined. Pure. */
export function limitsOf(contact: Contact, nowMs: number): Readonly<Partial<Record<Limit, number>>> {
  const declines = contact.offers.filter(({ answer, excused }) => answer === 'declined' && !excused).length;
  const untilMs = contact.undeliverable?.untilMs ?? 0;
  return {
    ...(contact.invitedAtMs.length > 0 && { invites: contact.invitedAtMs.length }),
    ...(untilMs > nowMs && { unreachable: untilMs }),
    ...(declines > 0 && { declines }),
  };
}

/** The person without these limits. What happened stays on record: answers to offers are excused, not deleted. Pure. */
export function withoutLimits(contact: Contact, limits: ReadonlySet<string>): Contact {
  const { undeliverable, ...rest } = contact;
  return {
    ...rest,
    ...(undeliverable && !limits.has('unreachable') && { undeliverable }),
    ...(limits.has('invites') && {
      invitedAtMs: [],
      waiting: rest.waiting.map(({ handoffId, untilMs }) => ({ handoffId, untilMs })),
    }),
    ...(limits.has('declines') && {
      offers: rest.offers.map((offer) => (offer.answer === 'declined' ? { ...offer, excused: true as const } : offer)),
    }),
  };
}
