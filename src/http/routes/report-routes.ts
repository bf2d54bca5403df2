import { Router } from 'express';
import { AppError } from '../../base/errors.ts';
import { listClosedChats } from '../../reporting/list-closed-chats.ts';
import type { ReportingDeps, TodayReader } from '../../reporting/query-today.ts';
import { readJourney } from '../../reporting/read-journey.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';
import { eventView } from './event-view.ts';
import { explainedOffers } from './explained-offer.ts';

export interface ReportRoutesDeps extends ReportingDeps {
  readonly today: Pick<TodayReader, 'funnel'>;
}

/** The funnel of a day, a journey by its ids, the chats that are over. */
export function createReportRoutes(deps: ReportRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.funnel, ({ query }) => deps.today.funnel(query.day));
  mountRoute(router, API.journey, async ({ params, query }) => {
    const journey = await readJourney(deps, params.id, query.days);
    if (!journey) throw new AppError('journey-not-found');
    const { callIds, handoffIds, chatIds, events, truncated } = journey;
    const ids = { callIds: [...callIds], handoffIds: [...handoffIds], chatIds: [...chatIds] };
    return { ...ids, events: events.map(eventView), offers: explainedOffers(events), truncated };
  });
  mountRoute(router, API.closedChats, async ({ query }) => pageFrom(await listClosedChats(deps, query.day), query));
  return router;
}
