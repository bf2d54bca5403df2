import { readFileSync } from 'node:fs';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainedCall } from '../../src/cli/explained-call.ts';
import { lotOf } from '../../src/handoff/check-eligibility.ts';
import type { OfferRules } from '../../src/http/contract/offer-rules.ts';
import type { SawValue } from '../../src/rules/facts.ts';
import { RULES, type RuleId } from '../../src/rules/table.ts';
import { type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { until } from '../support/redis.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { type Shown, shows } from '../support/shows.ts';

/** The sample flow, which asks every rule here: it leaves none out. */
const support = JSON.parse(readFileSync('flows/support.flow.json', 'utf8'));
support.call.steps.offer.eligibility = { skip: [] };

let t: TestService;
let folder: FlowFolder;
let cookie = '';
let blocks = 0;
beforeAll(async () => {
  folder = await flowFolder(support);
  t = await startTestService({ options: { flowsFolder: folder.path, carrierTimeoutMs: 5_000 } });
  cookie = await t.signIn('demo');
});
afterAll(async () => {
  await t.stop();
  await folder.remove();
});

const api = () => supertest(t.publicUrl);
const rules = async () => (await api().get('/api/offer-rules').set('Cookie', cookie).expect(200)).body as OfferRules;
const tune = async (id: RuleId, parameters: object, on = true) => {
  const { version } = await rules();
  await api().put(`/api/offer-rules/${id}`).set('Cookie', cookie).send({ on, parameters, version }).expect(200);
};
const askCarrier = async () => {
  await api().post('/api/carrier/ask').set('Cookie', cookie).expect(200);
};
const sender = async (state: Parameters<TestService['sandbox']['setSender']>[0]) => {
  t.sandbox.setSender(state);
  await askCarrier();
};
/** Every wording at the carrier, as a decision of WhatsApp would have it. */
const templates = async (status: 'approved' | 'paused' | 'pending' | 'rejected', category = 'UTILITY') => {
  for (const { sid } of t.sandbox.state().templates) t.sandbox.setTemplateStatus(sid, status, category);
  await askCarrier();
};
const metric = async (line: string) => {
  await until(async () => (await t.metric(line.split(' ')[0] ?? '')).includes(line));
};

/** A mobile in a block of numbers of its own; `n` is another one of the same block. */
const block = () => {
  blocks += 1;
  const beginning = `+3461${String(100 + blocks)}`;
  return (n: number) => `${beginning}${String(1_000 + n)}`;
};
const mobile = () => block()(1);

interface Caller {
  readonly from: string;
  readonly attestation?: string;
}

/** Somebody calls and gets as far as the offer (Spanish, a bill), or past where it would have been. */
async function atOffer(caller: Caller) {
  const call = await t.sandbox.call(caller);
  await call.press('12');
  expect(call.view()).toMatchObject({ state: expect.stringMatching(/^(gathering|queued)$/) });
  const ofCall = (await t.events()).filter((event) => event.callId?.endsWith(call.sid));
  const decided = ofCall.findLast(({ type }) => type === 'offer.made' || type === 'offer.withheld');
  return { call, ofCall, decided, heard: call.heard().join('\n') };
}

/** A whole earlier call: the offer is answered, what follows happens, the caller hangs up. */
async function earlier(from: string, key: '1' | '2') {
  const { call, decided } = await atOffer({ from });
  expect(decided?.type).toBe('offer.made');
  await call.press(key);
  await t.pass(5_000);
  await call.hangUp();
}

/** An hour of the day in which it is not now, as the rule has it for countries without a row. */
function notNow() {
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Madrid', hour: '2-digit', hourCycle: 'h23' }).format(t.clock.nowMs()),
  );
  return hour < 22 ? { elsewhereFrom: hour + 2, elsewhereTo: 24 } : { elsewhereFrom: 0, elsewhereTo: hour - 1 };
}

interface Row {
  readonly shown: Shown<RuleId>;
  /** Brings it about that the rule speaks against this caller. What it returns takes that back. */
  readonly arrange: () => Promise<Caller & { readonly undo?: () => Promise<unknown> }>;
  /** What the stored decision says that the rule saw. */
  readonly saw: readonly unknown[] | ((caller: Caller) => readonly unknown[]);
  /** The sentence of `flow explain`. */
  readonly says: RegExp;
  /** Where the caller goes on. */
  readonly hears?: string;
}

const TO_QUEUE = 'Le ponemos en espera para hablar con una persona.';
const TO_PERSON = 'Le pasamos con una persona.';
const off = (id: RuleId) => () => tune(id, {}, RULES.find((rule) => rule.id === id)?.on);
const COUNTED = expect.any(Number);

const ROWS: readonly Row[] = [
  {
    shown: shows('rule:number-unusable', 'who hides the number is not offered what could not be sent'),
    arrange: async () => ({ from: 'anonymous' }),
    saw: ['withheld'],
    says: /The caller’s number can’t be used \(withheld\)\./,
  },
  {
    shown: shows('rule:line-type', 'a toll-free number has no WhatsApp'),
    arrange: async () => ({ from: '+34900123456' }),
    saw: ['unreachable', 'ES'],
    says: /By the number plan the line is unreachable \(ES\)\./,
  },
  {
    shown: shows('rule:line-looked-up', 'a landline by the carrier’s word is withheld where the settings say so'),
    arrange: async () => {
      await tune('line-looked-up', { landline: 'withhold' });
      return { from: '+34912223344', undo: off('line-looked-up') };
    },
    saw: ['landline', 'carrier'],
    says: /The look-up says: landline \(carrier\)\./,
  },
  {
    shown: shows('rule:country-not-allowed', 'a number of a country that is not on the list'),
    arrange: async () => {
      await tune('country-not-allowed', { countries: ['ES', 'PT'] });
      return { from: '+4915123456789', undo: off('country-not-allowed') };
    },
    saw: ['DE', 2],
    says: /The number is of DE; 2 are on the list\./,
  },
  {
    shown: shows('rule:spoofing-suspected', 'a caller id that failed its check (STIR/SHAKEN)'),
    arrange: async () => ({ from: mobile(), attestation: 'TN-Validation-Failed-B' }),
    saw: ['TN-Validation-Failed-B'],
    says: /The carrier says of the caller id: TN-Validation-Failed-B\./,
  },
  {
    shown: shows('rule:opted-out', 'somebody who wrote BAJA before calling'),
    arrange: async () => {
      const from = mobile();
      await t.sandbox.handset(from).write('BAJA');
      await t.settle();
      return { from };
    },
    saw: ['word'],
    says: /They opted out \(word\)\./,
  },
  {
    shown: shows('rule:undeliverable', 'a number without WhatsApp is left alone when it calls again'),
    arrange: async () => {
      const from = mobile();
      t.sandbox.behave({ kind: 'fail', code: '63024', times: 1 }, from);
      await earlier(from, '1');
      return { from };
    },
    saw: ['63024', expect.stringMatching(/^\d{4}-/)],
    says: /Code 63024: not to be tried until \d{4}-/,
  },
  {
    shown: shows('rule:invited-too-often', 'somebody who was invited as often as is allowed'),
    arrange: async () => {
      await tune('invited-too-often', { maxInvites: 1, perHours: 2 });
      const from = mobile();
      await earlier(from, '1');
      return { from, undo: off('invited-too-often') };
    },
    saw: [1, 1, 2],
    says: /1 invites in 2 h; at most 1 are allowed\./,
  },
  {
    shown: shows('rule:declined-before', 'somebody who said no is not asked again'),
    arrange: async () => {
      await tune('declined-before', { times: 1, perHours: 3 });
      const from = mobile();
      await earlier(from, '2');
      return { from, undo: off('declined-before') };
    },
    saw: [1, 1, 3],
    says: /Declined 1 times in 3 h; from 1 on they are not asked\./,
  },
  {
    shown: shows('rule:vulnerable', 'a person marked as vulnerable stays on the line'),
    arrange: async () => {
      const from = mobile();
      await api().put('/api/contact-marks').set('Cookie', cookie).send({ number: from, vulnerable: true }).expect(200);
      return { from };
    },
    saw: ['demo'],
    says: /Marked as vulnerable \(demo\)\./,
  },
  {
    shown: shows('rule:vip', 'a VIP goes straight to a person'),
    arrange: async () => {
      const from = mobile();
      await api().put('/api/contact-marks').set('Cookie', cookie).send({ number: from, vip: true }).expect(200);
      return { from };
    },
    saw: ['demo'],
    says: /Marked as VIP \(demo\)\./,
    hears: TO_PERSON,
  },
  {
    shown: shows('rule:intent-excluded', 'a matter that is never to be offered'),
    arrange: async () => {
      await tune('intent-excluded', { intents: ['billing'] });
      return { from: mobile(), undo: off('intent-excluded') };
    },
    saw: ['billing', 'billing'],
    says: /The matter is billing: “billing” is on the list\./,
  },
  {
    shown: shows('rule:throttled', 'somebody who is not among the percentage'),
    arrange: async () => {
      await tune('throttled', { percent: 0 });
      return { from: mobile(), undo: off('throttled') };
    },
    saw: ({ from }) => [lotOf(t.keyring, t.keyring.contactId(from)), 0],
    says: /The person’s place is \d+; those below 0 are offered\./,
  },
  {
    shown: shows('rule:desk-unstaffed', 'nobody is at the desk'),
    arrange: async () => {
      await t.staff(false);
      await metric('relevo_desk_agents_present 0');
      const undo = async () => {
        await t.staff(true);
        await metric('relevo_desk_agents_present 1');
      };
      return { from: mobile(), undo };
    },
    saw: [0],
    says: /There is nobody at the desk\./,
  },
  {
    shown: shows('rule:desk-too-slow', 'the chat would take longer than is wanted'),
    arrange: async () => {
      await tune('desk-too-slow', { maxChatWaitSeconds: 30 });
      return { from: mobile(), undo: off('desk-too-slow') };
    },
    saw: [60, 30],
    says: /The wait in the chat is 60 s, at most 30 s\./,
  },
  {
    shown: shows('rule:do-not-disturb', 'an hour at which people of the country are not written to'),
    arrange: async () => {
      await tune('do-not-disturb', notNow());
      return { from: '+351912000001', undo: off('do-not-disturb') };
    },
    saw: ['PT', expect.stringMatching(/^[A-Z][a-z]{2} \d\d:\d\d$/), false],
    says: /In PT it is \w{3} \d\d:\d\d: not an hour to write\./,
  },
  {
    shown: shows('rule:sender-stopped', 'the WhatsApp sender is offline at the carrier'),
    arrange: async () => {
      await sender({ status: 'OFFLINE' });
      return { from: mobile(), undo: () => sender({ status: 'ONLINE' }) };
    },
    saw: ['OFFLINE'],
    says: /The sender is stopped: OFFLINE\./,
  },
  ...(['pending', 'rejected', 'paused'] as const).map(
    (status): Row => ({
      shown: shows('rule:template-unsendable', 'the templates are not approved, or were paused'),
      arrange: async () => {
        await templates(status);
        return { from: mobile(), undo: () => templates('approved') };
      },
      saw: [expect.stringMatching(/^call-continue\S* es$/), status],
      says: new RegExp(`call-continue\\S* es: ${status}\\.`),
    }),
  ),
  {
    shown: shows('rule:template-unsendable', 'the templates were moved to another category'),
    arrange: async () => {
      await templates('approved', 'MARKETING');
      return { from: mobile(), undo: () => templates('approved') };
    },
    saw: [expect.stringMatching(/^call-continue\S* es$/), 'now marketing, not utility'],
    says: /call-continue\S* es: now marketing, not utility\./,
  },
  {
    shown: shows('rule:sender-quality', 'the sender has the lowest quality'),
    arrange: async () => {
      await sender({ quality: 'Low' });
      return { from: mobile(), undo: () => sender({ quality: 'High' }) };
    },
    saw: ['low', 'medium'],
    says: /The sender’s quality is low; at least medium\./,
  },
  {
    shown: shows('rule:messaging-limit', 'the sender may begin nothing more today'),
    arrange: async () => {
      await earlier(mobile(), '1');
      await sender({ limit: '1 Customers/24hr' });
      return { from: mobile(), undo: () => sender({ limit: '100K Customers/24hr' }) };
    },
    saw: [COUNTED, COUNTED],
    says: /\d+ invites in 24 h; the limit less the reserve is [01]\./,
  },
  {
    shown: shows('rule:offers-stopped', 'an administrator stopped the offers of a country'),
    arrange: async () => {
      await api().post('/api/offer-stops').set('Cookie', cookie).send({ scope: 'country', name: 'FR' }).expect(201);
      return { from: '+33612345678', undo: () => api().delete('/api/offer-stops/country:FR').set('Cookie', cookie).expect(200) };
    },
    saw: ['country:FR', 'by-hand'],
    says: /Stopped: country:FR \(by-hand\)\./,
  },
  {
    shown: shows('rule:caller-blocked', 'a blocked caller who gets the flow without an offer'),
    arrange: async () => {
      const of = block();
      await tune('caller-blocked', { numbers: [`${of(1).slice(0, -2)}*`], goes: 'no-offer' });
      return { from: of(2), undo: off('caller-blocked') };
    },
    saw: [expect.stringMatching(/^\+3461\d+\*$/)],
    says: /On the block-list: \+3461\d+\*\./,
  },
  {
    shown: shows('rule:call-flood', 'a caller who calls and calls, and gets the flow without an offer'),
    arrange: async () => {
      await tune('call-flood', { calls: 2, minutes: 5, goes: 'no-offer' });
      const from = mobile();
      for (let n = 0; n < 2; n += 1) await (await t.sandbox.call({ from })).hangUp();
      return { from, undo: off('call-flood') };
    },
    saw: [2, 2, 5],
    says: /2 earlier calls in 5 min; from 2 on it is a flood\./,
  },
  {
    shown: shows('rule:budget-number', 'the invites that one number may cause are used up'),
    arrange: async () => {
      await tune('budget-number', { most: 1, hours: 1 });
      const from = mobile();
      await earlier(from, '1');
      return { from, undo: off('budget-number') };
    },
    saw: [1, 1],
    says: /1 invites by this caller; at most 1\./,
  },
  {
    shown: shows('rule:budget-prefix', 'the invites to a block of numbers are used up'),
    arrange: async () => {
      await tune('budget-prefix', { most: 1, hours: 1, stop: false });
      const of = block();
      await earlier(of(1), '1');
      return { from: of(2), undo: off('budget-prefix') };
    },
    saw: [1, 1],
    says: /1 invites to this block; at most 1\./,
  },
  {
    shown: shows('rule:budget-country', 'the invites to a country are used up'),
    arrange: async () => {
      await earlier('+351912000002', '1');
      await tune('budget-country', { most: 1, hours: 1, stop: false });
      return { from: '+351916000003', undo: off('budget-country') };
    },
    saw: [1, 1],
    says: /1 invites to this country; at most 1\./,
  },
  {
    shown: shows('rule:budget-all', 'the invites of the hour are used up'),
    arrange: async () => {
      await earlier(mobile(), '1');
      await tune('budget-all', { most: 1, hours: 1, stop: false });
      return { from: mobile(), undo: off('budget-all') };
    },
    saw: [COUNTED, 1],
    says: /\d+ invites in all; at most 1\./,
  },
  {
    shown: shows('rule:conversion-watch', 'a block of numbers that accepts and never answers'),
    arrange: async () => {
      await tune('conversion-watch', { minInvites: 5, minPercent: 50, hours: 1, graceMinutes: 0, stop: false });
      const of = block();
      for (let n = 1; n <= 5; n += 1) await earlier(of(n), '1');
      return { from: of(6), undo: off('conversion-watch') };
    },
    saw: [5, 0, 50],
    says: /5 invites to this block, 0 answered; at least 50 % must be\./,
  },
  {
    shown: shows('rule:circuit-open', 'the carrier does not answer'),
    arrange: async () => {
      t.sandbox.outage('server-error');
      const { call } = await atOffer({ from: mobile() });
      await call.press('1');
      await t.pass(60_000);
      await metric('relevo_carrier_circuit_open 1');
      await call.hangUp();
      return { from: mobile(), undo: async () => t.sandbox.outage('none') };
    },
    saw: ['open'],
    says: /The circuit to the carrier is open\./,
  },
];

const TITLED = ROWS.map((row) => [row.shown.id, row.shown.words, row] as const);

async function checkRow(caller: Caller, offer: Awaited<ReturnType<typeof atOffer>>, row: Omit<Row, 'arrange'>) {
  const { call, ofCall, decided, heard } = offer;
  const { shown, saw, says, hears = TO_QUEUE } = row;
  await call.hangUp();
  // The caller hears the way of the flow, and nothing of a chat.
  expect(heard).toContain(hears);
  expect(heard).not.toMatch(/WhatsApp/);
  // The decision is stored with what the rule saw, and it alone decided.
  expect(decided?.type).toBe('offer.withheld');
  const { reasons, saw: stored } = (decided?.data ?? {}) as { reasons: { rule: string }[]; saw: Record<string, readonly SawValue[]> };
  expect(reasons.map(({ rule }) => rule)).toEqual([shown.id]);
  expect(stored[shown.id]).toEqual(typeof saw === 'function' ? saw(caller) : saw);
  // An operator is told so in words.
  const name = RULES.find(({ id }) => id === shown.id)?.name;
  const told = explainedCall(call.sid, ofCall, 'en');
  expect(told.join('\n')).toContain(`The chat was not offered. ${name?.en}.`);
  const against = told.filter((line) => line.includes('AGAINST'));
  expect(against).toEqual([expect.stringMatching(says)]);
  expect(against[0]).toContain(name?.en);
  expect(explainedCall(call.sid, ofCall, 'es').filter((line) => line.includes('EN CONTRA'))).toEqual([
    expect.stringContaining(name?.es ?? '?'),
  ]);
  // Nothing was sent.
  expect(ofCall.map(({ type }) => type)).not.toContain('handoff.requested');
}

describe('each rule of the offer, over the carrier’s own wire', () => {
  it('has a scenario', () => {
    expect(new Set(ROWS.map(({ shown }) => shown.id))).toEqual(new Set(RULES.map(({ id }) => id)));
  });

  it.each(TITLED)('%s: %s', async (_id, _words, { arrange, ...row }) => {
    const { undo, ...caller } = await arrange();
    try {
      await checkRow(caller, await atOffer(caller), row);
    } finally {
      await undo?.();
    }
  });

  it('that no longer speaks against anything leaves the chat to the next caller', async () => {
    await until(async () => {
      await askCarrier().catch(() => undefined);
      return (await t.metric('relevo_carrier_circuit_open')).includes('relevo_carrier_circuit_open 0');
    });
    const { call, decided, heard } = await atOffer({ from: mobile() });
    expect(decided?.type).toBe('offer.made');
    expect(heard).toContain('WhatsApp');
    await call.hangUp();
  });
});

describe('the carrier, asked at once', () => {
  it('tells how the sender stands; one that does not answer is told as that, and what was known stays', async () => {
    const ask = () => api().post('/api/carrier/ask').set('Cookie', cookie);
    t.sandbox.setSender({ quality: 'Medium', limit: '250 Customers/24hr' });
    expect((await ask().expect(200)).body.senders[0]).toMatchObject({ status: 'ONLINE', quality: 'medium', limitPerDay: 250 });
    t.sandbox.setSender({ quality: 'Low' });
    t.sandbox.outage('server-error');
    expect((await ask()).body.error.code).toBe('carrier-unavailable');
    const { body } = await api().get('/api/carrier').set('Cookie', cookie).expect(200);
    expect(body.senders[0]).toMatchObject({ quality: 'medium' });
    t.sandbox.outage('none');
  });
});
