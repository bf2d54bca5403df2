import { describe, expect, it } from 'vitest';
import type { AgentPresence } from '../../src/agents/agent.ts';
import { DECLARED_WAIT_SECONDS, estimateDesk } from '../../src/agents/estimate-desk.ts';

const NOW = 100_000_000;
const agent = (more: Partial<AgentPresence> = {}): AgentPresence => ({
  userId: 'a',
  name: 'a',
  teams: [],
  skills: [],
  languages: [],
  status: 'available',
  capacity: 2,
  load: 0,
  seenAtMs: NOW,
  ...more,
});
const replies = (...seconds: number[]) => seconds.map((each, i) => ({ seconds: each, atMs: NOW - i }));

describe('what the desk may promise', () => {
  it('is nothing while nobody is there, but when it opens', () => {
    const view = { agents: [agent({ status: 'away' })], waiting: 0, firstReplies: replies(30, 30, 30), nowMs: NOW };
    expect(estimateDesk(view)).toEqual({ open: false, waiting: 0, agentsPresent: 0 });
    expect(estimateDesk({ ...view, opensAtMs: NOW + 5 })).toMatchObject({ open: false, opensAtMs: NOW + 5 });
  });

  it('is the declared minute while somebody is free and nothing was measured', () => {
    expect(estimateDesk({ agents: [agent()], waiting: 0, firstReplies: [], nowMs: NOW }).waitSeconds).toBe(DECLARED_WAIT_SECONDS);
  });

  it('is unknown with people waiting or nobody free, until something was measured', () => {
    expect(estimateDesk({ agents: [agent()], waiting: 1, firstReplies: replies(9, 9), nowMs: NOW }).waitSeconds).toBeUndefined();
    expect(estimateDesk({ agents: [agent({ load: 2 })], waiting: 0, firstReplies: [], nowMs: NOW }).waitSeconds).toBeUndefined();
  });

  it('is the median of recent first replies, times the turns ahead', () => {
    const measured = { firstReplies: replies(20, 100, 40), nowMs: NOW };
    expect(estimateDesk({ agents: [agent()], waiting: 0, ...measured }).waitSeconds).toBe(40);
    expect(estimateDesk({ agents: [agent({ load: 2 })], waiting: 2, ...measured }).waitSeconds).toBe(160);
  });

  it('forgets what is older than two hours', () => {
    const old = replies(500, 500, 500).map((reply) => ({ ...reply, atMs: NOW - 3 * 3_600_000 }));
    expect(estimateDesk({ agents: [agent()], waiting: 0, firstReplies: old, nowMs: NOW }).waitSeconds).toBe(DECLARED_WAIT_SECONDS);
  });
});
