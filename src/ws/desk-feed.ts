import type { ChatOffer, DeskSignal } from '../agents/agent-board.ts';
import { readDesk } from '../agents/read-desk.ts';
import type { EventCursor } from '../base/event-log.ts';
import type { ChatId } from '../base/ids.ts';
import { loadThread } from '../chat/change-chat.ts';
import type { Chat } from '../chat/chat.ts';
import { maySee } from '../chat/may-see.ts';
import { sendThread } from './desk-commands.ts';
import type { DeskConnection } from './desk-connection.ts';
import { type DeskDeps, mediaSinceMs } from './desk-deps.ts';
import { loadChats } from './desk-presence.ts';
import { cannedReplies, currentAgents } from './desk-snapshot.ts';
import { deskChat, deskMessage } from './desk-views.ts';
import { Viewers } from './viewers.ts';

const LOOK_EVERY_MS = 200;
const FIGURES_EVERY_MS = 2_000;
const REST_AFTER_FAILURE_MS = 1_000;
const EVENTS_AT_ONCE = 200;
/** A colleague's typing is forgotten after so long without a key, ms. */
const TYPING_MS = 6_000;

/**
 * Tells the pages of this process what changes, whichever process changed it: it follows the event log and the desks'
 * signals. A failure loses nothing: the places in both are kept.
 */
export class DeskFeed {
  private readonly deps: DeskDeps;
  private readonly connections: ReadonlySet<DeskConnection>;
  private readonly viewers = new Viewers();
  private events: EventCursor | undefined;
  private signals: string | undefined;
  private told = { agents: '', figures: '', atMs: 0 };
  private running = true;
  private wake: (() => void) | undefined;
  private readonly finished: Promise<void>;
  private readonly forget: (() => void) | undefined;

  constructor(deps: DeskDeps, connections: ReadonlySet<DeskConnection>) {
    this.deps = deps;
    this.connections = connections;
    this.forget = deps.onCommit?.(() => this.wake?.());
    this.finished = this.loop();
  }

  /** Look at once. */
  nudge(): void {
    this.wake?.();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.forget?.();
    this.wake?.();
    await this.finished;
  }

  private async loop(): Promise<void> {
    while (this.running) {
      try {
        await this.look();
        await this.rest(LOOK_EVERY_MS);
      } catch (error) {
        this.deps.log.warn({ err: error }, 'the desks could not be told what changed; trying again');
        await this.rest(REST_AFTER_FAILURE_MS);
      }
    }
  }

  private rest(ms: number): Promise<void> {
    if (!this.running) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async look(): Promise<void> {
    const { deps } = this;
    const [tail, board] = await Promise.all([deps.eventLog.tail(this.events, EVENTS_AT_ONCE), deps.board.signalsAfter(this.signals)]);
    if (this.connections.size > 0) {
      const touched = new Map<ChatId, Set<number>>();
      for (const event of tail.events) if (event.chatId) noteTouched(touched, event.chatId, event.data?.seq);
      for (const signal of board.signals) if (signal.kind === 'offers') noteTouched(touched, signal.chatId as ChatId, undefined);
      if (touched.size > 0) await this.tellChats(touched);
      await this.tellSignals(board.signals);
      await this.tellFigures(board.signals.some((signal) => signal.kind === 'agents') || touched.size > 0);
    }
    this.events = tail.cursor;
    this.signals = board.cursor;
  }

  private async tellChats(touched: ReadonlyMap<ChatId, ReadonlySet<number>>): Promise<void> {
    const [chats, offers] = await Promise.all([loadChats(this.deps, [...touched.keys()]), this.deps.board.offers()]);
    for (const chat of chats) {
      const offer = offers.find((each) => each.chatId === chat.id);
      for (const connection of this.connections) this.tellChat(connection, chat, offer);
      await this.tellThread(chat, touched.get(chat.id) ?? new Set());
    }
  }

  private tellChat(connection: DeskConnection, chat: Chat, offer: ChatOffer | undefined): void {
    if (chat.state !== 'closed' && maySee(connection.eyes, chat)) {
      connection.known.add(chat.id);
      connection.send({ type: 'chat', chat: deskChat(chat, offer, this.deps.clock.nowMs()) });
    } else if (connection.known.delete(chat.id)) {
      const reason = chat.state === 'closed' ? 'closed' : chat.state === 'assigned' ? 'taken' : 'moved';
      connection.send({ type: 'chat-gone', chatId: chat.id, reason });
    }
  }

  private async tellThread(chat: Chat, updated: ReadonlySet<number>): Promise<void> {
    const readers = [...this.connections].filter(({ opened }) => opened?.chatId === chat.id);
    if (readers.length === 0) return;
    const thread = await loadThread(this.deps.store, chat.id);
    for (const reader of readers) {
      const { opened } = reader;
      if (opened?.chatId !== chat.id) continue;
      // Whose it no longer is stops reading; the end of a chat is still shown to who has it open.
      if (chat.state !== 'closed' && !maySee(reader.eyes, chat)) reader.opened = undefined;
      else if (opened.handoffId !== chat.link?.handoffId) await sendThread(this.deps, reader, chat.id);
      else {
        const news = thread.filter((message) => message.seq > opened.lastSeq || updated.has(message.seq));
        opened.lastSeq = Math.max(opened.lastSeq, thread.at(-1)?.seq ?? 0);
        if (news.length > 0)
          reader.send({
            type: 'messages',
            chatId: chat.id,
            messages: news.map((entry) => deskMessage(chat, entry, mediaSinceMs(this.deps))),
          });
      }
    }
  }

  private async tellSignals(signals: readonly DeskSignal[]): Promise<void> {
    const nowMs = this.deps.clock.nowMs();
    for (const signal of signals) {
      if (signal.kind === 'typing') {
        const { chatId, userId, name, atMs } = signal;
        for (const { connection } of this.readersOf(chatId)) {
          if (connection.user.id !== userId) connection.send({ type: 'typing', chatId, userId, name, untilMs: atMs + TYPING_MS });
        }
      } else if (signal.kind === 'canned') {
        const canned = await cannedReplies(this.deps);
        for (const connection of this.connections) connection.send({ type: 'canned', canned });
      } else if (signal.kind === 'viewing' || signal.kind === 'left') this.viewers.note(signal);
    }
    for (const chatId of this.viewers.changed(nowMs)) {
      const viewers = this.viewers.of(chatId);
      for (const { connection } of this.readersOf(chatId)) {
        connection.send({ type: 'viewers', chatId, viewers: viewers.filter((viewer) => viewer.userId !== connection.user.id) });
      }
    }
  }

  private readersOf(chatId: string): { connection: DeskConnection }[] {
    return [...this.connections].filter(({ opened }) => opened?.chatId === chatId).map((connection) => ({ connection }));
  }

  private async tellFigures(now: boolean): Promise<void> {
    const nowMs = this.deps.clock.nowMs();
    if (!now && Math.abs(nowMs - this.told.atMs) < FIGURES_EVERY_MS) return;
    const [agents, figures] = await Promise.all([currentAgents(this.deps), readDesk(this.deps)]);
    const told = { agents: JSON.stringify(agents), figures: JSON.stringify(figures), atMs: nowMs };
    for (const connection of this.connections) {
      if (told.agents !== this.told.agents) connection.send({ type: 'agents', agents: [...agents] });
      if (told.figures !== this.told.figures) connection.send({ type: 'figures', figures });
    }
    this.told = told;
  }
}

function noteTouched(touched: Map<ChatId, Set<number>>, chatId: ChatId, seq: unknown): void {
  const seqs = touched.get(chatId) ?? new Set<number>();
  if (typeof seq === 'number') seqs.add(seq);
  touched.set(chatId, seqs);
}
