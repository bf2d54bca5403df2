import type { Changes, RecordWrite, Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { decideAndCommit } from '../base/decide.ts';
import { type CallbackId, shardOfId } from '../base/ids.ts';
import type { Contact } from '../contacts/contact.ts';
import { CONTACT_TTL_SECONDS } from '../contacts/load-contact.ts';
import { type Callback, callbackTtlSeconds } from './callback.ts';

export interface ChangeCallbackDeps {
  readonly store: Store;
  readonly clock: Clock;
}

export interface CallbackChange {
  readonly callback: Callback;
  readonly events?: Changes['events'];
  readonly timers?: Changes['timers'];
}

export interface ChangedCallback {
  readonly callback: Callback;
  readonly version: number;
  /** Did this call change it? */
  readonly changed: boolean;
}

/**
 * Loads a callback, decides, commits; again on a clash. The decision returns undefined to leave everything as it is. One
 * that is closed by it is no longer pending for its person. Undefined if there is none.
 */
export function changeCallback(
  deps: ChangeCallbackDeps,
  id: CallbackId,
  decide: (callback: Callback, nowMs: number) => CallbackChange | undefined,
): Promise<ChangedCallback | undefined> {
  return decideAndCommit<ChangedCallback | undefined>(deps.store, async () => {
    const [found] = (await deps.store.load([{ kind: 'callback', id }])) as (Versioned<Callback> | undefined)[];
    if (!found) return { outcome: undefined };
    const nowMs = deps.clock.nowMs();
    const change = decide(found.value, nowMs);
    if (!change) return { outcome: { callback: found.value, version: found.version, changed: false } };
    const { callback, events, timers } = change;
    const write = { ref: { kind: 'callback', id } as const, expectedVersion: found.version, value: callback };
    const settled = callback.state === 'closed' ? await noLongerPending(deps.store, callback) : [];
    return {
      outcome: { callback, version: found.version + 1, changed: true },
      changes: {
        shard: shardOfId(id) ?? 0,
        writes: [{ ...write, ttlSeconds: callbackTtlSeconds(callback, nowMs) }, ...settled],
        ...(events && { events }),
        ...(timers && { timers }),
      },
    };
  });
}

async function noLongerPending(store: Store, { id, contactId }: Callback): Promise<readonly RecordWrite[]> {
  const ref = { kind: 'contact', id: contactId } as const;
  const [found] = (await store.load([ref])) as (Versioned<Contact> | undefined)[];
  if (found?.value.pendingCallback?.callbackId !== id) return [];
  const { pendingCallback: _, ...value } = found.value;
  return [{ ref, expectedVersion: found.version, value, ttlSeconds: CONTACT_TTL_SECONDS }];
}
