import type { Store, Versioned } from '../base/changes.ts';
import type { DomainEvent, EventType } from '../base/events.ts';
import { shardOfId } from '../base/ids.ts';
import { type Handoff, handoffTtlSeconds } from '../handoff/handoff.ts';
import { isOutsideHandoff } from '../handoff/token.ts';
import { type AnnounceDeps, announce } from '../outbound/announce.ts';
import { inviteState, referenceOf, type TimelineEntry } from './invite-status.ts';
import { STATUS_TYPES } from './status-types.ts';

export interface TellStatusDeps extends AnnounceDeps {
  readonly store: Store;
}

/** What of an event's data the other side may know: no users, no numbers. */
const TOLD_DATA = ['code', 'class', 'kind', 'method', 'confidence', 'disposition', 'team', 'template', 'waitedSeconds'] as const;
const TOLD = new Set<EventType>(STATUS_TYPES);

/**
 * What happened to an invite of the API: noted in its timeline, and told to the endpoints that want it. True if the event
 * was one of those. Done twice it changes nothing.
 */
export async function tellStatus(deps: TellStatusDeps, event: DomainEvent): Promise<boolean> {
  const { handoffId, type } = event;
  if (!handoffId || !isOutsideHandoff(handoffId) || !TOLD.has(type)) return false;
  if (type === 'chat.replied' && event.data?.first !== true) return false;
  const ref = { kind: 'handoff', id: handoffId } as const;
  const [found] = (await deps.store.load([ref])) as (Versioned<Handoff> | undefined)[];
  if (!found) return false;
  const entry = entryOf(event);
  const ttlSeconds = handoffTtlSeconds(found.value, deps.clock.nowMs());
  const field = `${String(event.atMs).padStart(14, '0')}-${event.shard}-${event.id}`;
  await deps.store.commit({ shard: shardOfId(handoffId) ?? 0, parts: [{ owner: ref, field, value: entry, ttlSeconds }] });
  await announce(deps, {
    eventName: `${event.shard}:${event.id}`,
    type,
    atMs: event.atMs,
    handoffId,
    data: {
      handoffId,
      ...referenceOf(found.value),
      state: inviteState(found.value),
      ...(event.chatId !== undefined && { chatId: event.chatId }),
      ...(entry.data && { details: entry.data }),
    },
  });
  return true;
}

function entryOf({ type, atMs, data }: DomainEvent): TimelineEntry {
  const told = Object.fromEntries(TOLD_DATA.flatMap((name) => (data?.[name] === undefined ? [] : [[name, data[name]]])));
  return { type, atMs, ...(Object.keys(told).length > 0 && { data: told }) };
}
