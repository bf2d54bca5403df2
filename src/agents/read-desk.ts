import type { Clock } from '../base/clock.ts';
import type { AgentBoard } from './agent-board.ts';
import type { ChatIndex } from './chat-index.ts';
import type { DeskSettings } from './desk-settings.ts';
import { type DeskEstimate, estimateDesk } from './estimate-desk.ts';
import { nextOpening } from './opening-hours.ts';

export interface DeskDeps {
  readonly board: AgentBoard;
  readonly index: ChatIndex;
  readonly settings: DeskSettings;
  readonly clock: Clock;
}

/** What may be promised about the desk now. Several reads: keep the answer for a second or more on hot paths. */
export async function readDesk(deps: DeskDeps): Promise<DeskEstimate> {
  const [agents, waiting, firstReplies, hours] = await Promise.all([
    deps.board.agents(),
    deps.index.waiting(),
    deps.board.firstReplies(),
    deps.settings.openingHours(),
  ]);
  const nowMs = deps.clock.nowMs();
  const opensAtMs = hours && nextOpening(hours, nowMs);
  const estimate = estimateDesk({ agents, waiting: waiting.length, firstReplies, nowMs, ...(opensAtMs !== undefined && { opensAtMs }) });
  return hours ? { ...estimate, hours } : estimate;
}
