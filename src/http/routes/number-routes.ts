import { Router } from 'express';
import { assignNumber } from '../../flows/assign-number.ts';
import type { NumberAssignments } from '../../flows/number-assignments.ts';
import type { ReleaseStore } from '../../flows/releases.ts';
import { unassignNumber } from '../../flows/unassign-number.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export interface NumberRoutesDeps {
  readonly assignments: NumberAssignments;
  readonly releases: Pick<ReleaseStore, 'list'>;
  /** Has this process take calls by what is assigned now. */
  readonly refreshShelf: () => Promise<void>;
}

/** Which flow answers which of our numbers: for administrators. */
export function createNumberRoutes(deps: NumberRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.assignNumber, async ({ params, body }) => {
    const number = await assignNumber(deps, { number: params.number, flowId: body.flowId });
    await deps.refreshShelf();
    return { number, flowId: body.flowId, assigned: true };
  });
  mountRoute(router, API.unassignNumber, async ({ params }) => {
    await unassignNumber(deps, params.number);
    await deps.refreshShelf();
    return undefined;
  });
  return router;
}
