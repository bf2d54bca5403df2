import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfferRules } from '../../src/http/contract/offer-rules.ts';
import type { LookupAnswer } from '../../src/http/contract/sandbox-carrier.ts';
import { startTestService, type TestService } from '../support/service.ts';

let t: TestService;
let people = 0;
beforeAll(async () => {
  t = await startTestService();
  const api = supertest(t.publicUrl);
  const cookie = await t.signIn('demo');
  const { version } = (await api.get('/api/offer-rules').set('Cookie', cookie).expect(200)).body as OfferRules;
  const parameters = { landline: 'withhold', unknown: 'withhold', perDay: 1000 };
  await api.put('/api/offer-rules/line-looked-up').set('Cookie', cookie).send({ on: true, parameters, version }).expect(200);
});
afterAll(() => t.stop());

/** Somebody of whom the carrier says this calls as far as the offer: what the rule saw, and whether it withheld. */
async function decideOver(answer: LookupAnswer) {
  people += 1;
  const from = `+346007${String(30_000 + people)}`;
  t.sandbox.lookup(answer, from);
  const call = await t.sandbox.call({ from });
  await call.press('12');
  const ofCall = (await t.events('offer.made', 'offer.withheld')).filter((event) => event.callId?.endsWith(call.sid));
  await call.hangUp();
  const saw = ofCall[0]?.data?.saw as Record<string, unknown> | undefined;
  return { type: ofCall[0]?.type, saw: saw?.['line-looked-up'] };
}

describe('what the carrier says of a number, as the emulator is told to', () => {
  it.each<[LookupAnswer, string, string[]]>([
    [{ type: 'mobile', carrier: 'Nube Telecom' }, 'offer.made', ['mobile', 'carrier']],
    [{ type: 'nonFixedVoip' }, 'offer.made', ['voip', 'carrier']],
    [{ type: 'landline' }, 'offer.withheld', ['landline', 'carrier']],
    [{ type: 'premium' }, 'offer.withheld', ['unreachable', 'carrier']],
    [{ valid: false }, 'offer.withheld', ['invalid', 'carrier']],
    [{ trouble: 'not-found' }, 'offer.withheld', ['invalid', 'carrier']],
    [{ errorCode: 60600 }, 'offer.withheld', ['unknown', 'carrier']],
    // What is no answer speaks against nobody.
    [{ trouble: 'rate-limited' }, 'offer.made', ['unknown', 'failed']],
    [{ trouble: 'server-error' }, 'offer.made', ['unknown', 'failed']],
    [{ trouble: 'reset' }, 'offer.made', ['unknown', 'failed']],
    [{ trouble: 'silent' }, 'offer.made', ['unknown', 'failed']],
  ])('%j: %s', async (answer, type, saw) => {
    expect(await decideOver(answer)).toEqual({ type, saw });
  });
});
