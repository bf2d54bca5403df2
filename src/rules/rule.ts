import type { z } from 'zod';
import type { OfferFacts, Saw } from './facts.ts';

export const LANGUAGES = ['en', 'es'] as const;
export type RuleLanguage = (typeof LANGUAGES)[number];
export type Words = Readonly<Record<RuleLanguage, string>>;
export type RuleFamily = 'number' | 'person' | 'desk' | 'sending' | 'guard';

export interface Finding {
  /** Does the rule speak against the offer? */
  readonly against: boolean;
  readonly saw: Saw;
}

/** A rule of the offer: what an administrator can turn and tune, what it looks at, and how it says what it saw. */
export interface OfferRule<Id extends string = string, P extends z.ZodObject = z.ZodObject> {
  readonly id: Id;
  readonly family: RuleFamily;
  readonly name: Words;
  readonly about: Words;
  /** Unless an administrator says otherwise. */
  readonly on: boolean;
  /** An offer that could not be kept must not be made: nobody can switch this one off. */
  readonly fixed?: true;
  /** Looks at what has to be read from the store: asked only when nothing else speaks against the offer. */
  readonly reads?: true;
  readonly parameters: P;
  /** One sentence on what it saw, whether or not that speaks against the offer. */
  readonly says: Readonly<Record<RuleLanguage, (saw: Saw) => string>>;
  /** Pure. Absent facts speak against nothing. */
  readonly check: (facts: OfferFacts, parameters: z.output<P>) => Finding;
}

/** Keeps a rule's own types while it stands in the table. */
export function defineRule<const Id extends string, P extends z.ZodObject>(rule: OfferRule<Id, P>): OfferRule<Id, P> {
  return rule;
}

export function finding(against: boolean, ...saw: Saw): Finding {
  return { against, saw };
}
