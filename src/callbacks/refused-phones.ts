import type { AgentPresence } from '../agents/agent.ts';

/** The phone of an agent that the carrier does not call: the number is wrong, or may not be called from this account. */
export interface RefusedPhone {
  /** Absent: `AGENT_DIAL`, for all who have no phone of their own. */
  readonly userId?: string;
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  /** The carrier's. */
  readonly code: string;
  readonly atMs: number;
}

/** Phones that are not rung until they are changed. Shared by every process. */
export interface RefusedPhones {
  all(): Promise<readonly RefusedPhone[]>;
  refuse(phone: RefusedPhone): Promise<void>;
  /** This agent's phone was set anew. */
  accept(userId: string): Promise<void>;
}

/** The one phone that nobody sets in the pages is tried again after so long, ms. */
const AGENT_DIAL_AGAIN_MS = 3_600_000;

/** May this agent's phone be rung? A number that was changed is another phone. Pure. */
export function mayRing(
  agent: Pick<AgentPresence, 'userId' | 'phone'>,
  agentDial: string,
  refused: readonly RefusedPhone[],
  nowMs: number,
): boolean {
  return !refused.some((each) =>
    agent.phone === undefined
      ? each.userId === undefined && each.phone === agentDial && nowMs - each.atMs < AGENT_DIAL_AGAIN_MS
      : each.userId === agent.userId && each.phone === agent.phone,
  );
}
