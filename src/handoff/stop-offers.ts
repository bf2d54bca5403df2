import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Budgets, OfferStop } from '../rules/budgets.ts';

interface StopDeps {
  readonly store: Pick<Store, 'commit'>;
  readonly clock: Clock;
  readonly budgets: Pick<Budgets, 'stop' | 'lift'>;
}

const SHARD = 0;
/** The line of the log. */
export const OFFERS_STOPPED = 'offers were stopped; an administrator has to lift it';

/** Stops the offers of a block, a country or everybody until it is lifted. Stopping what is stopped changes nothing; true if it was news. */
export async function stopOffers(deps: StopDeps, stop: OfferStop, by: string): Promise<boolean> {
  if (!(await deps.budgets.stop(stop))) return false;
  const { scope, name, why, counted, limit } = stop;
  await deps.store.commit({
    shard: SHARD,
    events: [{ type: 'offers.stopped', atMs: stop.atMs, data: { scope, name, why, counted, limit, by } }],
  });
  return true;
}

/** Lifts a stop; what was counted there begins anew. Throws `stop-not-found`. */
export async function resumeOffers(deps: StopDeps, id: string, by: string): Promise<void> {
  if (!(await deps.budgets.lift(id))) throw new AppError('stop-not-found');
  await deps.store.commit({ shard: SHARD, events: [{ type: 'offers.resumed', atMs: deps.clock.nowMs(), data: { id, by } }] });
}
