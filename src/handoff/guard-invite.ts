import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import { type Caller, classifyCaller } from '../base/phone.ts';
import type { FailureClass } from '../channels/delivery.ts';
import { isListed } from '../rules/blocked-numbers.ts';
import type { BudgetScope, Budgets, OfferStop } from '../rules/budgets.ts';
import { type ContactTable, contactTable } from '../rules/contact-hours.ts';
import { parametersOf, type RuleSettings } from '../rules/settings.ts';
import { blockOf, budgetQuestion } from './budget-question.ts';
import type { Handoff } from './handoff.ts';
import { OFFERS_STOPPED, stopOffers } from './stop-offers.ts';

export interface GuardDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Pick<Store, 'commit'>;
  readonly budgets: Budgets;
  readonly rules: () => RuleSettings;
  readonly stops: () => readonly OfferStop[];
}

/** What stands between a consent and the sending: the number that is written to may be another than the one that called. */
export interface InviteGuard {
  /** Counts the invite, or says why it is not to be sent. Twice counts once. Throws `store-unavailable`. */
  admit(handoff: Handoff): Promise<{ readonly code: string; readonly class: FailureClass } | undefined>;
  /** When people may be written to, as the settings have it. */
  contactHours(): ContactTable;
  /** The person wrote back. Twice counts once. */
  answered(handoff: Pick<Handoff, 'id' | 'to'>): Promise<void>;
}

/** Codes of invites that the guard held back; nothing else is sent in their place. */
export function isGuardCode(code: string): boolean {
  return code.startsWith('guard-');
}

const RULE_OF: Readonly<Record<BudgetScope, 'budget-number' | 'budget-prefix' | 'budget-country' | 'budget-all'>> = {
  number: 'budget-number',
  prefix: 'budget-prefix',
  country: 'budget-country',
  all: 'budget-all',
};

export function createInviteGuard(deps: GuardDeps): InviteGuard {
  return {
    async admit(handoff) {
      const rules = deps.rules();
      const to = classifyCaller(handoff.to);
      const why = refuseNumber(rules, deps.stops(), to);
      if (why) return held(why);
      const question = budgetQuestion(rules, {
        callerId: handoff.contactId,
        to: to.kind === 'number' ? to : undefined,
        nowMs: deps.clock.nowMs(),
      });
      const taken = await deps.budgets.take(handoff.id, question);
      if (taken.kind === 'taken') return undefined;
      const rule = taken.why === 'no-replies' ? 'conversion-watch' : RULE_OF[taken.scope];
      if (taken.stop && rule !== 'budget-number' && parametersOf(rules, rule).stop) await stop(deps, taken.stop);
      return held(rule);
    },
    contactHours: () => contactTable(parametersOf(deps.rules(), 'do-not-disturb').countries),
    answered: (handoff) => deps.budgets.answered(handoff.id, blockOf(handoff.to), deps.clock.nowMs()),
  };
}

async function stop(deps: GuardDeps, offerStop: OfferStop): Promise<void> {
  const { scope, why, counted, limit } = offerStop;
  if (!(await stopOffers(deps, offerStop, 'guard'))) return;
  deps.log.error({ scope, why, counted, limit, pii: { stop: offerStop.id } }, OFFERS_STOPPED);
}

function held(rule: string): { readonly code: string; readonly class: FailureClass } {
  return { code: `guard-${rule}`, class: 'not-delivered' };
}

/** The rule that speaks against writing to this number at all, whoever called. Pure. */
export function refuseNumber(rules: RuleSettings, stops: readonly OfferStop[], to: Caller): string | undefined {
  if (stops.some((each) => each.scope === 'all')) return 'offers-stopped';
  if (to.kind !== 'number') return undefined;
  const isStopped = (each: OfferStop) =>
    (each.scope === 'prefix' && to.canonical.startsWith(each.name)) || (each.scope === 'country' && to.country === each.name);
  if (stops.some(isStopped)) return 'offers-stopped';
  const { numbers } = parametersOf(rules, 'caller-blocked');
  if (rules.rules['caller-blocked'].on && isListed(to, numbers) !== undefined) return 'caller-blocked';
  const { countries } = parametersOf(rules, 'country-not-allowed');
  const isForeign = to.country === undefined || !countries.includes(to.country);
  return rules.rules['country-not-allowed'].on && isForeign ? 'country-not-allowed' : undefined;
}
