import { describe, expect, it } from 'vitest';
import { makeId } from '../../src/base/ids.ts';
import { classifyCaller } from '../../src/base/phone.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { emptyContact } from '../../src/contacts/load-contact.ts';
import { decideEligibility, ELIGIBILITY_RULES, type EligibilityFacts } from '../../src/handoff/decide-eligibility.ts';

const NOW = Date.UTC(2026, 10, 21, 10);
const HOUR = 3_600_000;
const settings = { skip: [], maxChatWaitSeconds: 900, maxInvites: 3, perHours: 24 };
const desk = { open: true, waitSeconds: 60, waiting: 0, agentsPresent: 2 };
const contact = (more: Partial<Contact> = {}): Contact => ({ ...emptyContact(makeId('p', 1, 'X')), ...more });
const facts = (more: Partial<EligibilityFacts> = {}): EligibilityFacts => ({
  caller: classifyCaller('+34600111222'),
  contact: contact(),
  desk,
  nowMs: NOW,
  settings,
  ...more,
});
const rulesOf = (given: EligibilityFacts) => {
  const verdict = decideEligibility(given);
  return verdict.allowed ? `allowed:${verdict.number}` : verdict.reasons.map(({ rule }) => rule).join(',');
};

describe('decideEligibility', () => {
  it.each<[string, EligibilityFacts, string]>([
    ['a mobile', facts(), 'allowed:caller'],
    ['a landline is asked for a mobile', facts({ caller: classifyCaller('+34910000000') }), 'allowed:ask'],
    ['a number whose line type the plan does not tell', facts({ caller: classifyCaller('+12025550123') }), 'allowed:caller'],
    ['a toll-free number', facts({ caller: classifyCaller('+34900123456') }), 'line-type'],
    ['a withheld number', facts({ caller: classifyCaller('anonymous') }), 'number-unusable'],
    ['a look-alike of a withheld number', facts({ caller: classifyCaller('+7378742833') }), 'number-unusable'],
    ['an internal SIP address', facts({ caller: classifyCaller('sip:ana@example.com') }), 'number-unusable'],
    ['somebody who opted out', facts({ contact: contact({ optedOut: { atMs: NOW - HOUR, by: 'word' } }) }), 'opted-out'],
    [
      'a number that could not be reached',
      facts({ contact: contact({ undeliverable: { untilMs: NOW + HOUR, code: '63024' } }) }),
      'undeliverable',
    ],
    [
      'the same number when the window is over',
      facts({ contact: contact({ undeliverable: { untilMs: NOW, code: '63024' } }) }),
      'allowed:caller',
    ],
    [
      'somebody invited three times today',
      facts({ contact: contact({ invitedAtMs: [NOW - 3 * HOUR, NOW - 2 * HOUR, NOW - HOUR] }) }),
      'invited-too-often',
    ],
    [
      'somebody invited three times, once yesterday',
      facts({ contact: contact({ invitedAtMs: [NOW - 25 * HOUR, NOW - 2 * HOUR, NOW - HOUR] }) }),
      'allowed:caller',
    ],
    ['an unstaffed desk', facts({ desk: { open: false, waiting: 0, agentsPresent: 0 } }), 'desk-unstaffed'],
    ['a desk slower than promised', facts({ desk: { ...desk, waitSeconds: 901 } }), 'desk-too-slow'],
    ['a desk whose wait nobody knows', facts({ desk: { open: true, waiting: 0, agentsPresent: 1 } }), 'allowed:caller'],
  ])('%s', (_, given, wanted) => {
    expect(rulesOf(given)).toBe(wanted);
  });

  it('names every rule that speaks against it, with what it saw', () => {
    const verdict = decideEligibility(
      facts({ contact: contact({ optedOut: { atMs: 1, by: 'carrier' } }), desk: { open: false, waiting: 0, agentsPresent: 0 } }),
    );
    expect(verdict).toEqual({
      allowed: false,
      reasons: [
        { rule: 'opted-out', saw: 'by carrier' },
        { rule: 'desk-unstaffed', saw: 'nobody at the desk' },
      ],
    });
  });

  it('leaves out the rules that an offer switches off', () => {
    for (const { id } of ELIGIBILITY_RULES) {
      const verdict = decideEligibility(
        facts({
          caller: classifyCaller('anonymous'),
          desk: { open: false, waiting: 0, agentsPresent: 0 },
          settings: { ...settings, skip: [id] },
        }),
      );
      expect(verdict.allowed === false && verdict.reasons.some(({ rule }) => rule === id)).toBe(false);
    }
  });

  it('asks a withheld caller for a mobile where that rule is switched off', () => {
    expect(rulesOf(facts({ caller: classifyCaller('anonymous'), settings: { ...settings, skip: ['number-unusable'] } }))).toBe(
      'allowed:ask',
    );
  });
});
