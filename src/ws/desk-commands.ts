import type { Versioned } from '../base/changes.ts';
import { AppError } from '../base/errors.ts';
import type { ChatId, ContactId } from '../base/ids.ts';
import type { Actor } from '../chat/actor.ts';
import { addNote } from '../chat/add-note.ts';
import { loadChat, loadThread, type Refusal } from '../chat/change-chat.ts';
import type { Chat, ChatMessage } from '../chat/chat.ts';
import { claimChat } from '../chat/claim-chat.ts';
import { closeChat } from '../chat/close-chat.ts';
import { handBackToBot } from '../chat/hand-back-to-bot.ts';
import { markSeen } from '../chat/mark-seen.ts';
import { maySee } from '../chat/may-see.ts';
import { postReply } from '../chat/post-reply.ts';
import { retypeChat } from '../chat/retype-chat.ts';
import { sendTemplate } from '../chat/send-template.ts';
import { transferChat } from '../chat/transfer-chat.ts';
import { CONTACT_MARKS, type Contact, type ContactMark } from '../contacts/contact.ts';
import { markContact } from '../contacts/mark-contact.ts';
import type { DeskCommand, DeskMessage } from '../http/contract/desk.ts';
import type { DeskConnection } from './desk-connection.ts';
import { type DeskDeps, mediaSinceMs } from './desk-deps.ts';
import { markPresent } from './desk-presence.ts';
import { deskCard, deskChat, deskMessage } from './desk-views.ts';
import { noteOpened } from './note-frame.ts';

type Of<T extends DeskCommand['type']> = Extract<DeskCommand, { type: T }>;
type Answer = { readonly message?: DeskMessage };

/** Does what a page asks; answers what the acknowledgement carries. Throws AppError with the code of the refusal. */
export async function runCommand(deps: DeskDeps, connection: DeskConnection, command: DeskCommand): Promise<Answer> {
  switch (command.type) {
    case 'heartbeat':
      return heartbeat(deps, connection);
    case 'set-status':
      await markPresent(deps, connection.user, command.status);
      return {};
    case 'open':
      return openThread(deps, connection, command.chatId as ChatId);
    case 'leave':
      return leaveThread(deps, connection);
    case 'mark':
      return mark(deps, connection, command);
    case 'typing':
      return typing(deps, connection, command.chatId as ChatId);
    default:
      return changeChats(deps, connection, command);
  }
}

type ChatCommand = Exclude<DeskCommand, Of<'heartbeat' | 'set-status' | 'open' | 'leave' | 'mark' | 'typing'>>;

async function changeChats(deps: DeskDeps, connection: DeskConnection, command: ChatCommand): Promise<Answer> {
  const chatId = command.chatId as ChatId;
  await requireVisible(deps, connection, command, chatId);
  const message = await dispatch(deps, actorOf(connection), { ...command, chatId });
  // What has no event of its own (seen, declined) is still shown to the other desks at once.
  await deps.board.signal({ kind: 'offers', chatId });
  return message ? { message: deskMessage({ id: chatId }, message, mediaSinceMs(deps)) } : {};
}

/** A repeated post is answered alike even after the chat has left these hands; all else needs a chat that may be seen. */
async function requireVisible(deps: DeskDeps, connection: DeskConnection, command: ChatCommand, chatId: ChatId): Promise<void> {
  if (('messageId' in command && command.type !== 'note') || command.type === 'close') return;
  const found = await loadChat(deps.store, chatId);
  if (!found) throw new AppError('chat-not-found');
  if (maySee(connection.eyes, found.value)) return;
  // Whose the waiting chat is not may repeat a note, but write none: nothing else refuses it there.
  if (command.type === 'note' && (found.value.state !== 'waiting' || (await isWritten(deps, chatId, command.messageId)))) return;
  throw new AppError(command.type === 'claim' && found.value.state === 'assigned' ? 'chat-taken' : 'chat-not-yours');
}

async function isWritten(deps: DeskDeps, chatId: ChatId, messageId: string): Promise<boolean> {
  return (await loadThread(deps.store, chatId)).some((entry) => entry.id === messageId);
}

type WithChatId<T> = T extends ChatCommand ? Omit<T, 'chatId'> & { readonly chatId: ChatId } : never;

async function dispatch(deps: DeskDeps, actor: Actor, command: WithChatId<ChatCommand>): Promise<ChatMessage | undefined> {
  switch (command.type) {
    case 'reply':
      return accepted(await postReply(deps, actor, command)).message;
    case 'note':
      return accepted(await addNote(deps, actor, command)).message;
    case 'send-template':
      return accepted(await sendTemplate(deps, actor, command)).message;
    case 'claim':
      accepted(await claimChat(deps, actor, { chatId: command.chatId, takeOver: command.takeOver ?? false }));
      return undefined;
    case 'transfer':
      accepted(await transferChat(deps, actor, { chatId: command.chatId, to: command.to, ...(command.note && { note: command.note }) }));
      return undefined;
    case 'hand-back':
      accepted(await handBackToBot(deps, actor, command));
      return undefined;
    case 'close':
      accepted(await closeChat(deps, actor, command));
      return undefined;
    case 'seen':
      accepted(await markSeen(deps, actor, command));
      return undefined;
    case 'retype': {
      const { chatId, ticketType, urgent } = command;
      accepted(
        await retypeChat(deps, actor, {
          chatId,
          ...(ticketType !== undefined && { type: ticketType }),
          ...(urgent !== undefined && { urgent }),
        }),
      );
      return undefined;
    }
    case 'decline':
      await deps.board.declineOffer(command.chatId, actor.userId, deps.clock.nowMs());
      return undefined;
  }
}

function accepted<T extends { readonly kind: string }>(outcome: T | Refusal): Exclude<T, Refusal> {
  if (outcome.kind === 'refused') throw new AppError((outcome as Refusal).code);
  return outcome as Exclude<T, Refusal>;
}

function actorOf({ user, eyes }: DeskConnection): Actor {
  return { userId: user.id, name: user.name, supervisor: eyes.supervises, capacity: user.capacity };
}

async function heartbeat(deps: DeskDeps, connection: DeskConnection): Promise<Answer> {
  await markPresent(deps, connection.user);
  if (connection.opened) await signalView(deps, connection, connection.opened.chatId, 'viewing');
  return {};
}

async function openThread(deps: DeskDeps, connection: DeskConnection, chatId: ChatId): Promise<Answer> {
  if (connection.opened && connection.opened.chatId !== chatId) await leaveThread(deps, connection);
  const found = await loadChat(deps.store, chatId);
  if (found && maySee(connection.eyes, found.value)) await noteOpened(deps, connection, chatId);
  await sendThread(deps, connection, chatId);
  await signalView(deps, connection, chatId, 'viewing');
  return {};
}

/** Tells a page a whole thread; from here on it gets the changes. Throws chat-not-found, chat-not-yours. */
export async function sendThread(deps: DeskDeps, connection: DeskConnection, chatId: ChatId): Promise<void> {
  const found = await loadChat(deps.store, chatId);
  if (!found) throw new AppError('chat-not-found');
  const chat = found.value;
  if (!maySee(connection.eyes, chat)) throw new AppError('chat-not-yours');
  const [thread, offers, marks] = await Promise.all([loadThread(deps.store, chatId), deps.board.offers(), marksOf(deps, chat.contactId)]);
  const card = deskCard(chat);
  connection.opened = { chatId, lastSeq: thread.at(-1)?.seq ?? 0, handoffId: chat.link?.handoffId };
  connection.send({
    type: 'thread',
    chat: deskChat(
      chat,
      offers.find((offer) => offer.chatId === chatId),
      deps.clock.nowMs(),
    ),
    ...(card && { card }),
    marks,
    ticketTypes: await ticketTypesOf(deps, chat),
    messages: thread.map((message) => deskMessage(chat, message, mediaSinceMs(deps))),
  });
  await sendMissed(deps, connection, chatId, thread);
}

async function ticketTypesOf({ flows }: DeskDeps, { flow }: Chat) {
  const published = await flows.find(flow);
  return (published?.compiled.flow.tickets?.types ?? []).map(({ id, name }) => ({ id, name }));
}

async function marksOf(deps: DeskDeps, contactId: ContactId): Promise<ContactMark[]> {
  const [found] = (await deps.store.load([{ kind: 'contact', id: contactId }])) as (Versioned<Contact> | undefined)[];
  return CONTACT_MARKS.filter((mark) => found?.value.marks?.[mark] !== undefined);
}

/** Whoever may see the chat may say what the person is. */
async function mark(deps: DeskDeps, connection: DeskConnection, command: Of<'mark'>): Promise<Answer> {
  const chatId = command.chatId as ChatId;
  const found = await loadChat(deps.store, chatId);
  if (!found) throw new AppError('chat-not-found');
  if (!maySee(connection.eyes, found.value)) throw new AppError('chat-not-yours');
  await markContact(deps, { id: found.value.contactId }, { [command.mark]: command.on }, connection.user.name);
  if (connection.opened?.chatId === chatId) await sendThread(deps, connection, chatId);
  return {};
}

/** What changed between the reading of the thread and the moment from which changes are pushed. */
async function sendMissed(deps: DeskDeps, connection: DeskConnection, id: ChatId, sent: readonly ChatMessage[]): Promise<void> {
  const before = new Set(sent.map((message) => JSON.stringify(message)));
  const missed = (await loadThread(deps.store, id)).filter((message) => !before.has(JSON.stringify(message)));
  if (missed.length === 0) return;
  connection.send({ type: 'messages', chatId: id, messages: missed.map((message) => deskMessage({ id }, message, mediaSinceMs(deps))) });
}

async function leaveThread(deps: DeskDeps, connection: DeskConnection): Promise<Answer> {
  const { opened } = connection;
  connection.opened = undefined;
  if (opened) await signalView(deps, connection, opened.chatId, 'left');
  return {};
}

function signalView(deps: DeskDeps, { user }: DeskConnection, chatId: ChatId, kind: 'viewing' | 'left'): Promise<void> {
  return deps.board.signal({ kind, chatId, userId: user.id, name: user.name, atMs: deps.clock.nowMs() });
}

async function typing(deps: DeskDeps, { user, opened }: DeskConnection, chatId: ChatId): Promise<Answer> {
  if (opened?.chatId !== chatId) throw new AppError('chat-not-yours');
  await deps.board.signal({ kind: 'typing', chatId, userId: user.id, name: user.name, atMs: deps.clock.nowMs() });
  return {};
}
