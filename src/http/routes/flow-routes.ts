import { Router } from 'express';
import { AppError } from '../../base/errors.ts';
import { countTraffic } from '../../reporting/count-traffic.ts';
import type { ReportingDeps } from '../../reporting/query-today.ts';
import type { FlowDetail } from '../contract/flows.ts';
import type { FlowReadiness } from '../contract/readiness.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';

const DAY_MS = 86_400_000;

export interface FlowRoutesDeps extends ReportingDeps {
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
  mountRoute(router, API.flowTraffic, async ({ params, query }) => {
    if (!(await deps.flows()).some(({ id }) => id === params.id)) throw new AppError('flow-not-found');
    const toMs = deps.clock.nowMs();
    const { days, release } = query;
    const about = { flowId: params.id, fromMs: toMs - days * DAY_MS, toMs, ...(release !== undefined && { release }) };
    const { calls, chats, steps, moves } = await countTraffic(deps, about);
    return { ...about, calls, chats, steps: [...steps], moves: [...moves] };
  });
  return router;
}
