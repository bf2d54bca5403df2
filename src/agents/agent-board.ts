import type { AgentPresence } from './agent.ts';

/** What an agent's own page says about the agent; the load is counted from the seats taken. */
export type Presence = Omit<AgentPresence, 'load'>;

/** A chat offered to one agent first. Everybody else may still claim it. */
export interface ChatOffer {
  readonly chatId: string;
  readonly userId: string;
  readonly untilMs: number;
  /** Whom it was offered to since it waits, newest last, this one included. */
  readonly tried: readonly string[];
}

/** How long a customer waited for the first reply of a human. */
export interface FirstReply {
  readonly seconds: number;
  readonly atMs: number;
}

/** What one desk shows another and forgets: somebody types, somebody looks. */
export type DeskSignal =
  | { readonly kind: 'typing'; readonly chatId: string; readonly userId: string; readonly name: string; readonly atMs: number }
  | { readonly kind: 'viewing'; readonly chatId: string; readonly userId: string; readonly name: string; readonly atMs: number }
  | { readonly kind: 'left'; readonly chatId: string; readonly userId: string; readonly name: string; readonly atMs: number }
  /** Presence, offers or settings changed: look again. */
  | { readonly kind: 'agents' }
  | { readonly kind: 'offers'; readonly chatId: string }
  /** A callback was booked, changed or made. */
  | { readonly kind: 'callbacks' }
  | { readonly kind: 'canned' };

/**
 * Who is there and who holds what. Shared by every process; nothing on it is the only copy of anything: presence comes
 * back with the next heartbeat, seats and offers follow from the chats.
 */
export interface AgentBoard {
  setPresence(presence: Presence): Promise<void>;
  /** Everybody seen in the last day, with the load counted now. */
  agents(): Promise<readonly AgentPresence[]>;

  /** Takes one of `capacity` places for a chat; true if it is taken (or was already). Atomic: two claims at once can't share the last place. */
  takeSeat(userId: string, chatId: string, capacity: number): Promise<boolean>;
  leaveSeat(userId: string, chatId: string): Promise<void>;
  seatsOf(userId: string): Promise<readonly string[]>;

  offers(): Promise<readonly ChatOffer[]>;
  /** Offers a chat; false if another offer of it is still open. Atomic. */
  makeOffer(chatId: string, userId: string, nowMs: number, untilMs: number): Promise<boolean>;
  /** The agent does not want it now: the next may be asked at once. */
  declineOffer(chatId: string, userId: string, nowMs: number): Promise<void>;

  /** Remembers a first reply; once per chat and moment. The newest fifty are kept. */
  noteFirstReply(chatId: string, reply: FirstReply): Promise<void>;
  firstReplies(): Promise<readonly FirstReply[]>;

  signal(signal: DeskSignal): Promise<void>;
  /** What was signalled after the cursor; without a cursor nothing, only the cursor of now. */
  signalsAfter(cursor: string | undefined): Promise<{ readonly signals: readonly DeskSignal[]; readonly cursor: string }>;
}
