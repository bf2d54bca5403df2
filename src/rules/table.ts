import { DESK_RULES } from './desk-rules.ts';
import { GUARD_RULES } from './guard-rules.ts';
import { NUMBER_RULES } from './number-rules.ts';
import { PERSON_RULES } from './person-rules.ts';
import type { OfferRule } from './rule.ts';
import { SENDING_RULES } from './sending-rules.ts';

const TABLE = [...NUMBER_RULES, ...PERSON_RULES, ...DESK_RULES, ...SENDING_RULES, ...GUARD_RULES] as const;

export type RuleId = (typeof TABLE)[number]['id'];

/** Every rule of the offer, in the order in which they are asked and told: the one table of docs/eligibility.md. */
export const RULES: readonly OfferRule<RuleId>[] = TABLE as unknown as readonly OfferRule<RuleId>[];

/** For schemas. */
export const RULE_IDS = RULES.map(({ id }) => id) as [RuleId, ...RuleId[]];

/** The rules that a flow may leave out (`eligibility.skip`). */
export const SKIPPABLE_RULE_IDS = RULES.filter(({ fixed }) => !fixed).map(({ id }) => id) as [RuleId, ...RuleId[]];

const BY_ID = new Map(RULES.map((rule) => [rule.id as string, rule]));

export function findRule(id: string): OfferRule<RuleId> | undefined {
  return BY_ID.get(id);
}

/** The parameters of a rule, as its schema has them. */
export type ParametersOf<Id extends RuleId> =
  Extract<(typeof TABLE)[number], { id: Id }> extends OfferRule<Id, infer P> ? import('zod').output<P> : never;
