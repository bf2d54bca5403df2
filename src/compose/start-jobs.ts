import { hostname } from 'node:os';
import type { TimerPayload } from '../base/changes.ts';
import type { Clock } from '../base/clock.ts';
import type { EventLog, Timers } from '../base/event-log.ts';
import type { DomainEvent, NewEvent } from '../base/events.ts';
import type { Logger } from '../base/log.ts';
import type { CallbackDeps } from '../callbacks/callback-deps.ts';
import { followMerge } from '../contacts/follow-merge.ts';
import { atMost } from '../jobs/at-most.ts';
import { handleCallbackEvent, handleCallbackTimer } from '../jobs/handle-callback-events.ts';
import { type HandoffJobDeps, handleHandoffEvent, handleHandoffTimer } from '../jobs/handle-handoff-events.ts';
import { putTimerAside, timerIn } from '../jobs/put-timer-aside.ts';
import { runDeliveries } from '../jobs/run-deliveries.ts';
import { type RunningLoop, runRelay } from '../jobs/run-relay.ts';
import { runTimers } from '../jobs/run-timers.ts';
import type { Delivery, DeliveryQueue } from '../outbound/delivery.ts';

export interface JobDeps {
  readonly log: Logger;
  readonly clock: Clock;
  readonly eventLog: EventLog;
  readonly timers: Timers;
  readonly onCommit: (listener: (shard: number, events: readonly NewEvent[]) => void) => () => void;
  readonly handoffs: HandoffJobDeps;
  readonly callbacks: CallbackDeps;
  /** The chat's share; true if the event or timer was one of its own. */
  readonly chatEvent: (event: DomainEvent) => Promise<boolean>;
  readonly chatTimer: (payload: TimerPayload) => Promise<boolean>;
  /** The share of the other doors: who asked for an invite is told what becomes of it. */
  readonly entryEvent: (event: DomainEvent) => Promise<boolean>;
  readonly deliveries: DeliveryQueue;
  readonly deliver: (delivery: Delivery) => Promise<void>;
  readonly counted: (outcome: 'done' | 'failed' | 'buried') => void;
}

/** As many as keep the sender's full rate while the carrier takes a second for each; the others leave the machine to the callers. */
const INVITES_AT_ONCE = 100;

function mayWantWork({ type, handoffId, chatId }: NewEvent): boolean {
  // The path of a bot is for those who look at it later.
  if (type === 'chat.step') return false;
  return handoffId !== undefined || chatId !== undefined || /^(voicemail|callback|contact|person|timer)\.|^call\.connected$/.test(type);
}

/** Starts what follows from events and what is due. */
export function startJobs(deps: JobDeps): RunningLoop {
  const inTurn = atMost(INVITES_AT_ONCE);
  const handleTimer = async (payload: TimerPayload): Promise<void> => {
    if (await handleHandoffTimer(deps.handoffs, payload)) return;
    if (await handleCallbackTimer(deps.callbacks, payload)) return;
    if (!(await deps.chatTimer(payload))) deps.log.warn({ type: payload.type }, 'a timer of an unknown kind was dropped');
  };
  const relay = runRelay({
    log: deps.log,
    eventLog: deps.eventLog,
    group: 'effects',
    reader: hostname(),
    // A key of a call is read with the next look; only what may want something done is read at once.
    onCommit: (listener) => deps.onCommit((_shard, events) => events.some(mayWantWork) && listener()),
    counted: deps.counted,
    handle: async (event) => {
      if (!mayWantWork(event)) return;
      const timer = timerIn(event);
      if (timer) return handleTimer(timer);
      await deps.entryEvent(event);
      await followMerge(deps.handoffs, event);
      if (event.type === 'handoff.requested') return void (await inTurn(() => handleHandoffEvent(deps.handoffs, event)));
      await handleHandoffEvent(deps.handoffs, event);
      await handleCallbackEvent(deps.callbacks, event);
      await deps.chatEvent(event);
    },
  });
  const timers = runTimers({
    log: deps.log,
    clock: deps.clock,
    timers: deps.timers,
    handle: handleTimer,
    putAside: (timer) => putTimerAside({ store: deps.handoffs.store, clock: deps.clock }, timer),
  });
  const deliveries = runDeliveries(deps);
  return {
    async stop(graceMs) {
      await Promise.all([relay.stop(graceMs), timers.stop(graceMs), deliveries.stop(graceMs)]);
    },
  };
}
