import type { DeskSignal } from '../agents/agent-board.ts';

type ViewSignal = Extract<DeskSignal, { kind: 'viewing' | 'left' }>;
interface Viewer {
  readonly userId: string;
  readonly name: string;
}

/** Somebody who looked is forgotten after so long without a heartbeat, ms. */
const VIEW_TTL_MS = 45_000;

/** Who looks at which chat, as the desks say it. Owned by one feed. */
export class Viewers {
  private readonly chats = new Map<string, Map<string, { readonly name: string; readonly atMs: number }>>();
  private readonly dirty = new Set<string>();

  note(signal: ViewSignal): void {
    const viewers = this.chats.get(signal.chatId) ?? new Map();
    // Whoever comes to look also wants to hear who is there already.
    this.dirty.add(signal.chatId);
    if (signal.kind === 'left') viewers.delete(signal.userId);
    else viewers.set(signal.userId, { name: signal.name, atMs: signal.atMs });
    if (viewers.size === 0) this.chats.delete(signal.chatId);
    else this.chats.set(signal.chatId, viewers);
  }

  /** The chats whose viewers changed since this was last asked. */
  changed(nowMs: number): readonly string[] {
    for (const [chatId, viewers] of this.chats) {
      for (const [userId, { atMs }] of viewers) {
        if (nowMs - atMs <= VIEW_TTL_MS) continue;
        viewers.delete(userId);
        this.dirty.add(chatId);
      }
      if (viewers.size === 0) this.chats.delete(chatId);
    }
    const changed = [...this.dirty];
    this.dirty.clear();
    return changed;
  }

  of(chatId: string): readonly Viewer[] {
    return [...(this.chats.get(chatId) ?? [])].map(([userId, { name }]) => ({ userId, name }));
  }
}
