import type { Store } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { HandoffId } from '../base/ids.ts';
import { changeHandoff } from './change-handoff.ts';
import type { Handoff } from './handoff.ts';
import { handoffEvent } from './handoff-event.ts';

type Deps = { readonly store: Store; readonly clock: Clock };

/** The look-back is over and nobody wrote: the handoff ends. Doing it twice, or too early, changes nothing. */
export async function expireHandoff(deps: Deps, id: HandoffId): Promise<void> {
  await changeHandoff(deps, id, (handoff, nowMs) => {
    if (handoff.claim || handoff.expiredAtMs || handoff.lookBackUntilMs > nowMs) return undefined;
    const expired: Handoff = { ...handoff, expiredAtMs: nowMs };
    return { handoff: expired, events: [handoffEvent(expired, 'handoff.expired', nowMs, { data: { delivery: handoff.delivery } })] };
  });
}

/** The invitee says it was not them: nothing more is sent, nobody can claim it. True if this call changed it. */
export async function withdrawHandoff(deps: Deps, id: HandoffId): Promise<boolean> {
  const result = await changeHandoff(deps, id, (handoff, nowMs) => {
    if (handoff.withdrawnAtMs || handoff.claim) return undefined;
    const withdrawn: Handoff = { ...handoff, withdrawnAtMs: nowMs };
    return {
      handoff: withdrawn,
      timers: [
        { id: `expire:${id}`, atMs: null },
        { id: `check:${id}`, atMs: null },
        { id: `remind:${id}`, atMs: null },
      ],
      events: [handoffEvent(withdrawn, 'handoff.withdrawn', nowMs)],
    };
  });
  return result?.changed ?? false;
}
