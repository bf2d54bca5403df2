import type {
  CannedReply,
  DeskAgent,
  DeskCard,
  DeskChat,
  DeskFigures,
  DeskFrame,
  DeskMessage,
  DeskTemplate,
  PersonMark,
} from '../../../http/contract/desk.ts';
import { byTurn } from '../../../http/contract/desk-turn.ts';

/** `signed-out`: only signing in again helps. `too-many`: the desk is open too often elsewhere. */
export type DeskPhase = 'connecting' | 'live' | 'lost' | 'signed-out' | 'too-many';

/** A reply, note or template of ours that the server has not confirmed yet; it survives a dropped socket and a reload. */
export interface PendingPost {
  readonly messageId: string;
  readonly chatId: string;
  readonly kind: 'reply' | 'note' | 'send-template';
  readonly text: string;
  readonly atMs: number;
  readonly template?: { readonly name: string; readonly language: string; readonly values: Record<string, string> };
  /** The server refused it: kept until it is tried again or given up. */
  readonly refused?: { readonly code: string; readonly message: string };
}

/** A type that a ticket can have, with its name by language. */
export type TicketTypeName = FrameOf<'thread'>['ticketTypes'][number];

export interface OpenThread {
  readonly chatId: string;
  readonly card?: DeskCard;
  readonly marks: readonly PersonMark[];
  readonly ticketTypes: readonly TicketTypeName[];
  readonly messages: readonly DeskMessage[];
}

export interface DeskState {
  readonly phase: DeskPhase;
  /** The server's clock less ours, ms. */
  readonly clockSkewMs: number;
  readonly me?: DeskAgent;
  readonly supervises: boolean;
  readonly chats: Readonly<Record<string, DeskChat>>;
  readonly agents: readonly DeskAgent[];
  readonly teams: readonly string[];
  readonly canned: readonly CannedReply[];
  readonly templates: readonly DeskTemplate[];
  readonly figures?: DeskFigures;
  readonly thread?: OpenThread;
  readonly viewers: readonly { readonly userId: string; readonly name: string }[];
  readonly typing?: { readonly userId: string; readonly name: string; readonly untilMs: number };
  readonly outbox: readonly PendingPost[];
}

export const EMPTY_DESK: DeskState = {
  phase: 'connecting',
  clockSkewMs: 0,
  supervises: false,
  chats: {},
  agents: [],
  teams: [],
  canned: [],
  templates: [],
  viewers: [],
  outbox: [],
};

type FrameOf<T extends DeskFrame['type']> = Extract<DeskFrame, { type: T }>;

function applySnapshot(state: DeskState, frame: FrameOf<'snapshot'>, nowMs: number): DeskState {
  return {
    ...state,
    phase: 'live',
    clockSkewMs: frame.nowMs - nowMs,
    me: frame.me,
    supervises: frame.supervises,
    chats: Object.fromEntries(frame.chats.map((chat) => [chat.id, chat])),
    agents: frame.agents,
    teams: frame.teams,
    canned: frame.canned,
    templates: frame.templates,
    figures: frame.figures,
    viewers: [],
  };
}

function withChat(state: DeskState, chat: DeskChat): DeskState {
  return { ...state, chats: { ...state.chats, [chat.id]: chat } };
}

function withoutChat(state: DeskState, chatId: string): DeskState {
  const { [chatId]: _gone, ...chats } = state.chats;
  return { ...state, chats };
}

/** Entries by `seq`, the newer telling of each one, in order. */
export function mergeMessages(known: readonly DeskMessage[], news: readonly DeskMessage[]): DeskMessage[] {
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  for (const message of news) bySeq.set(message.seq, message);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** Posts that stand in the thread are no longer pending. */
function confirmPosts(state: DeskState, messages: readonly DeskMessage[]): DeskState {
  const ids = new Set(messages.map((message) => message.id));
  const outbox = state.outbox.filter((post) => !ids.has(post.messageId));
  return outbox.length === state.outbox.length ? state : { ...state, outbox };
}

function applyThread(state: DeskState, frame: FrameOf<'thread'>): DeskState {
  const { marks, messages, ticketTypes } = frame;
  const thread = { chatId: frame.chat.id, marks, ticketTypes, messages, ...(frame.card && { card: frame.card }) };
  return confirmPosts({ ...withChat(state, frame.chat), thread }, frame.messages);
}

function applyMessages(state: DeskState, frame: FrameOf<'messages'>): DeskState {
  if (state.thread?.chatId !== frame.chatId) return state;
  const thread = { ...state.thread, messages: mergeMessages(state.thread.messages, frame.messages) };
  return confirmPosts({ ...state, thread }, frame.messages);
}

/** A frame about the opened chat says nothing about the one opened since. */
function aboutThread(state: DeskState, chatId: string, change: Partial<DeskState>): DeskState {
  return state.thread?.chatId === chatId ? { ...state, ...change } : state;
}

/** The desk after a frame of the server; acks are the client's own matter. */
export function applyFrame(state: DeskState, frame: DeskFrame, nowMs: number): DeskState {
  switch (frame.type) {
    case 'snapshot':
      return applySnapshot(state, frame, nowMs);
    case 'chat':
      return withChat(state, frame.chat);
    case 'chat-gone':
      return withoutChat(state, frame.chatId);
    case 'thread':
      return applyThread(state, frame);
    case 'messages':
      return applyMessages(state, frame);
    case 'viewers':
      return aboutThread(state, frame.chatId, { viewers: frame.viewers.filter((viewer) => viewer.userId !== state.me?.userId) });
    case 'typing':
      return aboutThread(state, frame.chatId, { typing: { userId: frame.userId, name: frame.name, untilMs: frame.untilMs } });
    case 'agents': {
      const me = frame.agents.find((agent) => agent.userId === state.me?.userId) ?? state.me;
      return { ...state, agents: frame.agents, ...(me && { me }) };
    }
    case 'figures':
      return { ...state, figures: frame.figures };
    case 'canned':
      return { ...state, canned: frame.canned };
    case 'ack':
      return frame.message && state.thread ? confirmPosts(state, [frame.message]) : state;
  }
}

function turnOf({ id, priority, queuedAtMs, ticket }: DeskChat) {
  return { chatId: id, priority, queuedAtMs, urgent: ticket?.urgent !== undefined, dueAtMs: ticket?.dueAtMs };
}

/** The chats of each column, the most urgent first. */
export function deskColumns(state: DeskState): { waiting: DeskChat[]; mine: DeskChat[]; others: DeskChat[] } {
  const open = Object.values(state.chats).filter((chat) => chat.state !== 'closed');
  const mine = open.filter((chat) => chat.state === 'assigned' && chat.agent?.userId === state.me?.userId);
  const waiting = open.filter((chat) => chat.state === 'waiting');
  const others = open.filter((chat) => !mine.includes(chat) && !waiting.includes(chat));
  const offered = (chat: DeskChat) => (chat.offer?.userId === state.me?.userId ? 0 : 1);
  waiting.sort((a, b) => offered(a) - offered(b) || byTurn(turnOf(a), turnOf(b)));
  mine.sort((a, b) => b.lastMessage.atMs - a.lastMessage.atMs);
  others.sort((a, b) => b.lastMessage.atMs - a.lastMessage.atMs);
  return { waiting, mine, others };
}
