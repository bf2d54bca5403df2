import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HandoffId } from '../../src/base/ids.ts';
import type { SendOutcome } from '../../src/channels/messages.ts';
import { checkSending } from '../../src/handoff/check-sending.ts';
import { INVITE_WANTED_MS } from '../../src/handoff/fail-handoff.ts';
import { fallBack, trackFallback } from '../../src/handoff/fall-back.ts';
import type { Handoff } from '../../src/handoff/handoff.ts';
import { reactToFailure } from '../../src/handoff/react-to-failure.ts';
import { registerInvite, takeBackInvite } from '../../src/handoff/register-invite.ts';
import { sendInvite } from '../../src/handoff/send-invite.ts';
import { readInviteButton } from '../../src/handoff/token.ts';
import { trackInvite } from '../../src/handoff/track-invite.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { ANA, createSetting, keyring, messageSid, SENDER, type Setting } from './setting.ts';

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
});

const UNKNOWN = { kind: 'unknown', cause: 'timeout' } as const;

describe('sendInvite', () => {
  it('writes the intent and the person down before the carrier is asked, and its id afterwards', async () => {
    s.carrier.next(async (message) => {
      const handoff = await s.handoff(id);
      expect(handoff).toMatchObject({ delivery: 'sending', sending: { attempt: 1 } });
      expect(handoff.sending?.providerMessageId).toBeUndefined();
      expect(await s.contact(ANA)).toMatchObject({ waiting: [{ handoffId: id }], invitedAtMs: [s.clock.nowMs()] });
      expect(message).toMatchObject({ to: { channel: 'whatsapp', phone: ANA }, receiptFor: { kind: 'invite', handoffId: id, attempt: 1 } });
      return { kind: 'accepted', providerMessageId: messageSid(7) };
    });
    await sendInvite(s.deps, id);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'sending', sending: { attempt: 1, providerMessageId: messageSid(7) } });
    expect(await s.store.resolve(`msg:${messageSid(7)}`)).toBe(id);
  });

  it('carries a signed one-time token of this handoff in the button', async () => {
    await sendInvite(s.deps, id);
    const [message] = s.carrier.asked;
    const token = message?.content.kind === 'template' ? message.content.variables.token : undefined;
    expect(readInviteButton(keyring, `go:${token}`)).toEqual({ answer: 'go', handoffId: id });
  });

  it('called twice, also at once, sends once', async () => {
    await Promise.all([sendInvite(s.deps, id), sendInvite(s.deps, id), sendInvite(s.deps, id)]);
    await sendInvite(s.deps, id);
    expect(s.carrier.asked).toHaveLength(1);
    expect((await s.contact(ANA))?.invitedAtMs).toHaveLength(1);
  });

  it('a refusal is written down with its code and class, and told as an event', async () => {
    s.carrier.next({ kind: 'refused', code: '21211', failure: 'unreachable', message: 'no' });
    await sendInvite(s.deps, id);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed', failure: { code: '21211', class: 'unreachable' } });
    expect((await s.events()).at(-1)).toMatchObject({ type: 'handoff.failed', data: { code: '21211', class: 'unreachable' } });
  });

  it('a busy carrier: again when it says so, by a timer, and the look-up is off', async () => {
    s.carrier.next({ kind: 'busy', retryAfterMs: 2_000 });
    await sendInvite(s.deps, id);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'requested' });
    expect(await s.due(1_999)).toEqual([]);
    expect((await s.due(1)).map((timer) => timer.type)).toEqual(['handoff.send']);
    await sendInvite(s.deps, id);
    expect(s.carrier.asked).toHaveLength(2);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'sending', sending: { attempt: 1 } });
  });

  it('is not sent any more two minutes after the key: nobody waits for it', async () => {
    s.clock.advance(INVITE_WANTED_MS + 1);
    await sendInvite(s.deps, id);
    expect(s.carrier.asked).toEqual([]);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed', failure: { code: 'no-longer-wanted', class: 'not-delivered' } });
  });

  it('without an approved template nothing is sent, and the operator is told why', async () => {
    const other = await s.accept({ call: 2, template: 'missing' });
    await sendInvite(s.deps, other);
    expect(s.carrier.asked).toEqual([]);
    expect(await s.handoff(other)).toMatchObject({ delivery: 'failed', failure: { code: 'template-missing', class: 'configuration' } });
  });

  it.each([
    ['who opted out', { optedOut: { atMs: 1, by: 'word' as const } }, 'opted-out', 'opted-out'],
    ['who could not be reached', { undeliverable: { untilMs: Number.MAX_SAFE_INTEGER, code: '63024' } }, '63024', 'unreachable'],
  ])('a typed number of somebody %s is refused before the carrier is asked', async (_, contact, code, failure) => {
    await s.putContact('+34600333444', contact);
    const typed = await s.accept({ call: 3, typed: '+34600333444' });
    await sendInvite(s.deps, typed);
    expect(s.carrier.asked).toEqual([]);
    expect(await s.handoff(typed)).toMatchObject({ delivery: 'failed', failure: { code, class: failure } });
  });

  it('a typed number that was invited three times today is refused', async () => {
    for (let n = 1; n <= 3; n += 1) await sendInvite(s.deps, await s.accept({ call: 10 + n, typed: '+34600333445' }));
    const fourth = await s.accept({ call: 14, typed: '+34600333445' });
    await sendInvite(s.deps, fourth);
    expect(s.carrier.asked).toHaveLength(3);
    expect(await s.handoff(fourth)).toMatchObject({ delivery: 'failed', failure: { code: 'invited-too-often' } });
  });
});

describe('only an invite that left counts as one', () => {
  const invited = async () => (await s.contact(ANA))?.invitedAtMs.length;

  it.each<[string, () => void, string]>([
    [
      'refused by the carrier',
      () => s.carrier.next({ kind: 'refused', code: '21211', failure: 'unreachable', message: 'no' }),
      'call-continue',
    ],
    ['without an approved template', () => {}, 'missing'],
  ])('%s: not counted, though the handoff still waits for the person', async (_, prepare, template) => {
    const other = await s.accept({ call: 2, template });
    prepare();
    await sendInvite(s.deps, other);
    await fallBack(s.deps, other);
    expect(await s.contact(ANA)).toMatchObject({ invitedAtMs: [], waiting: [{ handoffId: other }] });
  });

  it('turned away by a busy carrier until nobody waits for it: not counted', async () => {
    s.carrier.next({ kind: 'busy', retryAfterMs: INVITE_WANTED_MS + 1 });
    await sendInvite(s.deps, id);
    expect(await invited()).toBe(1);
    s.clock.advance(INVITE_WANTED_MS + 1);
    await sendInvite(s.deps, id);
    expect(await s.handoff(id)).toMatchObject({ failure: { code: 'no-longer-wanted' } });
    expect(await invited()).toBe(0);
  });

  it('uncounted once, whatever else was sent in the same moment', async () => {
    const other = await s.accept({ call: 2 });
    await sendInvite(s.deps, other);
    s.carrier.next({ kind: 'refused', code: '63016', failure: 'not-delivered', message: 'no' });
    await sendInvite(s.deps, id);
    const failed = await s.handoff(id);
    await Promise.all([takeBackInvite(s.deps, failed), takeBackInvite(s.deps, failed), fallBack(s.deps, id)]);
    expect(await invited()).toBe(1);
  });

  it('uncounted by what follows from the failure, when the process died in between', async () => {
    await registerInvite(s.deps, await s.handoff(id));
    s.clock.advance(INVITE_WANTED_MS + 1);
    const commits = { left: 1 };
    const store = {
      ...s.deps.store,
      commit: (changes: Parameters<typeof s.deps.store.commit>[0]) => {
        if (commits.left === 0) return Promise.reject(new Error('the process is gone'));
        commits.left -= 1;
        return s.deps.store.commit(changes);
      },
    };
    await expect(sendInvite({ ...s.deps, store }, id)).rejects.toThrow('gone');
    expect(await invited()).toBe(1);
    await fallBack(s.deps, id);
    expect(await invited()).toBe(0);
  });

  it('accepted and failed later, or adopted, or of unknown outcome to the end: counted', async () => {
    s.carrier.next(UNKNOWN);
    await sendInvite(s.deps, id);
    s.clock.advance(INVITE_WANTED_MS);
    await checkSending(s.deps, id, 1);
    expect(await s.handoff(id)).toMatchObject({ failure: { code: 'unknown-outcome' } });
    await fallBack(s.deps, id);
    expect(await invited()).toBe(1);
    const other = await s.accept({ call: 2 });
    await sendInvite(s.deps, other);
    const subject = { kind: 'invite', handoffId: other, attempt: 1 } as const;
    await trackInvite(s.deps, { subject, providerMessageId: messageSid(2), state: 'failed', failure: 'not-delivered', code: '63049' });
    await fallBack(s.deps, other);
    expect(await invited()).toBe(2);
  });

  it('three that never left do not keep a fourth from being sent', async () => {
    for (let call = 11; call <= 13; call += 1) {
      s.carrier.next({ kind: 'refused', code: '63016', failure: 'configuration', message: 'no' });
      await sendInvite(s.deps, await s.accept({ call }));
    }
    const fourth = await s.accept({ call: 14 });
    await sendInvite(s.deps, fourth);
    expect(await s.handoff(fourth)).toMatchObject({ delivery: 'sending', sending: { providerMessageId: messageSid(4) } });
  });
});

describe('an unknown outcome is looked up before it is repeated', () => {
  it('found: adopted, and not sent again', async () => {
    s.carrier.next(UNKNOWN);
    await sendInvite(s.deps, id);
    expect((await s.due(4_000)).map((timer) => timer.type)).toEqual(['handoff.check']);
    s.carrier.sent = [{ providerMessageId: messageSid(8), status: 'delivered', createdAtMs: s.clock.nowMs() }];
    await checkSending(s.deps, id, 0);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'delivered', sending: { attempt: 1, providerMessageId: messageSid(8) } });
    expect(s.carrier.asked).toHaveLength(1);
    expect(await s.store.resolve(`msg:${messageSid(8)}`)).toBe(id);
  });

  it('found as failed: failed with the carrier’s code', async () => {
    s.carrier.next(UNKNOWN);
    await sendInvite(s.deps, id);
    const failed = {
      providerMessageId: messageSid(8),
      status: 'undelivered',
      createdAtMs: 1,
      code: '63024',
      failure: 'unreachable' as const,
    };
    s.carrier.sent = [failed];
    await checkSending(s.deps, id, 0);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed', failure: { code: '63024', class: 'unreachable' } });
  });

  it('not found after two looks: repeated once', async () => {
    s.carrier.next(UNKNOWN);
    await sendInvite(s.deps, id);
    await checkSending(s.deps, id, 0);
    expect(s.carrier.asked).toHaveLength(1);
    expect((await s.due(6_000)).map((timer) => timer.looks)).toEqual([1]);
    await checkSending(s.deps, id, 1);
    expect(s.carrier.asked.map((message) => message.receiptFor)).toEqual([
      { kind: 'invite', handoffId: id, attempt: 1 },
      { kind: 'invite', handoffId: id, attempt: 2 },
    ]);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'sending', sending: { attempt: 2 } });
  });

  it('not found after the repetition: given up, never a third time', async () => {
    s.carrier.next(UNKNOWN, UNKNOWN);
    await sendInvite(s.deps, id);
    await checkSending(s.deps, id, 1);
    await checkSending(s.deps, id, 0);
    await checkSending(s.deps, id, 1);
    await checkSending(s.deps, id, 1);
    expect(s.carrier.asked).toHaveLength(2);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed', failure: { code: 'unknown-outcome', class: 'not-delivered' } });
  });

  it('not repeated when nobody waits for it any more', async () => {
    s.carrier.next(UNKNOWN);
    await sendInvite(s.deps, id);
    s.clock.advance(INVITE_WANTED_MS);
    await checkSending(s.deps, id, 1);
    expect(s.carrier.asked).toHaveLength(1);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed', failure: { code: 'unknown-outcome' } });
  });

  it('a carrier that can’t be asked: looked for again, six times, then given up', async () => {
    s.carrier.next(UNKNOWN);
    await sendInvite(s.deps, id);
    s.carrier.sent = () => {
      throw new Error('down');
    };
    for (let looks = 0; looks < 6; looks += 1) await checkSending(s.deps, id, looks);
    expect(s.carrier.looks).toBe(6);
    expect(s.carrier.asked).toHaveLength(1);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed', failure: { code: 'unknown-outcome' } });
  });

  it('a message of another handoff to the same number is not taken for ours', async () => {
    const other = await s.accept({ call: 2 });
    await sendInvite(s.deps, other);
    s.carrier.next(UNKNOWN);
    await sendInvite(s.deps, id);
    s.carrier.sent = [{ providerMessageId: messageSid(1), status: 'delivered', createdAtMs: s.clock.nowMs() }];
    await checkSending(s.deps, id, 0);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'sending' });
  });
});

describe('a process that dies between the intent and the carrier', () => {
  it('leaves a timer that looks; a second process adopts what was sent', async () => {
    s.carrier.next(() => new Promise<never>(() => {}));
    void sendInvite(s.deps, id);
    await expect.poll(async () => (await s.handoff(id)).delivery).toBe('sending');
    const timers = await s.due(20_000);
    expect(timers.map((timer) => timer.type)).toEqual(['handoff.check']);
    s.carrier.sent = [{ providerMessageId: messageSid(9), status: 'sent', createdAtMs: s.clock.nowMs() }];
    await checkSending(s.deps, id, 0);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'sent', sending: { providerMessageId: messageSid(9) } });
    expect(s.carrier.asked).toHaveLength(1);
  });

  it('the event delivered again does not send again: the intent stands', async () => {
    s.carrier.next(() => new Promise<never>(() => {}));
    void sendInvite(s.deps, id);
    await expect.poll(async () => (await s.handoff(id)).delivery).toBe('sending');
    await sendInvite(s.deps, id);
    expect(s.carrier.asked).toHaveLength(1);
  });
});

describe('an accepted message without any receipt', () => {
  it('is looked up after 30 s, and its state taken over', async () => {
    await sendInvite(s.deps, id);
    expect((await s.due(30_000)).map((timer) => timer.type)).toEqual(['handoff.check']);
    s.carrier.sent = [{ providerMessageId: messageSid(1), status: 'read', createdAtMs: 1 }];
    await checkSending(s.deps, id, 0);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'read' });
  });
});

describe('a sender that may begin no conversation', () => {
  const failedWith = (code: string, failure: string) =>
    ({ id: '1-0', shard: 0, type: 'handoff.failed', atMs: s.clock.nowMs(), handoffId: id, data: { code, class: failure } }) as const;

  it('stopped: what was accepted a moment before falls back; the stop and its event are written once', async () => {
    await reactToFailure(s.deps, failedWith('63051', 'sender'), SENDER);
    await reactToFailure(s.deps, failedWith('63051', 'sender'), SENDER);
    await sendInvite(s.deps, id);
    expect(s.carrier.asked).toEqual([]);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed', failure: { code: 'sender-stopped' } });
    await fallBack(s.deps, id);
    expect(await s.handoff(id)).toMatchObject({ fallback: { kind: 'sms' } });
    expect((await s.types()).filter((type) => type === 'sender.stopped')).toHaveLength(1);
  });

  it('a stopped SMS sender sends no link', async () => {
    await reactToFailure(s.deps, failedWith('21606', 'sender'), s.deps.smsSender);
    s.carrier.next({ kind: 'refused', code: '63003', failure: 'unreachable', message: 'no' });
    await sendInvite(s.deps, id);
    await fallBack(s.deps, id);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed', fallback: { kind: 'none' } });
  });

  it('what is repeated stops nothing: it may yet arrive', async () => {
    await reactToFailure(s.deps, { ...failedWith('63018', 'limit-suspected'), type: 'handoff.retried' }, SENDER);
    expect(s.deps.gate.isStopped(SENDER)).toBe(false);
    expect(s.noted).toEqual(['63018 limit-suspected']);
  });

  it('a refused wording is held for three hours, by the carrier’s id of it', async () => {
    const event = failedWith('63041', 'template');
    await reactToFailure(s.deps, { ...event, data: { ...event.data, templateId: 'HX1' } }, SENDER);
    const { holds } = await s.board.read(s.clock.nowMs(), []);
    expect(holds).toMatchObject([{ templateId: 'HX1', code: '63041', untilMs: s.clock.nowMs() + 3 * 3_600_000 }]);
    expect((await s.board.read(s.clock.nowMs() + 3 * 3_600_000, [])).holds).toEqual([]);
  });

  it('the limit of different people in a day: the next one is not written to, who was before is', async () => {
    s.limit.value = 2;
    for (const [call, typed] of [
      [11, '+34600333501'],
      [12, '+34600333502'],
    ] as const)
      await sendInvite(s.deps, await s.accept({ call, typed }));
    await sendInvite(s.deps, id);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed', failure: { code: 'messaging-limit' } });
    const again = await s.accept({ call: 13, typed: '+34600333502' });
    await sendInvite(s.deps, again);
    expect(await s.handoff(again)).toMatchObject({ delivery: 'sending' });
    s.clock.advance(24 * 3_600_000 + 1);
    const next = await s.accept({ call: 14, typed: '+34600333503' });
    await sendInvite(s.deps, next);
    expect(await s.handoff(next)).toMatchObject({ delivery: 'sending' });
  });

  it('who wrote to us within a day is not counted: no conversation is begun', async () => {
    s.limit.value = 0;
    await s.putContact(ANA, { lastInboundAtMs: s.clock.nowMs() - 1_000 });
    await sendInvite(s.deps, id);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'sending' });
  });
});

describe('a failure that is repeated', () => {
  const failedReceipt = (attempt: number, failure: 'temporary' | 'template', code = '63012') =>
    trackInvite(s.deps, {
      subject: { kind: 'invite', handoffId: id, attempt },
      providerMessageId: messageSid(attempt),
      state: 'failed',
      code,
      failure,
    });

  it('goes out once more when its time has come, with the number two; its second failure is the end', async () => {
    await sendInvite(s.deps, id);
    expect(await failedReceipt(1, 'temporary')).toBe(true);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'requested', retry: { attempt: 2, code: '63012' } });
    expect((await s.due(4_000)).map(({ type }) => type)).toEqual(['handoff.send']);
    await sendInvite(s.deps, id);
    expect(s.carrier.asked.map(({ receiptFor }) => receiptFor)).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    expect(await failedReceipt(1, 'temporary')).toBe(false);
    expect(await failedReceipt(2, 'temporary')).toBe(true);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed', failure: { code: '63012', class: 'temporary' } });
    expect((await s.contact(ANA))?.invitedAtMs).toHaveLength(1);
  });

  it('a delivery that is told after all stops the repetition', async () => {
    await sendInvite(s.deps, id);
    await failedReceipt(1, 'temporary');
    const subject = { kind: 'invite', handoffId: id, attempt: 1 } as const;
    await trackInvite(s.deps, { subject, providerMessageId: messageSid(1), state: 'delivered' });
    expect(await s.due(10_000)).toEqual([]);
    await sendInvite(s.deps, id);
    expect(s.carrier.asked).toHaveLength(1);
  });

  it('is not repeated when nobody waits for it any more', async () => {
    await sendInvite(s.deps, id);
    s.clock.advance(INVITE_WANTED_MS - 3_999);
    await failedReceipt(1, 'temporary');
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed' });
  });

  it('without a reserve the failure of the template stands', async () => {
    const content = { kind: 'template', providerTemplateId: 'HX1', variables: {} } as const;
    const catalogue = {
      ...s.deps.catalogue,
      inviteFor: (handoff: Handoff) =>
        handoff.retry?.notTemplateId === 'HX1'
          ? ({ kind: 'unavailable', code: 'template-held' } as const)
          : ({ kind: 'ready', content } as const),
    };
    await sendInvite({ ...s.deps, catalogue }, id);
    await failedReceipt(1, 'template', '63041');
    await sendInvite({ ...s.deps, catalogue }, id);
    expect(s.carrier.asked).toHaveLength(1);
    expect(await s.handoff(id)).toMatchObject({ delivery: 'failed', failure: { code: '63041', class: 'template' } });
  });

  it('a late answer to the first sending is not taken for the second’s', async () => {
    let answer: (outcome: SendOutcome) => void = () => undefined;
    s.carrier.next(
      () =>
        new Promise<SendOutcome>((resolve) => {
          answer = resolve;
        }),
    );
    const first = sendInvite(s.deps, id);
    await expect.poll(async () => (await s.handoff(id)).delivery).toBe('sending');
    await failedReceipt(1, 'temporary');
    s.carrier.next({ kind: 'unknown', cause: 'timeout' });
    await sendInvite(s.deps, id);
    answer({ kind: 'accepted', providerMessageId: messageSid(1) });
    await first;
    const { sending } = await s.handoff(id);
    expect(sending).toMatchObject({ attempt: 2 });
    expect(sending?.providerMessageId).toBeUndefined();
  });
});

describe('a message whose answer got lost', () => {
  it('is known by the address of its first receipt, for replies to it too', async () => {
    s.carrier.next(UNKNOWN);
    await sendInvite(s.deps, id);
    const subject = { kind: 'invite', handoffId: id, attempt: 1 } as const;
    await trackInvite(s.deps, { subject, providerMessageId: messageSid(5), state: 'sent' });
    expect(await s.store.resolve(`msg:${messageSid(5)}`)).toBe(id);
  });
});

describe('the text message with the link', () => {
  beforeEach(async () => {
    s.carrier.next({ kind: 'refused', code: '63003', failure: 'unreachable', message: 'no' });
    await sendInvite(s.deps, id);
  });

  it('a busy carrier is asked again: the fallback is as if it had not begun', async () => {
    s.carrier.next({ kind: 'busy', retryAfterMs: 2_000 });
    await fallBack(s.deps, id);
    expect((await s.handoff(id)).fallback).toBeUndefined();
    expect((await s.due(2_000)).map(({ type }) => type)).toEqual(['handoff.fall-back']);
    await fallBack(s.deps, id);
    expect(await s.handoff(id)).toMatchObject({ fallback: { kind: 'sms' } });
  });

  it('a refusal is told with its own code and class', async () => {
    s.carrier.next({ kind: 'refused', code: '21614', failure: 'unreachable', message: 'no' });
    await fallBack(s.deps, id);
    const event = (await s.events()).find(({ type }) => type === 'handoff.fellback');
    expect(event?.data).toEqual({ kind: 'back-to-the-queue', code: '21614', class: 'unreachable' });
  });

  it('its failing is news once', async () => {
    await fallBack(s.deps, id);
    const receipt = {
      subject: { kind: 'fallback', handoffId: id },
      providerMessageId: messageSid(2),
      state: 'failed',
      code: '30003',
      failure: 'temporary',
    } as const;
    expect(await trackFallback(s.deps, receipt)).toBe(true);
    expect(await trackFallback(s.deps, receipt)).toBe(false);
    expect(await s.handoff(id)).toMatchObject({ fallback: { kind: 'sms', failedWith: '30003' } });
    expect((await s.types()).filter((type) => type === 'handoff.fallback-failed')).toHaveLength(1);
  });
});
