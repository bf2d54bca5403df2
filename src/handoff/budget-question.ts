import type { BudgetLimit, BudgetPlace, BudgetQuestion } from '../rules/budgets.ts';
import { parametersOf, type RuleSettings } from '../rules/settings.ts';

/** Numbers that differ in this many last digits only are one block. */
const BLOCK_DIGITS = 4;

/** The block that a number belongs to: `+34600111222` is of `+3460011`. Pure. */
export function blockOf(e164: string): BudgetPlace {
  return { scope: 'prefix', name: e164.slice(0, -BLOCK_DIGITS) };
}

/**
 * Where an invite counts, and how much is allowed there by the rules that are on: with the caller who causes it, and with
 * the number that it goes to as far as that is known. Pure.
 */
export function budgetQuestion(
  rules: RuleSettings,
  about: {
    readonly callerId: string;
    readonly to: { readonly canonical: string; readonly country?: string } | undefined;
    readonly nowMs: number;
  },
): BudgetQuestion {
  const { callerId, to, nowMs } = about;
  const limit = (place: BudgetPlace, id: 'budget-number' | 'budget-prefix' | 'budget-country' | 'budget-all'): BudgetLimit => {
    const { most, hours } = parametersOf(rules, id);
    return { ...place, hours, most: rules.rules[id].on ? most : -1 };
  };
  const { hours, minInvites, minPercent, graceMinutes } = parametersOf(rules, 'conversion-watch');
  return {
    nowMs,
    limits: [
      limit({ scope: 'number', name: callerId }, 'budget-number'),
      ...(to
        ? [limit(blockOf(to.canonical), 'budget-prefix'), limit({ scope: 'country', name: to.country ?? '?' }, 'budget-country')]
        : []),
      limit({ scope: 'all', name: '' }, 'budget-all'),
    ],
    watch: { hours, minPercent, graceMinutes, minInvites: rules.rules['conversion-watch'].on ? minInvites : -1 },
  };
}
