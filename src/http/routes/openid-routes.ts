import { timingSafeEqual } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { Authenticate } from '../../access/authenticate.ts';
import type { OpenIdProvider, UsedSignIns } from '../../access/openid.ts';
import {
  ERRAND_COOKIE,
  ERRAND_SECONDS,
  type Errand,
  errandCookie,
  OPENID_PATH,
  openErrand,
  sealErrand,
} from '../../access/openid-errand.ts';
import { returnPath } from '../../access/return-path.ts';
import { readCookie, sessionCookie } from '../../access/session.ts';
import { type SignInOpenIdDeps, signInOpenId } from '../../access/sign-in-openid.ts';
import type { Role, User } from '../../access/user.ts';
import { AppError, toAppError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { auditOf, type Noted } from '../audit-trail.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { requestIdOf } from '../request-id.ts';

/** The provider that people may sign in with. */
export interface OpenIdDoor {
  readonly provider: OpenIdProvider;
  /** On the button. */
  readonly name: string;
  readonly rolesOfGroups: Readonly<Record<string, readonly Role[]>>;
}

export interface OpenIdRoutesDeps extends Omit<SignInOpenIdDeps, 'noted' | 'rolesOfGroups'> {
  /** Absent: local users only. */
  readonly openId?: OpenIdDoor | undefined;
  readonly usedSignIns: UsedSignIns;
  readonly authenticate: Authenticate;
  readonly publicUrl: () => string;
  readonly log: Logger;
}

function isSame(given: unknown, wanted: string): boolean {
  const [a, b] = [Buffer.from(typeof given === 'string' ? given : ''), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Back to the sign-in page, which says it in words. */
function toSignInPage(deps: OpenIdRoutesDeps, res: Response, thrown: unknown, next: string): void {
  const error = toAppError(thrown);
  if (error.code === 'internal') deps.log.error({ err: thrown, requestId: requestIdOf(res) }, 'a sign-in failed');
  const query = new URLSearchParams({ problem: error.code, ...(next !== '/' && { next }) });
  res.redirect(303, `/login?${query}`);
}

/** The errand that this browser was sent on; undefined: it comes from elsewhere, or too late. */
function errandOf(deps: OpenIdRoutesDeps, req: Request): Errand | undefined {
  const errand = openErrand(deps.keyring, readCookie(req.headers.cookie, ERRAND_COOKIE), deps.clock.nowMs());
  return errand !== undefined && isSame(req.query.state, errand.state) ? errand : undefined;
}

interface Return {
  readonly errand: Errand | undefined;
  readonly req: Request;
  readonly res: Response;
}

async function comeBack(
  deps: OpenIdRoutesDeps,
  door: OpenIdDoor,
  { errand, req, res }: Return,
): Promise<{ readonly user: User; readonly token: string }> {
  // What is known of who it is grows while the work is done: a refusal is noted with it.
  const body: { subject?: string } = {};
  const noted: Noted = { body };
  const mark = { action: 'session.begun', object: ['openid-subject', 'body.subject'], keyed: true, who: 'answer.user.id' } as const;
  return auditOf(res).around(req, res, { ...mark, noted: 'with-answer' }, noted, async () => {
    if (!errand || !(await deps.usedSignIns.use(errand.state, ERRAND_SECONDS))) throw new AppError('sso-expired');
    const query = req.originalUrl.split('?').slice(1).join('?');
    const person = await door.provider.finish(errand, query);
    body.subject = `${person.issuer} ${person.subject}`;
    const old = await deps.authenticate({ cookie: req.headers.cookie });
    return signInOpenId(
      {
        ...deps,
        rolesOfGroups: door.rolesOfGroups,
        noted: (action, id, work) => auditOf(res).around(req, res, { action, object: ['user', 'params.id'] }, { params: { id } }, work),
      },
      person,
      {
        address: req.ip ?? '',
        device: req.headers['user-agent'] ?? '',
        ...(old && { oldSession: { id: old.sessionId, userId: old.user.id } }),
      },
    );
  });
}

/** Signing in at an identity provider: there, and back. Whatever goes wrong is said on the sign-in page. */
export function createOpenIdRoutes(deps: OpenIdRoutesDeps): Router {
  const router = Router();
  const isSecure = (req: Request) => req.secure || deps.publicUrl().startsWith('https:');
  const { openId: door } = deps;

  mountRoute(router, API.signInWays, () =>
    // By our public address: the provider sends the browser back there, where its cookie must be.
    door ? { openId: { name: door.name, address: `${deps.publicUrl()}${OPENID_PATH}` } } : {},
  );
  if (!door) return router;

  router.get(OPENID_PATH, async (req, res) => {
    const next = returnPath(typeof req.query.next === 'string' ? req.query.next : undefined);
    res.setHeader('Cache-Control', 'no-store');
    try {
      const { address, secrets } = await door.provider.begin();
      res.setHeader('Set-Cookie', errandCookie(sealErrand(deps.keyring, secrets, next, deps.clock.nowMs()), isSecure(req)));
      res.redirect(303, address);
    } catch (thrown) {
      toSignInPage(deps, res, thrown, next);
    }
  });

  router.get(`${OPENID_PATH}/callback`, async (req, res) => {
    const errand = errandOf(deps, req);
    const next = returnPath(errand?.next);
    res.setHeader('Cache-Control', 'no-store');
    if (errand) res.setHeader('Set-Cookie', errandCookie(undefined, isSecure(req)));
    try {
      const { token } = await comeBack(deps, door, { errand, req, res });
      res.setHeader('Set-Cookie', [errandCookie(undefined, isSecure(req)), sessionCookie(token, isSecure(req))]);
      res.redirect(303, next);
    } catch (thrown) {
      toSignInPage(deps, res, thrown, next);
    }
  });
  return router;
}
