import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/base/changes.ts';
import type { DeliveryState } from '../../src/channels/delivery.ts';
import { withdrawHandoff } from '../../src/handoff/expire-handoff.ts';
import { sendInvite } from '../../src/handoff/send-invite.ts';
import { trackInvite } from '../../src/handoff/track-invite.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { createSetting, messageSid } from './setting.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** The real store, each load and commit in the order that the scheduler draws. */
function interleaved(store: Store, scheduler: fc.Scheduler): Store {
  return { ...store, load: scheduler.scheduleFunction(store.load), commit: scheduler.scheduleFunction(store.commit) };
}

const ACTS = ['accept', 'accept', 'send', 'send', 'withdraw', 'fail', 'deliver'] as const;

describe('the steps of two accepts, two sendings, a withdrawal and receipts, interleaved between any two looks at the store', () => {
  it('send at most one invite, with one consent before it, and end in the state that the receipts imply', async () => {
    const s = await createSetting(redis);
    let call = 0;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.shuffledSubarray([...ACTS]), async (scheduler, acts) => {
        call += 1;
        const own = call;
        const before = s.carrier.asked.length;
        // The first accept was committed: what its webhook repeats changes nothing.
        const id = await s.accept({ call: own, from: `+346002${String(10_000 + own)}` });
        const deps = { ...s.deps, store: interleaved(s.store, scheduler) };
        const receipt = (state: DeliveryState) =>
          trackInvite(deps, {
            subject: { kind: 'invite', handoffId: id, attempt: 1 },
            providerMessageId: messageSid(90_000 + own),
            state,
            ...(state === 'failed' && { failure: 'unreachable' as const, code: '63024' }),
          });
        const act = {
          accept: () => s.accept({ call: own, from: `+346002${String(10_000 + own)}` }),
          send: () => sendInvite(deps, id),
          withdraw: () => withdrawHandoff(deps, id),
          fail: () => receipt('failed'),
          deliver: () => receipt('delivered'),
        };
        await scheduler.waitFor(Promise.all(acts.map((name) => act[name]())));
        const sent = s.carrier.asked.slice(before);
        const types = (await s.events()).filter((event) => event.handoffId === id).map((event) => event.type);
        const handoff = await s.handoff(id);
        expect(sent.length).toBeLessThanOrEqual(1);
        expect(new Set(types).size, types.join(' ')).toBe(types.length);
        expect(types).toContain('consent.recorded');
        expect(handoff.withdrawnAtMs !== undefined).toBe(acts.includes('withdraw'));
        if (acts.includes('deliver')) expect(handoff.delivery).toBe('delivered');
        else if (acts.includes('fail')) expect(handoff.delivery).toBe('failed');
        else if (acts.includes('send') && !acts.includes('withdraw')) expect([sent.length, handoff.delivery]).toEqual([1, 'sending']);
      }),
      { numRuns: 60 },
    );
  });
});
