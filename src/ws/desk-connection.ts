import type { WebSocket } from 'ws';
import type { AuditRef } from '../access/audit.ts';
import type { Identity } from '../access/authenticate.ts';
import { onlookerOf } from '../access/onlooker.ts';
import type { User } from '../access/user.ts';
import type { ChatId } from '../base/ids.ts';
import type { Onlooker } from '../chat/may-see.ts';
import { DESK_CLOSE, type DeskFrame } from '../http/contract/desk.ts';

/** More than this unread by the page, in bytes, and the connection is given up: the page connects again and gets a snapshot. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** The thread a page looks at. */
export interface OpenedThread {
  readonly chatId: ChatId;
  /** The newest entry the page has. */
  lastSeq: number;
  /** The call whose card the page has. */
  handoffId: string | undefined;
}

/** One page of one agent. Frames wait until the snapshot is out, so that nothing older overwrites something newer. */
export class DeskConnection {
  readonly socket: WebSocket;
  readonly user: User;
  /** What they may look at. */
  readonly eyes: Onlooker;
  /** As the audit trail names them. */
  readonly who: AuditRef;
  /** Their network address. */
  readonly from: string;
  /** Chats the page shows. */
  readonly known = new Set<ChatId>();
  opened: OpenedThread | undefined;
  lastHeardMs: number;
  private waiting: DeskFrame[] | undefined = [];

  constructor(socket: WebSocket, { user, via, sessionId }: Identity, from: string, nowMs: number) {
    this.socket = socket;
    this.user = user;
    this.eyes = onlookerOf(user);
    this.who = via === 'api-key' ? { kind: 'api-key', id: sessionId } : { kind: 'user', id: user.id };
    this.from = from;
    this.lastHeardMs = nowMs;
  }

  send(frame: DeskFrame): void {
    if (this.waiting) {
      this.waiting.push(frame);
      return;
    }
    this.write(frame);
  }

  /** Sends the snapshot, then what came up meanwhile. */
  begin(snapshot: Extract<DeskFrame, { type: 'snapshot' }>): void {
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const chat of snapshot.chats) this.known.add(chat.id as ChatId);
    this.write(snapshot);
    for (const frame of waiting) this.write(frame);
  }

  private write(frame: DeskFrame): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.socket.close(DESK_CLOSE.tooSlow, 'too slow');
      return;
    }
    this.socket.send(JSON.stringify(frame));
  }
}
