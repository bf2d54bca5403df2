import { Router } from 'express';
import { assignNumber } from '../../flows/assign-number.ts';
import type { NumberAssignments } from '../../flows/number-assignments.ts';
import type { ReleaseStore } from '../../flows/releases.ts';
import { LIVE, releaseAt } from '../../flows/studio/alias.ts';
import type { FlowNews } from '../../flows/studio/flow-news.ts';
import { type OfferGateDeps, refuseUnready } from '../../flows/studio/offer-gate.ts';
import { unassignNumber } from '../../flows/unassign-number.ts';
import type { FlowReadiness } from '../contract/readiness.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export interface NumberRoutesDeps {
  readonly assignments: NumberAssignments;
  readonly releases: Pick<ReleaseStore, 'standing' | 'standingOf' | 'get'>;
  readonly judgeReadiness: OfferGateDeps['judgeReadiness'];
  readonly flowNews: Pick<FlowNews, 'tell'>;
  /** Of the release that serves; undefined when none does. */
  readonly readiness: (flowId: string) => Promise<FlowReadiness | undefined>;
  /** Has this process take calls by what is assigned now. */
  readonly refreshShelf: () => Promise<void>;
}

/** Of what the alias points at. */
async function readinessAt({ readiness, releases, judgeReadiness }: NumberRoutesDeps, flowId: string, alias = LIVE) {
  if (alias === LIVE) return readiness(flowId);
  const standing = await releases.standingOf(flowId);
  const number = standing && releaseAt(standing, alias);
  const release = number === undefined ? undefined : await releases.get(flowId, number);
  return release && judgeReadiness(release.flow, release.problems ?? []);
}

/** Which flow answers which of our numbers: for administrators. */
export function createNumberRoutes(deps: NumberRoutesDeps): Router {
  const router = Router();
  const changed = async () => {
    await deps.refreshShelf();
    await deps.flowNews.tell({ kind: 'numbers' });
  };
  mountRoute(router, API.assignNumber, async ({ params, body }) => {
    const { flowId, alias, despite } = body;
    if (despite === undefined) refuseUnready(flowId, await readinessAt(deps, flowId, alias));
    const number = await assignNumber(deps, { number: params.number, flowId, ...(alias !== undefined && { alias }) });
    await changed();
    return { number, flowId, alias: alias ?? LIVE, assigned: true };
  });
  mountRoute(router, API.unassignNumber, async ({ params }) => {
    await unassignNumber(deps, params.number);
    await changed();
    return undefined;
  });
  return router;
}
