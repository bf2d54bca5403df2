import { makeId } from '../../src/base/ids.ts';
import { classifyCaller } from '../../src/base/phone.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { emptyContact } from '../../src/contacts/load-contact.ts';
import { decideOffer } from '../../src/rules/decide-offer.ts';
import type { OfferFacts, ReadFacts } from '../../src/rules/facts.ts';
import { type RuleSettings, resolveRules } from '../../src/rules/settings.ts';
import type { RuleId } from '../../src/rules/table.ts';

/** A Saturday morning. */
export const NOW = Date.UTC(2026, 10, 21, 10);
export const HOUR = 3_600_000;
export const desk = { open: true, waitSeconds: 60, waiting: 0, agentsPresent: 2 };
export const contact = (more: Partial<Contact> = {}): Contact => ({ ...emptyContact(makeId('p', 1, 'X')), ...more });
const COUNTS: ReadFacts['counts'] = { number: 0, prefix: 0, country: 0, all: 0, day: 0, watched: { invites: 0, replies: 0 } };
export const read = (counts: Partial<ReadFacts['counts']> = {}, line?: ReadFacts['line']): ReadFacts => ({
  counts: { ...COUNTS, ...counts },
  ...(line && { line }),
});

/** A mobile caller on a good day: nothing speaks against an offer. */
export const facts = (more: Partial<OfferFacts> = {}): OfferFacts => ({
  caller: classifyCaller('+34600111222'),
  contact: contact(),
  desk,
  sending: { circuit: 'closed', sender: { status: 'ONLINE', quality: 'high', limitPerDay: 1000 } },
  templates: [{ name: 'call-continue', sendable: true, status: 'approved', category: 'UTILITY', wanted: 'UTILITY' }],
  stops: [],
  nowMs: NOW,
  callId: 'c_01_CA1',
  entryNumber: '+34910000000',
  language: 'es',
  variables: {},
  lot: 50,
  offer: { skip: [] },
  read: read(),
  ...more,
});

/** The settings with one rule turned on and tuned. */
export const tuned = (rule: RuleId, parameters: Readonly<Record<string, unknown>> = {}, on = true): RuleSettings =>
  resolveRules({ rules: { [rule]: { on, parameters: { ...parameters } } }, changedBy: 'ana', changedAtMs: 1 }, 1);

/** `allowed:caller`, `allowed:ask`, or the rules that speak against it. */
export const verdict = (given: OfferFacts, settings: RuleSettings = resolveRules(undefined, 0)): string => {
  const decision = decideOffer(settings, given);
  return decision.allowed ? `allowed:${decision.number}` : decision.reasons.map(({ rule }) => rule).join(',');
};
