import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../src/base/events.ts';
import { SandboxScript, type ScriptReport } from '../../src/http/contract/sandbox-script.ts';
import { foldFunnel } from '../../src/reporting/fold-funnel.ts';
import type { Funnel } from '../../src/reporting/funnel.ts';
import { until } from '../support/redis.ts';
import { startTestService, type TestService } from '../support/service.ts';

const CALLERS = 1000;
/** The carrier's time between two looks at what the service has to do. */
const SLICE_MS = 10_000;
/** The script's people are all gone long before. */
const MOST_MS = 12 * 3_600_000;

let t: TestService;
let report: ScriptReport;
let events: readonly DomainEvent[];
let funnel: Funnel;

beforeAll(async () => {
  t = await startTestService();
  const file = JSON.parse(await readFile(new URL('../../flows/morning.sandbox.json', import.meta.url), 'utf8')) as unknown;
  const morning = SandboxScript.parse(file);
  const startedAtMs = t.clock.nowMs();
  // In the time of the test everything passes as fast as the service takes it; the people's own needs no scaling.
  t.sandbox.scripts.play({
    ...morning,
    speed: 1,
    callers: CALLERS,
    arrivals: { pattern: 'peak', overMinutes: 30 },
    agents: [{ queue: 'support', count: 60, fromMinute: 0, toMinute: 180, between: [2, 10] }],
  });
  while (t.sandbox.scripts.report()?.state === 'running' && t.clock.nowMs() < startedAtMs + MOST_MS) {
    await t.sandbox.advance(SLICE_MS);
    await settled();
  }
  await settled();
  // What could not be written while a busy machine kept the store waiting is, a moment later.
  await until(async () => (await t.metric('relevo_call_notes_pending')).includes('relevo_call_notes_pending 0'));
  report = t.sandbox.scripts.report() as ScriptReport;
  events = await t.events();
  funnel = foldFunnel(events, { fromMs: startedAtMs, toMs: t.clock.nowMs() + 1 });
}, 400_000);
afterAll(() => t.stop());

/** What a busy machine could not do at once is handed out again after half a minute: longer than one settling waits. */
async function settled(): Promise<void> {
  await t
    .settle()
    .catch(() => t.settle())
    .catch(() => t.settle());
}

const stage = (id: string) => funnel.stages.find((each) => each.id === id)?.journeys;
const invites = () => t.sandbox.messages().filter((message) => message.statusCallback?.includes('k=invite'));

describe('a thousand seeded callers in one run', () => {
  it('each ends in a defined outcome, and none because the carrier could not use what the service said', () => {
    expect(report).toMatchObject({ state: 'done', arrived: CALLERS, settled: CALLERS });
    expect(report.callers.filter((caller) => caller.outcome === 'unsettled' || caller.outcome === 'carrier-error')).toEqual([]);
    expect(report.problems).toEqual({});
    // A morning in which nobody gets anywhere would prove nothing.
    for (const outcome of ['chatting', 'talked', 'invited', 'not-reached', 'hung-up'] as const) {
      expect(report.totals[outcome], outcome).toBeGreaterThan(0);
    }
  });

  it('totals equal those of the event log', () => {
    const count = (type: DomainEvent['type']) => events.filter((event) => event.type === type).length;
    expect(stage('calls')).toBe(CALLERS);
    expect(count('call.started')).toBe(CALLERS);
    // A call that was answered from memory is with a person, and has no other end.
    const over = events.filter(({ type }) => type === 'call.ended' || type === 'call.failed-over').map(({ callId }) => callId);
    expect(new Set(over).size).toBe(CALLERS);
    const talked = report.callers.filter((caller) => caller.outcome === 'talked').length;
    expect(funnel.voice.connected).toBeGreaterThanOrEqual(talked);
    expect(stage('linked')).toBe(report.totals.chatting);
    const arrived = report.callers.filter((caller) => caller.invite === 'delivered' || caller.invite === 'read').length;
    expect(stage('delivered')).toBe(arrived);
    expect(stage('consented')).toBe(count('handoff.requested'));
  });

  it('each invite was consented to before the carrier was asked', async () => {
    const consents = await t.ledger();
    const handoffs = await t.handoffs();
    expect(invites().length).toBeGreaterThan(100);
    for (const invite of invites()) {
      const handoff = handoffs.find((each) => invite.to === `whatsapp:${each.to}`);
      const consent = consents.find((entry) => entry.handoffId === handoff?.id);
      expect(consent, `a consent for the invite to ${invite.to}`).toBeDefined();
      expect(Date.parse(String(consent?.at))).toBeLessThanOrEqual(invite.createdAtMs);
    }
  });

  it('no invite is sent twice', () => {
    const to = invites().map((invite) => invite.to);
    expect(new Set(to).size).toBe(to.length);
    expect(report.callers.filter((caller) => caller.invites > 1)).toEqual([]);
  });
});
