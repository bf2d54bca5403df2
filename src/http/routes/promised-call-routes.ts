import { Router } from 'express';
import { onlookerOf } from '../../access/onlooker.ts';
import type { User } from '../../access/user.ts';
import { servesTeam } from '../../agents/presence.ts';
import { AppError } from '../../base/errors.ts';
import { type CallbackId, type ChatId, parseId } from '../../base/ids.ts';
import type { CallbackIndex, IndexedCallback } from '../../callbacks/callback-index.ts';
import type { Actor } from '../../chat/actor.ts';
import type { Refusal } from '../../chat/change-chat.ts';
import type { CallPromised } from '../../chat/promise-call.ts';
import { identityOf } from '../access-guard.ts';
import type { PromisedCall } from '../contract/callbacks.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';

export interface PromisedCallRoutesDeps {
  readonly callbackIndex: Pick<CallbackIndex, 'open'>;
  readonly promiseCall: (actor: Actor, chatId: ChatId) => Promise<CallPromised | Refusal>;
  /** False: it is over, or they talk already. */
  readonly cancelCallback: (id: CallbackId) => Promise<boolean>;
}

/** Agents see the calls of their teams and those they promised; supervisors all. */
function maySee(user: User, { team, promisedBy }: IndexedCallback): boolean {
  return onlookerOf(user).supervises || promisedBy === user.id || servesTeam(user.teams, team);
}

function viewOf({ state, intent, agent, origin, ...call }: IndexedCallback): readonly PromisedCall[] {
  if (state === 'closed') return [];
  const { id, address, team, language, asap, requestedAtMs, promisedAtMs, dueAtMs, tries, zone } = call;
  const chatId = origin.kind === 'chat' ? origin.chatId : undefined;
  return [
    {
      id,
      address,
      team,
      language,
      state,
      asap,
      requestedAtMs,
      promisedAtMs,
      dueAtMs,
      tries,
      zone,
      ...(intent !== undefined && { intent }),
      ...(chatId !== undefined && { chatId }),
      ...(agent && { agent }),
    },
  ];
}

/** The calls that were promised and are not over, the next first; and taking one back. */
export function createPromisedCallRoutes(deps: PromisedCallRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.callbacks, async ({ query, res }) => {
    const { user } = identityOf(res);
    const open = (await deps.callbackIndex.open()).filter((callback) => maySee(user, callback));
    const inOrder = open.toSorted((a, b) => a.dueAtMs - b.dueAtMs || (a.id < b.id ? -1 : 1));
    return pageFrom(inOrder.flatMap(viewOf), query);
  });
  mountRoute(router, API.promiseCall, async ({ params, res }) => {
    const { user } = identityOf(res);
    const actor = { userId: user.id, name: user.name, supervisor: onlookerOf(user).supervises, capacity: user.capacity };
    const promised = await deps.promiseCall(actor, params.id as ChatId);
    if (promised.kind === 'refused') throw new AppError(promised.code);
    return promised;
  });
  mountRoute(router, API.cancelCallback, async ({ params, res }) => {
    const { user } = identityOf(res);
    const id = parseId('b', params.id);
    const found = (await deps.callbackIndex.open()).find((callback) => callback.id === id);
    if (!found || !id || !maySee(user, found)) throw new AppError('callback-not-found');
    if (!(await deps.cancelCallback(id))) throw new AppError('callback-over');
    return undefined;
  });
  return router;
}
