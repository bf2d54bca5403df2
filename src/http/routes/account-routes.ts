import { Router } from 'express';
import { type ChangeOwnPasswordDeps, changeOwnPassword } from '../../access/change-own-password.ts';
import type { SessionStore } from '../../access/session-store.ts';
import { AppError } from '../../base/errors.ts';
import { identityOf } from '../access-guard.ts';
import type { SessionView } from '../contract/account.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export type AccountRoutesDeps = ChangeOwnPasswordDeps;

async function sessionsOf(sessions: SessionStore, userId: string, current: string): Promise<{ items: SessionView[] }> {
  const items = (await sessions.list(userId)).map(({ id, session: { createdAtMs, seenAtMs, began, address, device } }) => ({
    id,
    createdAtMs,
    seenAtMs,
    began: began ?? ('password' as const),
    current: id === current,
    ...(address !== undefined && { address }),
    ...(device !== undefined && { device }),
  }));
  return { items: items.toSorted((a, b) => b.seenAtMs - a.seenAtMs) };
}

/** One's own sessions and password, and the sessions of others for who manages users. */
export function createAccountRoutes(deps: AccountRoutesDeps): Router {
  const router = Router();
  const { sessions, users } = deps;
  const known = async (id: string) => {
    if (!(await users.byId(id))) throw new AppError('user-not-found');
    return id;
  };
  mountRoute(router, API.ownSessions, ({ res }) => sessionsOf(sessions, identityOf(res).user.id, identityOf(res).sessionId));
  mountRoute(router, API.endOwnSession, async ({ params, res }) => {
    const { user } = identityOf(res);
    if (!(await sessions.list(user.id)).some(({ id }) => id === params.sessionId)) throw new AppError('session-not-found');
    await sessions.end(params.sessionId, user.id);
    return undefined;
  });
  mountRoute(router, API.changeOwnPassword, async ({ body, req, res }) => {
    const { user, via, sessionId } = identityOf(res);
    if (via !== 'session') throw new AppError('not-allowed');
    await changeOwnPassword(deps, { userId: user.id, sessionId, address: req.ip ?? '' }, body);
    return undefined;
  });
  mountRoute(router, API.userSessions, async ({ params, res }) => sessionsOf(sessions, await known(params.id), identityOf(res).sessionId));
  mountRoute(router, API.endUserSession, async ({ params }) => {
    const id = await known(params.id);
    if (!(await sessions.list(id)).some((session) => session.id === params.sessionId)) throw new AppError('session-not-found');
    await sessions.end(params.sessionId, id);
    return undefined;
  });
  mountRoute(router, API.endUserSessions, async ({ params }) => {
    await sessions.endAllOf(await known(params.id));
    return undefined;
  });
  return router;
}
