import { z } from 'zod';
import { RULE_IDS } from '../../rules/table.ts';

const Words = z.object({ en: z.string(), es: z.string() });
const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** One rule of the offer as it is now. */
export const OfferRuleView = z
  .object({
    id: z.enum(RULE_IDS),
    family: z.enum(['number', 'person', 'desk', 'sending', 'guard']),
    name: Words,
    about: Words,
    on: z.boolean(),
    fixed: z.boolean().describe('True: it can’t be switched off.'),
    changed: z.boolean().describe('False: as the table has it.'),
    parameters: z.record(z.string(), Value),
    schema: z.record(z.string(), z.unknown()).describe('JSON Schema of the parameters.'),
    withheld: z.number().describe('Of the last decisions so many were withheld by this rule, among others.'),
    would: z.number().describe('So many it would have withheld, had it been on.'),
    alone: z.number().describe('So many were withheld by this rule alone: without it they would have been made.'),
  })
  .meta({ id: 'OfferRule' });
export type OfferRuleView = z.infer<typeof OfferRuleView>;

const StopScope = z.enum(['number', 'prefix', 'country', 'all']);

/** Offers are stopped there until somebody lifts it. */
export const OfferStopView = z
  .object({
    id: z.string(),
    scope: StopScope,
    name: z.string().describe('The block of numbers, the country; empty for everybody.'),
    why: z.enum(['budget', 'no-replies', 'by-hand']),
    atMs: z.number(),
    counted: z.number(),
    limit: z.number(),
  })
  .meta({ id: 'OfferStop' });
export type OfferStopView = z.infer<typeof OfferStopView>;

const RuleChangeView = z
  .object({
    version: z.number(),
    rule: z.string(),
    on: z.boolean(),
    parameters: z.record(z.string(), z.unknown()),
    by: z.string(),
    atMs: z.number(),
  })
  .meta({ id: 'OfferRuleChangeMade' });

export const OfferRules = z
  .object({
    version: z.number(),
    rules: z.array(OfferRuleView),
    decisions: z.number().describe('How many of the last decisions are counted.'),
    made: z.number().describe('So many of them were offers made.'),
    stops: z.array(OfferStopView),
    history: z.array(RuleChangeView).describe('The last changes, newest first.'),
  })
  .meta({ id: 'OfferRules' });
export type OfferRules = z.infer<typeof OfferRules>;

export const RuleIdParam = z.object({ id: z.string().regex(/^[a-z][a-z-]{0,39}$/, 'must be the id of a rule, such as opted-out') });

export const OfferRuleChange = z
  .object({
    on: z.boolean(),
    parameters: z.record(z.string(), Value).default({}).describe('What is left out is as the table has it.'),
    version: z.int().min(0).describe('Of the settings that the change was made on.'),
  })
  .meta({ id: 'OfferRuleChange' });

/** A stop by hand: everybody, a country, or a block of numbers. */
export const NewOfferStop = z
  .discriminatedUnion('scope', [
    z.object({ scope: z.literal('all') }),
    z.object({ scope: z.literal('country'), name: z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters, such as ES') }),
    z.object({
      scope: z.literal('prefix'),
      name: z.string().regex(/^\+[1-9]\d{1,13}$/, 'must be the beginning of a number, such as +34806'),
    }),
  ])
  .meta({ id: 'NewOfferStop' });

export const StopIdParam = z.object({
  id: z.string().regex(/^(all|country|prefix):[+A-Z0-9]{0,20}$/, 'must be the id of a stop, such as country:ES'),
});

/** What a person is marked as; a mark that is left out stays as it is. The number stands in the body, so that no log of addresses has it. */
export const ContactMarksChange = z
  .object({
    number: z.string().min(5).max(40).describe('E.164, the person’s.'),
    vip: z.boolean().optional(),
    vulnerable: z.boolean().optional(),
  })
  .meta({ id: 'ContactMarksChange' });

const MarkView = z.object({ atMs: z.number(), by: z.string() });
export const ContactMarks = z.object({ vip: MarkView.optional(), vulnerable: MarkView.optional() }).meta({ id: 'ContactMarks' });

/** Why an offer was made or not, in words: each rule with what it saw, in order. */
export const ExplainedOffer = z
  .object({
    atMs: z.number(),
    step: z.string(),
    about: z.enum(['offer', 'recovery']).describe('`recovery`: a message after a call that was cut off or missed.'),
    made: z.boolean(),
    head: Words,
    rules: z.array(
      z.object({
        rule: z.string(),
        name: Words,
        verdict: z.enum(['ok', 'against', 'off', 'skipped', 'not-asked']),
        would: z.boolean().describe('It decided nothing, and would have spoken against the offer.'),
        sentence: Words,
      }),
    ),
  })
  .meta({ id: 'ExplainedOffer' });
export type ExplainedOffer = z.infer<typeof ExplainedOffer>;
