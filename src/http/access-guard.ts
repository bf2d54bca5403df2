import type { RequestHandler, Response } from 'express';
import type { Authenticate, Identity } from '../access/authenticate.ts';
import type { Debt } from '../access/debts.ts';
import { findRight, mayPass, type Right } from '../access/rights.ts';
import type { ErrorCode } from '../base/error-catalogue.ts';
import { AppError } from '../base/errors.ts';
import { maybeAuditOf } from './audit-trail.ts';
import { isSameOrigin } from './same-origin.ts';

export interface AccessGuardDeps {
  readonly authenticate: Authenticate;
  /** Our own address as browsers know it. */
  readonly publicUrl: () => string;
  readonly sandbox: boolean;
}

/** Who is asking; throws if the guard let nobody in by name: a bug in the table of rights. */
export function identityOf(res: Response): Identity {
  const identity = maybeIdentityOf(res);
  if (!identity) throw new AppError('not-signed-in');
  return identity;
}

/** Who is asking, at an address that is open to anyone. */
export function maybeIdentityOf(res: Response): Identity | undefined {
  return res.locals.identity as Identity | undefined;
}

/** True on a page that the role may not see: the page is sent all the same, with 403, and says so. */
export function isRefusedPage(res: Response): boolean {
  return res.locals.refusedPage === true;
}

/** The row that let the request in. */
export function rightOf(res: Response): Right | undefined {
  return res.locals.right as Right | undefined;
}

/** How a route refuses who must do something first. */
const DEBT_CODES: Readonly<Record<Debt, ErrorCode>> = {
  password: 'password-change-needed',
  'second-factor': 'second-factor-needed',
};

function signInAddress(wanted: string): string {
  return wanted === '/' ? '/login' : `/login?next=${encodeURIComponent(wanted)}`;
}

/**
 * Stands before every page and route: what is not in the table of rights does not exist, what is needs the role the
 * table names, and what changes something must come from our own pages or from a machine with a key.
 */
export function createAccessGuard(deps: AccessGuardDeps): RequestHandler {
  const own = () => ({ publicUrl: deps.publicUrl(), sandbox: deps.sandbox });
  return async (req, res, next) => {
    const right = findRight(req.method, req.path);
    if (!right) throw new AppError('not-found');
    res.locals.right = right;
    if (right.who === 'carrier' || (right.who === 'anyone' && req.method === 'GET')) return next();
    const { cookie, authorization } = req.headers;
    const isMachine = authorization !== undefined;
    if (!isMachine && !isSameOrigin(req.method, req.headers, own())) throw new AppError('cross-site');
    const identity = await deps.authenticate({ cookie, authorization });
    res.locals.identity = identity;
    if (mayPass(right, identity)) return next();
    if (identity?.owes) {
      if (right.kind !== 'page') throw new AppError(DEBT_CODES[identity.owes]);
      return res.redirect(303, `/first?${new URLSearchParams({ next: req.originalUrl })}`);
    }
    if (identity) maybeAuditOf(res)?.refused(req, res, `${right.method} ${right.path}`);
    if (right.kind !== 'page') throw new AppError(identity ? 'not-allowed' : 'not-signed-in');
    if (!identity) return res.redirect(303, signInAddress(req.originalUrl));
    res.locals.refusedPage = true;
    next();
  };
}
