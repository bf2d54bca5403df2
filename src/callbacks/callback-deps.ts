import type { AgentBoard } from '../agents/agent-board.ts';
import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { CallCarrier } from '../channels/calls.ts';
import type { CallbackIndex } from './callback-index.ts';
import type { RefusedPhones } from './refused-phones.ts';

/** What making the promised calls needs. */
export interface CallbackDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly calls: CallCarrier;
  readonly board: AgentBoard;
  readonly callbackIndex: CallbackIndex;
  readonly refusedPhones: RefusedPhones;
  /** Where an agent is rung who has no phone of their own. */
  readonly agentDial: string;
}

/** The seat by which one agent's phone rings for one callback at a time. */
export function phoneSeat(userId: string): string {
  return `phone:${userId}`;
}
