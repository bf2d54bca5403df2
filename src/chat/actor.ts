import { type Refusal, refuse } from './change-chat.ts';
import { type Chat, isSilenced } from './chat.ts';

/** The human who does something at the desk. */
export interface Actor {
  readonly userId: string;
  /** As customers and colleagues read it. */
  readonly name: string;
  /** May take chats over and act on those of others. */
  readonly supervisor: boolean;
  readonly capacity: number;
}

/** Why this human may not write in this chat now; undefined if nothing speaks against it. Only the owner writes: nobody answers unawares. Pure. */
export function refuseWriting(chat: Chat, actor: Actor): Refusal | undefined {
  if (chat.state === 'closed') return refuse('chat-closed');
  if (chat.state !== 'assigned' || chat.agentId !== actor.userId) return refuse('chat-not-yours');
  if (isSilenced(chat)) return refuse('opted-out');
  return undefined;
}

/** Why this human may not pass on or end this chat; its owner and supervisors may. Pure. */
export function refuseHandling(chat: Chat, actor: Actor): Refusal | undefined {
  if (chat.state === 'closed') return refuse('chat-closed');
  if (actor.supervisor || chat.agentId === actor.userId) return undefined;
  return refuse('chat-not-yours');
}
