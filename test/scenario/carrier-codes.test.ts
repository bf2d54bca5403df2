import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FAILURE_CLASSES, type FailureClass } from '../../src/channels/delivery.ts';
import { FAILURE_REACTIONS } from '../../src/channels/failure-reactions.ts';
import { META_FAILURES, TWILIO_FAILURES } from '../../src/providers/twilio/failure-table.ts';
import { createCarrierBoard } from '../../src/store/redis/carrier-board.ts';
import { until } from '../support/redis.ts';
import { ENTRY, startTestService, type TestService } from '../support/service.ts';
import { type Shown, shows } from '../support/shows.ts';

const SENDER = ENTRY;
const HOUR_MS = 3_600_000;

let t: TestService;
let people = 0;
beforeAll(async () => {
  t = await startTestService({ options: { carrierTimeoutMs: 5_000 } });
});
afterAll(() => t.stop());

/** Calls from a fresh mobile and accepts; the carrier fails so many messages to it with the code. */
async function accept(code: string, times: number) {
  people += 1;
  const from = `+346004${String(30_000 + people)}`;
  t.sandbox.behave({ kind: 'fail', code, times }, from);
  const call = await t.sandbox.call({ from });
  await call.press('121');
  return { from, call };
}

/** What came of it, as everybody can see it. */
async function outcomeOf({ from, call }: Awaited<ReturnType<typeof accept>>) {
  const events = (await t.events()).filter((event) => event.callId?.endsWith(call.sid));
  const handoff = (await t.handoffs()).find((each) => each.callId.endsWith(call.sid));
  if (!handoff) throw new Error(`nothing was accepted: ${call.heard().join('\n')}`);
  return {
    from,
    call,
    handoff,
    count: (type: string) => events.filter((event) => event.type === type).length,
    sent: t.sandbox.messages().filter((message) => message.to === `whatsapp:${from}`).length,
    said: call.heard().join('\n'),
  };
}

async function acceptUnder(code: string, times = 2) {
  const accepted = await accept(code, times);
  await t.pass(9_000);
  return outcomeOf(accepted);
}

const board = () => createCarrierBoard(t.client, 5_000);
const stops = async () => (await board().read(t.clock.nowMs(), [])).stops;

/** What a code led to for the whole service is taken back, so that the next one meets it whole. */
afterEach(async () => {
  if ((await t.client.del('{all}:sender-stops', '{all}:template-holds')) === 0) return;
  await until(
    async () =>
      [...(await t.metric('relevo_senders_stopped')), ...(await t.metric('relevo_templates_held'))].join() ===
      'relevo_senders_stopped 0,relevo_templates_held 0',
  );
});

/** Those about which a message that was taken can fail: a range is tried by one of its members. */
const CODES = [
  ...Object.entries(TWILIO_FAILURES).map(([code, failure]) => [code, code, failure.class] as const),
  ...Object.entries(META_FAILURES).map(([code, failure]) => [code === '200-299' ? '204' : code, '63012', failure.class] as const),
];

type Row = (typeof CODES)[number];

const SHOWN: { readonly [Class in FailureClass]: Shown<Class> } = {
  unreachable: shows('failure:unreachable', 'is not repeated, marks the number, and an SMS follows'),
  'held-back': shows('failure:held-back', 'is not repeated, leaves the number alone for a day, and an SMS follows'),
  'opted-out': shows('failure:opted-out', 'is not repeated, counts as opted out, and no SMS follows'),
  temporary: shows('failure:temporary', 'is repeated once, then an SMS follows'),
  'rate-limited': shows('failure:rate-limited', 'is repeated once, later, then an SMS follows'),
  'limit-suspected': shows('failure:limit-suspected', 'is repeated once, then stops the sender for a time'),
  'limit-reached': shows('failure:limit-reached', 'is not repeated and stops the sender for a day'),
  sender: shows('failure:sender', 'is not repeated and stops the sender until it is lifted'),
  template: shows('failure:template', 'leaves the wording alone, and the reserve template goes out'),
  configuration: shows('failure:configuration', 'is not repeated, an SMS follows, and the operator is told'),
  'window-closed': shows('failure:window-closed', 'is not repeated, and an SMS follows'),
  'not-delivered': shows('failure:not-delivered', 'is not repeated, and an SMS follows'),
  unknown: shows('failure:unknown', 'falls back, is not repeated, and is reported: an alarm and a figure'),
};

/** Does it mean something for other callers too? Those are tried one after another, the others all at once. */
function isShared([, , failure]: Row): boolean {
  const { stopsSenderHours, holdsTemplate } = FAILURE_REACTIONS[failure];
  return stopsSenderHours !== undefined || holdsTemplate === true;
}

async function checkRow([, told, failure]: Row, at: Awaited<ReturnType<typeof outcomeOf>>): Promise<void> {
  const reaction = FAILURE_REACTIONS[failure];
  expect(at.handoff).toMatchObject({ delivery: 'failed', failure: { code: told, class: SHOWN[failure].id } });
  // The billing template has a reserve: a wording that is refused is followed by the other.
  expect(at.sent).toBe(1 + reaction.retries);
  expect([at.count('handoff.retried'), at.count('handoff.failed')]).toEqual([reaction.retries, 1]);
  expect(at.handoff.fallback?.kind).toBe(reaction.sms ? 'sms' : 'none');
  const contact = await t.contact(at.from);
  expect(contact?.optedOut !== undefined).toBe(reaction.marks === 'opted-out');
  expect(contact?.undeliverable !== undefined).toBe(reaction.marks === 'number' || reaction.marks === 'day');
  expect((await stops()).map((stop) => stop.code)).toEqual(reaction.stopsSenderHours === undefined ? [] : [told]);
  expect((await board().failures()).find((each) => each.code === told && each.class === failure)?.count).toBeGreaterThan(0);
  expect(at.call.view()).toMatchObject({ state: 'queued' });
  await at.call.hangUp();
}

const titled = (rows: readonly Row[]) => rows.map((row) => [...row, SHOWN[row[2]].words] as const);

it('every class has codes that are tried here; what is unknown has none in the table', () => {
  expect(new Set([...CODES.map(([, , failure]) => failure), 'unknown'])).toEqual(new Set(FAILURE_CLASSES));
});

describe('every code that concerns one message', () => {
  const rows = CODES.filter((row) => !isShared(row));
  const accepted = new Map<string, Awaited<ReturnType<typeof accept>>>();
  beforeAll(async () => {
    for (const [code] of rows) accepted.set(code, await accept(code, 2));
    await t.pass(9_000);
  });
  it.each(titled(rows))('%s (told as %s) is taken as %s: %s', async (code, told, failure) => {
    const at = accepted.get(code);
    if (at) await checkRow([code, told, failure], await outcomeOf(at));
    else expect.unreachable();
  });
});

describe('every code that concerns the sender or the template', () => {
  it.each(titled(CODES.filter(isShared)))('%s (told as %s) is taken as %s: %s', async (code, told, failure) => {
    await checkRow([code, told, failure], await acceptUnder(code));
  });
});

describe('a code that the table does not have', () => {
  it(SHOWN.unknown.words, async () => {
    const at = await acceptUnder('59999');
    expect(at.handoff).toMatchObject({ failure: { code: '59999', class: SHOWN.unknown.id }, fallback: { kind: 'sms' } });
    expect(at.sent).toBe(1);
    expect(await t.metric('relevo_messages_failed_total{code="59999"')).toEqual([
      'relevo_messages_failed_total{code="59999",class="unknown"} 1',
    ]);
    await at.call.hangUp();
  });
});

describe('a failure that passes', () => {
  it('is repeated once under a number of its own, and the caller hears that it arrived', async () => {
    const at = await acceptUnder('63012', 1);
    expect(at.handoff).toMatchObject({ delivery: 'delivered', sending: { attempt: 2 } });
    expect(at.sent).toBe(2);
    expect(at.said).toContain('El mensaje ya está en su WhatsApp.');
    await at.call.hangUp();
  });

  it('its receipt, told again, changes nothing', async () => {
    const at = await acceptUnder('63012', 1);
    const [receipt] = t.sandbox.webhooks('whatsapp/status').filter((each) => each.parameters.To === `whatsapp:${at.from}`);
    if (!receipt) throw new Error('there is no receipt');
    expect(receipt.parameters.MessageStatus).toBe('failed');
    const { parameters, url } = receipt;
    const { pathname, search } = new URL(url);
    expect((await t.signed(pathname + search, parameters)).status).toBe(200);
    await t.settle();
    expect((await t.handoffs()).find(({ id }) => id === at.handoff.id)).toMatchObject({ delivery: 'delivered' });
    expect(at.count('handoff.failed')).toBe(0);
    await at.call.hangUp();
  });
});

describe('a template that is refused', () => {
  it('gives way to its reserve at once, and is left alone for three hours', async () => {
    const first = await acceptUnder('63041', 1);
    expect(first.handoff).toMatchObject({ delivery: 'delivered', sending: { attempt: 2 } });
    const templates = t.sandbox.messages().filter((message) => message.to === `whatsapp:${first.from}`);
    expect(new Set(templates.map(({ templateName }) => templateName)).size).toBe(2);
    expect((await t.types()).filter((type) => type === 'template.held').length).toBeGreaterThan(0);
    await first.call.hangUp();
    const second = await acceptUnder('63041', 0);
    expect(second.sent).toBe(1);
    await second.call.hangUp();
  });
});

describe('a sender that is stopped', () => {
  it('is offered to nobody until somebody lifts it; a failure from before does not stop it anew, a later one does', async () => {
    const first = await acceptUnder('63051', 1);
    expect(await stops()).toMatchObject([{ sender: SENDER, code: '63051' }]);
    expect((await stops())[0]?.untilMs).toBeUndefined();
    expect((await t.events('sender.stopped')).some(({ data }) => data?.sender === SENDER && data.code === '63051')).toBe(true);
    await first.call.hangUp();
    const second = await t.sandbox.call({ from: '+34600499999' });
    await second.press('12');
    await t.pass(4_000);
    expect(second.view().state).toBe('queued');
    const withheld = (await t.events('offer.withheld')).find((event) => event.callId?.endsWith(second.sid));
    expect(JSON.stringify(withheld?.data)).toContain('sender-stopped');
    await second.hangUp();
    t.clock.advance(1_000);
    expect(await board().liftSender(SENDER, { atMs: t.clock.nowMs(), by: 'ana' })).toBe(true);
    expect(await board().liftSender(SENDER, { atMs: t.clock.nowMs(), by: 'ana' })).toBe(false);
    const old = { sender: SENDER, code: '63051', class: 'sender', atMs: t.clock.nowMs() - 1, eventId: '1-0' } as const;
    expect(await board().stopSender(old)).toBeUndefined();
    await until(async () => (await t.metric('relevo_senders_stopped')).join() === 'relevo_senders_stopped 0');
    const third = await acceptUnder('63051', 1);
    expect(third.sent).toBe(1);
    expect(await stops()).toHaveLength(1);
    await third.call.hangUp();
  });

  it('because of a limit that only may be one of the day: for an hour, then it sends by itself', async () => {
    const first = await acceptUnder('63018');
    const [stop] = await stops();
    expect(stop?.untilMs).toBe((stop?.atMs ?? 0) + HOUR_MS);
    await first.call.hangUp();
    t.clock.advance(HOUR_MS);
    expect(await stops()).toEqual([]);
  });
});
