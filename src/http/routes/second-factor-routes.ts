import { type Request, type Response, Router } from 'express';
import {
  offerFactor,
  removeFactor,
  removeOwnFactor,
  type SecondFactorDeps,
  type SecondFactorDuty,
  setFactor,
} from '../../access/second-factor.ts';
import { inOrder } from '../../access/user.ts';
import { AppError } from '../../base/errors.ts';
import { qrCode } from '../../entries/qr-code.ts';
import { qrSvg } from '../../entries/qr-image.ts';
import { identityOf } from '../access-guard.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export interface SecondFactorRoutesDeps extends SecondFactorDeps {
  readonly secondFactorDuty: SecondFactorDuty;
}

function oneself(req: Request, res: Response) {
  const { user, via, sessionId } = identityOf(res);
  if (via !== 'session') throw new AppError('not-allowed');
  return { userId: user.id, sessionId, address: req.ip ?? '' };
}

/** A second factor at sign-in: one's own, those of others for who manages users, and who must have one. */
export function createSecondFactorRoutes(deps: SecondFactorRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.ownFactor, async ({ req, res }) => {
    const stored = await deps.users.byId(oneself(req, res).userId);
    if (!stored || stored.openId) return { active: false };
    if (stored.secondFactor) return { active: true, recoveryLeft: stored.secondFactor.recovery.length };
    const { secret, address, sealed } = offerFactor(deps, stored.user);
    return { active: false, offer: { secret, sealed, qr: qrSvg(qrCode(address), 'QR') } };
  });
  mountRoute(router, API.setFactor, async ({ body, req, res }) => {
    const { recoveryCodes } = await setFactor(deps, oneself(req, res), body);
    return { recoveryCodes: [...recoveryCodes] };
  });
  mountRoute(router, API.removeOwnFactor, async ({ body, req, res }) => {
    await removeOwnFactor(deps, oneself(req, res), body);
    return undefined;
  });
  mountRoute(router, API.removeFactor, async ({ params }) => {
    await removeFactor(deps, params.id);
    return undefined;
  });
  mountRoute(router, API.factorDuty, async () => ({ roles: [...(await deps.secondFactorDuty.roles())] }));
  mountRoute(router, API.changeFactorDuty, async ({ body }) => {
    const roles = inOrder(body.roles);
    await deps.secondFactorDuty.set(roles);
    return { roles: [...roles] };
  });
  return router;
}
