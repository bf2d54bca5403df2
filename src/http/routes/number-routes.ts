import { Router } from 'express';
import { AppError } from '../../base/errors.ts';
import { assignNumber } from '../../flows/assign-number.ts';
import type { NumberAssignments } from '../../flows/number-assignments.ts';
import type { ReleaseStore } from '../../flows/releases.ts';
import { LIVE } from '../../flows/studio/alias.ts';
import type { FlowNews } from '../../flows/studio/flow-news.ts';
import { unassignNumber } from '../../flows/unassign-number.ts';
import type { FlowReadiness } from '../contract/readiness.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export interface NumberRoutesDeps {
  readonly assignments: NumberAssignments;
  readonly releases: Pick<ReleaseStore, 'standing'>;
  readonly flowNews: Pick<FlowNews, 'tell'>;
  /** Of the release that serves; undefined when none does. */
  readonly readiness: (flowId: string) => Promise<FlowReadiness | undefined>;
  /** Has this process take calls by what is assigned now. */
  readonly refreshShelf: () => Promise<void>;
}

/** Throws `flow-not-ready`: callers would be promised what can't be kept. */
async function refuseUnready({ readiness }: NumberRoutesDeps, flowId: string): Promise<void> {
  const found = await readiness(flowId);
  if (found?.verdict !== 'blocked') return;
  const blocked = found.items.flatMap(({ id, findings }) =>
    findings.filter(({ verdict }) => verdict === 'blocked').map(({ words }) => ({ id, words })),
  );
  throw new AppError('flow-not-ready', undefined, { details: { flowId, blocked } });
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
    if (despite === undefined) await refuseUnready(deps, flowId);
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
