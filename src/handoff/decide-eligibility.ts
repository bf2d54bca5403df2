import type { Caller } from '../base/phone.ts';
import type { DeskOutlook } from '../channels/outlook.ts';
import type { Contact } from '../contacts/contact.ts';

/** The settings of an offer step that rules look at. */
export interface EligibilitySettings {
  readonly skip: readonly string[];
  readonly maxChatWaitSeconds: number;
  readonly maxInvites: number;
  readonly perHours: number;
}

export interface EligibilityFacts {
  readonly caller: Caller;
  /** Absent for people we have not met and for withheld numbers. */
  readonly contact?: Contact;
  readonly desk: DeskOutlook;
  readonly nowMs: number;
  readonly settings: EligibilitySettings;
}

/** Why an offer is withheld: the rule, and what it saw, so that anybody can check the decision later. */
export interface Withheld {
  readonly rule: string;
  readonly saw: string;
}

export interface EligibilityRule {
  readonly id: string;
  /** What the rule saw if it withholds the offer; undefined if it has nothing against it. */
  readonly check: (facts: EligibilityFacts) => string | undefined;
}

const HOUR_MS = 3_600_000;

/** Every rule, each on its own; an offer is withheld with the reasons of all that speak against it. */
export const ELIGIBILITY_RULES: readonly EligibilityRule[] = [
  {
    id: 'number-unusable',
    check: ({ caller }) => (caller.kind === 'number' ? undefined : caller.kind === 'withheld' ? 'withheld' : caller.reason),
  },
  {
    id: 'line-type',
    check: ({ caller }) =>
      caller.kind === 'number' && caller.type === 'unreachable' ? `${caller.country ?? 'no country'}, ${caller.type}` : undefined,
  },
  {
    id: 'opted-out',
    check: ({ contact }) => (contact?.optedOut ? `by ${contact.optedOut.by}` : undefined),
  },
  {
    id: 'undeliverable',
    check: ({ contact, nowMs }) =>
      contact?.undeliverable && contact.undeliverable.untilMs > nowMs
        ? `code ${contact.undeliverable.code} until ${new Date(contact.undeliverable.untilMs).toISOString()}`
        : undefined,
  },
  {
    id: 'invited-too-often',
    check: ({ contact, nowMs, settings }) => {
      const recent = contact?.invitedAtMs.filter((atMs) => atMs > nowMs - settings.perHours * HOUR_MS).length ?? 0;
      return recent >= settings.maxInvites ? `${recent} invites in ${settings.perHours} h` : undefined;
    },
  },
  {
    id: 'desk-unstaffed',
    check: ({ desk }) => (desk.open ? undefined : 'nobody at the desk'),
  },
  {
    id: 'desk-too-slow',
    check: ({ desk, settings }) =>
      desk.waitSeconds !== undefined && desk.waitSeconds > settings.maxChatWaitSeconds
        ? `${desk.waitSeconds} s, at most ${settings.maxChatWaitSeconds} s`
        : undefined,
  },
];

export type Eligibility =
  | { readonly allowed: true; readonly number: 'caller' | 'ask' }
  | { readonly allowed: false; readonly reasons: readonly Withheld[] };

/**
 * May this caller be offered to go on in WhatsApp, and is it their own number that is written to? A landline, or a
 * withheld number where the rule is switched off, is asked for a mobile by keypad.
 */
export function decideEligibility(facts: EligibilityFacts): Eligibility {
  const reasons: Withheld[] = [];
  for (const rule of ELIGIBILITY_RULES) {
    if (facts.settings.skip.includes(rule.id)) continue;
    const saw = rule.check(facts);
    if (saw !== undefined) reasons.push({ rule: rule.id, saw });
  }
  if (reasons.length > 0) return { allowed: false, reasons };
  const ownNumber = facts.caller.kind === 'number' && facts.caller.type !== 'landline' && facts.caller.type !== 'unreachable';
  return { allowed: true, number: ownNumber ? 'caller' : 'ask' };
}
