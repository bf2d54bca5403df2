import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HandoffId } from '../../src/base/ids.ts';
import type { DeliveryReceipt, DeliveryState, FailureClass } from '../../src/channels/delivery.ts';
import { expireHandoff, withdrawHandoff } from '../../src/handoff/expire-handoff.ts';
import { fallBack } from '../../src/handoff/fall-back.ts';
import { markInvitee } from '../../src/handoff/mark-invitee.ts';
import { refuseInvite, registerInvite } from '../../src/handoff/register-invite.ts';
import { sendInvite } from '../../src/handoff/send-invite.ts';
import { referenceCodeOf } from '../../src/handoff/token.ts';
import { trackInvite } from '../../src/handoff/track-invite.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { ANA, createSetting, messageSid, type Setting } from './setting.ts';

let redis: TestRedis;
let s: Setting;
let id: HandoffId;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  s = await createSetting(redis);
  id = await s.accept();
  await sendInvite(s.deps, id);
});

const HOUR_MS = 3_600_000;

function receipt(state: DeliveryState, more: Partial<DeliveryReceipt> = {}, handoffId = id): DeliveryReceipt {
  return { subject: { kind: 'invite', handoffId, attempt: 1 }, providerMessageId: messageSid(1), state, ...more };
}
const failed = (failure: FailureClass, code = '63024') => receipt('failed', { failure, code });

describe('trackInvite', () => {
  it('moves forward only, each state once, with its event', async () => {
    for (const state of ['sent', 'sent', 'read', 'delivered', 'read', 'sent'] as const) await trackInvite(s.deps, receipt(state));
    expect(await s.handoff(id)).toMatchObject({ delivery: 'read' });
    expect((await s.types()).filter((type) => type.startsWith('handoff.'))).toEqual(['handoff.requested', 'handoff.sent', 'handoff.read']);
  });

  it('says whether it was news', async () => {
    expect(await trackInvite(s.deps, receipt('delivered'))).toBe(true);
    expect(await trackInvite(s.deps, receipt('delivered'))).toBe(false);
    expect(await trackInvite(s.deps, receipt('sent'))).toBe(false);
  });

  it('delivered after failed: delivered, and the failure is forgotten', async () => {
    await trackInvite(s.deps, failed('unreachable'));
    await trackInvite(s.deps, receipt('delivered'));
    const handoff = await s.handoff(id);
    expect(handoff).toMatchObject({ delivery: 'delivered' });
    expect(handoff.failure).toBeUndefined();
  });

  it('failed after delivered is no news', async () => {
    await trackInvite(s.deps, receipt('delivered'));
    expect(await trackInvite(s.deps, failed('unreachable'))).toBe(false);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'delivered' });
  });

  it('comes before our own answer of the carrier is written: the message’s id is taken from it', async () => {
    const early = await s.accept({ call: 2 });
    s.carrier.next(async () => {
      await trackInvite(s.deps, receipt('delivered', { providerMessageId: messageSid(50) }, early));
      return { kind: 'accepted', providerMessageId: messageSid(50) };
    });
    await sendInvite(s.deps, early);
    expect(await s.handoff(early)).toMatchObject({ delivery: 'delivered', sending: { providerMessageId: messageSid(50) } });
  });

  it('knows nothing of receipts of others, of ids that are none, and of handoffs that are gone', async () => {
    const before = await s.types();
    expect(await trackInvite(s.deps, receipt('delivered', {}, 'h_01_NEVERWAS' as HandoffId))).toBe(false);
    expect(await trackInvite(s.deps, receipt('delivered', {}, 'p_01_X' as HandoffId))).toBe(false);
    expect(await trackInvite(s.deps, { ...receipt('delivered'), subject: { kind: 'fallback', handoffId: id } })).toBe(false);
    expect(await s.types()).toEqual(before);
  });

  it('ends in the same state with the same events whatever the order, the number and the simultaneity of receipts', async () => {
    let call = 100;
    const states = fc.array(fc.constantFrom<DeliveryState>('sent', 'delivered', 'read', 'failed'), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(states, fc.boolean(), async (reports, atOnce) => {
        call += 1;
        const own = await s.accept({ call });
        const all = reports.map((state) => receipt(state, state === 'failed' ? { failure: 'unreachable', code: '63024' } : {}, own));
        if (atOnce) await Promise.all(all.map((each) => trackInvite(s.deps, each)));
        else for (const each of all) await trackInvite(s.deps, each);
        const best = (['read', 'delivered', 'failed', 'sent'] as const).find((state) => reports.includes(state));
        expect((await s.handoff(own)).delivery).toBe(best);
        const types = (await s.events()).filter((event) => event.handoffId === own).map((event) => event.type);
        expect(new Set(types).size).toBe(types.length);
        expect(types).toContain(`handoff.${best}`);
      }),
      { numRuns: 40 },
    );
  });
});

describe('fallBack', () => {
  it('sends one SMS with a link that carries the reference code, which finds the handoff', async () => {
    await trackInvite(s.deps, failed('unreachable'));
    await Promise.all([fallBack(s.deps, id), fallBack(s.deps, id)]);
    await fallBack(s.deps, id);
    const texts = s.carrier.asked.filter((message) => message.to.channel === 'sms');
    expect(texts).toHaveLength(1);
    const code = referenceCodeOf(id);
    expect(JSON.stringify(texts[0]?.content)).toContain(`https://wa.me/34910000000?text=Referencia%3A%20${code}`);
    expect(await s.store.resolve(`code:${code.replace('-', '')}`)).toBe(id);
    expect((await s.types()).filter((type) => type === 'handoff.fellback')).toHaveLength(1);
  });

  it.each<[string, FailureClass, string]>([
    ['somebody who blocked us', 'opted-out', '63033'],
    ['somebody who opted out before', 'opted-out', 'opted-out'],
    ['somebody invited too often', 'not-delivered', 'invited-too-often'],
  ])('sends none to %s, and says so', async (_, failure, code) => {
    await trackInvite(s.deps, failed(failure, code));
    await fallBack(s.deps, id);
    expect(s.carrier.asked.filter((message) => message.to.channel === 'sms')).toEqual([]);
    expect(await s.handoff(id)).toMatchObject({ fallback: { kind: 'none' } });
    expect((await s.events()).find((event) => event.type === 'handoff.fellback')?.data).toMatchObject({ kind: 'back-to-the-queue' });
  });

  it('sends none when the offer has no fallback, when there is no sender, and when it is long ago', async () => {
    const without = await s.accept({ call: 2, smsFallback: false });
    await trackInvite(s.deps, { ...failed('unreachable'), subject: { kind: 'invite', handoffId: without, attempt: 1 } });
    await fallBack(s.deps, without);
    const { smsSender: _, ...noSender } = s.deps;
    const other = await s.accept({ call: 3 });
    await trackInvite(s.deps, { ...failed('unreachable'), subject: { kind: 'invite', handoffId: other, attempt: 1 } });
    await fallBack(noSender, other);
    s.clock.advance(6 * 60_000);
    await trackInvite(s.deps, failed('unreachable'));
    await fallBack(s.deps, id);
    expect(s.carrier.asked.filter((message) => message.to.channel === 'sms')).toEqual([]);
  });

  it('an SMS that the carrier refuses is no SMS; one with an unknown outcome is not repeated', async () => {
    await trackInvite(s.deps, failed('unreachable'));
    s.carrier.next({ kind: 'refused', code: '21610', failure: 'opted-out', message: 'no' });
    await fallBack(s.deps, id);
    expect(await s.handoff(id)).toMatchObject({ fallback: { kind: 'none' } });
    const other = await s.accept({ call: 2 });
    await trackInvite(s.deps, { ...failed('unreachable'), subject: { kind: 'invite', handoffId: other, attempt: 1 } });
    s.carrier.next({ kind: 'unknown', cause: 'timeout' });
    await fallBack(s.deps, other);
    await fallBack(s.deps, other);
    expect(s.carrier.asked.filter((message) => message.receiptFor.kind === 'fallback')).toHaveLength(2);
    expect(await s.handoff(other)).toMatchObject({ fallback: { kind: 'sms' } });
  });

  it('does nothing when the message was delivered after all', async () => {
    await trackInvite(s.deps, failed('unreachable'));
    await trackInvite(s.deps, receipt('delivered'));
    await fallBack(s.deps, id);
    expect(s.carrier.asked.filter((message) => message.to.channel === 'sms')).toEqual([]);
    expect((await s.contact(ANA))?.undeliverable).toBeUndefined();
  });
});

describe('markInvitee', () => {
  it.each<[FailureClass, string, 'undeliverable' | 'optedOut' | undefined]>([
    ['unreachable', '63024', 'undeliverable'],
    ['opted-out', '63033', 'optedOut'],
    ['temporary', '63012', undefined],
    ['configuration', '63040', undefined],
    ['rate-limited', '63017', undefined],
    ['limit-suspected', '63018', undefined],
    ['limit-reached', '63038', undefined],
    ['sender', '63051', undefined],
    ['template', '63041', undefined],
    ['held-back', '63049', 'undeliverable'],
    ['not-delivered', '63032', undefined],
    ['unknown', '99999', undefined],
  ])('a failure of the class %s (%s) marks the person: %s', async (failure, code, mark) => {
    await trackInvite(s.deps, failed(failure, code));
    await markInvitee(s.deps, await s.handoff(id));
    await markInvitee(s.deps, await s.handoff(id));
    const contact = await s.contact(ANA);
    expect(contact?.undeliverable !== undefined).toBe(mark === 'undeliverable');
    expect(contact?.optedOut !== undefined).toBe(mark === 'optedOut');
    expect((await s.types()).filter((type) => type.startsWith('contact.'))).toHaveLength(mark === undefined ? 0 : 1);
  });

  it('for a day when WhatsApp only holds messages back', async () => {
    await trackInvite(s.deps, failed('held-back', '63049'));
    await markInvitee(s.deps, await s.handoff(id));
    expect((await s.contact(ANA))?.undeliverable?.untilMs).toBe(s.clock.nowMs() + 24 * HOUR_MS);
  });

  it('for thirty days', async () => {
    await trackInvite(s.deps, failed('unreachable'));
    await markInvitee(s.deps, await s.handoff(id));
    expect((await s.contact(ANA))?.undeliverable?.untilMs).toBe(s.clock.nowMs() + 30 * 24 * HOUR_MS);
  });
});

describe('registerInvite', () => {
  it('counts an invite once, however often it is asked', async () => {
    const handoff = await s.handoff(id);
    expect(await Promise.all([registerInvite(s.deps, handoff), registerInvite(s.deps, handoff)])).toEqual([
      { kind: 'registered', windowOpen: false },
      { kind: 'registered', windowOpen: false },
    ]);
    expect(await s.contact(ANA)).toMatchObject({ invitedAtMs: [s.clock.nowMs()], waiting: [{ handoffId: id }] });
  });

  it('forgets what waits no longer', async () => {
    s.clock.advance(80 * HOUR_MS);
    const later = await s.accept({ call: 2 });
    await registerInvite(s.deps, await s.handoff(later));
    expect((await s.contact(ANA))?.waiting.map((waiting) => waiting.handoffId)).toEqual([later]);
  });

  it('refuses only within the hours that the offer counts', () => {
    const contact = { id: 'p_01_X' as never, invitedAtMs: [0, 1, 2], waiting: [], calls: [], chats: [], offers: [] };
    const rules = { undeliverableDays: 30, maxInvites: 3, perHours: 24, smsFallback: true };
    expect(refuseInvite(contact, { rules }, 23 * HOUR_MS)).toMatchObject({ code: 'invited-too-often' });
    expect(refuseInvite(contact, { rules }, 24 * HOUR_MS + 1)).toBeUndefined();
  });
});

describe('the end of a handoff', () => {
  it('expires once, when its look-back is over and nobody wrote; not before', async () => {
    await expireHandoff(s.deps, id);
    expect((await s.handoff(id)).expiredAtMs).toBeUndefined();
    s.clock.advance(72 * HOUR_MS);
    await Promise.all([expireHandoff(s.deps, id), expireHandoff(s.deps, id)]);
    await expireHandoff(s.deps, id);
    expect((await s.types()).filter((type) => type === 'handoff.expired')).toHaveLength(1);
  });

  it('“it was not me”: withdrawn once, its timers are off, and nothing more is sent', async () => {
    const fresh = await s.accept({ call: 2 });
    expect(await Promise.all([withdrawHandoff(s.deps, fresh), withdrawHandoff(s.deps, fresh)])).toContain(true);
    expect(await withdrawHandoff(s.deps, fresh)).toBe(false);
    await sendInvite(s.deps, fresh);
    expect(s.carrier.asked.filter((message) => message.receiptFor.kind === 'invite' && message.receiptFor.handoffId === fresh)).toEqual([]);
    const due = await s.due(100 * HOUR_MS);
    expect(due.filter((timer) => timer.id.endsWith(fresh))).toEqual([]);
  });

  it('withdrawn, then failed: no SMS either', async () => {
    await withdrawHandoff(s.deps, id);
    await trackInvite(s.deps, failed('unreachable'));
    await fallBack(s.deps, id);
    expect(s.carrier.asked.filter((message) => message.to.channel === 'sms')).toEqual([]);
  });
});
