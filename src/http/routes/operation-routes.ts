import { Router } from 'express';
import { AppError } from '../../base/errors.ts';
import type { EventGroup, EventLog } from '../../base/event-log.ts';
import type { DeadLetter } from '../contract/journeys.ts';
import { API } from '../contract/routes.ts';
import { mountRoute } from '../mount-route.ts';
import { pageFrom } from '../page-of.ts';
import { eventView } from './event-view.ts';

const GROUPS: readonly EventGroup[] = ['effects', 'archive'];

export interface OperationRoutesDeps {
  readonly eventLog: Pick<EventLog, 'deadLetters' | 'replay'>;
}

async function deadLetters(eventLog: OperationRoutesDeps['eventLog']): Promise<DeadLetter[]> {
  const lists = await Promise.all(
    GROUPS.map(async (group) =>
      (await eventLog.deadLetters(group)).map(({ event, reason, atMs }) => ({ group, event: eventView(event), reason, atMs })),
    ),
  );
  return lists.flat().sort((a, b) => b.atMs - a.atMs);
}

/** Work that could not be done: to look at, and to have tried again. */
export function createOperationRoutes(deps: OperationRoutesDeps): Router {
  const router = Router();
  mountRoute(router, API.deadLetters, async ({ query }) => pageFrom(await deadLetters(deps.eventLog), query));
  mountRoute(router, API.replayDeadLetter, async ({ body: { group, shard, eventId } }) => {
    if (!(await deps.eventLog.replay(group, { id: eventId, shard }))) throw new AppError('dead-letter-not-found');
    return { replayed: true as const };
  });
  return router;
}
