import { Router } from 'express';
import { onlookerOf } from '../../access/onlooker.ts';
import type { User } from '../../access/user.ts';
import type { Store } from '../../base/changes.ts';
import { AppError } from '../../base/errors.ts';
import type { ChatId, ContactId } from '../../base/ids.ts';
import type { Keyring } from '../../base/keyring.ts';
import { maskPhone, parsePhone } from '../../base/phone.ts';
import { type Actor, refuseHandling } from '../../chat/actor.ts';
import { loadChat, type Refusal } from '../../chat/change-chat.ts';
import type { Chat } from '../../chat/chat.ts';
import type { ResetStand } from '../../chat/find-resets.ts';
import { maySee } from '../../chat/may-see.ts';
import type { ResetDone, WantedReset } from '../../chat/reset-person.ts';
import { identityOf } from '../access-guard.ts';
import type { ResetChoices } from '../contract/resets.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export interface ResetRoutesDeps {
  readonly records: Store;
  readonly keyring: Keyring;
  readonly findResets: (id: ContactId) => Promise<ResetStand | undefined>;
  readonly resetPerson: (wanted: WantedReset) => Promise<ResetDone | Refusal>;
}

async function choicesOf(deps: ResetRoutesDeps, id: ContactId): Promise<ResetChoices> {
  const stand = await deps.findResets(id);
  if (!stand) throw new AppError('contact-not-found');
  const phone = stand.records.find((record) => record.phone !== undefined)?.phone;
  return {
    address: phone === undefined ? 'username' : maskPhone(phone),
    onCall: stand.onCall,
    optedOut: stand.optedOut,
    options: stand.options.map(({ item, effect, values }) => ({
      item,
      effect: effect as ResetChoices['options'][number]['effect'],
      values,
    })),
  };
}

async function visibleChat(deps: ResetRoutesDeps, user: User, id: string): Promise<Chat> {
  const found = await loadChat(deps.records, id as ChatId);
  if (!found) throw new AppError('chat-not-found');
  if (!maySee(onlookerOf(user), found.value)) throw new AppError('chat-not-yours');
  return found.value;
}

function personOf({ keyring }: ResetRoutesDeps, number: string): ContactId {
  const phone = parsePhone(number);
  if (!phone) throw new AppError('number-invalid');
  return keyring.contactId(phone.canonical);
}

async function reset(deps: ResetRoutesDeps, wanted: WantedReset): Promise<ResetChoices> {
  const done = await deps.resetPerson(wanted);
  if (done.kind === 'refused') throw new AppError(done.code);
  return choicesOf(deps, wanted.contactId);
}

/** Resetting one person's live session: from the chat by whoever has it, by number by supervisors. */
export function createResetRoutes(deps: ResetRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.chatResets, async ({ params, res }) => {
    const chat = await visibleChat(deps, identityOf(res).user, params.id);
    return choicesOf(deps, chat.contactId);
  });
  mountRoute(router, API.resetChatPerson, async ({ params, body, res }) => {
    const { user } = identityOf(res);
    const chat = await visibleChat(deps, user, params.id);
    const actor: Actor = { userId: user.id, name: user.name, supervisor: onlookerOf(user).supervises, capacity: user.capacity };
    const refusal = refuseHandling(chat, actor);
    if (refusal) throw new AppError(refusal.code);
    return reset(deps, { ...body, contactId: chat.contactId, by: { userId: user.id, name: user.name } });
  });
  mountRoute(router, API.personResets, ({ body }) => choicesOf(deps, personOf(deps, body.number)));
  mountRoute(router, API.resetPerson, ({ body: { number, ...body }, res }) => {
    const { user } = identityOf(res);
    return reset(deps, { ...body, contactId: personOf(deps, number), by: { userId: user.id, name: user.name } });
  });
  return router;
}
