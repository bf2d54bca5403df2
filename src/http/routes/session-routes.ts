import { Router } from 'express';
import type { Identity } from '../../access/authenticate.ts';
import { permissionsOf } from '../../access/permissions.ts';
import { pagesFor } from '../../access/rights.ts';
import { readCookie, SESSION_COOKIE, sessionCookie } from '../../access/session.ts';
import type { SessionStore } from '../../access/session-store.ts';
import { type SignInDeps, signIn } from '../../access/sign-in.ts';
import { identityOf, maybeIdentityOf } from '../access-guard.ts';
import { API } from '../contract/routes.ts';
import type { Me } from '../contract/session.ts';
import { mountRoute } from '../mount-route.ts';

export interface SessionRoutesDeps extends SignInDeps {
  readonly sessions: SessionStore;
  /** Our own address; https makes the cookie Secure. */
  readonly publicUrl: () => string;
}

function meOf(deps: SessionRoutesDeps, { user, via, began, owes }: Pick<Identity, 'user' | 'via' | 'began' | 'owes'>): Me {
  const { id, username, name, roles, teams, languages, capacity } = user;
  return {
    user: { id, username, name, roles: [...roles], teams: [...teams], languages: [...languages], capacity },
    via,
    ...(began && { began }),
    ...(owes && { owes }),
    environment: deps.sandbox ? 'sandbox' : 'live',
    pages: [...pagesFor(user.roles, deps.sandbox)],
    permissions: [...permissionsOf(user.roles)],
  };
}

/** Signing in and out, and who is signed in. */
export function createSessionRoutes(deps: SessionRoutesDeps): Router {
  const router = Router();
  const isSecure = (secureRequest: boolean) => secureRequest || deps.publicUrl().startsWith('https:');

  mountRoute(router, API.signIn, async ({ body: { code, ...body }, req, res }) => {
    const old = maybeIdentityOf(res);
    const { user, token, owes } = await signIn(deps, {
      ...body,
      ...(code !== undefined && { code }),
      address: req.ip ?? '',
      device: req.headers['user-agent'] ?? '',
      ...(old?.via === 'session' && { oldSession: { id: old.sessionId, userId: old.user.id } }),
    });
    res.setHeader('Set-Cookie', sessionCookie(token, isSecure(req.secure)));
    return meOf(deps, { user, via: 'session', began: 'password', ...(owes && { owes }) });
  });

  mountRoute(router, API.signOut, async ({ req, res }) => {
    const { user, via, sessionId } = identityOf(res);
    if (via === 'session') await deps.sessions.end(sessionId, user.id);
    if (readCookie(req.headers.cookie, SESSION_COOKIE) !== undefined) {
      res.setHeader('Set-Cookie', sessionCookie(undefined, isSecure(req.secure)));
    }
    return undefined;
  });

  mountRoute(router, API.me, ({ res }) => meOf(deps, identityOf(res)));
  return router;
}
