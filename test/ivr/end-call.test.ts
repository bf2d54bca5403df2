import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../../src/base/changes.ts';
import { AppError } from '../../src/base/errors.ts';
import { endCall } from '../../src/ivr/end-call.ts';
import { identifyCall } from '../../src/ivr/identify-call.ts';
import { ANA, ENTRY, startTestService, type TestService } from '../support/service.ts';

const shelf = { find: async () => undefined };
let t: TestService;
beforeAll(async () => {
  t = await startTestService();
});
afterAll(() => t.stop());

/** The real store; every call of it is one round trip. */
function countTrips(trips: string[]): Store {
  return {
    ...t.store,
    load: (refs) => {
      trips.push('load');
      return t.store.load(refs);
    },
    commit: (changes) => {
      trips.push('commit');
      return t.store.commit(changes);
    },
  };
}

async function begin(digit: string) {
  const sid = `CA${digit.repeat(32)}`;
  await t.signed('/webhooks/twilio/voice/incoming', { CallSid: sid, From: ANA, To: ENTRY, CallStatus: 'ringing' });
  return { sid, ...identifyCall(t.keyring, ANA, sid) };
}

it('a release that can’t be read keeps no call from ending; a store that is away does, until it is back', async () => {
  const { sid, callId } = await begin('4');
  const broken = (code: 'flow-invalid' | 'store-unavailable') => ({ find: () => Promise.reject(new AppError(code)) });
  const how = { status: 'completed' };
  await expect(endCall({ store: t.store, clock: t.clock, shelf: broken('store-unavailable') }, callId, how)).rejects.toThrow();
  expect((await t.call(sid))?.ended).toBeUndefined();
  expect(await endCall({ store: t.store, clock: t.clock, shelf: broken('flow-invalid') }, callId, how)).toBe(true);
  expect((await t.call(sid))?.ended).toMatchObject({ how: 'completed' });
});

it.each<[string, string, (contactId: string) => string | undefined, readonly string[]]>([
  ['two round trips where it is known who called', '1', (contactId) => contactId, ['load', 'commit']],
  ['three where it is not', '2', () => undefined, ['load', 'load', 'commit']],
  [
    'three where it was somebody else',
    '3',
    (contactId) => contactId.slice(0, -1) + (contactId.endsWith('0') ? '1' : '0'),
    ['load', 'load', 'commit'],
  ],
])('ending a call takes %s, and the caller’s record tells of it', async (_title, digit, known, expected) => {
  const { sid, callId, contactId } = await begin(digit);
  const trips: string[] = [];
  const told = known(contactId);
  const how = { status: 'completed', ...(told !== undefined && { contactId: told as typeof contactId }) };
  expect(await endCall({ store: countTrips(trips), clock: t.clock, shelf }, callId, how)).toBe(true);
  expect(trips).toEqual(expected);
  expect((await t.call(sid))?.ended).toMatchObject({ how: 'completed' });
  const { calls = [] } = (await t.contact(ANA)) ?? {};
  expect(calls.find((call) => call.callId === callId)).toMatchObject({ outcome: expect.any(String) });
});
