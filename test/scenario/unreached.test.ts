import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EventType } from '../../src/base/events.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { CALLBACK_FLOW } from './callback-flow.ts';

/** Monday, 11:00 in Madrid. */
const MONDAY = Date.parse('2026-11-23T10:00:00Z');
const AGENT = '+34910000001';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const callback = { ...CALLBACK_FLOW.call.steps.callback, tries: 1 };
const FLOW = {
  ...CALLBACK_FLOW,
  recovery: { unreached: { template: 'call-missed', afterSeconds: 120 } },
  call: { ...CALLBACK_FLOW.call, steps: { ...CALLBACK_FLOW.call.steps, callback } },
};

let folder: FlowFolder;
let t: TestService;
let people = 0;
beforeAll(async () => {
  folder = await flowFolder(FLOW);
  t = await startTestService({ options: { flowsFolder: folder.path }, startMs: MONDAY });
});
afterAll(async () => {
  await t.stop();
  await folder.remove();
});
beforeEach(() => {
  people += 1;
  t.sandbox.phone(AGENT).setMode('ring');
});

const number = () => `+346004${String(40_000 + people)}`;
const ofPerson = async (...types: readonly EventType[]) => {
  const { id } = (await t.contact(number())) ?? {};
  return (await t.events(...types)).filter(({ contactId }) => contactId === id);
};
const messages = () => t.sandbox.handset(number()).messages();

/** Somebody is promised a call and does not come to the phone. */
async function unreached(more: Partial<Contact>, typed = '1') {
  await t.putContact(number(), more);
  t.sandbox.phone(number()).setMode('busy');
  const call = await t.sandbox.call({ from: number() });
  await call.press('11');
  await call.press(typed);
  await t.settle();
  const agent = await t.sandbox.phone(AGENT).answer();
  await agent.press('1');
  await t.settle();
  await agent.hangUp();
  await t.settle();
}

const agreed = (nowMs: number): Partial<Contact> => ({ callsConsent: { atMs: nowMs - DAY_MS, handoffId: 'h_00_OLD' as never } });

it('who had agreed to messages about calls gets one, with the call’s context; it is an entry of its own and no deflection', async () => {
  await unreached(agreed(t.clock.nowMs()));
  expect((await ofPerson('callback.closed')).map(({ data }) => data?.reason)).toEqual(['unreached']);
  expect(messages()).toEqual([]);
  await t.pass(3 * MINUTE_MS);
  expect(messages()).toHaveLength(1);
  const [requested] = await ofPerson('handoff.requested');
  expect(requested?.data).toMatchObject({ template: 'call-missed', entry: 'callback', consentId: 'consent:h_00_OLD' });
  expect(requested?.handoffId).toMatch(/^h_\d\d_re-/);
  expect(await ofPerson('offer.accepted', 'consent.recorded')).toEqual([]);
  await t.pass(30 * MINUTE_MS);
  expect(messages()).toHaveLength(1);
  await t.sandbox.handset(number()).pressButton(0);
  await t.settle();
  expect((await ofPerson('handoff.linked')).map(({ callId }) => callId)).toEqual([requested?.callId]);
});

it.each([
  ['who agreed to nothing', 'no-consent', async () => ({})],
  [
    'whose consent is too old',
    'consent-too-old',
    async () => ({ callsConsent: { atMs: t.clock.nowMs() - 91 * DAY_MS, handoffId: 'h_00_X' as never } }),
  ],
  ['who opted out', 'opted-out', async () => ({ ...agreed(t.clock.nowMs()), optedOut: { atMs: 1, by: 'word' as const } })],
  [
    'whose number gets no messages',
    'undeliverable',
    async () => ({ ...agreed(t.clock.nowMs()), undeliverable: { untilMs: t.clock.nowMs() + DAY_MS, code: '63003' } }),
  ],
])('%s gets none, and the reason is stored', async (_, reason, more) => {
  await unreached(await more());
  await t.pass(3 * MINUTE_MS);
  expect(messages()).toEqual([]);
  const [withheld] = await ofPerson('recovery.withheld');
  expect(JSON.stringify(withheld?.data?.reasons)).toContain(reason);
  expect(withheld?.data).toMatchObject({ kind: 'unreached' });
});

it('who calls again before it is due gets none', async () => {
  await unreached(agreed(t.clock.nowMs()));
  const again = await t.sandbox.call({ from: number() });
  await again.hangUp();
  await t.pass(3 * MINUTE_MS);
  expect(messages()).toEqual([]);
  expect(JSON.stringify((await ofPerson('recovery.withheld'))[0]?.data)).toContain('called-again');
});

it('outside the hours of contact of the country it waits, also with the rule switched off; too late it is never sent', async () => {
  // Monday, 20:59 in Madrid: due after nine, and Tuesday at nine is within twelve hours and a bit.
  t.clock.advance(Date.parse('2026-11-23T19:57:30Z') - t.clock.nowMs());
  await t.staff(true);
  await t.settle();
  await unreached(agreed(t.clock.nowMs()));
  t.clock.advance(10 * MINUTE_MS);
  await t.settle();
  expect(messages()).toEqual([]);
  expect(await ofPerson('recovery.withheld')).toHaveLength(1);
  expect(JSON.stringify((await ofPerson('recovery.withheld'))[0]?.data)).toContain('quiet-hours');
});
