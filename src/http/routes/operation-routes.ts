import { Router } from 'express';
import { listDeadLetters, settleDeadLetters } from '../../base/dead-letters.ts';
import { AppError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import { identityOf } from '../access-guard.ts';
import type { CarrierState } from '../contract/carrier.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';
import { eventView } from './event-view.ts';

export interface OperationRoutesDeps {
  readonly eventLog: Pick<EventLog, 'deadLetters' | 'replay' | 'discard'>;
  readonly carrier: () => Promise<CarrierState>;
  /** Takes over what the carrier says now of the senders and the templates; false when it can’t be asked. */
  readonly askCarrier: () => Promise<boolean>;
  /** Has a stopped sender send again, here at once; false if it is not stopped. */
  readonly liftSender: (sender: string, by: string) => Promise<boolean>;
}

/** Work that could not be done, and senders that were stopped: to look at, and to have tried again. */
export function createOperationRoutes(deps: OperationRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.deadLetters, async ({ query }) => {
    const letters = (await listDeadLetters(deps.eventLog)).map((letter) => ({ ...letter, event: eventView(letter.event) }));
    return pageFrom(letters, query);
  });
  mountRoute(router, API.replayDeadLetter, async ({ body: { group, shard, eventId } }) => {
    if (!(await deps.eventLog.replay(group, { id: eventId, shard }))) throw new AppError('dead-letter-not-found');
    return { replayed: true as const };
  });
  mountRoute(router, API.discardDeadLetter, async ({ body: { group, shard, eventId } }) => {
    if (!(await deps.eventLog.discard(group, { id: eventId, shard }))) throw new AppError('dead-letter-not-found');
    return { discarded: true as const };
  });
  mountRoute(router, API.replayDeadLetters, async ({ body }) => ({ replayed: await settleDeadLetters(deps.eventLog, 'replay', body) }));
  mountRoute(router, API.discardDeadLetters, async ({ body }) => ({ discarded: await settleDeadLetters(deps.eventLog, 'discard', body) }));
  mountRoute(router, API.carrier, () => deps.carrier());
  mountRoute(router, API.askCarrier, async () => {
    if (!(await deps.askCarrier())) throw new AppError('carrier-unavailable');
    return deps.carrier();
  });
  mountRoute(router, API.liftSender, async ({ params: { sender }, res }) => {
    if (!(await deps.liftSender(sender, identityOf(res).user.username))) throw new AppError('sender-not-stopped');
    return { lifted: true as const };
  });
  return router;
}
