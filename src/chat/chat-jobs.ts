import type { AgentBoard } from '../agents/agent-board.ts';
import type { ChatIndex } from '../agents/chat-index.ts';
import { routeWaiting } from '../agents/route-waiting.ts';
import type { TimerPayload } from '../base/changes.ts';
import type { DomainEvent } from '../base/events.ts';
import type { ChatId, VoicemailId } from '../base/ids.ts';
import { type DeliverDeps, deliverMessages } from './deliver-messages.ts';
import { type FetchMediaDeps, fetchMedia } from './fetch-media.ts';
import { joinChats } from './join-chats.ts';
import { keepPromise } from './keep-promise.ts';
import { type OpenVoicemailDeps, openVoicemail } from './open-voicemail.ts';
import { projectChat } from './project-chat.ts';
import { returnOrphans } from './return-orphans.ts';
import { sweepIdleChat, warnWindow } from './sweep-chat.ts';
import { tellOfCallback } from './tell-of-callback.ts';

export type ChatJobDeps = DeliverDeps &
  FetchMediaDeps &
  OpenVoicemailDeps & {
    readonly board: AgentBoard;
    readonly index: ChatIndex;
    /** How long attachments are kept, ms. */
    readonly mediaKeptMs: number;
  };

/** What follows from the events and timers of chats. Everything may happen twice and in several processes at once. */
export interface ChatJobs {
  /** True if the event was one of chats. */
  handleEvent(event: DomainEvent): Promise<boolean>;
  /** True if the timer was one of chats. */
  handleTimer(payload: TimerPayload): Promise<boolean>;
  /** To be run again and again while the process lives. */
  readonly periodic: readonly { readonly name: string; readonly everyMs: number; readonly run: () => Promise<void> }[];
}

export function createChatJobs(deps: ChatJobDeps): ChatJobs {
  return {
    handleEvent: (event) => handleEvent(deps, event),
    handleTimer: (payload) => handleTimer(deps, payload),
    periodic: [
      { name: 'route-waiting', everyMs: 2_000, run: async () => void (await routeWaiting(deps)) },
      { name: 'return-orphans', everyMs: 60_000, run: async () => void (await returnOrphans(deps)) },
      { name: 'sweep-media', everyMs: 3_600_000, run: () => sweepMedia(deps) },
    ],
  };
}

async function sweepMedia({ media, mediaKeptMs, clock, log }: ChatJobDeps): Promise<void> {
  const removed = await media.sweep(clock.nowMs() - mediaKeptMs);
  if (removed > 0) log.info({ removed }, 'attachments past their retention were removed');
}

async function handleEvent(deps: ChatJobDeps, event: DomainEvent): Promise<boolean> {
  if (event.type === 'voicemail.left' || event.type === 'voicemail.transcribed') {
    await showVoicemail(deps, event.data?.voicemailId as VoicemailId);
    return true;
  }
  if (event.type === 'callback.closed') {
    await tellOfCallback(deps, event);
    return true;
  }
  if (await joinChats(deps, event)) return true;
  const { chatId } = event;
  if (!chatId) return false;
  switch (event.type) {
    case 'chat.message-requested':
      await deliverMessages(deps, chatId);
      return true;
    case 'chat.received':
      if (typeof event.data?.media === 'number') await fetchMedia(deps, chatId, event.data.seq as number);
      return true;
    case 'chat.replied':
      await noteFirstReply(deps, event, chatId);
      return true;
    case 'chat.opened':
      await projectChat(deps, chatId);
      return true;
    case 'chat.queued':
    case 'chat.assigned':
    case 'chat.transferred':
    case 'chat.closed':
    case 'person.reset':
    case 'ticket.typed':
    case 'ticket.corrected':
    case 'ticket.urgent':
    case 'ticket.calmed':
      await projectChat(deps, chatId);
      await routeWaiting(deps);
      return true;
    case 'ticket.kept':
    case 'ticket.answered':
    case 'ticket.due-soon':
      await projectChat(deps, chatId);
      return true;
    default:
      return event.type.startsWith('chat.') || event.type.startsWith('ticket.');
  }
}

/** The recording is fetched again if a crash came before it was: what is there already is left alone. */
async function showVoicemail(deps: ChatJobDeps, id: VoicemailId): Promise<void> {
  const opened = await openVoicemail(deps, id);
  if (opened) await fetchMedia(deps, opened.chatId, opened.seq);
}

async function noteFirstReply(deps: ChatJobDeps, event: DomainEvent, chatId: ChatId): Promise<void> {
  const seconds = event.data?.waitedSeconds;
  if (event.data?.first !== true || typeof seconds !== 'number') return;
  await deps.board.noteFirstReply(chatId, { seconds, atMs: event.atMs });
}

async function handleTimer(deps: ChatJobDeps, payload: TimerPayload): Promise<boolean> {
  const chatId = payload.chatId as ChatId;
  switch (payload.type) {
    case 'chat.deliver':
      await deliverMessages(deps, chatId);
      return true;
    case 'chat.media':
      await fetchMedia(deps, chatId, payload.seq as number, payload.tries as number);
      return true;
    case 'chat.idle':
      await sweepIdleChat(deps, chatId);
      return true;
    case 'chat.window':
      await warnWindow(deps, chatId);
      return true;
    case 'chat.due':
      await keepPromise(deps, chatId);
      return true;
    default:
      return false;
  }
}
