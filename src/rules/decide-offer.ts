import type { OfferFacts, Saw } from './facts.ts';
import type { OfferRule } from './rule.ts';
import type { RuleSettings } from './settings.ts';
import { RULES, type RuleId } from './table.ts';

/** What each rule saw, small enough for the event log: it stands in `offer.made` and `offer.withheld`. */
export interface OfferRecord {
  /** The version of the settings. */
  readonly rules: number;
  readonly saw: Readonly<Partial<Record<RuleId, Saw>>>;
  /** Rules that spoke against it. */
  readonly against: readonly RuleId[];
  /** Rules that are off, by the settings or by the flow, and would have spoken against it. */
  readonly would: readonly RuleId[];
  /** Switched off by the settings; by the flow. */
  readonly off: readonly RuleId[];
  readonly skipped: readonly RuleId[];
}

/** Why an offer is withheld: the rule, and what it saw, so that anybody can check the decision later. */
export interface Withheld {
  readonly rule: RuleId;
  readonly saw: string;
}

export type OfferDecision =
  | { readonly allowed: true; readonly number: 'caller' | 'ask'; readonly record: OfferRecord }
  | { readonly allowed: false; readonly reasons: readonly Withheld[]; readonly to: 'withheld' | 'person'; readonly record: OfferRecord };

/**
 * May this caller be offered to go on in WhatsApp, and is it their own number that is written to? Every rule is asked;
 * those that are on decide, of the others it is noted what they would have said. Rules that read are asked once their
 * facts are there (`facts.read`). Pure; never throws.
 */
export function decideOffer(settings: RuleSettings, facts: OfferFacts): OfferDecision {
  const saw: Partial<Record<RuleId, Saw>> = {};
  const lists = { against: [] as RuleId[], would: [] as RuleId[], off: [] as RuleId[], skipped: [] as RuleId[] };
  for (const rule of RULES) {
    const isSkipped = !rule.fixed && facts.offer.skip.includes(rule.id);
    const isOn = !isSkipped && (rule.fixed || settings.rules[rule.id].on);
    if (isSkipped) lists.skipped.push(rule.id);
    else if (!isOn) lists.off.push(rule.id);
    if (rule.reads && !facts.read) continue;
    const found = ask(rule, facts, settings);
    saw[rule.id] = found.saw;
    if (found.against) lists[isOn ? 'against' : 'would'].push(rule.id);
  }
  const record: OfferRecord = { rules: settings.version, saw, ...lists };
  if (lists.against.length === 0) return { allowed: true, number: numberOf(facts), record };
  const reasons = lists.against.map((rule) => ({ rule, saw: sentence(rule, saw[rule] ?? []) }));
  return { allowed: false, reasons, to: exitOf(settings, lists.against), record };
}

/** A rule that fails by a bug of ours speaks against the offer: nobody is invited on facts that could not be read. */
function ask(rule: OfferRule<RuleId>, facts: OfferFacts, settings: RuleSettings) {
  try {
    return rule.check(facts, settings.rules[rule.id].parameters);
  } catch (error) {
    return { against: true, saw: [`failed: ${error instanceof Error ? error.message : 'unknown'}`.slice(0, 80)] };
  }
}

function sentence(id: RuleId, saw: Saw): string {
  return RULES.find((rule) => rule.id === id)?.says.en(saw) ?? '';
}

/** Who is marked so goes straight to a person, whatever else speaks against the offer. */
function exitOf(settings: RuleSettings, against: readonly RuleId[]): 'withheld' | 'person' {
  return against.some((id) => (id === 'vip' || id === 'vulnerable') && settings.rules[id].parameters.goes === 'person')
    ? 'person'
    : 'withheld';
}

function numberOf({ caller, read }: OfferFacts): 'caller' | 'ask' {
  if (caller.kind !== 'number' || caller.type === 'landline' || caller.type === 'unreachable') return 'ask';
  const looked = read?.line?.type;
  return looked === 'landline' || looked === 'fixed-voip' || looked === 'unreachable' || looked === 'invalid' ? 'ask' : 'caller';
}
