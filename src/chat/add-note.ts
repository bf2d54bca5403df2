import type { ChatId } from '../base/ids.ts';
import { type Actor, refuseHandling } from './actor.ts';
import { type ChangeDeps, changeChat, type Refusal } from './change-chat.ts';
import { addEvent, addMessage } from './chat-draft.ts';
import { alreadyPosted, type Posted } from './post-reply.ts';

export interface Note {
  readonly chatId: ChatId;
  readonly messageId: string;
  readonly text: string;
}

/** A note that only agents see. Refused with chat-not-found, chat-closed, chat-not-yours. */
export function addNote(deps: ChangeDeps, actor: Actor, note: Note): Promise<Posted | Refusal> {
  return changeChat<Posted | Refusal>(
    deps,
    note.chatId,
    (draft, thread) => {
      const posted = alreadyPosted(thread, note.messageId);
      if (posted) return posted;
      const refusal = draft.chat.state === 'waiting' ? undefined : refuseHandling(draft.chat, actor);
      if (refusal) return { changed: false, outcome: refusal };
      const author = { kind: 'note', userId: actor.userId, name: actor.name } as const;
      const message = addMessage(draft, author, note.text, { id: note.messageId });
      addEvent(draft, 'chat.noted', { userId: actor.userId, seq: message.seq });
      return { changed: true, outcome: { kind: 'posted', message } };
    },
    true,
  );
}
