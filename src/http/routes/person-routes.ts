import { type Response, Router } from 'express';
import { onlookerOf } from '../../access/onlooker.ts';
import type { Store, Versioned } from '../../base/changes.ts';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { type ChatId, parseId } from '../../base/ids.ts';
import { maskPhone } from '../../base/phone.ts';
import { loadChat } from '../../chat/change-chat.ts';
import type { Chat } from '../../chat/chat.ts';
import { maySee } from '../../chat/may-see.ts';
import { namePerson } from '../../chat/name-person.ts';
import type { Contact } from '../../contacts/contact.ts';
import { splitContact } from '../../contacts/merge-contacts.ts';
import { identityOf } from '../access-guard.ts';
import type { ChatPerson } from '../contract/people.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export interface PersonRoutesDeps {
  readonly records: Store;
  readonly clock: Clock;
}

/** The chat, if who asks may see it. Throws `chat-not-found`, `chat-not-yours`. */
async function visibleChat(deps: PersonRoutesDeps, res: Response, id: string): Promise<Chat> {
  const found = await loadChat(deps.records, id as ChatId);
  if (!found) throw new AppError('chat-not-found');
  if (!maySee(onlookerOf(identityOf(res).user), found.value)) throw new AppError('chat-not-yours');
  return found.value;
}

async function contactBy(deps: PersonRoutesDeps, id: string): Promise<Contact | undefined> {
  const [found] = (await deps.records.load([{ kind: 'contact', id }])) as (Versioned<Contact> | undefined)[];
  return found?.value;
}

/** The record that goes on: that of the chat, or the one it was joined to. */
async function headOf(deps: PersonRoutesDeps, chat: Chat): Promise<Contact | undefined> {
  const own = await contactBy(deps, chat.contactId);
  return own?.mergedInto ? ((await contactBy(deps, own.mergedInto)) ?? own) : own;
}

async function viewOf(deps: PersonRoutesDeps, chat: Chat): Promise<ChatPerson> {
  const head = await headOf(deps, chat);
  return {
    contactId: head?.id ?? chat.contactId,
    address: head?.phone === undefined ? 'username' : maskPhone(head.phone),
    ...(chat.person && { current: chat.person.id }),
    people: (head?.people ?? []).map(({ id, name, sinceMs }) => ({ id, name, sinceMs })),
    merged: (head?.merged ?? []).map(({ contactId, atMs, by, chats }) => ({ contactId, atMs, by, chats: chats.length })),
  };
}

/** Who writes in a chat: which of the people of a number, and under which names; for the card beside the thread. */
export function createPersonRoutes(deps: PersonRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.chatPerson, async ({ params, res }) => viewOf(deps, await visibleChat(deps, res, params.id)));
  mountRoute(router, API.nameChatPerson, async ({ params, body, res }) => {
    const { user } = identityOf(res);
    await visibleChat(deps, res, params.id);
    const actor = { userId: user.id, name: user.name, supervisor: onlookerOf(user).supervises, capacity: user.capacity };
    const who = body.personId === undefined ? { name: body.name ?? '' } : { personId: body.personId };
    const named = await namePerson({ store: deps.records, clock: deps.clock }, actor, { chatId: params.id as ChatId, who });
    if (named.kind === 'refused') throw new AppError(named.code);
    return viewOf(deps, await visibleChat(deps, res, params.id));
  });
  mountRoute(router, API.splitChatPerson, async ({ params, body, res }) => {
    const chat = await visibleChat(deps, res, params.id);
    const head = await headOf(deps, chat);
    const from = parseId('p', body.contactId);
    const by = identityOf(res).user.username;
    const split = head && from && (await splitContact({ store: deps.records, clock: deps.clock }, { from, into: head.id, by }));
    if (!split) throw new AppError('not-merged');
    return viewOf(deps, chat);
  });
  return router;
}
