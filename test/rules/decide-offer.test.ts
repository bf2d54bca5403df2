import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeId } from '../../src/base/ids.ts';
import { classifyCaller } from '../../src/base/phone.ts';
import { decideOffer } from '../../src/rules/decide-offer.ts';
import type { OfferFacts } from '../../src/rules/facts.ts';
import { DEFAULT_RULES, parametersOf, resolveRules } from '../../src/rules/settings.ts';
import { RULES, type RuleId } from '../../src/rules/table.ts';
import { contact, desk, facts, HOUR, NOW, read, tuned, verdict } from './facts.ts';

const MOBILE = 'allowed:caller';
const from = (number: string) => facts({ caller: classifyCaller(number) });
const call = (n: number) => makeId('c', 1, `CA${n}`);
const times = (n: number, each: (i: number) => number) => Array.from({ length: n }, (_, i) => each(i));
const declined = (n: number, agoMs: number) =>
  times(n, () => NOW - agoMs).map((atMs, i) => ({ atMs, answer: 'declined', callId: call(50 + i) }));
const sender = (more: object): Partial<OfferFacts> => ({ sending: { circuit: 'closed', sender: { status: 'ONLINE', ...more } } });
const template = (more: object) =>
  facts({ templates: [{ name: 'call-continue', sendable: true, status: 'approved', wanted: 'UTILITY', ...more }] });
const attested = (attestation: string) => facts({ attestation });
const stop = (scope: 'prefix' | 'country' | 'all', name: string) =>
  facts({ stops: [{ id: `${scope}:${name}`, scope, name, why: 'budget', atMs: NOW, counted: 1, limit: 1 }] });

type Row = [what: string, rule: RuleId, parameters: object, given: OfferFacts, wanted: string];

/** For each rule: what it withholds, what it lets pass, and the border between them. */
const ROWS: readonly Row[] = [
  ['a withheld number', 'number-unusable', {}, from('anonymous'), 'number-unusable'],
  ['a look-alike of a withheld number', 'number-unusable', {}, from('+7378742833'), 'number-unusable'],
  ['an internal SIP address', 'number-unusable', {}, from('sip:ana@example.com'), 'number-unusable'],
  ['a mobile', 'number-unusable', {}, facts(), MOBILE],
  ['a toll-free number', 'line-type', {}, from('+34900123456'), 'line-type'],
  ['a landline is asked for a mobile', 'line-type', {}, from('+34912223344'), 'allowed:ask'],
  ['a number whose type the plan does not tell', 'line-type', {}, from('+12025550123'), MOBILE],
  [
    'looked up: a landline is asked for a mobile',
    'line-looked-up',
    {},
    facts({ read: read({}, { type: 'landline', from: 'cache' }) }),
    'allowed:ask',
  ],
  [
    'looked up: a landline, where it is to be withheld',
    'line-looked-up',
    { landline: 'withhold' },
    facts({ read: read({}, { type: 'landline', from: 'carrier' }) }),
    'line-looked-up',
  ],
  ['looked up: toll-free', 'line-looked-up', {}, facts({ read: read({}, { type: 'unreachable', from: 'carrier' }) }), 'line-looked-up'],
  ['looked up: a mobile', 'line-looked-up', {}, facts({ read: read({}, { type: 'mobile', from: 'carrier' }) }), MOBILE],
  [
    'looked up: unknown, where it is to be withheld',
    'line-looked-up',
    { unknown: 'withhold' },
    facts({ read: read({}, { type: 'unknown', from: 'carrier' }) }),
    'line-looked-up',
  ],
  [
    'a look-up that failed blocks nobody',
    'line-looked-up',
    { unknown: 'withhold' },
    facts({ read: read({}, { type: 'unknown', from: 'failed' }) }),
    MOBILE,
  ],
  [
    'look-ups used up for today block nobody',
    'line-looked-up',
    { unknown: 'withhold' },
    facts({ read: read({}, { type: 'unknown', from: 'budget' }) }),
    MOBILE,
  ],
  ['a country that is not on the list', 'country-not-allowed', { countries: ['PT'] }, facts(), 'country-not-allowed'],
  ['a country that is', 'country-not-allowed', { countries: ['PT', 'ES'] }, facts(), MOBILE],
  ['an empty list allows nobody', 'country-not-allowed', { countries: [] }, facts(), 'country-not-allowed'],
  ['a failed attestation', 'spoofing-suspected', {}, attested('TN-Validation-Failed-A'), 'spoofing-suspected'],
  ['a failed one, diverted', 'spoofing-suspected', {}, attested('TN-Validation-Failed-Diverted'), 'spoofing-suspected'],
  ['attestation C passes by default', 'spoofing-suspected', {}, attested('TN-Validation-Passed-C'), MOBILE],
  [
    'attestation C, stricter',
    'spoofing-suspected',
    { refuse: 'failed-or-partial' },
    attested('TN-Validation-Passed-C-Diverted'),
    'spoofing-suspected',
  ],
  ['attestation B, stricter', 'spoofing-suspected', { refuse: 'failed-or-partial' }, attested('TN-Validation-Passed-B'), MOBILE],
  ['attestation B, strictest', 'spoofing-suspected', { refuse: 'all-but-full' }, attested('TN-Validation-Passed-B'), 'spoofing-suspected'],
  ['no attestation, strictest', 'spoofing-suspected', { refuse: 'all-but-full' }, facts(), MOBILE],

  ['somebody who opted out', 'opted-out', {}, facts({ contact: contact({ optedOut: { atMs: 1, by: 'word' } }) }), 'opted-out'],
  ['somebody who did not', 'opted-out', {}, facts(), MOBILE],
  [
    'a number that could not be reached',
    'undeliverable',
    {},
    facts({ contact: contact({ undeliverable: { untilMs: NOW + 1, code: '63024' } }) }),
    'undeliverable',
  ],
  [
    'the same when the time is over',
    'undeliverable',
    {},
    facts({ contact: contact({ undeliverable: { untilMs: NOW, code: '63024' } }) }),
    MOBILE,
  ],
  [
    'three invites today',
    'invited-too-often',
    {},
    facts({ contact: contact({ invitedAtMs: times(3, (i) => NOW - i * HOUR) }) }),
    'invited-too-often',
  ],
  [
    'three invites, one a day ago to the millisecond',
    'invited-too-often',
    {},
    facts({ contact: contact({ invitedAtMs: [NOW - 24 * HOUR, NOW - 2, NOW - 1] }) }),
    MOBILE,
  ],
  [
    'the flow’s own figure goes before the settings',
    'invited-too-often',
    { maxInvites: 1 },
    facts({ offer: { skip: [], maxInvites: 2 }, contact: contact({ invitedAtMs: [NOW - 1] }) }),
    MOBILE,
  ],
  ['three times no', 'declined-before', {}, facts({ contact: contact({ offers: declined(3, HOUR) }) }), 'declined-before'],
  ['twice no', 'declined-before', {}, facts({ contact: contact({ offers: declined(2, HOUR) }) }), MOBILE],
  [
    'three times no, a day ago to the millisecond',
    'declined-before',
    {},
    facts({ contact: contact({ offers: declined(3, 24 * HOUR) }) }),
    MOBILE,
  ],
  [
    'no in this same call does not count',
    'declined-before',
    { times: 1 },
    facts({ callId: call(50), contact: contact({ offers: declined(1, 1) }) }),
    MOBILE,
  ],
  [
    'to say nothing is not to decline',
    'declined-before',
    { times: 1 },
    facts({ contact: contact({ offers: [{ atMs: NOW - 1, answer: 'ignored' }] }) }),
    MOBILE,
  ],
  ['marked as vulnerable', 'vulnerable', {}, facts({ contact: contact({ marks: { vulnerable: { atMs: 1, by: 'ana' } } }) }), 'vulnerable'],
  ['vulnerable by a look-up', 'vulnerable', {}, facts({ variables: { vulnerable: 'sí' } }), 'vulnerable'],
  ['a look-up that says no', 'vulnerable', {}, facts({ variables: { vulnerable: 'no' } }), MOBILE],
  ['another variable than the one of the settings', 'vulnerable', { variable: '' }, facts({ variables: { vulnerable: true } }), MOBILE],
  ['marked as VIP', 'vip', {}, facts({ contact: contact({ marks: { vip: { atMs: 1, by: 'crm' } } }) }), 'vip'],
  ['VIP by the variable of the settings', 'vip', { variable: 'tier' }, facts({ variables: { tier: true } }), 'vip'],
  ['not marked', 'vip', {}, facts(), MOBILE],
  ['an emergency', 'intent-excluded', {}, facts({ intent: 'emergency' }), 'intent-excluded'],
  [
    'a complaint, in Spanish, with accents and capitals',
    'intent-excluded',
    {},
    facts({ intent: 'Reclamación_Factura' }),
    'intent-excluded',
  ],
  ['a word within a word is another word', 'intent-excluded', { intents: ['claim'] }, facts({ intent: 'reclaim-bag' }), MOBILE],
  ['a bill', 'intent-excluded', {}, facts({ intent: 'billing' }), MOBILE],
  ['below the percentage', 'throttled', { percent: 51 }, facts({ lot: 50 }), MOBILE],
  ['at the percentage', 'throttled', { percent: 50 }, facts({ lot: 50 }), 'throttled'],
  ['nobody', 'throttled', { percent: 0 }, facts({ lot: 0 }), 'throttled'],
  ['everybody', 'throttled', { percent: 100 }, facts({ lot: 99 }), MOBILE],

  ['an unstaffed desk', 'desk-unstaffed', {}, facts({ desk: { open: false, waiting: 0, agentsPresent: 0 } }), 'desk-unstaffed'],
  ['a staffed one', 'desk-unstaffed', {}, facts(), MOBILE],
  ['a desk slower than allowed', 'desk-too-slow', {}, facts({ desk: { ...desk, waitSeconds: 901 } }), 'desk-too-slow'],
  ['a desk as slow as allowed', 'desk-too-slow', {}, facts({ desk: { ...desk, waitSeconds: 900 } }), MOBILE],
  ['a desk whose wait nobody knows', 'desk-too-slow', {}, facts({ desk: { open: true, waiting: 0, agentsPresent: 1 } }), MOBILE],
  ['a Saturday in Spain', 'do-not-disturb', {}, facts(), 'do-not-disturb'],
  ['Friday 21:00 in Spain', 'do-not-disturb', {}, facts({ nowMs: Date.UTC(2026, 10, 20, 20) }), 'do-not-disturb'],
  ['Friday 20:59 in Spain', 'do-not-disturb', {}, facts({ nowMs: Date.UTC(2026, 10, 20, 19, 59) }), MOBILE],
  [
    'Friday 9:00 in Spain is 8:00 on the Canaries',
    'do-not-disturb',
    {},
    facts({ nowMs: Date.UTC(2026, 10, 20, 8), caller: classifyCaller('+34928123456') }),
    'do-not-disturb',
  ],
  [
    'Friday 13:30 in France, a break by law',
    'do-not-disturb',
    {},
    facts({ nowMs: Date.UTC(2026, 10, 20, 12, 30), caller: classifyCaller('+33612345678') }),
    'do-not-disturb',
  ],
  [
    'Friday 14:00 in France',
    'do-not-disturb',
    {},
    facts({ nowMs: Date.UTC(2026, 10, 20, 13), caller: classifyCaller('+33612345678') }),
    MOBILE,
  ],
  [
    'a country without a row, by the hours of the settings',
    'do-not-disturb',
    { elsewhereTo: 11 },
    facts({ caller: classifyCaller('+4915112345678') }),
    'do-not-disturb',
  ],

  ['the circuit to the carrier open', 'circuit-open', {}, facts({ sending: { circuit: 'open', sender: {} } }), 'circuit-open'],
  ['half-open: it is being tried', 'circuit-open', {}, facts({ sending: { circuit: 'half-open', sender: {} } }), MOBILE],
  ['a sender that is offline', 'sender-stopped', {}, facts(sender({ status: 'OFFLINE' })), 'sender-stopped'],
  ['a sender that is being updated', 'sender-stopped', {}, facts(sender({ status: 'ONLINE:UPDATING' })), MOBILE],
  ['a sender stopped by us', 'sender-stopped', {}, facts(sender({ stopped: { why: '63018', untilMs: NOW + 1 } })), 'sender-stopped'],
  ['the same when the time is over', 'sender-stopped', {}, facts(sender({ stopped: { why: '63018', untilMs: NOW } })), MOBILE],
  ['a sender nobody knows of', 'sender-stopped', {}, facts({ sending: { circuit: 'closed', sender: {} } }), MOBILE],
  ['a paused template', 'template-unsendable', {}, template({ sendable: false, status: 'paused' }), 'template-unsendable'],
  ['an approved one', 'template-unsendable', {}, template({}), MOBILE],
  ['one that became marketing', 'template-unsendable', {}, template({ category: 'MARKETING' }), 'template-unsendable'],
  [
    'one that became marketing, where that is accepted',
    'template-unsendable',
    { recategorised: 'offer' },
    template({ category: 'MARKETING' }),
    MOBILE,
  ],
  ['the lowest quality', 'sender-quality', {}, facts(sender({ quality: 'low' })), 'sender-quality'],
  ['medium quality', 'sender-quality', {}, facts(sender({ quality: 'medium' })), MOBILE],
  ['medium quality, stricter', 'sender-quality', { atLeast: 'high' }, facts(sender({ quality: 'medium' })), 'sender-quality'],
  ['at the limit less the reserve', 'messaging-limit', {}, facts({ read: read({ day: 950 }) }), 'messaging-limit'],
  ['below it', 'messaging-limit', {}, facts({ read: read({ day: 949 }) }), MOBILE],
  ['a sender without a limit', 'messaging-limit', {}, facts({ ...sender({}), read: read({ day: 99_999 }) }), MOBILE],

  ['offers stopped for this block', 'offers-stopped', {}, stop('prefix', '+3460011'), 'offers-stopped'],
  ['offers stopped for another block', 'offers-stopped', {}, stop('prefix', '+3460012'), MOBILE],
  ['offers stopped for the country', 'offers-stopped', {}, stop('country', 'ES'), 'offers-stopped'],
  ['offers stopped for everybody', 'offers-stopped', {}, stop('all', ''), 'offers-stopped'],
  ['a blocked number', 'caller-blocked', { numbers: ['+34600111222'] }, facts(), 'caller-blocked'],
  ['a blocked beginning', 'caller-blocked', { numbers: ['+34600*'] }, facts(), 'caller-blocked'],
  ['the beginning alone is not the number', 'caller-blocked', { numbers: ['+34600'] }, facts(), MOBILE],
  [
    'eight calls in ten minutes',
    'call-flood',
    {},
    facts({ contact: contact({ calls: times(8, (i) => i + 2).map((i) => ({ callId: call(i), atMs: NOW - i })) }) }),
    'call-flood',
  ],
  [
    'seven calls in ten minutes',
    'call-flood',
    {},
    facts({ contact: contact({ calls: times(7, (i) => i).map((i) => ({ callId: call(i + 2), atMs: NOW - i })) }) }),
    MOBILE,
  ],
  ['as many invites by this caller as allowed', 'budget-number', {}, facts({ read: read({ number: 10 }) }), 'budget-number'],
  ['one less', 'budget-number', {}, facts({ read: read({ number: 9 }) }), MOBILE],
  ['as many to this block', 'budget-prefix', { most: 50 }, facts({ read: read({ prefix: 50 }) }), 'budget-prefix'],
  ['one less to this block', 'budget-prefix', { most: 50 }, facts({ read: read({ prefix: 49 }) }), MOBILE],
  ['as many to this country', 'budget-country', { most: 50 }, facts({ read: read({ country: 50 }) }), 'budget-country'],
  ['one less to this country', 'budget-country', { most: 50 }, facts({ read: read({ country: 49 }) }), MOBILE],
  ['as many in all', 'budget-all', { most: 50 }, facts({ read: read({ all: 50 }) }), 'budget-all'],
  ['one less in all', 'budget-all', { most: 50 }, facts({ read: read({ all: 49 }) }), MOBILE],
  [
    'a block that never answers',
    'conversion-watch',
    {},
    facts({ read: read({ watched: { invites: 20, replies: 0 } }) }),
    'conversion-watch',
  ],
  ['too few invites to judge', 'conversion-watch', {}, facts({ read: read({ watched: { invites: 19, replies: 0 } }) }), MOBILE],
  ['just enough answers', 'conversion-watch', {}, facts({ read: read({ watched: { invites: 20, replies: 1 } }) }), MOBILE],
];

describe('each rule of the offer', () => {
  it.each(ROWS)('%s (%s)', (_, rule, parameters, given, wanted) => {
    expect(verdict(given, tuned(rule, { ...parameters }))).toBe(wanted);
  });

  it('is shown here at work and at rest', () => {
    for (const { id } of RULES) {
      const rows = ROWS.filter(([, rule]) => rule === id);
      expect([id, rows.some((row) => row[4] === id)]).toEqual([id, true]);
      expect([id, rows.some((row) => row[4] !== id)]).toEqual([id, true]);
    }
  });

  it('that a flow leaves out decides nothing, unless offers could not be kept without it', () => {
    for (const [, rule, parameters, given, wanted] of ROWS.filter((row) => row[4] === row[1])) {
      const decision = decideOffer(tuned(rule, { ...parameters }), { ...given, offer: { ...given.offer, skip: [rule] } });
      const isFixed = RULES.find(({ id }) => id === rule)?.fixed === true;
      expect([wanted, decision.record.against.includes(rule)]).toEqual([wanted, isFixed]);
      expect(decision.record[isFixed ? 'against' : 'would']).toContain(rule);
    }
  });
});

describe('the decision', () => {
  it('names every rule that speaks against it, with what it saw', () => {
    const optedOut = contact({ optedOut: { atMs: 1, by: 'carrier' } });
    expect(decideOffer(DEFAULT_RULES, facts({ contact: optedOut, desk: { open: false, waiting: 0, agentsPresent: 0 } }))).toMatchObject({
      allowed: false,
      to: 'withheld',
      reasons: [
        { rule: 'opted-out', saw: 'They opted out (carrier).' },
        { rule: 'desk-unstaffed', saw: 'There is nobody at the desk.' },
      ],
    });
  });

  it('keeps what every rule saw, also where the offer is made, in under 1.5 KB', () => {
    const { record } = decideOffer(DEFAULT_RULES, facts({ contact: contact({ invitedAtMs: [NOW - HOUR] }), intent: 'billing' }));
    expect(Object.keys(record.saw)).toHaveLength(RULES.length);
    expect(record.saw['invited-too-often']).toEqual([1, 3, 24]);
    expect(record.saw['desk-too-slow']).toEqual([60, 900]);
    expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(1536);
  });

  it('notes what a rule that is off would have said', () => {
    const decision = decideOffer(DEFAULT_RULES, facts());
    expect(decision).toMatchObject({ allowed: true, record: { would: ['do-not-disturb'] } });
  });

  it('sends a VIP to a person, and a vulnerable caller where the settings say', () => {
    const marked = (mark: 'vip' | 'vulnerable') => facts({ contact: contact({ marks: { [mark]: { atMs: 1, by: 'ana' } } }) });
    expect(decideOffer(DEFAULT_RULES, marked('vip'))).toMatchObject({ allowed: false, to: 'person' });
    expect(decideOffer(tuned('vip', { goes: 'withheld' }), marked('vip'))).toMatchObject({ to: 'withheld' });
    expect(decideOffer(DEFAULT_RULES, marked('vulnerable'))).toMatchObject({ to: 'withheld' });
    expect(decideOffer(tuned('vulnerable', { goes: 'person' }), marked('vulnerable'))).toMatchObject({ to: 'person' });
  });

  it('asks a withheld caller for a mobile where a flow leaves that rule out', () => {
    expect(verdict(facts({ caller: classifyCaller('anonymous'), offer: { skip: ['number-unusable'] } }))).toBe('allowed:ask');
  });

  it('of stored parameters that the table no longer takes keeps the table’s own', () => {
    const settings = resolveRules(
      { rules: { 'declined-before': { on: false, parameters: { times: 'many' } } }, changedBy: 'x', changedAtMs: 1 },
      4,
    );
    expect(settings.rules['declined-before']).toEqual({ on: false, parameters: { times: 3, perHours: 24 } });
    expect(parametersOf(settings, 'desk-too-slow').maxChatWaitSeconds).toBe(900);
  });
});

describe('any settings and any caller', () => {
  const anyFacts = fc.constantFrom(...ROWS.map((row) => row[3]));
  const anySettings = fc.array(fc.tuple(fc.constantFrom(...ROWS), fc.boolean()), { maxLength: 12 }).map((chosen) =>
    resolveRules(
      {
        rules: Object.fromEntries(chosen.map(([row, on]) => [row[1], { on, parameters: { ...row[2] } }])),
        changedBy: 'x',
        changedAtMs: 1,
      },
      1,
    ),
  );
  const anySkip = fc.subarray(RULES.map(({ id }) => id as string));

  it('never throw, and an offer that an active rule speaks against is never allowed', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, anySettings, anySkip, fc.boolean(), (one, other, settings, skip, isRead) => {
        const { read: more, ...rest } = { ...one, contact: other.contact ?? contact(), stops: other.stops, sending: other.sending };
        const given: OfferFacts = { ...rest, offer: { ...one.offer, skip }, ...(isRead && more && { read: more }) };
        const decision = decideOffer(settings, given);
        for (const rule of RULES) {
          if (rule.reads && !given.read) continue;
          const isActive = rule.fixed || (settings.rules[rule.id].on && !skip.includes(rule.id));
          const { against } = rule.check(given, settings.rules[rule.id].parameters);
          if (isActive && against) expect(decision.allowed).toBe(false);
          expect(decision.record.against.includes(rule.id)).toBe(Boolean(isActive && against));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are told in words in both languages, whatever was seen', () => {
    fc.assert(
      fc.property(anyFacts, anySettings, (given, settings) => {
        const { record } = decideOffer(settings, given);
        for (const rule of RULES) {
          const saw = record.saw[rule.id];
          if (!saw) continue;
          for (const language of ['en', 'es'] as const) {
            expect(rule.says[language](saw)).toMatch(/^\S.*\.$/s);
            expect(rule.says[language](saw)).not.toMatch(/undefined|\bnull\b|NaN/);
          }
        }
      }),
    );
  });
});
