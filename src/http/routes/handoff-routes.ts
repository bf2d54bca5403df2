import { type Response, Router } from 'express';
import { REQUESTS_PER_MINUTE } from '../../access/api-key.ts';
import type { KeyLimits } from '../../access/key-limits.ts';
import { AppError } from '../../base/errors.ts';
import { parseId } from '../../base/ids.ts';
import { askEligibility } from '../../entries/ask-eligibility.ts';
import { type CreateInviteDeps, createInvite } from '../../entries/create-invite.ts';
import { inviteStatus } from '../../entries/invite-status.ts';
import { identityOf } from '../access-guard.ts';
import { IdempotencyHeader } from '../contract/handoffs.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { defined } from './defined.ts';

export interface HandoffRoutesDeps {
  readonly invites: CreateInviteDeps;
  readonly keyLimits: KeyLimits;
}

/** Counts a request against its key, or against who is signed in; answers whose it is. Throws `too-many-requests`. */
async function takeTurn(deps: HandoffRoutesDeps, res: Response): Promise<string> {
  const { user, perMinute } = identityOf(res);
  const turn = await deps.keyLimits.take(user.id, perMinute ?? REQUESTS_PER_MINUTE);
  if (!turn.allowed) throw new AppError('too-many-requests', undefined, { details: { retryAfterSeconds: turn.retryAfterSeconds } });
  return user.id;
}

function idempotencyKeyOf(header: string | undefined): string {
  const read = IdempotencyHeader.safeParse({ 'idempotency-key': header });
  if (!read.success) throw new AppError('idempotency-key-missing');
  return read.data['idempotency-key'];
}

/** Invites from other IVRs: may this caller be asked, write to them, how far has it come. */
export function createHandoffRoutes(deps: HandoffRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.checkEligibility, async ({ body, res }) => {
    await takeTurn(deps, res);
    const answer = await askEligibility(deps.invites, defined(body));
    if (answer.kind === 'refused') throw new AppError(answer.code);
    if (answer.kind === 'withheld') return { eligible: false, reasons: [...answer.reasons] };
    const { kind: _, ...offer } = answer;
    return { eligible: true, reasons: [], ...offer };
  });
  mountRoute(router, API.createHandoff, async ({ body, req, res }) => {
    const keyId = await takeTurn(deps, res);
    const idempotencyKey = idempotencyKeyOf(req.get('idempotency-key'));
    const { team, skills, priority, ...order } = defined(body);
    const wanted = defined({ team, skills, priority });
    const created = await createInvite(
      deps.invites,
      { keyId, idempotencyKey },
      { ...order, ...(Object.keys(wanted).length > 0 && { wanted }) },
    );
    if (created.kind === 'refused') throw new AppError(created.code, undefined, { details: created.details });
    if (created.replayed) res.setHeader('Idempotency-Replayed', 'true');
    if (created.kind === 'withheld') throw new AppError('not-eligible', undefined, { details: { reasons: created.reasons } });
    res.setHeader('Location', `/api/handoffs/${created.handoffId}`);
    const { reference } = order;
    return {
      id: created.handoffId,
      state: 'requested' as const,
      requestedAtMs: created.atMs,
      ...(reference !== undefined && { reference }),
    };
  });
  mountRoute(router, API.handoffStatus, async ({ params, res }) => {
    await takeTurn(deps, res);
    const id = parseId('h', params.id);
    const status = id && (await inviteStatus(deps.invites, id));
    if (!status) throw new AppError('handoff-not-found');
    const timeline = status.timeline.map(({ data, ...entry }) => (data === undefined ? entry : { ...entry, data: { ...data } }));
    return { ...status, timeline };
  });
  return router;
}
