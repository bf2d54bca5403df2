import type { AgentPresence } from './agent.ts';
import type { FirstReply } from './agent-board.ts';
import type { OpeningHours } from './opening-hours.ts';
import { presentNow } from './presence.ts';

/** First replies older than this say nothing about now, in ms. */
const RECENT_MS = 2 * 3_600_000;
/** So many first replies make a measurement. */
const ENOUGH = 3;
/**
 * What is said while nobody waits, somebody is free and nothing has been measured yet, in seconds: an agent has 30 s to
 * take the offered chat, then writes. Declared, not measured.
 */
export const DECLARED_WAIT_SECONDS = 60;

/** What may be promised about the desk; undefined is "not known" and is never promised. */
export interface DeskEstimate {
  readonly open: boolean;
  readonly waitSeconds?: number;
  readonly waiting: number;
  readonly agentsPresent: number;
  readonly opensAtMs?: number;
  /** When it is usually staffed, if that is set. */
  readonly hours?: OpeningHours;
}

export interface DeskView {
  readonly agents: readonly AgentPresence[];
  readonly waiting: number;
  readonly firstReplies: readonly FirstReply[];
  readonly nowMs: number;
  /** When the desk opens next by its opening hours, if they are set and it is not open by them now. */
  readonly opensAtMs?: number;
}

/**
 * How long a customer who comes now waits for a human's first reply. The median of the first replies of the last two
 * hours, once there are three; times the turns ahead, where more wait than agents have free places. Before there are three:
 * the declared minute while nobody waits and somebody is free, otherwise not known. Pure.
 */
export function estimateDesk(view: DeskView): DeskEstimate {
  const present = presentNow(view.agents, view.nowMs).filter((agent) => agent.status === 'available');
  const open = present.length > 0;
  const free = present.reduce((sum, agent) => sum + Math.max(0, agent.capacity - agent.load), 0);
  const waitSeconds = open ? waitOf(view, free, present.length) : undefined;
  return {
    open,
    waiting: view.waiting,
    agentsPresent: present.length,
    ...(waitSeconds !== undefined && { waitSeconds }),
    ...(!open && view.opensAtMs !== undefined && { opensAtMs: view.opensAtMs }),
  };
}

/** The first replies that say something about now. Pure. */
export function recentReplies(replies: readonly FirstReply[], nowMs: number): readonly FirstReply[] {
  return replies.filter(({ atMs }) => nowMs - atMs <= RECENT_MS);
}

function waitOf(view: DeskView, free: number, present: number): number | undefined {
  const recent = recentReplies(view.firstReplies, view.nowMs).map(({ seconds }) => seconds);
  if (recent.length < ENOUGH) return view.waiting === 0 && free > 0 ? DECLARED_WAIT_SECONDS : undefined;
  const ahead = Math.max(0, view.waiting + 1 - free);
  return Math.ceil(median(recent) * (1 + ahead / present));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
