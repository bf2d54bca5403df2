import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import type { DeliveryQueue } from './delivery.ts';
import { type EndpointStore, wantsType } from './endpoint.ts';

export interface AnnounceDeps {
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly endpoints: EndpointStore;
  readonly deliveries: DeliveryQueue;
}

/** Something that endpoints may want to know. */
export interface Announcement {
  /** Names the event for ever: the same one is announced once. */
  readonly eventName: string;
  readonly type: string;
  readonly atMs: number;
  readonly handoffId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Writes a delivery down for each endpoint that wants this; announced again, it changes nothing. */
export async function announce(deps: AnnounceDeps, announcement: Announcement): Promise<void> {
  const { eventName, type, atMs, handoffId, data } = announcement;
  const body = JSON.stringify({ type, timestamp: new Date(atMs).toISOString(), data });
  const nowMs = deps.clock.nowMs();
  for (const endpoint of await deps.endpoints.list()) {
    if (!wantsType(endpoint, type) || atMs < endpoint.createdAtMs) continue;
    await deps.deliveries.add({
      id: `w_${deps.keyring.hash(`delivery:${endpoint.id}:${eventName}`).slice(0, 20)}`,
      endpointId: endpoint.id,
      type,
      handoffId,
      body,
      createdAtMs: nowMs,
      state: 'waiting',
      attempts: [],
      tries: 0,
      nextAtMs: nowMs,
    });
  }
}
