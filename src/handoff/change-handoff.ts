import type { Changes, Store, Versioned } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import { decideAndCommit } from '../base/decide.ts';
import { type HandoffId, shardOfId } from '../base/ids.ts';
import { type Handoff, handoffTtlSeconds } from './handoff.ts';

export interface HandoffChange {
  readonly handoff: Handoff;
  readonly events?: Changes['events'];
  readonly timers?: Changes['timers'];
}

/**
 * Loads a handoff, decides, commits; again on a clash. The decision returns undefined to leave everything as it is.
 * The answer is the handoff as it stands afterwards and whether this call changed it; undefined if there is none.
 */
export function changeHandoff(
  deps: { readonly store: Store; readonly clock: Clock },
  id: HandoffId,
  decide: (handoff: Handoff, nowMs: number) => HandoffChange | undefined,
): Promise<{ readonly handoff: Handoff; readonly changed: boolean } | undefined> {
  return decideAndCommit<{ readonly handoff: Handoff; readonly changed: boolean } | undefined>(deps.store, async () => {
    const [found] = (await deps.store.load([{ kind: 'handoff', id }])) as (Versioned<Handoff> | undefined)[];
    if (!found) return { outcome: undefined };
    const nowMs = deps.clock.nowMs();
    const change = decide(found.value, nowMs);
    if (!change) return { outcome: { handoff: found.value, changed: false } };
    return {
      outcome: { handoff: change.handoff, changed: true },
      changes: {
        shard: shardOfId(id) ?? 0,
        writes: [
          {
            ref: { kind: 'handoff', id },
            expectedVersion: found.version,
            value: change.handoff,
            ttlSeconds: handoffTtlSeconds(change.handoff, nowMs),
          },
        ],
        ...(change.events && { events: change.events }),
        ...(change.timers && { timers: change.timers }),
      },
    };
  });
}
