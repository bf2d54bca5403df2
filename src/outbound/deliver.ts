import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Logger } from '../base/log.ts';
import type { Delivery, DeliveryAttempt, DeliveryQueue } from './delivery.ts';
import type { EndpointStore } from './endpoint.ts';
import { signedHeaders } from './sign-delivery.ts';

export interface DeliverDeps {
  readonly log: Logger;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly endpoints: EndpointStore;
  readonly deliveries: DeliveryQueue;
  readonly post: (post: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }) => Promise<{ readonly kind: 'answered'; readonly status: number } | { readonly kind: 'failed'; readonly reason: string }>;
}

/** How long after each failed try the next one is made, seconds: about a day in all. Then it has failed, until it is replayed. */
const WAITS_SECONDS = [5, 30, 120, 600, 1_800, 7_200, 18_000, 36_000] as const;
const ATTEMPTS_KEPT = 12;
const GONE = 410;

/** Tries one delivery, writes down what came of it and when to try again. Doing it twice sends twice, under the same id. */
export async function deliver(deps: DeliverDeps, delivery: Delivery): Promise<void> {
  const endpoint = await deps.endpoints.byId(delivery.endpointId);
  const nowMs = deps.clock.nowMs();
  if (!endpoint || endpoint.disabled) {
    await deps.deliveries.settle(
      after(delivery, { atMs: nowMs, problem: endpoint ? 'endpoint-disabled' : 'endpoint-removed' }, nowMs, false),
    );
    return;
  }
  const headers = signedHeaders(deps.keyring, endpoint, delivery, nowMs);
  const outcome = await deps.post({ url: endpoint.url, headers, body: delivery.body });
  const attempt: DeliveryAttempt =
    outcome.kind === 'answered' ? { atMs: nowMs, status: outcome.status } : { atMs: nowMs, problem: outcome.reason };
  const gone = attempt.status === GONE;
  if (gone) await deps.endpoints.put({ ...endpoint, disabled: 'gone' });
  const settled = after(delivery, attempt, nowMs, !gone && attempt.problem !== 'forbidden-address');
  await deps.deliveries.settle(settled);
  if (settled.state === 'failed') {
    deps.log.warn(
      { deliveryId: delivery.id, endpointId: endpoint.id, handoffId: delivery.handoffId, ...attempt },
      'a webhook was given up',
    );
  }
}

/** The delivery after a try: done, waiting for the next one, or given up. Pure. */
export function after(delivery: Delivery, attempt: DeliveryAttempt, nowMs: number, repeatable: boolean): Delivery {
  const { nextAtMs: _, ...rest } = delivery;
  const attempts = [...delivery.attempts, attempt].slice(-ATTEMPTS_KEPT);
  const tries = delivery.tries + 1;
  if (attempt.status !== undefined && attempt.status >= 200 && attempt.status <= 299)
    return { ...rest, attempts, tries, state: 'delivered' };
  const wait = WAITS_SECONDS[delivery.tries];
  if (!repeatable || wait === undefined) return { ...rest, attempts, tries, state: 'failed' };
  return { ...rest, attempts, tries, state: 'waiting', nextAtMs: nowMs + wait * 1000 };
}

/** Has a delivery made again, from the first try on. Undefined if there is none; its id stays, so the other side can tell it. */
export async function replayDelivery(deps: Pick<DeliverDeps, 'deliveries' | 'clock'>, id: string): Promise<Delivery | undefined> {
  const found = await deps.deliveries.byId(id);
  if (!found) return undefined;
  const again: Delivery = { ...found, state: 'waiting', tries: 0, nextAtMs: deps.clock.nowMs() };
  await deps.deliveries.settle(again);
  return again;
}
