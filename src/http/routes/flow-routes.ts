import { Router } from 'express';
import { AppError } from '../../base/errors.ts';
import type { FlowDetail } from '../contract/flows.ts';
import type { FlowReadiness } from '../contract/readiness.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';

export interface FlowRoutesDeps {
  /** Every flow, those refused too, by id. */
  readonly flows: () => Promise<readonly FlowDetail[]>;
  /** Of the release that serves; undefined when none does. */
  readonly readiness: (flowId: string) => Promise<FlowReadiness | undefined>;
}

/** The flows with their lint state. */
export function createFlowRoutes(deps: FlowRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.flows, async ({ query }) => pageFrom(await deps.flows(), query));
  mountRoute(router, API.flow, async ({ params }) => {
    const found = (await deps.flows()).find(({ id }) => id === params.id);
    if (!found) throw new AppError('flow-not-found');
    return found;
  });
  mountRoute(router, API.flowReadiness, async ({ params }) => {
    const readiness = await deps.readiness(params.id);
    if (!readiness) throw new AppError('flow-not-found');
    return readiness;
  });
  return router;
}
