import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { HandoffId } from '../../src/base/ids.ts';
import { silentLogger } from '../../src/base/log.ts';
import type { Chat } from '../../src/chat/chat.ts';
import { explainedCall } from '../../src/cli/explained-call.ts';
import type { Contact } from '../../src/contacts/contact.ts';
import { compileFlow } from '../../src/flows/compile-flow.ts';
import { Flow } from '../../src/flows/flow.ts';
import { endCall, sweepCall } from '../../src/ivr/end-call.ts';
import { identifyCall } from '../../src/ivr/identify-call.ts';
import type { RecoverDeps } from '../../src/ivr/message-after.ts';
import { recoverCaller } from '../../src/ivr/recover-caller.ts';
import { foldFunnel } from '../../src/reporting/fold-funnel.ts';
import { DEFAULT_RULES, resolveRules } from '../../src/rules/settings.ts';
import { createBudgets } from '../../src/store/redis/budgets.ts';
import { type FlowFolder, flowFolder } from '../support/flow-folder.ts';
import { startTestRedis } from '../support/redis.ts';
import { ANA, LANDLINE, startTestService, type TestService, type TestServiceSettings } from '../support/service.ts';
import { recoveryFlow } from './recovery-flow.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DROPPED = { dropped: { template: 'call-dropped' } };
const MISSED = { missed: { template: 'call-missed' } };
/** Today in Madrid, whatever the hour of the test. */
const today = (hour: number) => Math.floor(Date.now() / DAY_MS) * DAY_MS + (hour - 1) * HOUR_MS;

let t: TestService;
let folder: FlowFolder;
afterEach(async () => {
  await t.stop();
  await folder.remove();
});

async function start(recovery: Readonly<Record<string, unknown>> | undefined, settings: TestServiceSettings = {}): Promise<void> {
  folder = await flowFolder(recoveryFlow(recovery));
  t = await startTestService({ startMs: today(12), ...settings, options: { flowsFolder: folder.path, ...settings.options } });
}

/** An earlier yes to messages about calls, so many days ago. */
const agree = (days = 1, more: Partial<Contact> = {}, phone = ANA) =>
  t.putContact(phone, { callsConsent: { atMs: t.clock.nowMs() - days * DAY_MS, handoffId: 'h_00_EARLIER1' as HandoffId }, ...more });

/** Somebody calls, gets somewhere and is gone. */
async function dropAfter(keys: string, from = ANA) {
  const call = await t.sandbox.call({ from });
  if (keys) await call.press(keys);
  if (call.view().state !== 'ended') await call.hangUp();
  await t.settle();
  return call;
}

async function skip(ms: number): Promise<void> {
  await t.sandbox.advance(ms);
  await t.settle();
}

const messages = () => t.sandbox.messages().filter(({ direction }) => direction !== 'inbound');
const reasons = async () =>
  (await t.events('recovery.withheld')).flatMap(({ data }) => ((data?.reasons ?? []) as { rule: string }[]).map(({ rule }) => rule));
const funnel = async () => foldFunnel(await t.events(), { fromMs: 0, toMs: t.clock.nowMs() + DAY_MS });

/** What `flow explain` prints of the call. */
async function explain(sid: string, language: 'en' | 'es' = 'en'): Promise<string> {
  return explainedCall(
    sid,
    (await t.events()).filter(({ callId }) => callId?.endsWith(sid)),
    language,
  ).join('\n');
}

/** The templates that were sent, by the names of their files. */
const sent = () => messages().flatMap(({ templateName }) => /^(call_[a-z_]+)_[a-z]{2}_[0-9a-f]+$/.exec(templateName ?? '')?.[1] ?? []);

describe('a caller who had agreed drops in the middle of a task', () => {
  it('gets one message after the delay, on the consent of an earlier call; the chat knows the call and its place', async () => {
    await start(DROPPED);
    const earlier = await t.sandbox.call({ from: ANA });
    await earlier.press('21');
    await t.pass(5 * SECOND_MS);
    await earlier.hangUp();
    await skip(5 * MINUTE_MS);
    const [invite] = await t.handoffs();
    expect((await t.contact(ANA))?.callsConsent).toMatchObject({ handoffId: invite?.id });
    expect((await t.ledger()).map(({ purpose }) => purpose)).toEqual([
      'continue this query; write when a later call is cut off or goes unanswered',
    ]);
    // That call ended in the queue, with its message delivered: nothing follows it.
    expect(await reasons()).toEqual(['already-invited']);
    expect(messages()).toHaveLength(1);

    const call = await dropAfter('128001');
    await skip(119 * SECOND_MS);
    expect(messages()).toHaveLength(1);
    await skip(2 * SECOND_MS);
    expect(messages()).toHaveLength(2);
    const [, handoff] = await t.handoffs();
    expect(handoff).toMatchObject({
      template: 'call-dropped',
      delivery: 'delivered',
      step: 'right',
      callId: identifyCall(t.keyring, ANA, call.sid).callId,
      origin: { entry: 'recovery', consentId: `consent:${invite?.id}` },
      card: { intent: 'outage', endedEarly: { kind: 'dropped', step: 'right' }, variables: { postcode: '28001' } },
    });
    expect(Buffer.byteLength(JSON.stringify(handoff))).toBeLessThan(2048);
    expect(await t.ledger()).toHaveLength(1);

    await t.sandbox.handset(ANA).pressButton(0);
    await t.settle();
    const [opened] = await t.events('chat.opened');
    const chat = (await t.store.load([{ kind: 'chat', id: opened?.chatId ?? '' }]))[0]?.value as Chat;
    expect(chat).toMatchObject({ link: { handoffId: handoff?.id, confidence: 'certain' }, intent: 'outage' });
    expect(chat.card?.path.map(([step, , input]) => [step, input ?? ''])).toEqual([
      ['menu', '1'],
      ['postcode', '28001'],
      ['right', ''],
    ]);
    await skip(DAY_MS / 12);
    expect(sent()).toHaveLength(2);
  });

  it('is counted by its door, and makes nothing of the call that dropped a success', async () => {
    await start(DROPPED);
    await agree();
    await dropAfter('1');
    await skip(3 * MINUTE_MS);
    await t.sandbox.handset(ANA).pressButton(0);
    await t.settle();
    const { entries, stages, rates, answers, directChats } = await funnel();
    expect(entries).toMatchObject([{ kind: 'recovery', started: 1, delivered: 1, chats: 1 }]);
    const reached = stages.filter(({ journeys }) => journeys > 0).map(({ id }) => id);
    expect(reached).toEqual(['calls']);
    expect(rates.find(({ id }) => id === 'gross-deflection')).toMatchObject({ numerator: 0, denominator: 0 });
    expect([answers, directChats]).toEqual([[], 0]);
  });

  it.each([
    ['before a menu was answered', '', 'other-place'],
    ['in the offer, no answer given', '2', undefined],
    ['while confirming', '128001', undefined],
    ['in the queue', '0', undefined],
  ])('%s', async (_where, keys, reason) => {
    await start(DROPPED);
    await agree();
    await dropAfter(keys);
    await skip(3 * MINUTE_MS);
    expect(messages()).toHaveLength(reason ? 0 : 1);
    expect(await reasons()).toEqual(reason ? [reason] : []);
  });
});

describe('without consent nobody is written to', () => {
  it.each([
    ['who never agreed', () => Promise.resolve(), 'no-consent'],
    [
      'who agreed to messages about another query only',
      () => t.putContact(ANA, { consent: { atMs: t.clock.nowMs(), handoffId: 'h_00_A' as HandoffId } }),
      'no-consent',
    ],
    ['who agreed too long ago', () => agree(91), 'consent-too-old'],
  ])('%s', async (_who, prepare, reason) => {
    await start(DROPPED);
    await prepare();
    const call = await dropAfter('1');
    await skip(5 * HOUR_MS);
    expect(messages()).toEqual([]);
    expect(await reasons()).toEqual([reason]);
    expect(await t.types()).not.toContain('recovery.planned');
    expect(await explain(call.sid)).toMatch(
      /Step postcode, .* UTC: The caller was not written to after the call\. (They have not agreed|Their consent is too old)/,
    );
  });

  it('who took it back: STOP ends it, and writing again later does not bring it back', async () => {
    await start(DROPPED);
    await agree();
    const handset = t.sandbox.handset(ANA);
    await handset.write('STOP');
    await t.settle();
    expect((await t.contact(ANA))?.callsConsent).toBeUndefined();
    await handset.write('START');
    await t.settle();
    expect((await t.contact(ANA))?.optedOut).toBeUndefined();
    await skip(MINUTE_MS);
    const before = messages().length;
    await dropAfter('1');
    await skip(5 * MINUTE_MS);
    expect([messages().length, await reasons()]).toEqual([before, ['no-consent']]);
  });

  it('who answers the message with “it was not me”: nothing more, and no consent any more', async () => {
    await start(DROPPED);
    await agree();
    await dropAfter('1');
    await skip(3 * MINUTE_MS);
    await t.sandbox.handset(ANA).pressButton(1);
    await t.settle();
    expect((await t.contact(ANA))?.callsConsent).toBeUndefined();
    expect((await t.handoffs())[0]?.withdrawnAtMs).toBeDefined();
    await skip(MINUTE_MS);
    const before = messages().length;
    await dropAfter('1');
    await skip(5 * MINUTE_MS);
    expect([messages().length, await reasons()]).toEqual([before, ['no-consent']]);
  });

  it('whose flow says nothing of it: no event, no timer, and explain says so', async () => {
    await start(undefined);
    await agree();
    const call = await dropAfter('1');
    await skip(5 * MINUTE_MS);
    expect(messages()).toEqual([]);
    expect((await t.types()).filter((type) => type.startsWith('recovery.'))).toEqual([]);
    expect(await explain(call.sid)).toContain('the flow writes to nobody who does');
  });
});

describe('the key pressed in the call itself', () => {
  it('its invite arrives although the caller dropped, and nothing follows it', async () => {
    await start(DROPPED);
    await dropAfter('21');
    await skip(10 * MINUTE_MS);
    expect(sent()).toEqual(['call_continue']);
    expect(await reasons()).toEqual(['already-invited']);
  });

  it('counts for this call where its invite never went out', async () => {
    await start(DROPPED);
    t.sandbox.outage('rate-limited');
    await dropAfter('21');
    await skip(130 * SECOND_MS);
    t.sandbox.outage('none');
    await skip(10 * MINUTE_MS);
    expect(sent()).toEqual(['call_dropped']);
    const [invite, after] = await t.handoffs();
    expect(invite).toMatchObject({ delivery: 'failed' });
    expect(after?.origin).toMatchObject({ consentId: `consent:${invite?.id}` });
  });

  it('a failure that says something of the person stands: a number without WhatsApp is left alone', async () => {
    await start(DROPPED);
    t.sandbox.behave({ kind: 'fail', code: '63024', times: 1 }, ANA);
    await dropAfter('21');
    await skip(10 * MINUTE_MS);
    expect(await reasons()).toEqual(['undeliverable']);
    expect(messages()).toHaveLength(1);
  });
});

describe('who comes back is not written to', () => {
  it('redials within the delay: only the second call counts, and its drop is one message', async () => {
    await start(DROPPED);
    await agree();
    await dropAfter('1');
    await skip(60 * SECOND_MS);
    await dropAfter('1');
    await skip(70 * SECOND_MS);
    expect(await reasons()).toEqual(['called-again']);
    expect(messages()).toEqual([]);
    await skip(MINUTE_MS);
    expect(messages()).toHaveLength(1);
    await skip(2 * HOUR_MS);
    expect(messages()).toHaveLength(1);
  });

  it('is on the line again when it is due', async () => {
    await start(DROPPED);
    await agree();
    await dropAfter('1');
    await skip(60 * SECOND_MS);
    const again = await t.sandbox.call({ from: ANA });
    await skip(10 * SECOND_MS);
    await t.pass(60 * SECOND_MS);
    expect([messages(), await reasons()]).toEqual([[], ['called-again']]);
    if (again.view().state !== 'ended') await again.hangUp();
  });

  it('wrote to us meanwhile', async () => {
    await start(DROPPED);
    await agree();
    await dropAfter('1');
    await t.sandbox.handset(ANA).write('Hola, se me ha cortado la llamada');
    await t.settle();
    const before = messages().length;
    await skip(5 * MINUTE_MS);
    expect([messages().length, await reasons()]).toEqual([before, ['in-a-chat']]);
  });

  it('is to be called back', async () => {
    await start(DROPPED);
    await agree(1, { pendingCallback: {} } as Partial<Contact>);
    await dropAfter('1');
    await skip(5 * MINUTE_MS);
    expect([messages(), await reasons()]).toEqual([[], ['callback-pending']]);
  });

  it('said no to the chat in this call', async () => {
    await start(DROPPED);
    await agree();
    await dropAfter('22');
    await skip(5 * MINUTE_MS);
    expect([messages(), await reasons()]).toEqual([[], ['said-no']]);
  });

  it('reached a person: the word of it may come after the end of the call', async () => {
    await start(DROPPED);
    await agree();
    const call = await t.sandbox.call({ from: ANA });
    await call.press('0');
    await t.sandbox.agentPhone.take('support');
    await t.pass(30 * SECOND_MS);
    await call.hangUp();
    await skip(5 * MINUTE_MS);
    expect(messages()).toEqual([]);
    expect((await t.call(call.sid))?.connectedAtMs).toBeDefined();
  });
});

describe('the rules of the offer protect the person here too, by the same table', () => {
  it.each<[string, Partial<Contact>, string, string]>([
    ['opted-out', { optedOut: { atMs: 1, by: 'agent' } }, '1', 'opted-out'],
    ['vulnerable', { marks: { vulnerable: { atMs: 1, by: 'x' } } }, '1', 'vulnerable'],
    ['an emergency', {}, '6', 'intent-excluded'],
    ['invited too often', { invitedAtMs: [1, 2, 3].map((n) => today(12) - n * MINUTE_MS) }, '1', 'invited-too-often'],
    ['undeliverable', { undeliverable: { untilMs: today(12) + DAY_MS, code: '63003' } }, '1', 'undeliverable'],
  ])('%s', async (_name, known, keys, rule) => {
    await start(DROPPED);
    await agree(1, known);
    const call = await dropAfter(keys);
    await skip(5 * MINUTE_MS);
    expect(messages()).toEqual([]);
    expect(await reasons()).toEqual([rule]);
    const [event] = await t.events('recovery.withheld');
    expect(event?.data).toMatchObject({ against: [rule], saw: { [rule]: expect.any(Array) } });
    expect(await explain(call.sid)).toMatch(/not written to after the call[\s\S]*AGAINST/);
  });

  it('a landline is not written to', async () => {
    await start(DROPPED);
    await agree(1, {}, LANDLINE);
    await dropAfter('1', LANDLINE);
    await skip(5 * MINUTE_MS);
    expect([messages(), await reasons()]).toEqual([[], ['not-a-mobile']]);
  });

  it('a withheld number has nobody to write to', async () => {
    await start(DROPPED);
    await dropAfter('1', 'anonymous');
    await skip(5 * MINUTE_MS);
    expect(await reasons()).toEqual(['no-number']);
  });
});

describe('hours', () => {
  it('at night it waits for the morning, where that is in time', async () => {
    await start({ dropped: { template: 'call-dropped', withinHours: 12 } }, { startMs: today(22) + 30 * MINUTE_MS });
    await agree();
    const call = await dropAfter('1');
    await skip(10 * MINUTE_MS);
    expect(messages()).toEqual([]);
    expect(await explain(call.sid)).toContain('whether the caller is written to is decided at');
    await skip(10 * HOUR_MS);
    expect(messages()).toEqual([]);
    await skip(30 * MINUTE_MS);
    expect(messages()).toHaveLength(1);
  });

  it('where it is not, nobody is written to', async () => {
    await start(DROPPED, { startMs: today(22) + 30 * MINUTE_MS });
    await agree();
    await dropAfter('1');
    await skip(3 * MINUTE_MS);
    expect([messages(), await reasons()]).toEqual([[], ['quiet-hours']]);
  });

  it('a hang-up that is told hours later comes too late', async () => {
    await start(DROPPED);
    await agree();
    const call = await t.sandbox.call({ from: ANA });
    await call.press('1');
    const { callId } = identifyCall(t.keyring, ANA, call.sid);
    const endedAtMs = t.clock.nowMs();
    t.clock.advance(5 * HOUR_MS);
    await endCall(recoverDeps(), callId, { status: 'completed', atMs: endedAtMs });
    await skip(MINUTE_MS);
    expect([messages(), await reasons()]).toEqual([[], ['too-late']]);
  });

  it('a call whose end nobody told is swept, and not written to', async () => {
    await start(DROPPED);
    await agree();
    const call = await t.sandbox.call({ from: ANA });
    await call.press('1');
    const { callId } = identifyCall(t.keyring, ANA, call.sid);
    await sweepCall(recoverDeps(), callId);
    await call.hangUp();
    await skip(5 * MINUTE_MS);
    expect([messages(), await reasons()]).toEqual([[], ['swept']]);
  });
});

/** The use-cases on the service's own store, without its jobs. */
function recoverDeps(): RecoverDeps {
  const flow = Flow.parse({ specVersion: 1, id: 'support', ...recoveryFlow(DROPPED) });
  return {
    store: t.store,
    clock: t.clock,
    keyring: t.keyring,
    log: silentLogger,
    shelf: { find: (ref) => ({ ref, compiled: compileFlow(flow) }) },
    outlook: () => ({ desk: { open: true, waiting: 0, agentsPresent: 1 } }),
    offers: {
      rules: () => DEFAULT_RULES,
      stops: () => [],
      sending: () => ({ circuit: 'closed', sender: {} }),
      template: () => ({ sendable: true, status: 'approved' }),
      budgets: createBudgets(t.client),
      stopNow: () => {},
      lines: { cache: { get: async () => undefined } as never, ask: async () => ({}) as never, log: silentLogger },
    },
  };
}

describe('once, whatever is delivered twice or dies', () => {
  it('a hang-up told twice, late and out of order is one message', async () => {
    await start(DROPPED);
    await agree();
    const call = await dropAfter('1');
    const told = t.sandbox.webhooks('/voice/status');
    expect(told.length).toBeGreaterThan(0);
    for (const webhook of told) await t.sandbox.repeatWebhook(webhook);
    await skip(3 * MINUTE_MS);
    for (const webhook of told) await t.sandbox.repeatWebhook(webhook);
    const { callId } = identifyCall(t.keyring, ANA, call.sid);
    await Promise.all([recoverCaller(recoverDeps(), callId), recoverCaller(recoverDeps(), callId)]);
    await skip(3 * MINUTE_MS);
    expect(messages()).toHaveLength(1);
    expect((await t.types()).filter((type) => type.startsWith('recovery.'))).toEqual(['recovery.planned', 'recovery.requested']);
  });

  it('two processes decide at the same moment: one handoff', async () => {
    await start(DROPPED, { config: { role: 'web', clickhouseUrl: 'http://127.0.0.1:9' } as never });
    await agree();
    const { callId } = identifyCall(t.keyring, ANA, (await hangUpUnheard('1')).sid);
    t.clock.advance(3 * MINUTE_MS);
    await Promise.all(Array.from({ length: 6 }, () => recoverCaller(recoverDeps(), callId)));
    expect((await t.types()).filter((type) => type === 'handoff.requested')).toHaveLength(1);
  });

  it.each([
    ['between the hang-up and the decision', false],
    ['between the decision and the sending', true],
  ])('the process dies %s: after a restart one message', async (_when, decided) => {
    const survives = await restartable();
    await agree();
    const { callId } = identifyCall(t.keyring, ANA, (await hangUpUnheard('1')).sid);
    t.clock.advance(3 * MINUTE_MS);
    if (decided) await recoverCaller(recoverDeps(), callId);
    expect(messages()).toEqual([]);
    await survives.restart(10 * MINUTE_MS);
    await t.settle();
    expect(messages()).toHaveLength(1);
    await skip(HOUR_MS);
    expect(messages()).toHaveLength(1);
    await survives.end();
  });

  it('the process dies between the decision and the sending, and they call again meanwhile: nothing is sent', async () => {
    const survives = await restartable();
    await agree();
    const { callId } = identifyCall(t.keyring, ANA, (await hangUpUnheard('1')).sid);
    t.clock.advance(3 * MINUTE_MS);
    await recoverCaller(recoverDeps(), callId);
    t.clock.advance(SECOND_MS);
    await hangUpUnheard('');
    await survives.restart(MINUTE_MS);
    await t.settle();
    expect(messages()).toEqual([]);
    expect((await t.events('handoff.failed')).map(({ data }) => data?.code)).toEqual(['called-again']);
    await survives.end();
  });
});

/** A call that ends where no jobs run: as if the process had died right after the commit. */
async function hangUpUnheard(keys: string) {
  const call = await t.sandbox.call({ from: ANA });
  if (keys) await call.press(keys);
  await call.hangUp();
  await t.sandbox.idle();
  return call;
}

/** A service that only answers; then, on the same data and so much later, one that works. */
async function restartable() {
  const redis = await startTestRedis();
  const dataDir = await mkdtemp(join(tmpdir(), 'relevo-recovery-'));
  await start(DROPPED, { redis, dataDir, config: { role: 'web', clickhouseUrl: 'http://127.0.0.1:9' } as never });
  return {
    restart: async (laterMs: number) => {
      const startMs = t.clock.nowMs() + laterMs;
      await t.stop();
      t = await startTestService({ startMs, redis, dataDir, options: { flowsFolder: folder.path } });
    },
    end: async () => {
      await t.stop();
      await redis.stop();
      await rm(dataDir, { recursive: true, force: true });
      await start(undefined);
    },
  };
}

describe('a missed call', () => {
  it('out of hours: one message on an earlier consent, an entry of its own, never a deflection', async () => {
    await start(MISSED);
    await agree();
    const call = await dropAfter('3');
    expect(call.view().endedBy).toBe('service');
    await skip(3 * MINUTE_MS);
    expect(sent()).toEqual(['call_missed']);
    const [handoff] = await t.handoffs();
    expect(handoff).toMatchObject({ origin: { entry: 'missed-call' }, card: { endedEarly: { kind: 'missed', step: 'shut' } } });
    await t.sandbox.handset(ANA).pressButton(0);
    await t.settle();
    const { entries, voice, stages } = await funnel();
    expect(entries).toMatchObject([{ kind: 'missed-call', started: 1, delivered: 1, chats: 1 }]);
    expect(voice).toMatchObject({ missed: 1, connected: 0 });
    expect(stages.filter(({ journeys }) => journeys > 0).map(({ id }) => id)).toEqual(['calls']);
  });

  it.each([
    ['a person was wanted, and the caller gave up in the queue', '0', 'nobody-came'],
    ['it was closed', '3', 'out-of-hours'],
  ])('%s: it is counted as missed, and why; without the setting nobody is written to', async (_what, keys, why) => {
    await start(undefined);
    await agree();
    const call = await dropAfter(keys);
    await skip(5 * MINUTE_MS);
    expect((await t.events('call.missed')).map(({ data }) => data)).toEqual([{ why }]);
    expect(messages()).toEqual([]);
    expect(await explain(call.sid, 'es')).toContain('Llamada perdida');
  });

  it('a phone that rings in vain, then the goodbye of the flow: a missed call', async () => {
    await start(MISSED);
    await agree();
    t.sandbox.agentPhone.setMode('no-answer', '+34910000001');
    const call = await t.sandbox.call({ from: ANA });
    await call.press('5');
    await t.pass(60 * SECOND_MS);
    expect(call.view().state).toBe('ended');
    await skip(3 * MINUTE_MS);
    expect(messages()).toHaveLength(1);
  });

  it.each([
    ['the flow gave the answer itself', '4'],
    ['a person answered', '0+'],
    ['a message was left', '7+'],
    ['it led to a chat', '21'],
  ])('%s: not missed', async (_what, keys) => {
    await start(MISSED);
    await agree();
    const call = await t.sandbox.call({ from: ANA });
    await call.press(keys.replace('+', ''));
    if (keys === '0+') {
      await t.sandbox.agentPhone.take('support');
      await t.pass(20 * SECOND_MS);
    }
    if (keys === '7+') await call.say('Buenos días, llámenme, por favor, cuando puedan. Gracias.');
    if (call.view().state !== 'ended') await call.hangUp();
    await t.settle();
    const before = messages().length;
    await skip(5 * MINUTE_MS);
    expect(messages().length).toBe(before);
    expect((await funnel()).voice.missed).toBe(0);
  });

  it('the settings say when: only out of hours here', async () => {
    await start({ missed: { template: 'call-missed', why: ['out-of-hours'] } });
    await agree();
    await dropAfter('0');
    await skip(5 * MINUTE_MS);
    expect(messages()).toEqual([]);
    await dropAfter('3');
    await skip(5 * MINUTE_MS);
    expect(messages()).toHaveLength(1);
  });
});

it('the hours of the law count where the rule do-not-disturb is switched on', async () => {
  await start(DROPPED, { config: { role: 'web', clickhouseUrl: 'http://127.0.0.1:9' } as never });
  await agree();
  const { callId } = identifyCall(t.keyring, ANA, (await hangUpUnheard('1')).sid);
  const day = new Date(t.clock.nowMs()).getUTCDay();
  const untilSunday = ((7 - day) % 7) * DAY_MS;
  const [found] = await t.store.load([{ kind: 'call', id: callId }]);
  const call = found?.value as { recovery: object };
  const moved = { ...call, recovery: { ...call.recovery, untilMs: t.clock.nowMs() + untilSunday + 3 * HOUR_MS } };
  await t.store.commit({
    shard: Number(callId.slice(2, 4)),
    writes: [{ ref: { kind: 'call', id: callId }, expectedVersion: found?.version ?? 0, value: moved, ttlSeconds: 3600 }],
  });
  t.clock.advance(untilSunday + 3 * MINUTE_MS);
  const strict = resolveRules({ rules: { 'do-not-disturb': { on: true, parameters: {} } }, changedBy: 'x', changedAtMs: 1 }, 1);
  const deps = recoverDeps();
  await recoverCaller({ ...deps, offers: { ...deps.offers, rules: () => strict } }, callId);
  expect(await reasons()).toEqual(['quiet-hours']);
});
