import { describe, expect, it } from 'vitest';
import type { AgentPresence } from '../../src/agents/agent.ts';
import type { IndexedChat } from '../../src/agents/chat-index.ts';
import { createManualClock } from '../../src/base/clock.ts';
import { type OverviewDeps, readOverview } from '../../src/http/read-overview.ts';

const NOW = 1_800_000_000_000;

function agent(status: AgentPresence['status'], seenAtMs = NOW): AgentPresence {
  return { userId: `u_${status}${seenAtMs}`, name: 'A', teams: [], skills: [], languages: [], status, capacity: 3, load: 0, seenAtMs };
}

function chat(state: IndexedChat['state'], queuedAtMs?: number): IndexedChat {
  const queued = queuedAtMs === undefined ? {} : { queuedAtMs };
  return { chatId: `t_${state}`, contactId: 'p', state, skills: [], priority: 5, language: 'es', ...queued };
}

function deps(given: Partial<Record<'agents' | 'chats' | 'durable' | 'open', unknown>>): OverviewDeps {
  return {
    sandbox: true,
    clock: createManualClock(NOW),
    today: { live: async () => ({ callsInFlows: 4, callsQueued: 2, handoffsUnderWay: 3, waitingForDelivery: 1 }) },
    board: { agents: async () => (given.agents ?? []) as AgentPresence[] },
    index: { open: async () => (given.chats ?? []) as IndexedChat[] },
    desk: async () => ({ open: (given.open ?? true) as boolean, waiting: 0, agentsPresent: 1 }),
    store: () => ({ kind: 'embedded', durable: (given.durable ?? true) as boolean, description: 'an embedded Redis' }),
    alarms: () => [{ code: 'carrier-failing', severity: 'warning', message: 'The carrier answers with errors.' }],
  };
}

describe('the overview', () => {
  it('counts calls, handoffs, chats and agents; what is not known is absent', async () => {
    const overview = await readOverview(
      deps({
        agents: [agent('available'), agent('away'), agent('available', NOW - 3_600_000), agent('offline')],
        chats: [chat('waiting', NOW - 90_000), chat('waiting', NOW - 20_000), chat('assigned'), chat('bot')],
      }),
    );
    expect(overview).toEqual({
      atMs: NOW,
      environment: 'sandbox',
      calls: { inFlows: 4, queued: 2 },
      handoffs: { underWay: 3, waitingForDelivery: 1 },
      chats: { waiting: 2, assigned: 1, oldestWaitSeconds: 90 },
      agents: { present: 2, available: 1 },
      desk: { open: true },
      store: { kind: 'embedded', durable: true, description: 'an embedded Redis' },
      alarms: [{ code: 'carrier-failing', severity: 'warning', message: 'The carrier answers with errors.' }],
    });
  });

  it.each([
    ['store-not-durable', { durable: false }],
    ['desk-unstaffed', { open: false, chats: [chat('waiting', NOW)] }],
    ['chat-waits-long', { chats: [chat('waiting', NOW - 11 * 60_000)] }],
  ])('raises the alarm %s', async (code, given) => {
    const { alarms } = await readOverview(deps(given));
    expect(alarms.map((alarm) => alarm.code)).toEqual(['carrier-failing', code]);
  });

  it('raises no alarm about an empty desk at which nobody waits', async () => {
    const { alarms, chats } = await readOverview(deps({ open: false }));
    expect(alarms.map((alarm) => alarm.code)).toEqual(['carrier-failing']);
    expect(chats).toEqual({ waiting: 0, assigned: 0 });
  });
});
