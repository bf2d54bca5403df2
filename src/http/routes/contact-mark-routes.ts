import { Router } from 'express';
import type { Store } from '../../base/changes.ts';
import type { Clock } from '../../base/clock.ts';
import type { Keyring } from '../../base/keyring.ts';
import { markNumber } from '../../contacts/mark-contact.ts';
import { identityOf } from '../access-guard.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';

export interface ContactMarkRoutesDeps {
  readonly records: Store;
  readonly clock: Clock;
  readonly keyring: Keyring;
}

/** What a person is marked as, by a machine that knows: a CRM, a list of priority customers. */
export function createContactMarkRoutes({ records, clock, keyring }: ContactMarkRoutesDeps): Router {
  const router = Router();
  const deps = { store: records, clock, keyring };
  mountRoute(router, API.markContact, async ({ body: { number, ...marks }, res }) =>
    markNumber(deps, number, marks, identityOf(res).user.username),
  );
  return router;
}
