import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DeskHours } from '../../src/channels/outlook.ts';
import { Flow } from '../../src/flows/flow.ts';
import type { ReadinessFacts, Verdict } from '../../src/flows/readiness/facts.ts';
import { checkReadiness } from '../../src/flows/readiness/readiness.ts';

const flow = Flow.parse(JSON.parse(readFileSync('flows/support.flow.json', 'utf8')));
const NOW = Date.UTC(2026, 10, 18, 11);
const ALWAYS: DeskHours = {
  timeZone: flow.timeZone,
  days: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), [['00:00', '24:00']]])),
};
const OFFICE: DeskHours = {
  timeZone: flow.timeZone,
  days: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [String(day), [['09:00', '18:00']]])),
};
const OPEN = { open: true, waiting: 0, agentsPresent: 1, hours: ALWAYS };
const queues = Object.fromEntries(
  Object.values(flow.call.steps).flatMap((step) => (step.type === 'queue' ? [[step.queue, { waitSeconds: 60, atMs: NOW }]] : [])),
);

/** A service in which everything is in order. */
const GOOD: ReadinessFacts = {
  flow,
  problems: [],
  outlook: { queues, desk: OPEN },
  sending: { circuit: 'closed', sender: { status: 'ONLINE', quality: 'high', profile: { name: 'Luz Clara' } } },
  measuredReplies: 5,
  answerers: [{ teams: ['support'], languages: ['es', 'en'] }],
  template: () => ({ sendable: true, status: 'approved', category: 'UTILITY', wanted: 'UTILITY' }),
  hasSmsSender: true,
  isRuleOn: () => true,
  nowMs: NOW,
};
const sender = (more: Partial<ReadinessFacts['sending']['sender']>): Partial<ReadinessFacts> => ({
  sending: { circuit: 'closed', sender: { ...GOOD.sending.sender, ...more } },
});
const desk = (more: object): Partial<ReadinessFacts> => ({ outlook: { queues, desk: { ...OPEN, ...more } } });
/** Offers that are only made while somebody is at the desk. */
const strict = structuredClone(flow);
for (const step of Object.values(strict.call.steps)) if (step.type === 'offer') step.eligibility.skip = [];

test('a service in order: every point is ready, and says why in both languages', () => {
  const readiness = checkReadiness(GOOD);
  expect(readiness.items.filter(({ verdict }) => verdict !== 'ready')).toEqual([]);
  expect(readiness).toMatchObject({ verdict: 'ready', offers: true });
  for (const { findings } of readiness.items) {
    expect(findings.length).toBeGreaterThan(0);
    for (const { words } of findings) expect([words.en, words.es].every((text) => text.endsWith('.'))).toBe(true);
  }
});

test('a flow without an offer promises nothing: nothing is looked at', () => {
  const steps = Object.fromEntries(Object.entries(flow.call.steps).filter(([, { type }]) => type !== 'offer'));
  expect(checkReadiness({ ...GOOD, flow: { ...flow, call: { ...flow.call, steps } } })).toEqual({
    verdict: 'ready',
    offers: false,
    items: [],
  });
});

const cases: readonly (readonly [what: string, id: string, verdict: Verdict, says: RegExp, facts: Partial<ReadinessFacts>])[] = [
  ['nobody at the desk and no hours', 'hours', 'blocked', /no opening hours/, desk({ open: false, hours: undefined })],
  ['somebody at the desk and no hours', 'hours', 'attention', /no opening hours/, desk({ hours: undefined })],
  ['hours in which the line is closed', 'hours', 'blocked', /never answered/, desk({ hours: { ...OFFICE, days: {} } })],
  ['a stretch without the chat', 'hours', 'attention', /Mon–Fri 00:00–09:00/, { ...desk({ hours: OFFICE }), flow: strict }],
  [
    'the week in which the clocks change',
    'hours',
    'attention',
    /Mon–Fri 00:00–09:00, Mon–Fri 18:00–24:00, Sat, Sun 00:00–24:00/,
    { ...desk({ hours: OFFICE }), flow: strict, nowMs: Date.UTC(2026, 9, 23, 11) },
  ],
  ['a stretch in which the offer says when', 'hours', 'ready', /says when/, desk({ hours: OFFICE })],
  ['an empty team', 'teams', 'blocked', /Nobody who can sign in is in the team “support”/, { answerers: [] }],
  ['a team without a language', 'teams', 'attention', /speaks en/, { answerers: [{ teams: ['support'], languages: ['es'] }] }],
  [
    'a template not approved in one language',
    'templates',
    'blocked',
    /\(en\) can’t be sent: pending/,
    { template: (_, language) => ({ sendable: language !== 'en', status: language === 'en' ? 'pending' : 'approved' }) },
  ],
  [
    'a template that was moved',
    'templates',
    'attention',
    /from utility to marketing/,
    { template: () => ({ sendable: true, status: 'approved', category: 'MARKETING', wanted: 'UTILITY' }) },
  ],
  ['a stopped sender', 'sender', 'blocked', /answered 63018/, sender({ stopped: { why: '63018' } })],
  ['a stop that is over', 'sender', 'ready', /ONLINE/, sender({ stopped: { why: '63018', untilMs: NOW } })],
  ['a sender offline', 'sender', 'blocked', /is OFFLINE/, sender({ status: 'OFFLINE' })],
  ['a carrier that does not answer', 'sender', 'blocked', /does not answer/, { sending: { ...GOOD.sending, circuit: 'open' } }],
  ['a sender of low quality', 'sender', 'attention', /rates the sender low/, sender({ quality: 'low' })],
  ['a limit nearly used', 'sender', 'attention', /900 of the 1000/, sender({ limitPerDay: 1000, usedToday: 900 })],
  ['a limit not nearly used', 'sender', 'ready', /ONLINE/, sender({ limitPerDay: 1000, usedToday: 899 })],
  ['no SMS sender', 'fallback', 'attention', /SMS_FROM/, { hasSmsSender: false }],
  [
    'an offer without a way to a person',
    'human',
    'blocked',
    /never comes to a queue/,
    { problems: [{ code: 'F040', severity: 'error', step: 'offer', message: 'The exit declined never comes to a queue.' }] },
  ],
  ['a wait on the phone that nobody measured', 'waits', 'attention', /not known yet/, { outlook: { queues: {}, desk: OPEN } }],
  ['a wait in the chat that is only declared', 'waits', 'attention', /rests on 2 first replies/, { measuredReplies: 2 }],
  ['a profile of another name', 'profile', 'attention', /comes from “Acme”/, sender({ profile: { name: 'Acme' } })],
  ['the name with accents and more', 'profile', 'ready', /Lúz Clara S\.A\./, sender({ profile: { name: 'Lúz Clara S.A.' } })],
  [
    'a profile with other hours',
    'profile',
    'attention',
    /“9:00 a 14:00”/,
    { ...desk({ hours: OFFICE }), ...sender({ profile: { name: 'Luz Clara', about: 'Lunes a viernes, de 9:00 a 14:00' } }) },
  ],
  [
    'a profile with the hours of the desk',
    'profile',
    'ready',
    /agree/,
    { ...desk({ hours: OFFICE }), ...sender({ profile: { name: 'Luz Clara', description: 'Mon-Fri 9am to 6pm. Tel. 910 000 000' } }) },
  ],
];

describe('what stands against switching offers on', () => {
  test.each(cases)('%s', (_what, id, verdict, says, facts) => {
    const item = checkReadiness({ ...GOOD, ...facts }).items.find((each) => each.id === id);
    expect([item?.verdict, item?.findings.map(({ words }) => words.en).join(' ')]).toEqual([verdict, expect.stringMatching(says)]);
  });
});
