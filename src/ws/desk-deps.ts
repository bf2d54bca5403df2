import type { AuditTrail } from '../access/audit.ts';
import type { AgentBoard } from '../agents/agent-board.ts';
import type { ChatIndex } from '../agents/chat-index.ts';
import type { DeskSettings } from '../agents/desk-settings.ts';
import type { EventLog } from '../base/event-log.ts';
import type { ReceiveDeps } from '../chat/receive-deps.ts';
import type { ChatTemplates } from '../chat/send-template.ts';
import type { DoorDeps } from './upgrade.ts';

/** What the desk's socket needs. */
export interface DeskDeps extends ReceiveDeps, DoorDeps {
  readonly board: AgentBoard;
  readonly index: ChatIndex;
  readonly settings: DeskSettings;
  readonly templates: ChatTemplates;
  readonly eventLog: EventLog;
  /** Who opened which chat. */
  readonly trail: AuditTrail;
  /** How long attachments are kept, ms. */
  readonly mediaKeptMs: number;
  /** The teams a chat can be passed to. */
  readonly teams: () => readonly string[];
  /** Calls back when this process committed something, so that desks see it at once; returns what ends the listening. */
  readonly onCommit?: (listener: () => void) => () => void;
}

/** Attachments from before this moment are no longer kept, ms. */
export function mediaSinceMs({ clock, mediaKeptMs }: Pick<DeskDeps, 'clock' | 'mediaKeptMs'>): number {
  return clock.nowMs() - mediaKeptMs;
}
