import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallId, HandoffId } from '../../src/base/ids.ts';
import { claimChanges, findClaim } from '../../src/handoff/claim-handoff.ts';
import { expireHandoff, withdrawHandoff } from '../../src/handoff/expire-handoff.ts';
import { sendInvite } from '../../src/handoff/send-invite.ts';
import { sendReminder, trackReminder } from '../../src/handoff/send-reminder.ts';
import { inviteToken } from '../../src/handoff/token.ts';
import { trackInvite } from '../../src/handoff/track-invite.ts';
import { nextSuitableHour } from '../../src/rules/suitable-hour.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { ANA, callIdOf, createSetting, keyring, messageSid, SENDER, type Setting } from './setting.ts';

const HOUR_MS = 3_600_000;
const REMINDER = { template: 'call-reminder', afterMinutes: 180, fromHour: 9, toHour: 20, timeZone: 'Europe/Madrid' };
/** A Wednesday, 12:00 in Madrid. */
const WEDNESDAY_NOON = Date.UTC(2026, 10, 18, 11);

let redis: TestRedis;
let s: Setting;
let id: HandoffId;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  s = await createSetting(redis);
  s.clock.set(WEDNESDAY_NOON);
  id = await s.accept({ reminder: REMINDER });
  await sendInvite(s.deps, id);
});

const delivered = (state: 'delivered' | 'read' = 'delivered') =>
  trackInvite(s.deps, { subject: { kind: 'invite', handoffId: id, attempt: 1 }, providerMessageId: messageSid(1), state });
const reminders = () => s.carrier.asked.filter(({ receiptFor }) => receiptFor.kind === 'reminder');
const why = async () => (await s.events()).filter(({ type }) => type === 'handoff.reminder-withheld').map(({ data }) => data?.why);

describe('one reminder', () => {
  it('goes out three hours after the delivery, once, with the token of the call', async () => {
    await delivered();
    expect((await s.due(3 * HOUR_MS - 1)).filter(({ type }) => type === 'handoff.remind')).toEqual([]);
    expect((await s.due(1)).map(({ type }) => type)).toContain('handoff.remind');
    await Promise.all([sendReminder(s.deps, id), sendReminder(s.deps, id)]);
    await sendReminder(s.deps, id);
    expect(reminders()).toHaveLength(1);
    expect(reminders()[0]).toMatchObject({
      content: { providerTemplateId: 'call-reminder', variables: { token: inviteToken(keyring, id) } },
    });
    expect(await s.handoff(id)).toMatchObject({ reminder: { providerMessageId: messageSid(2) } });
    expect((await s.types()).filter((type) => type === 'handoff.reminded')).toHaveLength(1);
    expect((await s.contact(ANA))?.invitedAtMs).toHaveLength(2);
  });

  it('read after delivered plans no second; read alone plans the one', async () => {
    await delivered('read');
    expect((await s.due(3 * HOUR_MS)).filter(({ type }) => type === 'handoff.remind')).toHaveLength(1);
    await delivered('delivered');
    expect((await s.due(24 * HOUR_MS)).filter(({ type }) => type === 'handoff.remind')).toEqual([]);
  });

  it('none where the offer says nothing of one, none before delivery', async () => {
    const without = await s.accept({ call: 2 });
    await sendInvite(s.deps, without);
    await sendReminder(s.deps, without);
    await sendReminder(s.deps, id);
    expect(reminders()).toEqual([]);
    expect(await why()).toEqual([]);
  });
});

describe('what speaks against it', () => {
  beforeEach(async () => {
    await delivered();
    s.clock.advance(3 * HOUR_MS);
  });

  it.each([
    ['who wrote meanwhile, also in another chat', { lastInboundAtMs: WEDNESDAY_NOON + 1 }, 'wrote-already'],
    ['who opted out', { optedOut: { atMs: 1, by: 'word' as const } }, 'opted-out'],
    ['whose number does not get messages', { undeliverable: { untilMs: Number.MAX_SAFE_INTEGER, code: '63024' } }, '63024'],
    ['who was written to three times today', { invitedAtMs: [WEDNESDAY_NOON, WEDNESDAY_NOON, WEDNESDAY_NOON] }, 'invited-too-often'],
    [
      'who spoke to a person in this call',
      { calls: [{ callId: callIdOf(ANA, 1), atMs: WEDNESDAY_NOON, outcome: 'person' }] },
      'served-by-phone',
    ],
    [
      'who phoned again and left a message',
      { calls: [{ callId: 'c_00_CAx' as CallId, atMs: WEDNESDAY_NOON + HOUR_MS, outcome: 'voicemail' }] },
      'served-by-phone',
    ],
  ])('nobody is reminded %s; the reason is stored', async (_, contact, reason) => {
    await s.changeContact(ANA, contact);
    await sendReminder(s.deps, id);
    expect(reminders()).toEqual([]);
    expect(await why()).toEqual([reason]);
    await s.changeContact(ANA, { calls: [], invitedAtMs: [] });
    await sendReminder(s.deps, id);
    expect(reminders()).toEqual([]);
  });

  it('an earlier call with a person speaks against nothing', async () => {
    await s.changeContact(ANA, { calls: [{ callId: 'c_00_CAx' as CallId, atMs: WEDNESDAY_NOON - HOUR_MS, outcome: 'person' }] });
    await sendReminder(s.deps, id);
    expect(reminders()).toHaveLength(1);
  });

  it('a handoff that was claimed, withdrawn or is over is not reminded', async () => {
    const message = { providerMessageId: 'SM1', from: { channel: 'whatsapp', phone: ANA }, to: SENDER, text: 'hola', media: [] } as const;
    const claim = await findClaim(s.deps, { ...message, buttonPayload: `go:${inviteToken(keyring, id)}` }, undefined);
    if (!claim) throw new Error('nothing is claimed');
    const shard = Number(id.slice(2, 4));
    await s.store.commit({ shard, ...claimChanges(claim, { chatId: 't_00_CHAT' as never, shard, nowMs: s.clock.nowMs() }) });
    await sendReminder(s.deps, id);
    expect(reminders()).toEqual([]);
    expect((await s.due(24 * HOUR_MS)).filter(({ type }) => type === 'handoff.remind')).toEqual([]);
  });

  it('withdrawn', async () => {
    await withdrawHandoff(s.deps, id);
    await sendReminder(s.deps, id);
    expect(reminders()).toEqual([]);
  });

  it('a stopped sender', async () => {
    await s.board.stopSender({ sender: SENDER, code: '63051', class: 'sender', atMs: s.clock.nowMs(), eventId: '1-0' });
    await s.deps.boardChanged();
    await sendReminder(s.deps, id);
    expect(await why()).toEqual(['sender-stopped']);
  });

  it('a carrier that is busy is asked again; one whose answer got lost is not', async () => {
    s.carrier.next({ kind: 'busy', retryAfterMs: 2_000 }, { kind: 'unknown', cause: 'timeout' });
    await sendReminder(s.deps, id);
    expect((await s.due(2_000)).map(({ type }) => type)).toContain('handoff.remind');
    await sendReminder(s.deps, id);
    await sendReminder(s.deps, id);
    expect(reminders()).toHaveLength(2);
    expect(await why()).toEqual(['unknown-outcome']);
  });

  it('its failing is told once', async () => {
    await sendReminder(s.deps, id);
    const subject = { kind: 'reminder', handoffId: id } as const;
    const receipt = { subject, providerMessageId: messageSid(2), state: 'failed', code: '21610', failure: 'opted-out' } as const;
    expect([await trackReminder(s.deps, receipt), await trackReminder(s.deps, receipt)]).toEqual([true, false]);
    expect((await s.events()).find(({ type }) => type === 'handoff.reminder-failed')?.data).toEqual({ code: '21610', class: 'opted-out' });
  });
});

describe('never at night', () => {
  it('a reminder that falls into the night waits for the morning of a working day', async () => {
    s.clock.set(WEDNESDAY_NOON + 7 * HOUR_MS);
    await delivered();
    s.clock.advance(3 * HOUR_MS);
    await sendReminder(s.deps, id);
    expect(reminders()).toEqual([]);
    const [timer] = (await s.due(11 * HOUR_MS)).filter(({ type }) => type === 'handoff.remind');
    expect(timer).toBeDefined();
    expect(s.clock.nowMs()).toBe(Date.UTC(2026, 10, 19, 8));
    await sendReminder(s.deps, id);
    expect(reminders()).toHaveLength(1);
  });

  it('without an hour left before the end of the look-back there is none', async () => {
    await delivered();
    s.clock.advance(71.5 * HOUR_MS);
    await sendReminder(s.deps, id);
    expect(await why()).toEqual(['late']);
    s.clock.advance(HOUR_MS);
    await expireHandoff(s.deps, id);
    await sendReminder(s.deps, id);
    expect(reminders()).toEqual([]);
  });

  const place = (to: string, entryNumber = SENDER) => ({ to, entryNumber, rules: REMINDER });
  const at = (iso: string) => Date.parse(iso);
  const next = (to: string, from: string, entryNumber?: string) => {
    const found = nextSuitableHour(place(to, entryNumber), at(from), at(from) + 5 * 24 * HOUR_MS);
    return typeof found === 'number' ? new Date(found).toISOString() : found;
  };

  it.each([
    ['Spain, at nine', '+34600111222', '2026-11-18T08:00:00Z', '2026-11-18T08:00:00.000Z'],
    ['Spain, a minute before nine', '+34600111222', '2026-11-18T07:59:00Z', '2026-11-18T08:00:00.000Z'],
    ['Spain, at eight in the evening', '+34600111222', '2026-11-18T19:00:00Z', '2026-11-19T08:00:00.000Z'],
    ['Spain, on Friday evening: Monday', '+34600111222', '2026-11-20T19:30:00Z', '2026-11-23T08:00:00.000Z'],
    ['the Canary Islands, an hour later', '+34928111222', '2026-11-18T08:30:00Z', '2026-11-18T09:00:00.000Z'],
    ['France, in the pause at noon', '+33612345678', '2026-11-18T12:15:00Z', '2026-11-18T13:00:00.000Z'],
    ['the United States: it must be a fine hour on both coasts', '+12125550123', '2026-11-18T14:00:00Z', '2026-11-18T17:00:00.000Z'],
  ])('%s', (_, to, from, expected) => {
    expect(next(to, from)).toBe(expected);
  });

  it('a country that is in no table: by the clock of the flow when it is our own, otherwise nobody knows', () => {
    expect(next('+351912345678', '2026-11-18T07:00:00Z', '+351210000000')).toBe('2026-11-18T08:00:00.000Z');
    expect(next('+351912345678', '2026-11-18T07:00:00Z')).toBe('zone-unknown');
  });
});
