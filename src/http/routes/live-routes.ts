import { Router } from 'express';
import type { Overview } from '../contract/overview.ts';
import { API } from '../contract/routes.ts';
import type { Settings } from '../contract/settings.ts';
import { mountRoute } from '../mount-route.ts';

export interface LiveRoutesDeps {
  /** What is going on at this moment. */
  readonly overview: () => Promise<Overview>;
  /** What is set up, and how it is doing. */
  readonly settings: () => Promise<Settings>;
}

/** What is going on, and what is set up. */
export function createLiveRoutes(deps: LiveRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.overview, () => deps.overview());
  mountRoute(router, API.settings, () => deps.settings());
  return router;
}
