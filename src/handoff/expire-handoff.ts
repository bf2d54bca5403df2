import type { Store, TimerWrite } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { NewEvent } from '../base/events.ts';
import type { HandoffId } from '../base/ids.ts';
import { changeHandoff, type HandoffChange } from './change-handoff.ts';
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
  const result = await changeHandoff(deps, id, (handoff, nowMs) =>
    handoff.withdrawnAtMs || handoff.claim ? undefined : withdrawn(handoff, nowMs),
  );
  return result?.changed ?? false;
}

interface Withdrawal extends HandoffChange {
  readonly timers: readonly TimerWrite[];
  readonly events: readonly NewEvent[];
}

/** The handoff as withdrawn, with what follows from it. `by`: absent, the invitee themself. Pure. */
export function withdrawn(handoff: Handoff, nowMs: number, by?: 'desk'): Withdrawal {
  const changed: Handoff = { ...handoff, withdrawnAtMs: nowMs };
  return {
    handoff: changed,
    timers: ['expire', 'check', 'remind', 'send'].map((what) => ({ id: `${what}:${handoff.id}`, atMs: null })),
    events: [handoffEvent(changed, 'handoff.withdrawn', nowMs, by && { data: { by } })],
  };
}

/** Does it still wait for its invitee's first message? Pure. */
export function isPending(handoff: Handoff, nowMs: number): boolean {
  return !handoff.claim && !handoff.withdrawnAtMs && !handoff.expiredAtMs && handoff.lookBackUntilMs > nowMs;
}
